"""Half terms: the stretches of school days between holidays of a week or more."""

from dataclasses import dataclass
from datetime import date

from onroll.rules.school_days import Period, SchoolCalendar
from onroll.rules.school_years import SchoolYear

# A weekend is three days from Friday to Monday; a half-term holiday at least ten.
GAP_DAYS = 8
NAMES = ("Autumn, first half", "Autumn, second half", "Spring, first half", "Spring, second half")
LAST_NAMES = ("Summer, first half", "Summer, second half")


@dataclass(frozen=True, slots=True)
class HalfTerm:
    """A half term by its place in the year (from 1), its name and its days; both ends count."""

    number: int
    name: str
    period: Period


def half_terms(year: SchoolYear, calendar: SchoolCalendar) -> tuple[HalfTerm, ...]:
    """Return the half terms of a school year in order, by a calendar; none where it does not know the year."""
    days = [day for day in calendar.school_days if year.first_on <= day <= year.last_on]
    if not days:
        return ()
    starts = [n for n, day in enumerate(days) if n == 0 or (day - days[n - 1]).days > GAP_DAYS]
    ends = [*(n - 1 for n in starts[1:]), len(days) - 1]
    names = (*NAMES, *LAST_NAMES)
    return tuple(
        HalfTerm(n, names[n - 1] if n <= len(names) else f"Half term {n}", Period(days[first], days[last]))
        for n, (first, last) in enumerate(zip(starts, ends, strict=True), 1)
    )


def half_term_of(on: date, terms: tuple[HalfTerm, ...]) -> HalfTerm | None:
    """Return the half term of a day, or the newest one that began before it; None before the first."""
    begun = [term for term in terms if term.period.first <= on]
    return begun[-1] if begun else None
