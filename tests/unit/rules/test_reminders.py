"""When casework reminds by itself: each period at its edges."""

from datetime import date

import pytest

from onroll.rules import reminders

DUE = date(2026, 10, 16)


@pytest.mark.parametrize(
    ("reminded_on", "before", "on", "is_due"),
    [
        (None, 0, date(2026, 10, 16), False),
        (None, 0, date(2026, 10, 17), True),
        (date(2026, 10, 17), 1, date(2026, 10, 23), False),
        (date(2026, 10, 17), 1, date(2026, 10, 24), True),
        (date(2026, 10, 24), 2, date(2026, 12, 1), True),
        (date(2026, 10, 31), 3, date(2026, 12, 1), False),
        (date(2026, 10, 14), 1, date(2026, 10, 17), False),
    ],
)
def test_a_body_is_reminded_the_day_after_and_weekly_three_times_at_most(
    reminded_on: date | None, before: int, on: date, is_due: bool
) -> None:
    due = reminders.agency_reminder_is_due(due_on=DUE, reminded_on=reminded_on, reminders=before, on=on)

    assert due is is_due


def test_an_officer_is_reminded_once_a_week() -> None:
    assert reminders.officer_reminded_since(date(2026, 11, 9)) == date(2026, 11, 2)


def test_a_round_is_due_a_year_after_the_last_began() -> None:
    assert not reminders.next_round_is_due(date(2025, 11, 3), date(2026, 11, 2))
    assert reminders.next_round_is_due(date(2025, 11, 2), date(2026, 11, 2))
