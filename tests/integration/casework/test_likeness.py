"""A record that may be a looked-for child: both sides are told, people compare, and no score closes anything."""

from datetime import timedelta

from django.urls import reverse

from onroll.audit.act import by_the_system
from onroll.casework import actions as casework_actions
from onroll.casework.models import Case, Notification
from onroll.casework.stages import Stage
from onroll.casework.steps import StepKind
from onroll.registry import actions as registry_actions
from onroll.registry.models import PairReview
from onroll.transfer import notices
from onroll.transfer.models import LostPupil, Notice
from onroll.transfer.states import State
from tests.cast import Cast
from tests.integration.transfer.files import Child
from tests.integration.transfer.steps import file_lost, send

LOST = Child(upn="D820123415001", surname="Quillfeather", forename="Marisol")
MAY_BE_HER = Child(upn="H838400126001", surname="Quilfether", forename="Marysol")


def looked_for(cast: Cast) -> tuple[LostPupil, Case]:
    lost = file_lost(cast.clerk, children=(LOST,))
    notification = Notification.objects.get(message=lost.message)
    case = casework_actions.open_case(
        cast.officer.act(), notification=notification, expected_version=notification.version
    )
    return lost, case


def arrival(cast: Cast) -> PairReview:
    """A file with a child who may be her, to the next authority's school: in that file she is nobody's lost pupil."""
    send(cast.neighbour_clerk, cast.other_school.code, children=(MAY_BE_HER,))
    return PairReview.objects.get()


def test_both_sides_are_told_of_an_arrival_that_may_be_a_lost_pupil(cast: Cast) -> None:
    lost, case = looked_for(cast)

    review = arrival(cast)

    told = set(Notice.objects.values_list("kind", "organisation__name"))
    assert (notices.Kind.LIKENESS_FOUND, "Exampleton") in told
    assert (notices.Kind.LIKENESS_FOUND, "Testbury") in told
    assert (notices.Kind.LIKENESS_LOOKED_AT, lost.message.sender.name) in told
    step = case.events.get(kind=StepKind.LIKENESS)
    assert review.reference in step.words
    assert "Nobody has decided it" in step.words
    assert review.worth > 1


def test_nothing_about_a_child_is_closed_joined_or_answered_on_a_score_alone(cast: Cast) -> None:
    lost, case = looked_for(cast)
    review = arrival(cast)

    PairReview.objects.filter(pk=review.pk).update(score=1.0, expected=10.0)
    later = by_the_system(at=review.raised_at + timedelta(days=1000), purpose="tick")
    registry_actions.remind_unanswered(later)

    case.refresh_from_db()
    lost.message.refresh_from_db()
    review.refresh_from_db()
    assert (case.stage, case.outcome, case.confirmed_by) == (Stage.CHECK, "", None)
    assert lost.message.state == State.HELD_AS_LOST
    assert review.state == "waiting"


def test_a_child_filed_as_lost_who_was_named_before_is_told_of_too(cast: Cast) -> None:
    send(cast.neighbour_clerk, cast.other_school.code, children=(MAY_BE_HER,))

    file_lost(cast.clerk, children=(LOST,))

    assert Notice.objects.filter(kind=notices.Kind.LIKENESS_FOUND).count() == 2
    assert PairReview.objects.get().worth > 1


def test_case_and_notification_lead_to_the_pair_and_hear_of_merge_and_split(cast: Cast, signed_in) -> None:
    _, case = looked_for(cast)
    review = arrival(cast)
    client = signed_in(cast.officer)
    for name, reference in (("case", case.reference), ("notification", case.notification.reference)):
        shown = client.get(reverse(f"casework:{name}", args=[reference])).content.decode()
        assert f"/children/pairs/{review.reference}/" in shown
        assert f"/children/{case.child.reference}/" in shown

    review = registry_actions.say_same(cast.officer.act(), review=review, words="", expected_version=review.version)
    registry_actions.merge_pair(cast.neighbour_officer.act(), review=review, expected_version=review.version)
    review.refresh_from_db()
    registry_actions.split_pair(cast.officer.act(), review=review, reason="Two.", expected_version=review.version)

    words = [step.words for step in case.events.filter(kind=StepKind.SAME_CHILD)]
    assert [review.reference in each for each in words] == [True, True]
    case.refresh_from_db()
    assert case.stage == Stage.CHECK


def test_an_escalated_pair_is_told_to_the_exchange_administrator_by_name(cast: Cast) -> None:
    looked_for(cast)
    review = arrival(cast)

    for days in (5, 10):
        act = by_the_system(at=review.raised_at + timedelta(days=days), purpose="tick")
        registry_actions.remind_unanswered(act)

    kinds = (notices.Kind.PAIR_WAITS, notices.Kind.PAIR_ESCALATED)
    told = Notice.objects.filter(kind__in=kinds).values_list("kind", "organisation__name", "person__name")
    assert set(told) == {
        ("pair_waits", "Exampleton", None),
        ("pair_waits", "Testbury", None),
        ("pair_escalated", "Exampleton", None),
        ("pair_escalated", "Testbury", None),
        ("pair_escalated", "Exampleton", "Administrator Invented"),
    }
