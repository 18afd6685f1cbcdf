"""A deletion ends the row of the school's own roll: on that day, or by the clock on a day to come."""

import dataclasses
from datetime import timedelta

from onroll.access.models import Role
from onroll.audit import act as acts
from onroll.casework import actions as casework_actions
from onroll.returns import actions
from onroll.returns.models import Return
from onroll.rolls import actions as rolls_actions
from onroll.rules.deletion import ABSENT_20
from tests.cast import Cast
from tests.integration.casework import enquiry_world
from tests.integration.returns import test_by_feed, world
from tests.integration.returns.world import NOW, PUPIL, TODAY, at

NUMBERED = dataclasses.replace(PUPIL, upn="A820100112001")
NEXT_WEEK = TODAY + timedelta(days=7)


def clock(days: int) -> int:
    return rolls_actions.end_announced(acts.by_the_system(at=NOW + timedelta(days=days), purpose="the clock"))


def told_ahead(cast: Cast, **change: object) -> Return:
    given = world.leaving(deleted_on=NEXT_WEEK, destination="At home", **change)
    return actions.make_deletion_return(at(cast.clerk), facts=NUMBERED, given=given)


def test_a_deletion_of_a_day_to_come_ends_the_row_after_that_day_by_the_clock(cast: Cast) -> None:
    row = world.entry(cast, facts=NUMBERED)

    told_ahead(cast)

    row.refresh_from_db()
    assert (row.until_on, row.leaving_on, row.destination) == (None, NEXT_WEEK, "At home")
    assert clock(7) == 0
    assert clock(8) == 1
    row.refresh_from_db()
    assert (row.until_on, row.leaving_on) == (NEXT_WEEK, None)
    assert Return.objects.count() == 1


def test_a_deletion_of_a_day_to_come_that_is_taken_back_ends_no_row(cast: Cast) -> None:
    row = world.entry(cast, facts=NUMBERED)
    made = told_ahead(cast)

    actions.withdraw_return(at(cast.clerk), law_return=made, why="The notice is gone", expected_version=made.version)

    assert clock(8) == 0
    row.refresh_from_db()
    assert (row.until_on, row.leaving_on) == (None, None)


def test_a_last_day_that_the_school_announced_by_itself_stays_when_another_deletion_is_taken_back(cast: Cast) -> None:
    row = world.entry(cast, facts=NUMBERED)
    made = told_ahead(cast)
    type(row).objects.filter(pk=row.pk).update(leaving_on=NEXT_WEEK + timedelta(days=1))

    actions.withdraw_return(at(cast.clerk), law_return=made, why="The notice is gone", expected_version=made.version)

    row.refresh_from_db()
    assert row.leaving_on == NEXT_WEEK + timedelta(days=1)


def test_who_makes_returns_but_keeps_no_roll_ends_the_row_too(cast: Cast) -> None:
    row = world.entry(cast, facts=NUMBERED)
    lead = dataclasses.replace(at(cast.clerk), role=Role.SAFEGUARDING)

    actions.make_deletion_return(lead, facts=NUMBERED, given=world.leaving())

    row.refresh_from_db()
    assert row.until_on == TODAY


def test_a_deletion_after_joint_enquiries_ends_the_row_of_the_roll(cast: Cast) -> None:
    enquiries = enquiry_world.signed(cast)
    row = world.entry(cast, child=enquiries.child)

    casework_actions.delete_pupil(
        enquiry_world.at(cast.clerk), enquiries=enquiries, ground_code=ABSENT_20, expected_version=enquiries.version
    )

    row.refresh_from_db()
    assert row.until_on == Return.objects.get().trigger_on


def test_a_feed_that_names_a_last_day_to_come_with_its_ground_ends_the_row_by_the_clock(cast: Cast) -> None:
    test_by_feed.feed(cast, test_by_feed.STAYS, test_by_feed.FIRST)
    ahead = test_by_feed.leaver("EHE", test_by_feed.HOME, leaving_on=NEXT_WEEK.isoformat())
    test_by_feed.feed(cast, [*test_by_feed.without(1), ahead], TODAY)

    made = Return.objects.get()
    assert (made.state, made.route, made.trigger_on) == ("made", "feed", NEXT_WEEK)
    assert clock(7) == 0
    assert clock(8) == 1
    assert Return.objects.count() == 1
