"""When the clock has something to do with a file. Pure: from the day a file came into its state, and the day it is.

Source: `rules.deadlines` (reminders, non-delivery, warnings) and `rules.retention` (how long a file is kept).
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from onroll.rules import deadlines, retention, school_days


class Step(StrEnum):
    """What the clock does with a file. Reminders are named by their school days, as `reminder_5`."""

    NON_DELIVERY = "non_delivery"
    HOLD = "hold"
    WARN = "warn"
    DESTROY = "destroy"


# A clock that is set right by less than this has not jumped: machines keep time to the second, ticks come once an hour.
CLOCK_SET_BACK = timedelta(hours=1)
# A step stands as taken up to this long ahead of today. Further ahead, a clock that was wrong took it: it is due again.
CLOCK_TRUSTED_DAYS = 2


@cache
def reminder_due(began_on: date, on: date) -> int | None:
    """Return the latest reminder that is due, in school days; a late clock sends that one and skips those before.

    Where the usual school days are not known, days of the week count instead, as nobody should wait for a table.
    """
    passed = _days_passed(began_on, on)
    return max((days for days in deadlines.REMINDERS_SCHOOL_DAYS.value if passed >= days), default=None)


def reminder_step(school_days_passed: int) -> str:
    """Return the name of the step that is a reminder."""
    return f"reminder_{school_days_passed}"


def is_undelivered(began_on: date, on: date) -> bool:
    """Say whether a file has waited long enough to be reported as not delivered."""
    return on >= began_on + timedelta(days=deadlines.NON_DELIVERY_DAYS.value[0])


def is_over(record: retention.Record, began_on: date, on: date) -> bool:
    """Say whether the last day of keeping is past."""
    return on > retention.keep_until(record, began_on)


def is_warning_due(keep_until: date, on: date) -> bool:
    """Say whether the sender and the authority are to be warned that a lost-pupil file will be destroyed."""
    return on >= keep_until - timedelta(days=deadlines.LOST_WARNING_DAYS.value[0])


def is_warned_long_enough(warned_on: date, on: date) -> bool:
    """Say whether the warning is old enough: where the clock was late, so is the destruction."""
    return on >= warned_on + timedelta(days=deadlines.LOST_WARNING_DAYS.value[0])


def has_jumped(last_tick_at: datetime, at: datetime) -> bool:
    """Say whether the clock cannot have gone on by itself from the last tick that was trusted to this moment."""
    ahead = timedelta(days=deadlines.CLOCK_JUMP_DAYS.value[0])
    return not last_tick_at - CLOCK_SET_BACK <= at <= last_tick_at + ahead


def _days_passed(began_on: date, on: date) -> int:
    try:
        return school_days.school_days_between(began_on, on, school_days.england())
    except school_days.SchoolDaysNotKnown:
        return sum((began_on + timedelta(days=n)).weekday() < 5 for n in range(1, (on - began_on).days + 1))
