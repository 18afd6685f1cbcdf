"""Named rule sets with the dates they are in force, and settings for facts that are not sure.

A fact that was read in the law may be written as code. A fact marked K, U or P (see `Mark`) is a dated
`Setting`, so that it can change, and be shown with its mark, without anyone hunting for a constant.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Mark(StrEnum):
    """How sure a fact is. Source: the marks of onroll/rules/tables/SOURCES.md."""

    VERIFIED = "V"
    KNOWN = "K"
    UNCERTAIN = "U"
    PROPOSED = "P"


class RuleNotInForce(LookupError):
    """A rule was asked about a day on which it does not apply."""

    def __init__(self, rule: str, on: date) -> None:
        super().__init__(f"{rule} is not in force on {on.isoformat()}")
        self.rule = rule
        self.on = on


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A body of rules. Both ends count; an end of None is open."""

    name: str
    title: str
    in_force_from: date
    in_force_until: date | None
    source: str

    def covers(self, on: date) -> bool:
        """Return whether the rule set is in force on a day."""
        return _covers(self.in_force_from, self.in_force_until, on)


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """A fact that may change or may be wrong, with its dates (both ends count), its mark and its source."""

    name: str
    value: Value
    mark: Mark
    source: str
    in_force_from: date = date.min
    in_force_until: date | None = None

    def covers(self, on: date) -> bool:
        """Return whether the setting holds on a day."""
        return _covers(self.in_force_from, self.in_force_until, on)


def setting_on(settings: Iterable[Setting[Value]], on: date) -> Setting[Value]:
    """Return the one of several dated settings that holds on a day.

    Raises: RuleNotInForce, if none of them does.
    """
    name = "setting"
    for setting in settings:
        if setting.covers(on):
            return setting
        name = setting.name
    raise RuleNotInForce(name, on)


REGISTRATION_2006 = RuleSet(
    name="registration-2006",
    title="Education (Pupil Registration) (England) Regulations 2006",
    in_force_from=date(2006, 9, 1),
    in_force_until=date(2024, 8, 18),
    source="SI 2006/1751",
)
REGISTRATION_2024 = RuleSet(
    name="registration-2024",
    title="School Attendance (Pupil Registration) (England) Regulations 2024",
    in_force_from=date(2024, 8, 19),
    in_force_until=None,
    source="SI 2024/208",
)
REGISTRATION = (REGISTRATION_2006, REGISTRATION_2024)


def registration_on(on: date) -> RuleSet:
    """Return the registration regulations in force on a day.

    Source: SI 2006/1751 and SI 2024/208, the latter in force from 19 August 2024.
    Raises: RuleNotInForce, before 1 September 2006.
    """
    for ruleset in REGISTRATION:
        if ruleset.covers(on):
            return ruleset
    raise RuleNotInForce("pupil registration", on)


def _covers(first: date, last: date | None, on: date) -> bool:
    return first <= on and (last is None or on <= last)
