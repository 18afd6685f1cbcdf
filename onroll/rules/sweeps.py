"""Sweep rules as data, and what each finds in the marks and places of one pupil: a finding with its evidence.

A rule is a dated row of tables/sweep-rules.csv; its kind names one of the functions here. What is found is the same
whenever it is asked with the same marks: the cause (what makes it one alert and not two) is a day or a place.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache

from onroll.rules import tables
from onroll.rules.attendance import Day, Run, runs, tally_days
from onroll.rules.attendance_codes import codes_on
from onroll.rules.rulesets import Mark
from onroll.rules.school_days import SchoolCalendar, SchoolDaysNotKnown, school_days_between


class Kind(StrEnum):
    """What a rule looks for."""

    RUN = "run"  # so many school days in a row, every session one of the letters
    NOT_BACK = "not_back"  # a run of the letters is over, and nobody has seen the pupil since
    UNRESOLVED = "unresolved"  # a session stands at a letter for longer than so many school days
    TOTAL = "total"  # so many school days of a letter in the school year, in a row or not
    DROP = "drop"  # attendance so many percentage points lower after a placement began
    HOURS = "hours"  # all places together give fewer hours a week
    SILENT = "silent"  # a place has not said for longer than so many school days
    ENDING = "ending"  # a placement ends within so many school days


# The kinds that read marks; the others read places.
OF_MARKS = frozenset({Kind.RUN, Kind.NOT_BACK, Kind.UNRESOLVED, Kind.TOTAL})


@dataclass(frozen=True, slots=True)
class SweepRule:
    """A rule with its days in force (both ends count). `goes_to`: any of `school`, `authority` and `commissioner`.

    A commissioner is the authority that arranged the place which the finding is about, maybe another area's.

    `threshold` and `window` have the unit of the kind: school days, hours, or percentage points over school days.
    A rule that is no alert is shown on the page of checks only.
    """

    code: str
    valid_from: date
    valid_until: date | None
    kind: Kind
    letters: frozenset[str]
    threshold: int
    window: int
    goes_to: frozenset[str]
    is_alert: bool
    title: str
    words: str
    ends_when: str
    source: str
    mark: Mark

    def covers(self, on: date) -> bool:
        """Return whether the rule is in force on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Place:
    """A place beside the main school. `heard_until`: the last day of which it said whether the pupil was there.

    `hours` and `main_hours` are hours a week at the place and at the main school; `main_hours` None: not told.
    """

    key: str
    from_on: date
    until_on: date | None
    hours: float
    main_hours: float | None
    heard_until: date | None

    def covers(self, on: date) -> bool:
        """Return whether the place is in force on a day."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True)
class Watched:
    """One pupil: marks in order of days, places, and the school's calendar. `on` is the day of the sweep.

    `letter_days` are school days of each letter in the school year, a session being half a day.
    """

    on: date
    days: Sequence[Day]
    places: Sequence[Place]
    calendar: SchoolCalendar
    letter_days: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the cause that makes it one, from when to when, a number and what it was counted from."""

    rule: str
    cause: str
    since: date
    until: date
    number: float
    facts: tuple[tuple[str, str], ...]
    is_over: bool = False


@cache
def every_rule() -> tuple[SweepRule, ...]:
    """Return every rule, in the order of the table."""
    return tuple(_rule(row) for row in tables.rows("sweep-rules"))


@lru_cache(maxsize=512)
def rules_on(on: date) -> tuple[SweepRule, ...]:
    """Return the rules in force on a day."""
    return tuple(rule for rule in every_rule() if rule.covers(on))


def rule_named(code: str) -> SweepRule:
    """Return the newest rule with a code. Raises: KeyError."""
    return {rule.code: rule for rule in every_rule()}[code]


@cache
def codes_for_commissioners() -> frozenset[str]:
    """Return the codes of the rules that go to whoever arranged the place they are about."""
    return frozenset(rule.code for rule in every_rule() if "commissioner" in rule.goes_to)


def findings(rule: SweepRule, watched: Watched) -> list[Finding]:
    """Return what a rule finds of one pupil."""
    return FINDERS[rule.kind](rule, watched)


def _runs(rule: SweepRule, watched: Watched) -> list[Finding]:
    return [
        Finding(rule.code, run.first_on.isoformat(), run.first_on, run.last_on, run.days, _run_facts(run), run.is_over)
        for run in runs(watched.days, rule.letters)
        if run.days >= rule.threshold
    ]


def _run_facts(run: Run) -> tuple[tuple[str, str], ...]:
    counted = tuple((letter, f"{number} sessions") for letter, number in run.letters)
    return (*counted, ("unmarked", str(run.unmarked))) if run.unmarked else counted


def _not_back(rule: SweepRule, watched: Watched) -> list[Finding]:
    ended = [run for run in runs(watched.days, rule.letters) if run.is_over]
    if not ended:
        return []
    last = ended[-1]
    after = [day for day in watched.days if day.on > last.last_on and day.marks]
    codes = codes_on(watched.on)
    unseen = [day for day in after if not any(codes[mark].is_attending for mark in day.marks if mark in codes)]
    is_seen = len(unseen) < len(after)
    if is_seen or len(unseen) < rule.threshold or any(mark in rule.letters for mark in unseen[-1].marks):
        return []
    facts = (("ended", last.last_on.isoformat()), ("unseen", str(len(unseen))))
    cause = last.last_on.isoformat()
    return [Finding(rule.code, cause, unseen[0].on, unseen[-1].on, len(unseen), facts)]


def _unresolved(rule: SweepRule, watched: Watched) -> list[Finding]:
    old = [
        day for day in watched.days if rule.letters & {day.am, day.pm} and _days_since(day.on, watched) > rule.threshold
    ]
    if not old:
        return []
    sessions = sum(mark in rule.letters for day in old for mark in day.marks)
    since = old[0].on
    return [
        Finding(rule.code, since.isoformat(), since, old[-1].on, sessions, (("sessions", str(sessions)),))
    ]  # fmt: skip


def _total(rule: SweepRule, watched: Watched) -> list[Finding]:
    number = sum(watched.letter_days.get(letter, 0) for letter in rule.letters)
    if number < rule.threshold:
        return []
    year = _school_year_starts(watched.on)
    return [Finding(rule.code, f"year-{year.year}", year, watched.on, number, (("school days", f"{number:g}"),))]


def _drop(rule: SweepRule, watched: Watched) -> list[Finding]:
    found = []
    for place in watched.places:
        if not place.covers(watched.on):
            continue
        before = [day for day in watched.days if day.on < place.from_on][-rule.window :]
        after = [day for day in watched.days if day.on >= place.from_on][: rule.window]
        was, now = tally_days(before).attendance_percent, tally_days(after).attendance_percent
        if was is None or now is None or len(after) < rule.window // 2 or was - now < rule.threshold:
            continue
        facts = (("before", f"{was:.1f}% of {len(before)} days"), ("after", f"{now:.1f}% of {len(after)} days"))
        found.append(Finding(rule.code, place.key, place.from_on, after[-1].on, round(was - now, 1), facts))
    return found


def _hours(rule: SweepRule, watched: Watched) -> list[Finding]:
    places = [place for place in watched.places if place.covers(watched.on)]
    told = [place.main_hours for place in places if place.main_hours is not None]
    if not places or not told:
        return []
    hours = sum(place.hours for place in places) + min(told)
    if hours >= rule.threshold:
        return []
    since = max(place.from_on for place in places)
    facts = (("places", f"{sum(place.hours for place in places):g} hours"), ("main school", f"{min(told):g} hours"))
    cause = "+".join(sorted(place.key for place in places))
    return [Finding(rule.code, cause, since, watched.on, hours, facts)]


def _silent(rule: SweepRule, watched: Watched) -> list[Finding]:
    found = []
    for place in watched.places:
        since = max(place.from_on - timedelta(days=1), place.heard_until or date.min)
        if place.covers(watched.on) and _days_since(since, watched) > rule.threshold:
            days = _days_since(since, watched)
            heard = place.heard_until.isoformat() if place.heard_until else "never"
            cause = f"{place.key}:{since.isoformat()}"
            found.append(Finding(rule.code, cause, since, watched.on, days, (("last heard", heard),)))
    return found


def _ending(rule: SweepRule, watched: Watched) -> list[Finding]:
    found = []
    for place in watched.places:
        until = place.until_on
        if until is None or not place.covers(watched.on):
            continue
        left = _days_between(watched.on, until, watched.calendar)
        if left <= rule.threshold:
            cause = f"{place.key}:{until.isoformat()}"
            found.append(Finding(rule.code, cause, watched.on, until, left, (("ends", until.isoformat()),)))
    return found


FINDERS: Mapping[Kind, Callable[[SweepRule, Watched], list[Finding]]] = {
    Kind.RUN: _runs,
    Kind.NOT_BACK: _not_back,
    Kind.UNRESOLVED: _unresolved,
    Kind.TOTAL: _total,
    Kind.DROP: _drop,
    Kind.HOURS: _hours,
    Kind.SILENT: _silent,
    Kind.ENDING: _ending,
}


def _days_since(on: date, watched: Watched) -> int:
    return _days_between(on, watched.on, watched.calendar)


def _days_between(after: date, until: date, calendar: SchoolCalendar) -> int:
    try:
        return school_days_between(after, until, calendar)
    except SchoolDaysNotKnown:  # outside every table: five school days of each seven stand in
        return (until - after).days * 5 // 7


def _school_year_starts(on: date) -> date:
    return date(on.year if on.month >= 9 else on.year - 1, 9, 1)


def _rule(row: Mapping[str, str]) -> SweepRule:
    return SweepRule(
        code=row["code"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
        kind=Kind(row["kind"]),
        letters=frozenset(row["letters"].split()),
        threshold=int(row["threshold"]),
        window=int(row["window"] or 0),
        goes_to=frozenset(row["goes_to"].split()),
        is_alert=row["is_alert"] == "yes",
        title=row["title"],
        words=row["words"],
        ends_when=row["ends_when"],
        source=row["source"],
        mark=Mark(row["mark"]),
    )
