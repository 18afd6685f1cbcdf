"""How long each stage should take, in its own unit."""

from datetime import date

import pytest

from onroll.rules.clocks import Clock
from onroll.rules.school_days import england
from onroll.rules.stage_clocks import every_stage_clock, stage_due


@pytest.mark.parametrize(
    ("stage", "since_on", "due_on"),
    [
        ("check", date(2026, 11, 20), date(2026, 11, 24)),  # a Friday: working days leave out the weekend
        ("locate", date(2026, 12, 14), date(2027, 1, 25)),  # school days leave out Christmas
        ("access_provision", date(2026, 12, 14), date(2026, 12, 29)),  # days do not
        ("monitor", date(2026, 12, 14), date(2027, 1, 11)),
        ("track", date(2026, 1, 31), date(2026, 2, 28)),
    ],
)
def test_a_stages_time_is_counted_in_its_own_unit(stage: str, since_on: date, due_on: date) -> None:
    assert stage_due(stage, since_on, england()) == due_on


def test_a_closed_case_has_no_clock_and_an_unknown_calendar_gives_no_day() -> None:
    assert stage_due("closed", date(2026, 11, 20), england()) is None
    assert stage_due("locate", date(2070, 1, 5), england()) is None


def test_every_clock_says_its_unit_its_source_and_how_sure_it_is() -> None:
    clocks = every_stage_clock()

    assert {Clock.DAYS, Clock.WEEKS, Clock.SCHOOL_DAYS, Clock.WORKING_DAYS} <= {one.clock for one in clocks.values()}
    assert clocks["receive"].words == "1 working day"
    assert clocks["locate"].words == "20 school days"
    assert all(one.source and one.why and one.mark for one in clocks.values())
