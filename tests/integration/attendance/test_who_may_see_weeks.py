"""A child's week across places is for those who share the child: a family that has gone away is not found by it."""

from datetime import date, timedelta

import pytest

from onroll.attendance import queries
from onroll.registry import actions as registry_actions
from onroll.registry.models import Child
from onroll.rolls.models import RollEntry, RollStatus
from tests.cast import Cast, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import SCHOOL_DAYS, pupil

TODAY = SCHOOL_DAYS[29]
MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture
def child(cast: Cast) -> Child:
    facts = registry_actions.Facts(surname="Fennimore", forename="Zela", birth_date=date(2014, 5, 17))
    act = world.at(cast.clerk, TODAY)
    return registry_actions.note_sighting(act, facts=facts, source="roll", source_reference="S-1").child


def places(newcomers: Newcomers, entry: RollEntry) -> set[str]:
    act = world.at(newcomers.attendance_clerk, TODAY)
    week = queries.week_of(act, reference=entry.reference, monday=MONDAY)
    return {side.place for one in week.sessions for side in one.sides}


def test_the_school_that_a_child_left_is_not_told_where_she_is_now(cast: Cast, newcomers: Newcomers, child) -> None:
    left = pupil(cast.school, 1, child=child, until_on=SCHOOL_DAYS[5])
    pupil(cast.other_school, 2, child=child, from_on=SCHOOL_DAYS[6], status=RollStatus.MAIN_DUAL)

    assert places(newcomers, left) == {cast.school.name}


def test_a_school_that_has_not_deleted_a_child_yet_is_not_told_where_she_is(cast: Cast, newcomers, child) -> None:
    still_here = pupil(cast.school, 1, child=child)
    pupil(cast.other_school, 2, child=child, from_on=SCHOOL_DAYS[6])

    assert places(newcomers, still_here) == {cast.school.name}


def test_two_schools_that_share_a_child_see_each_other(cast: Cast, newcomers: Newcomers, child) -> None:
    main = pupil(cast.school, 1, child=child, status=RollStatus.MAIN_DUAL)
    pupil(cast.other_school, 2, child=child, from_on=MONDAY + timedelta(days=2), status=RollStatus.SUBSIDIARY)

    assert places(newcomers, main) == {cast.school.name, cast.other_school.name}


def test_a_shielded_child_is_shown_at_no_other_school(cast: Cast, newcomers: Newcomers, child) -> None:
    main = pupil(cast.school, 1, child=child, status=RollStatus.MAIN_DUAL)
    pupil(cast.other_school, 2, child=child, status=RollStatus.SUBSIDIARY)
    act = world.at(cast.officer, TODAY)
    registry_actions.shield_child(act, child=child, reason_code="at_risk", officer=cast.officer.person, until_on=None)

    assert places(newcomers, main) == {cast.school.name}
