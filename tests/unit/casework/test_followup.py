"""When an open case's monthly follow-up is overdue."""

from datetime import date, timedelta

import pytest

from onroll.casework.followup import days_overdue, latest_overdue_step
from onroll.rules import deadlines


@pytest.mark.parametrize(
    ("last_step", "on", "days"),
    [
        (date(2026, 10, 20), date(2026, 11, 20), 0),
        (date(2026, 10, 20), date(2026, 11, 21), 1),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
    ],
)
def test_check_month_e2_a_follow_up_is_overdue_after_one_calendar_month(last_step: date, on: date, days: int) -> None:
    assert days_overdue(last_step, on) == days


def test_the_latest_overdue_step_agrees_with_the_deadline_on_every_day_of_four_years() -> None:
    for number in range(4 * 365):
        on = date(2024, 1, 1) + timedelta(days=number)
        latest = latest_overdue_step(on)

        assert deadlines.follow_up_due(latest) < on
        assert deadlines.follow_up_due(latest + timedelta(days=1)) >= on
