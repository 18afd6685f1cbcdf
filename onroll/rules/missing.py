"""Whether a child is missing education on a day, by a named rule set, from dated facts, with the reasons in words.

Nothing here is stored as a flag: the answer is worked out anew for each day, rule set and state of knowledge, so the
same question has the same answer for ever. Three lists stay apart, since the 2006 audit found them mixed up: children
on a roll who do not attend, children known to be on no roll, and children whom nobody has identified yet.

Source: ../shared/reference/cme/process.md section 2 (mark V for its rows, read in the guide of 2004, the guidance since
2007 and the return of 2025/26).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from onroll.rules import school_age
from onroll.rules.rulesets import Mark, Setting

FOUR_WEEKS = 28  # calendar days; the guide of 2004 says "usually four weeks"

EXPECTED_FOR_DAYS = Setting(
    name="how long a child counts as expected at the school that her file was sent to (calendar days)",
    value=(60,),
    mark=Mark.PROPOSED,
    source="no rule was found; longer than the summer holiday, and as long as a file waits before it is held",
)


class RuleName(StrEnum):
    """The rule sets by which a child may be counted. The names stand in figures for ever."""

    GUIDE_2004 = "2004-four-weeks"
    GUIDANCE_2007 = "guidance-since-2007"
    RETURN_2025 = "return-2025-26"


TITLES: dict[RuleName, str] = {
    RuleName.GUIDE_2004: "Good practice guide of 2004: on no roll and not educated otherwise for four weeks",
    RuleName.GUIDANCE_2007: "Education Act 1996 s436A and its guidance since 2007: counted from the first day",
    RuleName.RETURN_2025: "The Department’s return 2025/26: counted from the first day, waiting for a place included",
}


class List(StrEnum):
    """Where the child belongs on that day. A child is on one list at most."""

    NONE = "none"
    ATTENDANCE_CONCERN = "attendance_concern"
    MISSING = "missing"
    SUSPECTED = "suspected"


LIST_MEANINGS: dict[List, str] = {
    List.NONE: "Not missing education on this day.",
    List.ATTENDANCE_CONCERN: "On a school’s roll, with a worry about attendance. Not counted as missing education.",
    List.MISSING: "Of school age, on no roll and not suitably educated otherwise.",
    List.SUSPECTED: "Somebody told us of a child who is not identified yet. Not counted until she is.",
}


class Elsewhere(StrEnum):
    """How a child is educated other than on a school's roll."""

    AT_HOME = "at_home"
    ALTERNATIVE = "alternative"


class Suitability(StrEnum):
    """What the authority has decided about an education other than at school."""

    NOT_ASSESSED = "not_assessed"
    SUITABLE = "suitable"
    UNSUITABLE = "unsuitable"


class Waiting(StrEnum):
    """How far a child without a place has come towards one."""

    APPLIED = "applied"
    REFUSED = "refused"
    OFFERED = "offered"
    START_AGREED = "start_agreed"


class Because(StrEnum):
    """What decided the answer, for lists and figures; people read the reasons."""

    NOT_IDENTIFIED = "not_identified"
    NOT_KNOWN_YET = "not_known_yet"
    NOT_OF_SCHOOL_AGE = "not_of_school_age"
    ON_A_ROLL = "on_a_roll"
    EDUCATED_OTHERWISE = "educated_otherwise"
    ABROAD = "abroad"
    DIED = "died"
    LOOKED_INTO = "looked_into"
    EXPECTED = "expected"
    NOT_FOUR_WEEKS = "not_four_weeks"
    OUT = "out"


BACK_IN_EDUCATION = frozenset({Because.ON_A_ROLL, Because.EDUCATED_OTHERWISE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch of time, both ends counted, and between which moments this was what we knew of it.

    `from_on` None: since before anything is known. `until_on` None: not ended. What turns out otherwise (an end that is
    heard of later, a slip) is a new spell, and `replaced_at` is the moment from which the old one counts no more.
    """

    from_on: date | None
    until_on: date | None = None
    known_at: datetime
    replaced_at: datetime | None = None

    def is_known(self, known_by: datetime) -> bool:
        """Return whether this was what we knew at a moment."""
        return self.known_at <= known_by and (self.replaced_at is None or self.replaced_at > known_by)

    def covers(self, on: date, known_by: datetime) -> bool:
        """Return whether the spell held on a day, as it was known at a moment."""
        is_begun = self.from_on is None or self.from_on <= on
        return self.is_known(known_by) and is_begun and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRoll(Spell):
    """A time on a school's roll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise(Spell):
    """A time of education other than at school, with what was decided about it.

    A decision is a new spell from the day of the decision; it ends the one of the same kind before it.
    """

    kind: Elsewhere
    suitability: Suitability


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceConcern(Spell):
    """A worry about the attendance of a child who is on a roll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Spell):
    """A step towards a place. None of them ends being missing."""

    kind: Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Abroad(Spell):
    """A time abroad. Only a confirmed one ends being missing: believed and confirmed are different values."""

    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one child.

    `unknown_whereabouts`: nobody knows where she is. `looked_into`: an officer found that nothing is missing and wrote
    why; it holds until she leaves a roll after that. `expected`: her last school sent her file to a named school that
    has not confirmed her. `last_in_education_on`: where no spell says it, a day that somebody gave. `seen_out_on`: the
    first day on which somebody knew her to be out, used where no last day in education is known. The last two, the
    birth date and whether she is identified are given as they were known at the moment that is asked about.
    """

    is_identified: bool
    born_on: date | None
    rolls: tuple[OnRoll, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()
    concerns: tuple[AttendanceConcern, ...] = ()
    waits: tuple[Wait, ...] = ()
    unknown_whereabouts: tuple[Spell, ...] = ()
    abroad: tuple[Abroad, ...] = ()
    looked_into: tuple[Spell, ...] = ()
    expected: tuple[Spell, ...] = ()
    died: tuple[Spell, ...] = ()
    last_in_education_on: date | None = None
    seen_out_on: date | None = None

    def spells(self) -> Iterator[Spell]:
        """Yield every spell, of whatever kind."""
        for spells in (self.rolls, self.otherwise, self.concerns, self.waits, self.unknown_whereabouts):
            yield from spells
        for more in (self.abroad, self.looked_into, self.expected, self.died):
            yield from more


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Where the child belongs, why in words, and since when she has been out (None: not out, or nobody knows)."""

    list: List
    because: Because
    reasons: tuple[str, ...]
    out_since: date | None = None

    @property
    def is_missing(self) -> bool:
        """Whether the child counts as missing education."""
        return self.list is List.MISSING


SpellKind = TypeVar("SpellKind", bound=Spell)


def answer(facts: Facts, *, on: date, rule: RuleName, known_by: datetime) -> Answer:
    """Return where a child belongs on a day, by one rule set, from what was known at a moment.

    Source: process.md section 2; Education Act 1996 s436A for the tests since 2007.

    Only facts known by `known_by` count, so that an old list can be asked for again and is the same.
    """
    if _holds(facts.died, on, known_by):
        return _not_missing(Because.DIED, "The child has died.")
    if not facts.is_identified:
        if _holds(facts.looked_into, on, known_by):
            return _not_missing(Because.LOOKED_INTO, "An officer looked into it and wrote why nobody is missing.")
        return _suspected("Nobody has identified this child yet.")
    if facts.born_on is not None and not school_age.is_of_school_age(facts.born_on, on):
        return _not_missing(Because.NOT_OF_SCHOOL_AGE, "Not of compulsory school age on this day.")
    if _holds(facts.rolls, on, known_by):
        return _on_a_roll(facts, on, known_by)
    if facts.born_on is None:
        return _suspected("The birth date is not known, so neither is school age.")
    first_on = first_known_day(facts, known_by)
    if first_on is None or on < first_on:
        return _not_missing(Because.NOT_KNOWN_YET, "Nothing was said of any roll or other education up to this day.")
    return _on_no_roll(facts, on, rule, known_by)


def first_known_day(facts: Facts, known_by: datetime) -> date | None:
    """Return the first day of which anything is known; None where no fact has a day."""
    days = [spell.from_on or date.min for spell in facts.spells() if spell.is_known(known_by)]
    days += [day for day in (facts.last_in_education_on, facts.seen_out_on) if day is not None]
    return min(days, default=None)


def out_since(facts: Facts, *, on: date, known_by: datetime) -> date | None:
    """Return the first day out of education: the day after the last one that is known.

    Where no last day is known, the first day on which somebody knew her to be out; None where there is neither.
    """
    ends = [each.until_on for each in facts.rolls if each.is_known(known_by)]
    ends += [until for each, until in _decided(facts.otherwise, known_by) if _counts_as_education(each)]
    days = [day for day in [*ends, facts.last_in_education_on] if day is not None and day < on]
    if days:
        return max(days) + timedelta(days=1)
    return facts.seen_out_on if facts.seen_out_on and facts.seen_out_on <= on else None


def turning_days(facts: Facts, known_by: datetime) -> list[date]:
    """Return, in order, every day on which the answer may differ from that of the day before, by any rule set."""
    found: set[date] = set()
    for spell in facts.spells():
        if spell.is_known(known_by):
            found |= {spell.from_on} if spell.from_on else set()
            found |= {spell.until_on + timedelta(days=1)} if spell.until_on else set()
    if facts.born_on is not None:
        found |= {school_age.starts_on(facts.born_on), school_age.ends_on(facts.born_on) + timedelta(days=1)}
    if facts.last_in_education_on is not None:
        found.add(facts.last_in_education_on + timedelta(days=1))
    found |= {facts.seen_out_on} if facts.seen_out_on else set()
    return sorted(found | {day + timedelta(days=FOUR_WEEKS) for day in found})


def _suspected(words: str) -> Answer:
    return Answer(list=List.SUSPECTED, because=Because.NOT_IDENTIFIED, reasons=(words,))


def _not_missing(because: Because, *words: str, since: date | None = None) -> Answer:
    return Answer(list=List.NONE, because=because, reasons=words, out_since=since)


def _on_a_roll(facts: Facts, on: date, known_by: datetime) -> Answer:
    if _holds(facts.concerns, on, known_by):
        words = (
            "On a school’s roll, and there is a worry about attendance. However badly she attends, she is not missing."
        )
    elif _holds(facts.unknown_whereabouts, on, known_by):
        words = "On a school’s roll, and nobody knows where she is. While she is on it, she is not missing."
    else:
        return _not_missing(Because.ON_A_ROLL, "On a school’s roll.")
    return Answer(list=List.ATTENDANCE_CONCERN, because=Because.ON_A_ROLL, reasons=(words,))


def _on_no_roll(facts: Facts, on: date, rule: RuleName, known_by: datetime) -> Answer:
    reasons = ["On no school’s roll."]
    for spell, until_on in _decided(facts.otherwise, known_by):
        if (spell.from_on or on) <= on <= (until_on or on):
            words, is_educated = _educated_otherwise(spell, rule)
            reasons.append(words)
            if is_educated:
                return _not_missing(Because.EDUCATED_OTHERWISE, *reasons)
    settled = _settled(facts, on, known_by)
    if settled is not None:
        because, words = settled
        return _not_missing(because, *reasons, words)
    reasons += _told_beside(facts, on, rule, known_by)
    since = out_since(facts, on=on, known_by=known_by)
    if rule is RuleName.GUIDE_2004:
        return _by_the_guide_of_2004(reasons, since, on)
    reasons.append("Counted from the first day; no time has to pass, and waiting for a place does not end it.")
    return Answer(list=List.MISSING, because=Because.OUT, reasons=tuple(reasons), out_since=since)


def _settled(facts: Facts, on: date, known_by: datetime) -> tuple[Because, str] | None:
    """Return what ends being missing for a child on no roll and not educated otherwise; None where nothing does."""
    if any(spell.is_confirmed for spell in _holding(facts.abroad, on, known_by)):
        return Because.ABROAD, "Lives abroad, confirmed."
    left = [each.until_on for each in facts.rolls if each.is_known(known_by) and each.until_on and each.until_on < on]
    for spell in _holding(facts.looked_into, on, known_by):
        if all(day < spell.known_at.date() for day in left):
            return Because.LOOKED_INTO, "An officer found that the child is not missing education, and wrote why."
    for spell in _holding(facts.expected, on, known_by):
        is_said_out = facts.seen_out_on and (spell.from_on or on) <= facts.seen_out_on <= on
        if not is_said_out:
            return Because.EXPECTED, "Her file was sent to a named school, which has not confirmed her yet."
    return None


def _told_beside(facts: Facts, on: date, rule: RuleName, known_by: datetime) -> list[str]:
    """Return what is known beside and changes nothing: steps towards a place, a belief, whereabouts unknown."""
    words = []
    is_old = rule is RuleName.GUIDE_2004
    for wait in _holding(facts.waits, on, known_by):
        beside = "the guide of 2004 does not say what that changes" if is_old else "she has not started, so it counts"
        words.append(f"{WAITING_WORDS[wait.kind]}; {beside}.")
    if _holding(facts.abroad, on, known_by):
        words.append("Believed to be abroad, which nobody has confirmed.")
    if _holds(facts.unknown_whereabouts, on, known_by):
        words.append("Nobody knows where she is; however long that lasts, she stays on the list.")
    return words


WAITING_WORDS: dict[Waiting, str] = {
    Waiting.APPLIED: "An application for a place waits for its outcome",
    Waiting.REFUSED: "An application for a place was refused",
    Waiting.OFFERED: "A place is offered",
    Waiting.START_AGREED: "A first day at a school is agreed",
}


def _educated_otherwise(spell: Otherwise, rule: RuleName) -> tuple[str, bool]:
    """Return in words what is known of an education other than at school, and whether it ends being missing."""
    where = (
        "Educated at home"
        if spell.kind is Elsewhere.AT_HOME
        else "In education that the authority or a school arranged"
    )
    if spell.suitability is Suitability.SUITABLE:
        return f"{where}, and the education was found suitable.", True
    if spell.suitability is Suitability.NOT_ASSESSED:
        return f"{where}; nobody has decided yet whether it is suitable.", True
    if rule is RuleName.GUIDE_2004:
        return f"{where}; found unsuitable, which the guide of 2004 does not speak of.", True
    return f"{where}, but the education was found unsuitable.", False


def _counts_as_education(spell: Otherwise) -> bool:
    return spell.suitability is not Suitability.UNSUITABLE


def _by_the_guide_of_2004(reasons: list[str], since: date | None, on: date) -> Answer:
    if since is None:
        words = "Nobody knows for how long, so the four weeks cannot be shown to have passed."
        return _not_missing(Because.NOT_FOUR_WEEKS, *reasons, words)
    days = (on - since).days
    if days < FOUR_WEEKS:
        words = f"Out for {days} days; the guide of 2004 counts from {FOUR_WEEKS}."
        return _not_missing(Because.NOT_FOUR_WEEKS, *reasons, words, since=since)
    reasons.append(f"Out for {days} days, which is four weeks or more.")
    return Answer(list=List.MISSING, because=Because.OUT, reasons=tuple(reasons), out_since=since)


def _holding(spells: Iterable[SpellKind], on: date, known_by: datetime) -> list[SpellKind]:
    return [spell for spell in spells if spell.covers(on, known_by)]


def _holds(spells: Iterable[Spell], on: date, known_by: datetime) -> bool:
    return any(spell.covers(on, known_by) for spell in spells)


def _decided(spells: Iterable[Otherwise], known_by: datetime) -> list[tuple[Otherwise, date | None]]:
    """Return the spells as known at a moment, each with its last day: a later one of its kind ends it.

    Which is later is told by the day from which it holds, not by when it was entered: the start of a time at home may
    well become known after the decision about it.
    """
    found: list[tuple[Otherwise, date | None]] = []
    for kind in Elsewhere:
        known = [spell for spell in spells if spell.kind is kind and spell.is_known(known_by)]
        known.sort(key=lambda spell: (spell.from_on or date.min, spell.known_at))
        for number, spell in enumerate(known):
            following = known[number + 1].from_on if number + 1 < len(known) else None
            ends = [spell.until_on, following - timedelta(days=1) if following else None]
            found.append((spell, min((day for day in ends if day is not None), default=None)))
    return found
