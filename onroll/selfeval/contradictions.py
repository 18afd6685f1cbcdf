"""Answers that cannot both be true: each is asked again with both shown."""

from dataclasses import dataclass
from typing import Final

from onroll.selfeval.answers import Answers, Cell
from onroll.selfeval.questionnaire import IN_PLACE, YES, Kind, items

# These say that nothing else in the list holds.
_EXCLUSIVE: Final = frozenset({"no", "none", "neither"})
# A line that can only be so when the thing it speaks of is there: (item, the thing, what is said of it).
_LEANS_ON: Final = (
    ("D1a", "clear_process", ("known_in_la", "known_in_agencies", "confident_cases_follow")),
    ("D2a", "agreed_process", ("known_in_la", "known_in_agencies", "confident_cases_follow")),
    ("E2a", "follow_up_until_registered", ("at_least_monthly",)),
    ("E3a", "agreed_system", ("all_school_authorities", "staff_familiar")),
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers to show together. `is_doubt` marks a pair that is odd but may be true: it is asked about, not refused."""

    shown: tuple[tuple[str, str, str], ...]  # item, line, answer
    is_doubt: bool = False


def contested(answers: Answers) -> frozenset[Cell]:
    """Return the cells whose own ticks cannot all be true."""
    return frozenset(cell for cell, ticked in answers.ticks.items() if _contradicts_itself(cell[0], ticked))


def contradictions(answers: Answers) -> list[Contradiction]:
    """Return what has to be asked again, in the order of the questionnaire."""
    order = list(items())
    cells = sorted(contested(answers), key=lambda cell: order.index(cell[0]))
    found = [Contradiction(tuple((*cell, answer) for answer in sorted(answers.ticks[cell]))) for cell in cells]
    return found + _copied_tick(answers) + _without_ground(answers)


def _contradicts_itself(item: str, ticked: frozenset[str]) -> bool:
    if len(ticked) < 2 or items()[item].kind is Kind.TEXT:
        return False
    return items()[item].kind is not Kind.MULTI or bool(ticked & _EXCLUSIVE)


def _copied_tick(answers: Answers) -> list[Contradiction]:
    """B4b's first tick is copied from B3b: it cannot stand where B3b was answered without it."""
    of_contact = answers.at("B3b")
    if IN_PLACE not in answers.at("B4b") or not of_contact or IN_PLACE in of_contact:
        return []
    return [Contradiction((*(("B3b", "", answer) for answer in sorted(of_contact)), ("B4b", "", IN_PLACE)))]


def _without_ground(answers: Answers) -> list[Contradiction]:
    return [
        Contradiction(((item, ground, "no"), (item, line, YES)), is_doubt=True)
        for item, ground, lines in _LEANS_ON
        for line in lines
        if answers.at(item, ground) == {"no"} and YES in answers.at(item, line)
    ]
