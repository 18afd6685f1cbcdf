"""The life of a return of law. The one place that knows its moves; whether it is late is worked out from its days."""

import dataclasses
from enum import StrEnum

from onroll.audit.refusals import RuleBroken


class ReturnState(StrEnum):
    """Where a return stands. Codes are kept for ever."""

    OWED = "owed"
    MADE = "made"
    NOT_NEEDED = "not_needed"
    WITHDRAWN = "withdrawn"


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """A state's name on screen and what it means."""

    name: str
    words: str


MEANINGS: dict[ReturnState, Meaning] = {
    ReturnState.OWED: Meaning("To be made", "The school has not told the authority yet."),
    ReturnState.MADE: Meaning("Made", "The authority has it."),
    ReturnState.NOT_NEEDED: Meaning("Not needed", "The law asks for none, and why is written beside it."),
    ReturnState.WITHDRAWN: Meaning("Taken back", "The school said that it was made by mistake, and why."),
}

MOVES: dict[ReturnState, frozenset[ReturnState]] = {
    ReturnState.OWED: frozenset({ReturnState.MADE, ReturnState.NOT_NEEDED}),
    ReturnState.MADE: frozenset({ReturnState.WITHDRAWN}),
    ReturnState.NOT_NEEDED: frozenset({ReturnState.OWED}),
    ReturnState.WITHDRAWN: frozenset(),
}
FIRST_STATES = {ReturnState.OWED, ReturnState.MADE, ReturnState.NOT_NEEDED}


class ReturnMoveNotAllowed(RuleBroken):
    """A return cannot go where it was sent."""

    code = "return_move_not_allowed"


def check_move(current: ReturnState, wanted: ReturnState) -> None:
    """Refuse a move that the table does not have."""
    if wanted not in MOVES[current]:
        raise ReturnMoveNotAllowed(f"This return is “{MEANINGS[current].name}” already. {MEANINGS[current].words}")
