"""When an open case must be followed up: at least monthly, counted from an officer's last step.

Source: 2004 good practice checklist E2, through `rules.deadlines.follow_up_due`. Good practice, not law.
"""

from datetime import date, timedelta

from onroll.rules import deadlines


def latest_overdue_step(on: date) -> date:
    """Return the latest day of a last step whose follow-up is overdue on a day: due before it."""
    day = on - timedelta(days=1)
    while deadlines.follow_up_due(day) >= on:
        day -= timedelta(days=1)
    return day


def next_due(last_step_on: date, promised_by: date | None = None) -> date:
    """Return the day by which the next follow-up is due: a month after the last, or a sooner day that was promised."""
    monthly = deadlines.follow_up_due(last_step_on)
    return min(monthly, promised_by) if promised_by else monthly


def follow_up_due(last_step_on: date, promised_by: date | None, *, is_confirmed: bool) -> date | None:
    """Return the day by which an open case is to be followed up; None where nothing is due.

    Once a school has confirmed the child it waits for closing, not for the monthly follow-up; but a day that an officer
    set herself stays due.
    """
    return promised_by if is_confirmed else next_due(last_step_on, promised_by)


def days_overdue(last_step_on: date, on: date, promised_by: date | None = None, *, is_confirmed: bool = False) -> int:
    """Return for how many calendar days the follow-up has been overdue; 0 while it is in time, or none is due."""
    due_on = follow_up_due(last_step_on, promised_by, is_confirmed=is_confirmed)
    return max(0, (on - due_on).days) if due_on else 0
