"""A joiner whom the matcher only doubts: people decide, and what follows for case and file follows from their word."""

import dataclasses
from datetime import date, datetime

from onroll.access.models import Role
from onroll.audit.act import LONDON
from onroll.casework.models import Case
from onroll.casework.stages import Stage
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.registry.models import PairReview
from onroll.registry.review_states import ReviewState
from onroll.rolls.models import RollEntry
from onroll.transfer.models import LostPupil
from onroll.transfer.states import State
from tests.cast import Cast, Member, make_member
from tests.integration.casework import world
from tests.integration.registry.pairs import YUSUF, pair_of
from tests.integration.rolls.files import load, pupil, pupils

FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)
CAME_ON = date(2026, 11, 2)
LIKE_YUSUF = {
    "UPN": "",
    "Legal surname": "Hossain",
    "Legal forename": "Yousef",
    "DOB": "17/05/2014",
    "Gender": "M",
    "Postcode": "ZZ1 2DE",
    "DOA": "02/11/2026",
}


def looked_for_and_doubted(cast: Cast) -> tuple[Case, PairReview]:
    """A lost pupil with an open case, and a joiner of another authority's school who is spelled otherwise."""
    lost = registry_actions.note_sighting(
        world.at(cast.clerk, FILED_AT), facts=YUSUF, source="file", source_reference="F-TEST"
    )
    case = world.opened_case(cast, when=FILED_AT, sighting=lost)
    load(cast.neighbour_clerk, [pupil(1, **LIKE_YUSUF), *pupils(range(2, 6))], CAME_ON)
    joiner = RollEntry.objects.get(pupil_key="000001")
    assert joiner.child_id != case.child_id
    return case, PairReview.objects.of_children([case.child_id]).of_children([joiner.child_id]).get()


def is_still_looked_for(case: Case) -> bool:
    now = Case.objects.get(pk=case.pk)
    unchanged = (now.stage, now.confirmed_by, now.provision_accessed_on, now.provision_determined_on)
    is_held = LostPupil.objects.get().message.state == State.HELD_AS_LOST
    return is_held and unchanged == (case.stage, None, case.provision_accessed_on, case.provision_determined_on)


def test_a_doubted_joiner_waits_for_people_and_nothing_follows_before_they_decide(cast: Cast) -> None:
    case, review = looked_for_and_doubted(cast)

    assert review.state == ReviewState.WAITING
    for officer in (cast.officer, cast.neighbour_officer):
        assert review in registry_queries.waiting_pairs(officer.act())
    assert is_still_looked_for(case)


def test_when_people_say_it_is_the_same_child_the_file_is_claimed_and_the_case_offers_to_close(cast: Cast) -> None:
    case, review = looked_for_and_doubted(cast)

    review = registry_actions.say_same(
        cast.officer.act(), review=review, words="I telephoned the school.", expected_version=review.version
    )
    assert is_still_looked_for(case), "one signature is not enough"
    registry_actions.merge_pair(cast.neighbour_officer.act(), review=review, expected_version=review.version)

    found = Case.objects.select_related("confirmed_by").get(pk=case.pk)
    assert found.confirmed_by.organisation == cast.neighbour_school
    assert (found.stage, found.provision_accessed_on) == (Stage.MONITOR, CAME_ON)
    lost = LostPupil.objects.select_related("message").get()
    assert (lost.message.state, lost.message.recipient) == (State.WAITING, cast.neighbour_school)
    assert (lost.claimed_by, lost.claimed_for) == (cast.testbury, cast.neighbour_school)


def test_when_a_person_says_no_nothing_changes_and_the_next_file_asks_nobody_again(cast: Cast) -> None:
    case, review = looked_for_and_doubted(cast)

    registry_actions.keep_apart(
        cast.neighbour_officer.act(), review=review, reason="A cousin: I met both.", expected_version=review.version
    )
    load(cast.neighbour_clerk, [pupil(1, **LIKE_YUSUF), *pupils(range(2, 6))], date(2026, 11, 3))

    assert is_still_looked_for(case)
    review.refresh_from_db()
    assert review.state == ReviewState.KEPT_APART
    assert not registry_queries.waiting_pairs(cast.officer.act())


def test_a_roll_row_on_a_record_that_was_joined_before_is_found_through_the_one_between(cast: Cast) -> None:
    case, _ = looked_for_and_doubted(cast)
    lost = case.child.sightings.get()
    joiner = RollEntry.objects.get(pupil_key="000001").child.sightings.get()
    between = registry_actions.note_sighting(
        cast.neighbour_clerk.act(),
        facts=dataclasses.replace(YUSUF, surname="Houssain", forename="Yusef", address="", postcode=""),
        source="file",
        source_reference="F-BETWEEN",
    )
    assert len({lost.child_id, joiner.child_id, between.child_id}) == 3

    colleague = make_member("colleague", cast.testbury, Role.CME_OFFICER)
    joined(cast, pair_of(cast, between, joiner), second=colleague)
    assert is_still_looked_for(case)
    joined(cast, pair_of(cast, lost, between), second=cast.officer)

    assert Case.objects.get(pk=case.pk).confirmed_by.organisation == cast.neighbour_school


def joined(cast: Cast, review: PairReview, *, second: Member) -> None:
    """Two people say that it is one child."""
    review = registry_actions.say_same(
        cast.neighbour_officer.act(), review=review, words="I saw both.", expected_version=review.version
    )
    registry_actions.merge_pair(second.act(), review=review, expected_version=review.version)
