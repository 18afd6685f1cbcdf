"""Grounds for deletion from the admission register, read with the day the pupil left.

The same letters stand for other grounds before and after 19 August 2024 (old D and new F are both home
education), so a letter means nothing without its date.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from onroll.rules import tables
from onroll.rules.rulesets import REGISTRATION_2006, REGISTRATION_2024, RuleSet, registration_on

_BOARDING_FEES_2006_FROM = date(2011, 9, 1)


class UnknownGround(LookupError):
    """The rule set in force on that day has no ground with this letter."""

    def __init__(self, letter: str, ruleset: str) -> None:
        super().__init__(f"{ruleset} has no ground {letter!r}")
        self.letter = letter
        self.ruleset = ruleset


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for deletion under one set of regulations.

    `letter` is upper case whatever the regulations print. `code` names the same ground under both sets.
    """

    ruleset: RuleSet
    reference: str
    letter: str
    words: str
    conditions: str
    cautions: str
    minimum_period: str
    needs_joint_enquiries: bool
    agreement_needed: str
    information_to_authority: str
    when_authority_is_told: str
    code: str
    confidence: str
    in_force_from: date


def ground_for(letter: str, left_on: date) -> Ground:
    """Return the ground that a letter stands for when the pupil left on a day. Either case of the letter will
    do.

    Source: SI 2006/1751 reg 8(1) to 18 August 2024, SI 2024/208 reg 9(1) after it; tables/grounds.csv.
    Raises: RuleNotInForce, before 1 September 2006; UnknownGround.
    """
    for ground in grounds_on(left_on):
        if ground.letter == letter.strip().upper():
            return ground
    raise UnknownGround(letter, registration_on(left_on).name)


def grounds_on(left_on: date) -> tuple[Ground, ...]:
    """Return the lettered grounds that a school could use on a day, in the order of their letters.

    Source: as `ground_for`. Ground (o) of 2006 was added on 1 September 2011.
    Raises: RuleNotInForce, before 1 September 2006.
    """
    ruleset = registration_on(left_on)
    return tuple(each for each in every_ground() if each.ruleset == ruleset and each.in_force_from <= left_on)


@cache
def every_ground() -> tuple[Ground, ...]:
    """Return the lettered grounds of both sets of regulations, in the order of the table.

    The shorter list for pupils who are not of compulsory school age has no letters and is left out.
    """
    return tuple(_ground(row) for row in tables.rows("grounds") if row["letter"])


def _ground(row: dict[str, str]) -> Ground:
    ruleset = REGISTRATION_2024 if row["regime"].startswith("2024") else REGISTRATION_2006
    came_later = ruleset is REGISTRATION_2006 and row["letter"] == "o"
    return Ground(
        ruleset=ruleset,
        reference=row["reference"],
        letter=row["letter"].upper(),
        words=row["short_name"],
        conditions=row["conditions"],
        cautions=row["exceptions_and_cautions"],
        minimum_period=row["minimum_period"],
        needs_joint_enquiries=row["joint_enquiries"] == "YES",
        agreement_needed=row["agree_before_deleting"],
        information_to_authority=row["information_to_LA"],
        when_authority_is_told=row["when_LA_is_told"],
        code=row["code_suggestion"],
        confidence=row["confidence"],
        in_force_from=_BOARDING_FEES_2006_FROM if came_later else ruleset.in_force_from,
    )
