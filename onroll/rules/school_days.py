"""School days: the calendar of a school, a national stand-in that says it is approximate, and counting."""

from bisect import bisect_right
from calendar import SATURDAY, SUNDAY
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from onroll.rules import tables
from onroll.rules.clocks import bank_holidays

# No school holiday in term order is longer; a longer gap between two terms means that nobody told what lies between.
LONGEST_HOLIDAY_DAYS = 28


class SchoolDaysNotKnown(LookupError):
    """A calendar was asked about days for which it has no term dates."""

    def __init__(self, calendar: str, on: date) -> None:
        super().__init__(f"the calendar {calendar} has no term dates for {on.isoformat()}")
        self.calendar = calendar
        self.on = on


@dataclass(frozen=True, slots=True)
class Period:
    """Days from one to another. Both ends count."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Return each day of the period."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The school days of a school, in order, and the days (both ends count) for which they are known.

    `told`: stretches for which the school itself has told its terms. `closed`: days it has told it is closed.
    """

    name: str
    school_days: tuple[date, ...]
    known: Period
    is_approximate: bool = False
    told: tuple[Period, ...] = ()
    closed: frozenset[date] = frozenset()

    def is_school_day(self, on: date) -> bool:
        """Return whether the school meets on a day.

        Raises: SchoolDaysNotKnown, outside the days for which term dates are known.
        """
        days_so_far = self.count_until(on)
        return days_so_far > 0 and self.school_days[days_so_far - 1] == on

    def count_until(self, on: date) -> int:
        """Return the number of known school days up to a day, which counts.

        Raises: SchoolDaysNotKnown, outside the days for which term dates are known.
        """
        if not self.known.first <= on <= self.known.last:
            raise SchoolDaysNotKnown(self.name, on)
        return bisect_right(self.school_days, on)


def calendar_of(name: str, *, terms: Iterable[Period], closures: Iterable[date] = ()) -> SchoolCalendar:
    """Return the calendar of a school from its term dates and its closures.

    Weekends and bank holidays are never school days. Half terms belong outside the terms or among the
    closures, as do training days; a day lost to snow is still a school day of this calendar unless it is
    listed.

    Raises: ValueError, if there is no term.
    """
    terms = sorted(terms, key=lambda term: term.first)
    if not terms:
        raise ValueError("a calendar needs at least one term")
    closed = frozenset(closures)
    days = {day for term in terms for day in term.days() if _may_meet(day) and day not in closed}
    known = Period(terms[0].first, max(term.last for term in terms))
    return SchoolCalendar(name, tuple(sorted(days)), known)


@cache
def england() -> SchoolCalendar:
    """Return the stand-in for a school whose own term dates are not known. It says that it is approximate.

    Source: tables/school-holidays.csv (how it was made: tables/SOURCES.md), and bank holidays.
    """
    breaks = [
        Period(date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"]))
        for row in tables.rows("school-holidays")
    ]
    first, last = date(breaks[0].first.year, 9, 1), breaks[-1].last
    away = {day for each in breaks for day in each.days()}
    days = tuple(day for day in Period(first, last).days() if _may_meet(day) and day not in away)
    return SchoolCalendar("usual school days in England", days, Period(first, last), is_approximate=True)


@lru_cache(maxsize=1024)
def own_calendar(terms: tuple[Period, ...], closures: tuple[Period, ...]) -> SchoolCalendar:
    """Return the calendar of a school that has told some terms and closures; the stand-in where it has told none.

    Days between two terms are its holidays, unless more than LONGEST_HOLIDAY_DAYS lie between: then nobody told them.
    """
    usual, told = england(), _stretches(terms)
    if not terms and not closures:
        return usual
    closed = frozenset(day for each in closures for day in each.days())
    in_term = {day for term in terms for day in term.days() if _may_meet(day)}
    not_told = {day for day in usual.school_days if not any(each.first <= day <= each.last for each in told)}
    days = tuple(sorted((in_term | not_told) - closed))
    ends = [usual.known, *told]
    known = Period(min(each.first for each in ends), max(each.last for each in ends))
    return SchoolCalendar("the school’s own term dates", days, known, is_approximate=True, told=told, closed=closed)


def _stretches(terms: Iterable[Period]) -> tuple[Period, ...]:
    joined: list[Period] = []
    for term in sorted(terms, key=lambda each: each.first):
        if joined and (term.first - joined[-1].last).days <= LONGEST_HOLIDAY_DAYS + 1:
            joined[-1] = Period(joined[-1].first, max(joined[-1].last, term.last))
        else:
            joined.append(term)
    return tuple(joined)


def add_school_days(start: date, school_days: int, calendar: SchoolCalendar) -> date:
    """Return the last of so many school days after `start`, which does not count. For none, it is `start`
    itself.

    Raises: ValueError, if school_days is negative. SchoolDaysNotKnown, if the calendar does not reach.
    """
    if school_days < 0:
        raise ValueError("school days are counted forwards")
    position = calendar.count_until(start) + school_days - 1
    if position >= len(calendar.school_days):
        raise SchoolDaysNotKnown(calendar.name, calendar.known.last + timedelta(days=1))
    return calendar.school_days[position] if school_days else start


def school_days_between(after: date, until: date, calendar: SchoolCalendar) -> int:
    """Return the number of school days after one day up to another, which counts. Negative if `until` is
    earlier.

    Raises: SchoolDaysNotKnown, if the calendar does not cover both days.
    """
    return calendar.count_until(until) - calendar.count_until(after)


def why_no_school(on: date) -> str:
    """Return what a day is on which schools do not usually meet, with its article; empty on any other day.

    Weekends and bank holidays alone: holidays are each school's own. Some schools meet on such days all the same.
    """
    if on.weekday() >= SATURDAY:
        return "a Sunday" if on.weekday() == SUNDAY else "a Saturday"
    return "a bank holiday" if on in bank_holidays(on.year) else ""


def why_closed(on: date, calendar: SchoolCalendar) -> str:
    """Return what a day without school is: as `why_no_school`, or what the school itself has told; empty on others.

    The stand-in for schools that told nothing says nothing here: its holidays are only usual ones.
    """
    if on in calendar.closed:
        return "a day on which the school is closed"
    is_told = any(each.first <= on <= each.last for each in calendar.told)
    if is_told and not why_no_school(on) and not calendar.is_school_day(on):
        return "a day in the school’s holidays"
    return why_no_school(on)


def why_perhaps_closed(on: date, calendar: SchoolCalendar) -> str:
    """Return the same, and for a school that has told nothing of a day, that it is one of the usual holidays."""
    why = why_closed(on, calendar)
    if why or not calendar.known.first <= on <= calendar.known.last or calendar.is_school_day(on):
        return why
    return "a day in the usual school holidays"


def last_school_day(before: date, calendar: SchoolCalendar | None = None) -> date:
    """Return the last school day before a day, by a calendar or else as usual in England.

    Outside what that knows, the last one that is no day off.
    """
    known = calendar or england()
    if known.known.first < before <= known.known.last:
        days_so_far = known.count_until(before - timedelta(days=1))
        if days_so_far:
            return known.school_days[days_so_far - 1]
    on = before - timedelta(days=1)
    while not _may_meet(on):
        on -= timedelta(days=1)
    return on


def _may_meet(on: date) -> bool:
    return not why_no_school(on)
