"""What may become of a pair of records that may be one child. Two people make them one; one is enough for "no"."""

from dataclasses import dataclass
from enum import StrEnum

from onroll.audit.refusals import RuleBroken


class ReviewState(StrEnum):
    """The states. The stored values never change."""

    WAITING = "waiting"
    SET_ASIDE = "set_aside"
    AGREED_ONCE = "agreed_once"
    MERGED = "merged"
    KEPT_APART = "kept_apart"
    SPLIT = "split"


class ReviewMoveNotAllowed(RuleBroken):
    """A pair was to go from one state to another that the table does not allow."""

    code = "review_move_not_allowed"
    default_words = "This has been decided meanwhile. Nothing was changed: see how it stands now."


@dataclass(frozen=True, slots=True)
class Meaning:
    """A state's name, what it means, its colour, and whose turn it is."""

    name: str
    words: str
    colour: str
    whose_turn: str


MOVES: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.WAITING: frozenset({ReviewState.AGREED_ONCE, ReviewState.KEPT_APART, ReviewState.SET_ASIDE}),
    ReviewState.SET_ASIDE: frozenset({ReviewState.WAITING, ReviewState.AGREED_ONCE, ReviewState.KEPT_APART}),
    ReviewState.AGREED_ONCE: frozenset(
        {ReviewState.WAITING, ReviewState.MERGED, ReviewState.KEPT_APART, ReviewState.SET_ASIDE}
    ),
    ReviewState.MERGED: frozenset({ReviewState.SPLIT}),
    # A "no" is looked at again only when a person says so: no score and no clock leads out of these two.
    ReviewState.KEPT_APART: frozenset({ReviewState.WAITING}),
    ReviewState.SPLIT: frozenset({ReviewState.WAITING}),
}
FIRST_STATES = frozenset({ReviewState.WAITING})
UNANSWERED = frozenset({ReviewState.WAITING, ReviewState.SET_ASIDE, ReviewState.AGREED_ONCE})
APART = frozenset({ReviewState.KEPT_APART, ReviewState.SPLIT})

MEANINGS: dict[ReviewState, Meaning] = {
    ReviewState.WAITING: Meaning("Waiting", "Nobody has said whether this is one child.", "yellow", "An officer"),
    ReviewState.SET_ASIDE: Meaning(
        "Question asked", "An officer has asked somebody something and waits for the answer.", "orange", "An officer"
    ),
    ReviewState.AGREED_ONCE: Meaning(
        "Agreed once", "One officer says that this is one child. A second has to agree.", "blue", "A second officer"
    ),
    ReviewState.MERGED: Meaning(
        "Same child",
        "Two officers agreed. The records are read as one child, and can be split again.",
        "green",
        "Nobody",
    ),
    ReviewState.KEPT_APART: Meaning(
        "Not the same child", "An officer decided it. No later match brings it up again.", "grey", "Nobody"
    ),
    ReviewState.SPLIT: Meaning(
        "Split again", "They were read as one child, and an officer found that they are two.", "purple", "Nobody"
    ),
}


def check_move(here: ReviewState, there: ReviewState) -> None:
    """Refuse a move that the table does not have.

    Raises: ReviewMoveNotAllowed.
    """
    if there not in MOVES[here]:
        raise ReviewMoveNotAllowed
