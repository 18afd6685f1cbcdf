"""What each step asks to be met, and which of the printed coding rules' forms it has.

Source: report RR797, 6.2, the coding columns of `checklist-2006.csv`; the traps named here are those of the
self-evaluation explanation.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from onroll.selfeval.answers import Answers
from onroll.selfeval.questionnaire import CLAIMED, YES, items

# Ticks that, beside others of a multiple choice, say that what is ticked is not there yet or not shown.
_HOLDS_BACK: Final = frozenset({CLAIMED, "working_towards"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked for: it is met when one of the accepted options is ticked and nothing beside takes it back."""

    item: str
    line: str = ""
    accepted: frozenset[str] = frozenset({YES})

    def is_met(self, answers: Answers) -> bool:
        """Return whether the answers meet it. A claim without evidence does not (trap 24)."""
        ticked = answers.at(self.item, self.line)
        return bool(ticked & self.accepted) and not ticked & _HOLDS_BACK


class No(Enum):
    """When a step is coded No."""

    ROOT = auto()  # its first question was answered with no, none or do not know
    EVERY_LINE = auto()  # every line of its grid was


class Towards(Enum):
    """When a step that is neither No nor Achieved is coded Working towards."""

    ALL_OTHERS = auto()  # "not all evidenced": everything else
    SOME_MET = auto()  # "some but not all yes": not without one line met
    UNDER_WAY = auto()  # "still working on it": only where that was the answer


@dataclass(frozen=True, slots=True)
class StepRule:
    """The form of a step's coding rules: all requirements met is Achieved."""

    root: str
    no: No
    towards: Towards
    requirements: tuple[Requirement, ...]


def _grid(item: str) -> tuple[Requirement, ...]:
    return tuple(Requirement(item, line) for line in items()[item].lines)


def _ticks(item: str, *options: str) -> tuple[Requirement, ...]:
    return tuple(Requirement(item, "", frozenset({option})) for option in options)


def _yes(item: str) -> tuple[Requirement, ...]:
    return (Requirement(item),)


_TERMLY: Final = Requirement("A3c", "", frozenset({"more_than_once_a_term", "once_a_term"}))
_DATES: Final = ("date_notified", "date_provision_determined", "date_provision_accessed")

RULES: Final = {
    # The written policy itself is a requirement: 73 authorities whose policy was being written were coded Working
    # towards in 2006 (4.2.1), whatever they said of its sections.
    "A1": StepRule("A1a", No.ROOT, Towards.SOME_MET, (*_yes("A1a"), *_grid("A1b"), *_grid("A1c"))),
    "A2": StepRule("A2a", No.EVERY_LINE, Towards.SOME_MET, _grid("A2a")),
    "A3": StepRule(
        "A3a",
        No.ROOT,
        Towards.ALL_OTHERS,
        (*_ticks("A3a", "senior_management", "elected_members"), *_yes("A3b"), _TERMLY),
    ),
    "B1": StepRule("B1a", No.ROOT, Towards.UNDER_WAY, _ticks("B1a", "all")),
    "B2": StepRule("B2a", No.ROOT, Towards.UNDER_WAY, _yes("B2a")),
    "B3": StepRule("B3a", No.ROOT, Towards.UNDER_WAY, _yes("B3a")),
    "B4": StepRule("B4a", No.ROOT, Towards.ALL_OTHERS, _ticks("B4a", "contactable", "explains_role", "refers_on")),
    # 30 authorities whose database was being built were coded Working towards in 2006 (4.4.1).
    "C1": StepRule(
        "C1a", No.ROOT, Towards.ALL_OTHERS, (*_yes("C1a"), *_ticks("C1b", "accurate_verifiable", "within_one_month"))
    ),
    "C2": StepRule("C2a", No.ROOT, Towards.ALL_OTHERS, _ticks("C2a", *_DATES)),
    # The rule asks that senior officers monitor, the item whether updates are sent to them: the 62% that sent updates
    # are the 62 to 64% that achieved the step (4.4.3).
    "C3": StepRule("C3a", No.ROOT, Towards.ALL_OTHERS, _ticks("C3a", "updates_to_senior_officer")),
    "C4": StepRule("C4a", No.EVERY_LINE, Towards.ALL_OTHERS, _grid("C4a")),
    "C5": StepRule("C5a", No.ROOT, Towards.ALL_OTHERS, (*_yes("C5a"), *_yes("C5b"))),
    "D1": StepRule("D1a", No.EVERY_LINE, Towards.ALL_OTHERS, _grid("D1a")),
    "D2": StepRule("D2a", No.EVERY_LINE, Towards.ALL_OTHERS, _grid("D2a")),
    "D3": StepRule("D3a", No.ROOT, Towards.ALL_OTHERS, (*_yes("D3a"), *_grid("D3b"))),
    "D4": StepRule("D4a", No.EVERY_LINE, Towards.ALL_OTHERS, _grid("D4a")),
    "E1": StepRule("E1a", No.EVERY_LINE, Towards.ALL_OTHERS, _grid("E1a")),
    "E2": StepRule("E2a", No.EVERY_LINE, Towards.ALL_OTHERS, _grid("E2a")),
    "E3": StepRule("E3a", No.EVERY_LINE, Towards.ALL_OTHERS, _grid("E3a")),
    "E4": StepRule("E4a", No.ROOT, Towards.ALL_OTHERS, _yes("E4a")),
    "E5": StepRule("E5a", No.ROOT, Towards.ALL_OTHERS, _yes("E5a")),
    "E6": StepRule("E6a", No.ROOT, Towards.ALL_OTHERS, _yes("E6a")),
}
