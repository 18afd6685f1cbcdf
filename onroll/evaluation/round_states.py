"""The life of a round of self-evaluation: its states, what each means, and the allowed moves.

The one place that knows them. The diagram in docs/reference/states.md is generated from this table.
"""

import dataclasses
from enum import StrEnum

from onroll.audit.refusals import RuleBroken
from onroll.web.parts import Colour


class RoundState(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    WAITING = "waiting"
    SIGNED = "signed"
    ABANDONED = "abandoned"


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """A state's name on screen and the sentence that stands beside it."""

    name: str
    words: str
    colour: Colour


MEANINGS: dict[RoundState, Meaning] = {
    RoundState.OPEN: Meaning("Open", "The team answers the steps. Everything can still be changed.", "blue"),
    RoundState.WAITING: Meaning(
        "Waits for signature", "Every step is answered. The leader reads it, and signs it or gives it back.", "yellow"
    ),
    RoundState.SIGNED: Meaning(
        "Signed", "The leader signed it. It is kept as it is, and compared with later rounds.", "green"
    ),
    RoundState.ABANDONED: Meaning("Abandoned", "It was given up before it was signed. It counts nowhere.", "grey"),
}
FIRST_STATES = frozenset({RoundState.OPEN})
UNFINISHED = (RoundState.OPEN, RoundState.WAITING)
MOVES: dict[RoundState, frozenset[RoundState]] = {
    RoundState.OPEN: frozenset({RoundState.WAITING, RoundState.ABANDONED}),
    RoundState.WAITING: frozenset({RoundState.OPEN, RoundState.SIGNED, RoundState.ABANDONED}),
    RoundState.SIGNED: frozenset(),
    RoundState.ABANDONED: frozenset(),
}


class RoundMoveNotAllowed(RuleBroken):
    """A round was to become what the table does not have."""

    code = "round_move_not_allowed"


def check_move(current: RoundState, wanted: RoundState) -> None:
    """Refuse a move that the table does not have.

    Raises: RoundMoveNotAllowed.
    """
    if wanted not in MOVES[current]:
        before, after = MEANINGS[current].name, MEANINGS[wanted].name
        raise RoundMoveNotAllowed(f"This round is “{before}”; it cannot become “{after}”.")
