"""How a school's daily file is taken: when it is suspiciously small, and when its not coming is an alarm.

No law says so: these are settings of our own (mark P), dated, and no reason to refuse a file.
"""

from datetime import date

from onroll.rules.rulesets import Mark, Setting, setting_on
from onroll.rules.school_days import SchoolCalendar, SchoolDaysNotKnown, school_days_between

SMALL_SHARE = (
    Setting(
        name="share of a roll below which a file is held for a person",
        value=0.5,
        mark=Mark.PROPOSED,
        source="our own: more than half a school never leaves between two days",
    ),
)
SMALL_FROM_PUPILS = (
    Setting(
        name="pupils on a roll from which a small file is held",
        value=10,
        mark=Mark.PROPOSED,
        source="our own: below it, half a roll is a handful of children who may have left",
    ),
)
LATE_SCHOOL_DAYS = (
    Setting(
        name="school days beyond the agreed number after which a feed has stopped",
        value=2,
        mark=Mark.PROPOSED,
        source="our own: one day’s file may be late; two in a row are not chance",
    ),
)


def is_suspiciously_small(staying: int, on_roll: int, on: date) -> bool:
    """Return whether a file leaves so few of those on the roll there that a person must look first."""
    share, least = setting_on(SMALL_SHARE, on).value, setting_on(SMALL_FROM_PUPILS, on).value
    return on_roll >= least and staying < on_roll * share


def has_stopped(*, last: date, expected_every: int, on: date, calendar: SchoolCalendar) -> bool:
    """Return whether nothing came for longer than it should; `last` is the day of the newest file.

    Outside the days of a known calendar, Mondays to Fridays are counted by weeks.
    """
    allowed = expected_every + setting_on(LATE_SCHOOL_DAYS, on).value
    return school_days_since(last, on, calendar) > allowed


def school_days_since(last: date, on: date, calendar: SchoolCalendar) -> int:
    """Return how many school days have passed since a day, which does not count; today does."""
    try:
        return school_days_between(last, on, calendar)
    except SchoolDaysNotKnown:
        return (on - last).days * 5 // 7
