"""Which items an answer jumps over, as the questionnaire's routing is printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from onroll.selfeval.answers import Answers
from onroll.selfeval.levels import Level
from onroll.selfeval.questionnaire import CLAIMED

_NOT_THERE: Final = frozenset({"no", "dk"})
_UNDER_WAY: Final = frozenset({"working_towards"})
_DEVELOPING: Final = frozenset({"being_developed"})


@dataclass(frozen=True, slots=True)
class Jump:
    """An answer that leads past other items. `codes` is the result that the jump prints for the steps it leaves."""

    item: str
    answers: frozenset[str]
    past: tuple[str, ...]
    to: str
    codes: Mapping[str, Level]


def _jump(item: str, answers: frozenset[str], past: str, to: str, level: Level | None = None, steps: str = "") -> Jump:
    codes = dict.fromkeys(steps.split(), level) if level else {}
    return Jump(item, answers, tuple(past.split()), to, codes)


# Source: RR797 6.2, the routing column of `checklist-2006.csv`, one row for each printed instruction. Where that
# instruction leads to an item which the same answer skips (B3 to B4a, then on to section C) `to` is where one lands.
# B3c is read only where the rule for B3 is silent and a person coded it.
JUMPS: Final = (
    _jump("A1a", _NOT_THERE, "A1b A1c A1d", "A2a", Level.NO, "A1"),
    _jump("A3a", _NOT_THERE, "A3b A3c A3d", "B1a", Level.NO, "A3"),
    _jump("B1a", frozenset({"some"}), "B1b", "B2a", Level.WORKING_TOWARDS, "B1"),
    _jump("B1a", _NOT_THERE, "B1b", "B2a", Level.NO, "B1"),
    _jump("B2a", _UNDER_WAY, "B2b", "B3a", Level.WORKING_TOWARDS, "B2"),
    _jump("B2a", _NOT_THERE, "B2b", "B3a", Level.NO, "B2"),
    _jump("B3a", _UNDER_WAY, "B3b B4a B4b", "C1a", Level.NO, "B4"),
    _jump("B3a", _NOT_THERE, "B3b B4a B4b", "C1a", Level.NO, "B3 B4"),
    _jump("B3c", frozenset({"no", "working_towards"}), "B4a B4b", "C1a", Level.NO, "B4"),
    _jump("C1a", _NOT_THERE, "C1b C1c C2a C2b", "C3a", Level.NO, "C1 C2"),
    _jump("C2a", frozenset({"none", "dk"}), "C2b", "C3a", Level.NO, "C2"),
    _jump("C3a", _UNDER_WAY, "C3b", "C4a", Level.WORKING_TOWARDS, "C3"),
    _jump("C3a", _NOT_THERE, "C3b", "C4a", Level.NO, "C3"),
    _jump("C5a", _UNDER_WAY, "C5b C5c", "D1a", Level.WORKING_TOWARDS, "C5"),
    _jump("C5a", _NOT_THERE, "C5b C5c", "D1a", Level.NO, "C5"),
    _jump("D3a", _NOT_THERE, "D3b D3c", "D4a", Level.NO, "D3"),
    _jump("E4a", _DEVELOPING, "E4b", "E5a", Level.WORKING_TOWARDS, "E4"),
    _jump("E4a", _NOT_THERE | {"no_secure_la_intranet"}, "E4b", "E5a", Level.NO, "E4"),
    _jump("E5a", _DEVELOPING, "E5b", "E6a", Level.WORKING_TOWARDS, "E5"),
    _jump("E5a", _NOT_THERE, "E5b", "E6a", Level.NO, "E5"),
    _jump("E6a", _DEVELOPING, "E6b", "F1", Level.WORKING_TOWARDS, "E6"),
    _jump("E6a", _NOT_THERE, "E6b", "F1", Level.NO, "E6"),
    _jump("G1a", frozenset({"no"}), "G1b", "G2a"),
    _jump("G2a", frozenset({"no"}), "G2b", "G3a"),
    _jump("G3a", frozenset({"no"}), "G3b", "G4a"),
)


def taken(answers: Answers) -> tuple[Jump, ...]:
    """Return the jumps that these answers take, in the order of the questionnaire."""
    return tuple(jump for jump in JUMPS if _takes(jump, answers))


def skipped(answers: Answers) -> Mapping[str, Jump]:
    """Return every item that routing leads past, with the jump that does so."""
    return {item: jump for jump in reversed(taken(answers)) for item in jump.past}


def _takes(jump: Jump, answers: Answers) -> bool:
    if jump.item == "B3c" and answers.at("B3a") != {CLAIMED}:
        return False
    ticked = answers.at(jump.item)
    return bool(ticked) and ticked <= jump.answers
