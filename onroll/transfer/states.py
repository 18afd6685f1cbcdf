"""The life of a file in the exchange: its states, what each means in plain words, and the allowed moves.

The one place that knows them. The diagram in docs/reference/states.md is generated from this table.
Source: ../shared/reference/ctf/s2s.md section 6.1 (a proposal, mark P); kept here as our own design.
"""

import dataclasses
from enum import StrEnum

from onroll.audit.refusals import RuleBroken
from onroll.web.parts import Colour


class State(StrEnum):
    """Where a file stands."""

    RECEIVED = "received"
    CHECKED = "checked"
    HELD = "held"
    REDIRECTED = "redirected"
    WAITING = "waiting"
    HELD_AS_LOST = "held_as_lost"
    COLLECTED = "collected"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """A state's name on screen and the sentence that stands beside it."""

    name: str
    words: str
    colour: Colour
    whose_turn: str  # who has to act now: 'sender', 'recipient', 'authority' or 'nobody'


MEANINGS: dict[State, Meaning] = {
    State.RECEIVED: Meaning(
        "Received",
        "Every byte of the file is stored safely. Its check is not finished: that goes on by itself.",
        "grey",
        "nobody",
    ),
    State.HELD: Meaning(
        "Held for a person",
        "The file is kept safe and cannot go on by itself: somebody has to decide.",
        "orange",
        "authority",
    ),
    State.REDIRECTED: Meaning(
        "Redirected",
        "It could not go to the one it was addressed to, and goes to another that a person chose.",
        "teal",
        "nobody",
    ),
    State.CHECKED: Meaning(
        "Ready to send",
        "The file has been read and checked. It has not been sent yet.",
        "teal",
        "sender",
    ),
    State.WAITING: Meaning(
        "Waiting", "Sent. It waits for the school or authority to collect it.", "yellow", "recipient"
    ),
    State.HELD_AS_LOST: Meaning(
        "In the lost-pupil repository",
        "The next school is not known. The file is kept safe until an authority finds the child.",
        "purple",
        "authority",
    ),
    State.COLLECTED: Meaning(
        "Collected",
        "The file has been downloaded. The school has not yet said that the child is on its roll.",
        "blue",
        "recipient",
    ),
    State.CONFIRMED: Meaning("On roll", "The school has confirmed that the child is on its roll.", "green", "nobody"),
    State.REFUSED: Meaning("Refused", "The file could not be accepted. Nothing was sent.", "red", "sender"),
    State.WITHDRAWN: Meaning("Withdrawn", "The sender took the file back before it was collected.", "grey", "nobody"),
    State.EXPIRED: Meaning(
        "Destroyed",
        "The time for keeping the file ran out. It was destroyed; the certificate says when.",
        "grey",
        "nobody",
    ),
}

# Received, checked and refused follow each other in one commit, each a step with its time (docs/decisions/0014): a row
# stays at received only where a scanner is away.
FIRST_STATES = frozenset({State.RECEIVED, State.CHECKED, State.REFUSED})

MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.CHECKED, State.REFUSED, State.HELD, State.WITHDRAWN, State.EXPIRED}),
    State.CHECKED: frozenset({State.WAITING, State.HELD_AS_LOST, State.HELD, State.REDIRECTED, State.WITHDRAWN}),
    State.HELD: frozenset(
        {
            State.CHECKED,  # a later check of its content found nothing, or the sender's named role let it go
            *(State.WAITING, State.HELD_AS_LOST, State.REDIRECTED),
            *(State.WITHDRAWN, State.REFUSED, State.EXPIRED),
        }
    ),
    State.REDIRECTED: frozenset({State.WAITING}),
    State.WAITING: frozenset({State.COLLECTED, State.WITHDRAWN, State.REDIRECTED, State.HELD, State.HELD_AS_LOST}),
    State.HELD_AS_LOST: frozenset({State.WAITING, State.WITHDRAWN, State.EXPIRED}),
    State.COLLECTED: frozenset({State.CONFIRMED, State.HELD_AS_LOST}),  # claimed, but another child's: it goes back
    State.CONFIRMED: frozenset(),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.EXPIRED: frozenset(),
}


class MoveNotAllowed(RuleBroken):
    """A file cannot go from the state it is in to the one asked for."""

    code = "move_not_allowed"


def check_move(current: State, wanted: State) -> None:
    """Refuse a move that the table does not have."""
    if wanted not in MOVES[current]:
        raise MoveNotAllowed(
            f"This file is now “{MEANINGS[current].name}”, so it cannot become “{MEANINGS[wanted].name}”."
        )


# A file in one of these states can be given a document to go with it.
TAKES_PARTS = (State.RECEIVED, State.CHECKED, State.WAITING, State.HELD_AS_LOST, State.COLLECTED, State.CONFIRMED)
