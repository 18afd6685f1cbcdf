"""The life of an entry that one authority passes on to the next: states, meanings and moves, in this place only."""

from enum import StrEnum

from onroll.returns.return_states import Meaning


class PassingState(StrEnum):
    """Where an entry that was passed on stands. Codes are kept for ever."""

    PASSED = "passed"
    TAKEN = "taken"
    NOT_HERE = "not_here"
    WITHDRAWN = "withdrawn"


MEANINGS: dict[PassingState, Meaning] = {
    PassingState.PASSED: Meaning(
        "Waits for the other authority", "The child stays on the first register until the other authority takes over."
    ),
    PassingState.TAKEN: Meaning("Taken over", "The child is on the other authority’s register, and not here any more."),
    PassingState.NOT_HERE: Meaning(
        "Not there", "The other authority says that the child does not live there. The entry stayed where it was."
    ),
    PassingState.WITHDRAWN: Meaning("Taken back", "It was passed on by mistake. The entry stayed where it was."),
}

MOVES: dict[PassingState, frozenset[PassingState]] = {
    PassingState.PASSED: frozenset({PassingState.TAKEN, PassingState.NOT_HERE, PassingState.WITHDRAWN}),
    PassingState.TAKEN: frozenset(),
    PassingState.NOT_HERE: frozenset(),
    PassingState.WITHDRAWN: frozenset(),
}
