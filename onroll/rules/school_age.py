"""Compulsory school age in England: the day it starts, the day it ends, and whether a day lies between."""

from calendar import FRIDAY
from datetime import date, timedelta

from onroll.rules.rulesets import Mark, Setting

STARTING_AGE = 5
LEAVING_AGE = 16

NEXT_SCHOOL_YEAR_STARTS = Setting(
    name="next school year starts (month, day)",
    value=(9, 1),
    mark=Mark.UNCERTAIN,
    source="Education Act 1996 s8: the first term that starts after July; 1 September stands in for it",
)

_PRESCRIBED_DAYS = ((3, 31), (8, 31), (12, 31))


def starts_on(born_on: date) -> date:
    """Return the day on which a child becomes of compulsory school age.

    It is the fifth birthday if that is a prescribed day (31 March, 31 August, 31 December), or else the next
    such day.

    Source: Education Act 1996 s8(2) and the order made under it.
    """
    birthday = _birthday(born_on, STARTING_AGE)
    days = (date(birthday.year, month, day) for month, day in _PRESCRIBED_DAYS)
    return next(day for day in days if birthday <= day)


def ends_on(born_on: date, *, school_year_starts: tuple[int, int] = NEXT_SCHOOL_YEAR_STARTS.value) -> date:
    """Return the last day of compulsory school age: the school leaving date that applies to the child.

    A child who turns 16 after the leaving date but before the next school year leaves on that leaving date,
    aged 15.

    Source: Education Act 1996 s8(3) and the order made under it.

    Args:
        born_on: the date of birth.
        school_year_starts: month and day of the next school year.
    """
    birthday = _birthday(born_on, LEAVING_AGE)
    turns_in_time = birthday < date(birthday.year, *school_year_starts)
    return leaving_date(birthday.year if turns_in_time else birthday.year + 1)


def is_of_school_age(
    born_on: date, on: date, *, school_year_starts: tuple[int, int] = NEXT_SCHOOL_YEAR_STARTS.value
) -> bool:
    """Return whether a child is of compulsory school age on a day. Both ends count.

    Source: Education Act 1996 s8(1).
    """
    return starts_on(born_on) <= on <= ends_on(born_on, school_year_starts=school_year_starts)


def leaving_date(year: int) -> date:
    """Return the school leaving date of a calendar year: the last Friday in June.

    Source: the school leaving date order made under Education Act 1996 s8(4).
    """
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - FRIDAY) % 7)


def _birthday(born_on: date, age: int) -> date:
    # A child born on 29 February has no birthday in most years. 1 March is taken; no prescribed day,
    # leaving date or start of a school year lies between, so 28 February would give the same answers.
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)
