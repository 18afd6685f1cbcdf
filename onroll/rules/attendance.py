"""Attendance counted as the Department counts it: sessions, percentages, persistent and severe absence, and runs.

A percentage is of the pupil's own possible sessions at one school; authorised and unauthorised absence count together.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onroll.rules.attendance_codes import Category, codes_on
from onroll.rules.rulesets import Mark, RuleNotInForce, Setting, setting_on

_SOURCE = "Department for Education, pupil absence statistics: methodology; tables/attendance-codes.csv is its list"
PERSISTENT_PERCENT = (
    Setting("persistent absence, percent", (10,), Mark.VERIFIED, _SOURCE, in_force_from=date(2015, 9, 1)),
    Setting(
        "persistent absence, percent",
        (15,),
        Mark.VERIFIED,
        _SOURCE,
        in_force_from=date(2010, 9, 1),
        in_force_until=date(2015, 8, 31),
    ),
    Setting(
        "persistent absence, percent",
        (20,),
        Mark.VERIFIED,
        _SOURCE,
        in_force_from=date(2005, 9, 1),
        in_force_until=date(2010, 8, 31),
    ),
)
SEVERE_PERCENT = (Setting("severe absence, percent", (50,), Mark.VERIFIED, _SOURCE),)
# Nobody is at school for these sessions: a run of absence passes over them. Source: `n/a` in the table.
NO_SESSION = frozenset({"#", "Z"})


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A pupil's marks of one day: a code each session, empty where none was made."""

    on: date
    am: str
    pm: str

    @property
    def marks(self) -> tuple[str, ...]:
        """The codes that were made, of the sessions that there were."""
        return tuple(mark for mark in (self.am, self.pm) if mark and mark not in NO_SESSION)


@dataclass(frozen=True, slots=True)
class Tally:
    """Sessions counted. `possible` = attended + authorised + unauthorised; `late` is a part of attended.

    `unknown` are codes that no list has: kept apart, and counted nowhere.
    """

    attended: int = 0
    authorised: int = 0
    unauthorised: int = 0
    late: int = 0
    not_counted: int = 0
    unknown: int = 0

    @property
    def possible(self) -> int:
        """Sessions at which the pupil could have been."""
        return self.attended + self.absent

    @property
    def absent(self) -> int:
        """Sessions missed, for whatever reason."""
        return self.authorised + self.unauthorised

    @property
    def attendance_percent(self) -> float | None:
        """Percent of possible sessions attended; None without any."""
        return 100 * self.attended / self.possible if self.possible else None

    @property
    def absence_percent(self) -> float | None:
        """Percent of possible sessions missed; None without any."""
        return 100 * self.absent / self.possible if self.possible else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.attended + other.attended,
            self.authorised + other.authorised,
            self.unauthorised + other.unauthorised,
            self.late + other.late,
            self.not_counted + other.not_counted,
            self.unknown + other.unknown,
        )


def tally(counts: Mapping[str, int], on: date) -> Tally:
    """Return sessions by what their code counts as, by the list in force on a day: codes with how often each came."""
    codes = codes_on(on)
    found: Counter[str] = Counter()
    for letter, number in counts.items():
        code = codes.get(letter)
        if code is None:
            found["unknown"] += number
        elif code.is_attending:
            found["attended"] += number
            found["late"] += number if letter == "L" else 0
        elif code.is_absence:
            found["authorised" if code.category is Category.AUTHORISED else "unauthorised"] += number
        else:
            found["not_counted"] += number
    return Tally(**found)


def tally_days(days: Iterable[Day]) -> Tally:
    """Return the sessions of days, each by the list of its own day."""
    total = Tally()
    for day in days:
        total += tally(Counter(filter(None, (day.am, day.pm))), day.on)
    return total


def is_persistent(found: Tally, on: date) -> bool:
    """Return whether a pupil is persistently absent: 10% or more of her own possible sessions missed.

    Source: as PERSISTENT_PERCENT; 15% to August 2015, 20% to August 2010; before September 2005 nobody was.
    """
    return _is_at_least(found, PERSISTENT_PERCENT, on)


def is_severe(found: Tally, on: date) -> bool:
    """Return whether a pupil is severely absent: 50% or more; always a part of the persistently absent."""
    return _is_at_least(found, SEVERE_PERCENT, on)


def _is_at_least(found: Tally, settings: Iterable[Setting[tuple[int]]], on: date) -> bool:
    try:
        (percent,) = setting_on(settings, on).value
    except RuleNotInForce:
        return False
    return found.possible > 0 and 100 * found.absent >= percent * found.possible  # whole numbers: >= is exact


@dataclass(frozen=True, slots=True)
class Run:
    """School days in a row on which every session has one of some codes.

    `days` counts whole days, `unmarked` days or sessions in between without a mark (they break nothing and count for
    nothing). `is_over`: another code came after it.
    """

    first_on: date
    last_on: date
    days: int
    unmarked: int
    is_over: bool
    letters: tuple[tuple[str, int], ...]


def runs(days: Sequence[Day], letters: Collection[str]) -> list[Run]:
    """Return the runs of codes in days that are in order, the earliest first.

    A day counts where both its sessions have one of the codes. A day with any other code ends the run, also where the
    other session has one of them. A closed school is no school day.
    """
    found: list[Run] = []
    current: list[Day] = []
    unmarked = 0
    for day in days:
        marks = day.marks
        if any(mark not in letters for mark in marks):
            if current:
                found.append(_run(current, unmarked, is_over=True))
            current, unmarked = [], 0
        elif len(marks) == 2 or (marks and NO_SESSION & {day.am, day.pm}):
            current.append(day)
        elif current and not NO_SESSION & {day.am, day.pm}:
            unmarked += 1
    if current:
        found.append(_run(current, unmarked, is_over=False))
    return found


def _run(days: Sequence[Day], unmarked: int, *, is_over: bool) -> Run:
    counted = Counter(mark for day in days for mark in day.marks)
    return Run(days[0].on, days[-1].on, len(days), unmarked, is_over, tuple(sorted(counted.items())))
