"""The life of a conversation: its two states, what each means, and the allowed moves. The one place that knows them."""

from enum import StrEnum

from onroll.transfer.states import Meaning


class ConversationState(StrEnum):
    """Where a conversation stands."""

    OPEN = "open"
    CLOSED = "closed"


MEANINGS: dict[ConversationState, Meaning] = {
    ConversationState.OPEN: Meaning("Open", "Both sides can write.", "blue", "nobody"),
    ConversationState.CLOSED: Meaning(
        "Closed", "The matter is settled. It can be read; for something new, write a new message.", "grey", "nobody"
    ),
}

FIRST_STATES = frozenset({ConversationState.OPEN})

MOVES: dict[ConversationState, frozenset[ConversationState]] = {
    ConversationState.OPEN: frozenset({ConversationState.CLOSED}),
    ConversationState.CLOSED: frozenset(),
}
