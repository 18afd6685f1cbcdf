"""Leavers reconciled: each has a confirmed destination or a case, or is a gap that somebody can act on."""

import dataclasses
from datetime import date, timedelta

import pytest

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.casework.actions import InWorkAlready
from onroll.casework.models import Notification
from onroll.registry.models import Enrolment
from onroll.returns import actions
from onroll.returns.models import Return
from onroll.returns.queries import Leaver, Leavers, Stands, WhichLeavers
from onroll.returns.queries.leavers import Group, usual_since
from onroll.rolls.models import RollStatus
from tests.cast import Cast
from tests.integration.returns import world
from tests.integration.returns.world import PUPIL, TODAY, at, on

TOMORROW = TODAY + timedelta(days=1)
OTHER = {"has_stopped": True, "is_boarder": False, "is_too_far": True, "new_address": "Far away, said the aunt"}


def moved(cast: Cast, **change: object) -> Return:
    return actions.make_deletion_return(
        at(cast.clerk),
        facts=dataclasses.replace(PUPIL, **change),
        given=world.leaving("MOVED", answers=OTHER),
    )


def read(cast: Cast, **which: object) -> Leavers:
    given = {"since": date(2026, 9, 1), **which}
    return actions.read_leavers(on(cast.officer, TOMORROW), which=WhichLeavers(**given))


def one(cast: Cast) -> Leaver:
    (found,) = read(cast).rows
    return found


def test_a_leaver_without_destination_or_case_is_a_gap_and_goes_into_the_work_list(cast: Cast) -> None:
    left = moved(cast)

    gap = one(cast)
    assert (gap.stands, gap.school, gap.left_on, gap.year_group) == (Stands.GAP, cast.school, TODAY, "8")
    notification = actions.notify_of_leaver(on(cast.officer, TOMORROW), enrolment_id=gap.enrolment_id)

    assert (notification.child_id, notification.last_in_education_on) == (left.child_id, TODAY)
    assert (one(cast).stands, one(cast).work) == (Stands.IN_WORK, notification.reference)
    with pytest.raises(InWorkAlready):
        actions.notify_of_leaver(on(cast.officer, TOMORROW), enrolment_id=gap.enrolment_id)
    assert Notification.objects.count() == 1


def test_a_destination_that_only_the_old_school_names_is_a_belief_and_still_a_gap(cast: Cast) -> None:
    answers = {
        "is_registered_there": True,
        "registered_on": date(2026, 10, 5),
        "is_dual": False,
        "order_in_force": False,
    }
    given = world.leaving("A", answers=answers, destination_school=cast.neighbour_school)
    actions.make_deletion_return(at(cast.clerk), facts=PUPIL, given=given)

    found = read(cast)

    assert (found.rows[0].stands, found.rows[0].believed) == (Stands.BELIEVED, "Testbury High School")
    assert found.gaps == 1


def test_a_roll_that_has_the_child_confirms_the_destination_whatever_school_it_is(cast: Cast) -> None:
    left = moved(cast)
    world.entry(cast, school=cast.neighbour_school, child=left.child, from_on=TODAY)

    assert (one(cast).stands, one(cast).because) == (
        Stands.CONFIRMED,
        "Testbury High School has the child on its roll.",
    )


def test_home_education_settles_a_leaver_until_it_is_found_unsuitable(cast: Cast) -> None:
    world.deleted(cast)

    assert one(cast).stands is Stands.CONFIRMED


def test_a_child_back_on_the_same_roll_is_no_leaver(cast: Cast) -> None:
    left = moved(cast)
    Enrolment.objects.create(
        child=left.child,
        organisation=cast.school,
        from_on=TOMORROW,
        source="test",
        source_reference="x",
        recorded_at=world.NOW,
        confirmed_at=world.NOW,
    )

    assert read(cast).rows == ()


def test_year_six_and_nursery_are_lists_of_their_own(cast: Cast) -> None:
    moved(cast, forename="Six", birth_date=date(2016, 3, 1))
    young = {"has_stopped": True, "young_reason": "Moves house"}
    actions.make_deletion_return(
        at(cast.clerk),
        facts=dataclasses.replace(PUPIL, forename="Young", birth_date=date(2023, 1, 1)),
        given=world.leaving("NOT_SCHOOL_AGE", answers=young),
    )

    assert [each.name for each in read(cast, group=Group.YEAR_6).rows] == ["Six Qvoxcanary"]
    assert [each.name for each in read(cast, group=Group.NURSERY).rows] == ["Young Qvoxcanary"]
    assert read(cast).number == 2


def test_leavers_are_shown_by_how_they_stand_gaps_first(cast: Cast) -> None:
    world.deleted(cast)
    moved(cast, forename="Gone")

    assert [each.stands for each in read(cast).rows] == [Stands.GAP, Stands.CONFIRMED]
    assert [each.name for each in read(cast, stands="gap").rows] == ["Gone Qvoxcanary"]
    assert read(cast, stands="confirmed", page=9).page_count == 1


def test_nobody_else_reads_leavers_or_tells_of_another_areas(cast: Cast) -> None:
    moved(cast)
    ended = Enrolment.objects.get()

    with pytest.raises(NotAllowed):
        actions.read_leavers(at(cast.clerk), which=WhichLeavers(since=date(2026, 9, 1)))
    with pytest.raises(Hidden):
        actions.notify_of_leaver(on(cast.neighbour_officer, TOMORROW), enrolment_id=ended.pk)
    assert (
        actions.read_leavers(on(cast.neighbour_officer, TOMORROW), which=WhichLeavers(since=date(2026, 9, 1))).rows
        == ()
    )


def test_reading_leavers_leaves_its_trace_with_numbers_alone(cast: Cast) -> None:
    moved(cast)
    read(cast)

    trace = LedgerEntry.objects.get(name="returns.LeaversReconciled")
    assert trace.details == {"authority_id": cast.exampleton.pk, "leavers": 1, "gaps": 1}


def test_many_leavers_take_the_same_few_readings(cast: Cast, django_assert_max_num_queries: object) -> None:
    for number in range(15):
        moved(cast, forename=f"Pupil{number}")

    with django_assert_max_num_queries(30):
        assert read(cast).number == 15


@pytest.mark.parametrize("status", [RollStatus.GUEST, RollStatus.PROVIDER])
def test_a_guest_elsewhere_is_on_no_schools_roll_and_stays_a_gap(cast: Cast, status: RollStatus) -> None:
    left = moved(cast)
    world.entry(cast, school=cast.neighbour_school, child=left.child, from_on=TODAY, status=status)

    assert one(cast).stands is Stands.GAP


def test_who_left_in_july_is_still_asked_for_in_september() -> None:
    assert usual_since(date(2026, 9, 2)) == date(2025, 9, 1)
    assert usual_since(date(2026, 8, 31)) == date(2024, 9, 1)
