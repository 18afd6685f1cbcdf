"""How long children were out: the stretches in which a child met a rule, and the figures of many such stretches.

Source: the 2004 good practice checklist D3 asks for mean, mode and range of the time to access provision; the median is
added, since the times are skewed (process.md section 4).
"""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from onroll.rules.missing import BACK_IN_EDUCATION, Because, Facts, RuleName, answer, turning_days

TOO_FEW = 10  # journeys.md row 83: say so where a mean stands on fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time in which a child met a rule. Both ends count; `until_on` None: she still did on the last day asked about.

    `out_since`: her first day out of education, where it is known; it may be before `from_on`. `ended_because`: what
    was true on the day after; None while it lasts.
    """

    from_on: date
    until_on: date | None
    out_since: date | None
    ended_because: Because | None

    @property
    def is_return(self) -> bool:
        """Whether it ended because she was back in education."""
        return self.ended_because in BACK_IN_EDUCATION

    @property
    def days_out(self) -> int | None:
        """Calendar days from the first day out to the first day back; None where either is not known."""
        if self.until_on is None or self.out_since is None or not self.is_return:
            return None
        return (self.until_on - self.out_since).days + 1

    def touches(self, first_on: date, last_on: date) -> bool:
        """Return whether a day of it lies between two days, both counted."""
        return self.from_on <= last_on and (self.until_on is None or self.until_on >= first_on)


def stretches(facts: Facts, *, rule: RuleName, until: date, known_by: datetime) -> list[Stretch]:
    """Return the times up to a day in which a child met a rule, the earliest first, from what was known at a moment.

    A child of whom nobody knows since when she is out, counts from the first day on which she is of school age.
    """
    found: list[Stretch] = []
    begun: tuple[date, date | None] | None = None
    for day in (each for each in turning_days(facts, known_by) if each <= until):
        now = answer(facts, on=day, rule=rule, known_by=known_by)
        if now.is_missing and begun is None:
            begun = day, now.out_since
        elif begun is not None and not now.is_missing:
            found.append(_stretch(begun, day - timedelta(days=1), now.because))
            begun = None
    if begun is not None:
        found.append(_stretch(begun, None, None))
    return found


def _stretch(begun: tuple[date, date | None], until_on: date | None, because: Because | None) -> Stretch:
    from_on, since = begun
    return Stretch(from_on=from_on, until_on=until_on, out_since=since, ended_because=because)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Days that several children were out: calendar days, never negative. `modes`: the commonest, several where equal.

    Everything but `count` is None or empty where there is nobody.
    """

    count: int
    median: float | None
    mean: float | None
    modes: tuple[int, ...]
    least: int | None
    most: int | None

    @property
    def is_on_few(self) -> bool:
        """Whether there are so few that a mean says little."""
        return 0 < self.count < TOO_FEW


def spread(days: Iterable[int]) -> Spread:
    """Return the figures of some numbers of days."""
    known = sorted(days)
    if not known:
        return Spread(count=0, median=None, mean=None, modes=(), least=None, most=None)
    return Spread(
        count=len(known),
        median=statistics.median(known),
        mean=round(statistics.fmean(known), 1),
        modes=tuple(statistics.multimode(known)) if len(set(known)) < len(known) or len(known) == 1 else (),
        least=known[0],
        most=known[-1],
    )
