"""What may become of an alert. The one place that knows.

An alert ends by itself when its cause is gone, or because a person says what came of it. One alert for each cause: what
a person closed is not raised again for the same cause; one that ended by itself stands again when its cause is back.
"""

import dataclasses
from enum import StrEnum

from onroll.audit.refusals import RuleBroken
from onroll.web.parts import Colour


class AlertState(StrEnum):
    """Where an alert stands. The stored values never change."""

    OPEN = "open"
    TAKEN = "taken"
    PASSED = "passed"
    CLOSED = "closed"


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """A state's name on screen and the sentence that stands beside it."""

    name: str
    words: str
    colour: Colour


MEANINGS: dict[AlertState, Meaning] = {
    AlertState.OPEN: Meaning("New", "Nobody has taken it up yet.", "red"),
    AlertState.TAKEN: Meaning("Taken up", "Somebody works on it.", "yellow"),
    AlertState.PASSED: Meaning("Over", "Its cause is gone: a later sweep did not find it any more.", "green"),
    AlertState.CLOSED: Meaning("Closed", "A person said what came of it.", "grey"),
}
MOVES: dict[AlertState, frozenset[AlertState]] = {
    AlertState.OPEN: frozenset({AlertState.TAKEN, AlertState.PASSED, AlertState.CLOSED}),
    AlertState.TAKEN: frozenset({AlertState.OPEN, AlertState.PASSED, AlertState.CLOSED}),
    AlertState.PASSED: frozenset({AlertState.OPEN}),  # the marks that ended it were changed back
    AlertState.CLOSED: frozenset(),
}
FIRST_STATES = frozenset({AlertState.OPEN})
STANDING = frozenset({AlertState.OPEN, AlertState.TAKEN})


class AlertMoveForbidden(RuleBroken):
    """An alert that is over or closed was to be moved again."""

    code = "alert_move_forbidden"
    default_words = "This alert is over. Nothing more can be done with it."


def check_move(old: AlertState, new: AlertState) -> None:
    """Raise AlertMoveForbidden, unless the table allows this move."""
    if new not in MOVES[old]:
        raise AlertMoveForbidden
