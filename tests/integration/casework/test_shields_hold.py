"""A shield holds on every road that leads to a child: the box, pairs found before it, their notices, the audit."""

import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from onroll.audit import act as acts
from onroll.casework import actions as casework_actions
from onroll.casework import queries as casework_queries
from onroll.casework.models import CaseEvent
from onroll.linkage.engine.match import Engine
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, PairReview, ShieldReason
from onroll.transfer import notices
from onroll.transfer.models import LostPupil, Notice
from tests.cast import Cast, Member
from tests.integration.casework.test_likeness import LOST, MAY_BE_HER, arrival, looked_for
from tests.integration.transfer.files import Child as Pupil
from tests.integration.transfer.steps import file_lost, send

pytestmark = pytest.mark.django_db

OTHER = Pupil(upn="", surname="Nowakowska", forename="Zofia", birth_date="2014-02-02")


def shield(member: Member, child: Child) -> None:
    registry_actions.shield_child(
        member.act(), child=child, reason_code=ShieldReason.AT_RISK, officer=member.person, until_on=None
    )


def named(cast: Cast) -> LostPupil:
    """A lost child, and a pair with a child of the next authority's file."""
    lost = file_lost(cast.clerk, children=(LOST,))
    send(cast.neighbour_clerk, cast.other_school.code, children=(MAY_BE_HER,))
    return lost


def shown(member: Member, typed: str) -> list[tuple[str, tuple[str, ...]]]:
    found = casework_actions.find_children(member.act(), typed=typed)
    return [(each.sighting.surname, each.reasons) for each in found]


@pytest.mark.parametrize("date_typed", ["2015", "14/3/2015", "about 11", "March 2015", ""])
def test_the_box_answers_for_a_shielded_name_as_for_a_name_nobody_has(cast: Cast, date_typed: str) -> None:
    """That a name is in the index at all must not tell: who looks for a shielded child learns nothing."""
    file_lost(cast.clerk, children=(OTHER,))
    lost = file_lost(cast.clerk, children=(LOST,))
    shield(cast.officer, lost.child)

    for_shielded = shown(cast.officer, f"quillfeather {date_typed}")

    assert for_shielded == shown(cast.officer, f"zzyzxqqvw {date_typed}")
    assert "Quillfeather" not in str(for_shielded)


def test_notices_of_pairs_found_before_a_shield_are_taken_back(cast: Cast) -> None:
    lost = named(cast)
    assert Notice.objects.filter(kind=notices.Kind.LIKENESS_FOUND, sent_at=None).count() == 2
    Notice.objects.filter(kind=notices.Kind.LIKENESS_LOOKED_AT).update(sent_at=None)

    shield(cast.officer, lost.child)

    assert not Notice.objects.filter(kind__startswith="likeness", sent_at=None).exists()


def test_nobody_is_told_of_a_pair_whose_other_child_was_shielded_before_this_one_was_lost(cast: Cast) -> None:
    send(cast.neighbour_clerk, cast.other_school.code, children=(MAY_BE_HER,))
    send(cast.clerk, cast.other_school.code, children=(LOST,))
    review = PairReview.objects.get()
    shield(cast.neighbour_officer, review.first)

    file_lost(cast.clerk, children=(LOST,))

    review.refresh_from_db()
    assert not Notice.objects.filter(kind__startswith="likeness").exists()
    assert review.worth == 1


def test_pages_queue_night_and_audit_know_nothing_of_a_shielded_child(cast: Cast, signed_in) -> None:
    lost = named(cast)
    review = PairReview.objects.get()
    shield(cast.officer, lost.child)

    for member in (cast.officer, cast.neighbour_officer):
        client = signed_in(member)
        for name, reference in (("pair", review.reference), ("child", lost.child.reference)):
            assert client.get(reverse(f"registry:{name}", args=[reference])).status_code == 404
        assert registry_queries.waiting_pairs(member.act()).count() == 0
        assert registry_queries.matching_audit(member.act()).pairs == 0
        assert "Quillfeather" not in {name for name, _ in shown(member, "quillfeather marisol")}
    night = acts.by_the_system(at=cast.officer.act().at, purpose="nightly match")
    assert registry_actions.match_all(night, engine=Engine.EXPLAINABLE).children == Child.objects.count() - 1
    assert registry_actions.remind_unanswered(night) == registry_actions.Reminded(0, 0)


def test_the_story_of_a_case_is_silent_of_a_pair_whose_other_child_was_shielded_later(cast: Cast) -> None:
    lost, case = looked_for(cast)
    review = arrival(cast)
    before = casework_queries.case_story(cast.officer.act(), case)
    assert review.reference in " ".join(step.words for step in before)

    shield(cast.neighbour_officer, review.first if review.second_id == lost.child_id else review.second)

    after = casework_queries.case_story(cast.officer.act(), case)
    assert review.reference not in " ".join(step.words for step in after)
    assert len(after) == len(before) - 1


def test_steps_that_stood_before_say_which_pair_they_are_about(cast: Cast) -> None:
    _, case = looked_for(cast)
    review = arrival(cast)
    CaseEvent.objects.filter(case=case).update(pair=None)

    importlib.import_module("onroll.casework.migrations.0016_pairs_of_earlier_steps").say_which_pair(apps, None)

    assert CaseEvent.objects.get(case=case, kind="likeness").pair == review
