"""The four returns that a school owes its authority by law: when each is due, when none is owed, whether it came.

Source: SI 2024/208 reg 13; tables/deadlines.csv rows NEW_PUPIL, DELETION, ABS_10 and SICK_15. Before 19 August 2024
only the deletion return was owed in this form (SI 2006/1751 as changed from 1 September 2016).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from onroll.rules import deadlines
from onroll.rules.clocks import add_days, add_months
from onroll.rules.rulesets import REGISTRATION_2024, Mark, RuleNotInForce, Setting
from onroll.rules.school_days import SchoolCalendar
from onroll.rules.school_years import SchoolYear, age_on, year_of

DELETION_RETURNS_FROM = date(2016, 9, 1)

ATTENDANCE_RETURN_MONTHS = Setting(
    name="attendance return: the longest time between two of them (months)",
    value=(1,),
    mark=Mark.KNOWN,
    source="deadlines.csv ABS_10: at agreed intervals, at least monthly",
    in_force_from=date(2024, 8, 19),
)
SICKNESS_RETURN_DAYS = Setting(
    name="sickness return: days after which we call it late",
    value=(5,),
    mark=Mark.PROPOSED,
    source="the regulations say as soon as practicable; five days is this project's proposal, after NEW_PUPIL",
)
SICK_SCHOOL_DAYS = 15
FURTHEST_AHEAD_DAYS = Setting(
    name="how far ahead of its return a deletion may lie (days)",
    value=(31,),
    mark=Mark.PROPOSED,
    source="this project's proposal: the return is made as soon as the ground is met, so a later day is a slip",
)


class ReturnKind(StrEnum):
    """What a return tells. Codes are kept for ever."""

    NEW_PUPIL = "new_pupil"
    DELETION = "deletion"
    ATTENDANCE = "attendance"
    SICKNESS = "sickness"


NAMES: dict[ReturnKind, str] = {
    ReturnKind.NEW_PUPIL: "New pupil return",
    ReturnKind.DELETION: "Deletion return",
    ReturnKind.ATTENDANCE: "Attendance return",
    ReturnKind.SICKNESS: "Sickness return",
}

# Kinds whose last day we propose ourselves: what is late by them is no breach of a dated rule.
PROPOSED = frozenset({ReturnKind.SICKNESS})


class Punctuality(StrEnum):
    """How a return stands to its last day."""

    IN_TIME = "in_time"
    LATE = "late"
    WAITING = "waiting"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """The ages that a school teaches, as the register of schools states them; None: not stated."""

    lowest: int | None
    highest: int | None


def due_on(kind: ReturnKind, trigger_on: date) -> date:
    """Return the last day in time of a return whose trigger fell on a day.

    Units: NEW_PUPIL five calendar days after the day of entry; DELETION the day of the deletion itself; ATTENDANCE a
    calendar month; SICKNESS our proposal in calendar days. No school calendar is needed.
    Raises: RuleNotInForce, for a day on which this return was not owed.
    """
    if kind is ReturnKind.DELETION:
        if trigger_on < DELETION_RETURNS_FROM:
            raise RuleNotInForce("deletion return", trigger_on)
        return trigger_on
    if not REGISTRATION_2024.covers(trigger_on):
        raise RuleNotInForce(NAMES[kind].lower(), trigger_on)
    if kind is ReturnKind.NEW_PUPIL:
        return deadlines.new_pupil_return_due(trigger_on)
    if kind is ReturnKind.ATTENDANCE:
        return add_months(trigger_on, ATTENDANCE_RETURN_MONTHS.value[0])
    return add_days(trigger_on, SICKNESS_RETURN_DAYS.value[0])


def punctuality(due: date | None, made_on: date | None, on: date) -> Punctuality:
    """Return how a return stands on a day. `due` None: no last day is known, and nothing is late by it."""
    if made_on is not None:
        return Punctuality.LATE if due is not None and made_on > due else Punctuality.IN_TIME
    return Punctuality.MISSING if due is not None and on > due else Punctuality.WAITING


def is_usual_entry(born_on: date | None, entered_on: date, ages: Ages, calendar: SchoolCalendar) -> bool:
    """Return whether no new pupil return is owed: the most junior class, on the first day of the school year.

    The class is taken from the age on 31 August and the school's lowest age (reception where that is under four). Where
    an age is not known the answer is no: a return too many harms nobody.

    Source: SI 2024/208 reg 13(2), mark V for the exemption; the authority may ask for these returns too.
    Units: the first day of the year is any day from 1 September to the first school day of the calendar.
    Raises: SchoolDaysNotKnown, if the calendar does not reach.
    """
    if born_on is None or ages.lowest is None:
        return False
    year = year_of(entered_on)
    is_first_day = entered_on <= _first_school_day(year, calendar)
    return is_first_day and age_on(born_on, year.first_on - timedelta(days=1)) <= max(ages.lowest, 4)


def is_usual_leaving(born_on: date | None, deleted_on: date, ages: Ages, calendar: SchoolCalendar) -> bool:
    """Return whether no deletion return is owed: the most senior class, at or after the end of the year's last term.

    Source: SI 2024/208 reg 13(6), mark V for the exemption; the authority may ask for these returns too.
    Raises: SchoolDaysNotKnown, if the calendar does not reach.
    """
    if born_on is None or ages.highest is None:
        return False
    year = year_of(deleted_on)
    is_senior = age_on(born_on, year.first_on - timedelta(days=1)) >= ages.highest - 1
    return is_senior and deleted_on >= _last_school_day(year, calendar)


def is_sickness_return_owed(missed_school_days: int, expected_school_days: int) -> bool:
    """Return whether so many days missed this year and expected to be missed come to fifteen school days.

    Forward looking: a school does not wait for the fifteenth day. Source: deadlines.csv SICK_15, mark V/K.
    """
    return missed_school_days + expected_school_days >= SICK_SCHOOL_DAYS


def _first_school_day(year: SchoolYear, calendar: SchoolCalendar) -> date:
    return next(day for day in _days(year.first_on, 1) if calendar.is_school_day(day))


def _last_school_day(year: SchoolYear, calendar: SchoolCalendar) -> date:
    return next(day for day in _days(year.last_on, -1) if calendar.is_school_day(day))


def _days(start: date, step: int) -> list[date]:
    return [start + timedelta(days=step * n) for n in range(120)]
