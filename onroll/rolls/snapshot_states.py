"""What may become of a snapshot: a file in which a school says who is on its roll on a day.

The one place that knows. A snapshot that was taken stays taken: what a later one says differently becomes events.
"""

import dataclasses
from enum import StrEnum

from onroll.audit.refusals import RuleBroken
from onroll.web.parts import Colour


class SnapshotState(StrEnum):
    """Where a snapshot stands. The stored values never change."""

    RECEIVED = "received"
    HELD = "held"
    TAKEN = "taken"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """A state's name on screen and the sentence that stands beside it."""

    name: str
    words: str
    colour: Colour


MEANINGS: dict[SnapshotState, Meaning] = {
    SnapshotState.RECEIVED: Meaning(
        "Not taken yet", "The file is stored safely. Nothing was changed: somebody looks at what it would do.", "blue"
    ),
    SnapshotState.HELD: Meaning(
        "Held for a person",
        "By this file more than half of the roll has left. Nothing was changed: somebody has to say whether that is "
        "right.",
        "orange",
    ),
    SnapshotState.TAKEN: Meaning(
        "Taken", "The roll is now as this file says. What it changed stands beside it as events.", "green"
    ),
    SnapshotState.REFUSED: Meaning("Refused", "The file could not be taken. Nothing was changed.", "red"),
    SnapshotState.SUPERSEDED: Meaning(
        "Not needed any more",
        "It was not taken: a later file was, or somebody put it aside. It changed nothing.",
        "grey",
    ),
}

FIRST_STATES = frozenset({SnapshotState.RECEIVED})

MOVES: dict[SnapshotState, frozenset[SnapshotState]] = {
    SnapshotState.RECEIVED: frozenset(
        {SnapshotState.HELD, SnapshotState.TAKEN, SnapshotState.REFUSED, SnapshotState.SUPERSEDED}
    ),
    SnapshotState.HELD: frozenset({SnapshotState.TAKEN, SnapshotState.REFUSED, SnapshotState.SUPERSEDED}),
    SnapshotState.TAKEN: frozenset(),
    SnapshotState.REFUSED: frozenset(),
    SnapshotState.SUPERSEDED: frozenset(),
}


class SnapshotMoveNotAllowed(RuleBroken):
    """A snapshot was to go from one state to another that the table does not allow."""

    code = "snapshot_move_not_allowed"
    default_words = "Somebody has decided on this file meanwhile. Nothing was changed: see how it stands now."


def check_move(current: SnapshotState, wanted: SnapshotState) -> None:
    """Refuse a move that the table does not have. Raises: SnapshotMoveNotAllowed."""
    if wanted not in MOVES[current]:
        raise SnapshotMoveNotAllowed
