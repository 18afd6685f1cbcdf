"""The clocks of the law that need no school calendar: days, working days, weeks and months.

Five clocks are kept apart (school days, the fifth, are in `school_days`): mixing them is the commonest fault
in this field. "Beginning with" a day counts that day; "after" a day does not. Days are calendar days in
Europe/London.
"""

from calendar import SATURDAY, monthrange
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays


class Clock(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    SCHOOL_DAYS = "school days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


def add_days(start: date, days: int) -> date:
    """Return the last of so many calendar days after `start`, which does not count."""
    return start + timedelta(days=days)


def add_days_beginning_with(start: date, days: int) -> date:
    """Return the last of so many calendar days of which `start` is the first.

    Source: periods "beginning with the day of service" (Education Act 1996 s437(2), deadlines.csv
        SAO_NOTICE).
    Raises: ValueError, if days is under one: such a period has no last day.
    """
    if days < 1:
        raise ValueError("a period that begins with a day has at least one day")
    return start + timedelta(days=days - 1)


def add_weeks(start: date, weeks: int) -> date:
    """Return the same day of the week so many weeks later."""
    return start + timedelta(weeks=weeks)


def add_months(start: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month where it has no such day.

    Source: the corresponding date rule of English law.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def add_working_days(start: date, days: int, *, any_part_of_uk: bool = False) -> date:
    """Return the last of so many working days after `start`, which does not count.

    Working days are Monday to Friday less bank holidays: of England, or of any part of the United Kingdom,
    which is how the Freedom of Information Act counts (s10(6)).

    Raises: ValueError, if days is negative.
    """
    if days < 0:
        raise ValueError("working days are counted forwards")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, any_part_of_uk=any_part_of_uk)
    return day


def is_working_day(on: date, *, any_part_of_uk: bool = False) -> bool:
    """Return whether a day is Monday to Friday and no bank holiday."""
    parts = ("ENG", "WLS", "SCT", "NIR") if any_part_of_uk else ("ENG",)
    return on.weekday() < SATURDAY and not any(on in bank_holidays(on.year, part) for part in parts)


@lru_cache(maxsize=512)
def bank_holidays(year: int, part: str = "ENG") -> frozenset[date]:
    """Return the bank and public holidays of a year in one part of the United Kingdom.

    Source: the `holidays` library, which carries them offline. Days of years to come are projected, and a day
    that is proclaimed later (a coronation, say) is only known after the library is updated.
    """
    return frozenset(holidays.country_holidays("GB", subdiv=part, years=year))
