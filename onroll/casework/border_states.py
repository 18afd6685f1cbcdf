"""The life of a hand-over, and of an answer to “is this child with you?”: states, meanings and allowed moves.

The one place that knows them.
"""

import dataclasses
from enum import StrEnum

from onroll.audit.refusals import RuleBroken
from onroll.web.parts import Colour


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """A state's name on screen and the sentence that stands beside it."""

    name: str
    words: str
    colour: Colour


class HandOverState(StrEnum):
    """Where the hand-over of a case to another authority stands."""

    OFFERED = "offered"
    ESCALATED = "escalated"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


HAND_OVER_MEANINGS: dict[HandOverState, Meaning] = {
    HandOverState.OFFERED: Meaning(
        "Offered", "The other authority has been asked. The case stays where it is until it accepts.", "yellow"
    ),
    HandOverState.ESCALATED: Meaning(
        "No answer in time", "Nobody answered in time. It stands first in both lists until somebody does.", "red"
    ),
    HandOverState.ACCEPTED: Meaning(
        "Accepted", "The other authority now works on the child, in its own case.", "green"
    ),
    HandOverState.DECLINED: Meaning("Declined", "The other authority said no. The case stayed where it was.", "orange"),
    HandOverState.WITHDRAWN: Meaning("Withdrawn", "The offer was taken back. The case stayed where it was.", "grey"),
    HandOverState.LAPSED: Meaning(
        "Lapsed", "Nobody answered, even after it was escalated. The case can be offered again.", "purple"
    ),
}
PENDING = (HandOverState.OFFERED, HandOverState.ESCALATED)  # somebody still has to answer
_ENDS = frozenset({HandOverState.ACCEPTED, HandOverState.DECLINED, HandOverState.WITHDRAWN})
HAND_OVER_MOVES: dict[HandOverState, frozenset[HandOverState]] = {
    HandOverState.OFFERED: _ENDS | {HandOverState.ESCALATED},
    HandOverState.ESCALATED: _ENDS | {HandOverState.LAPSED},
    HandOverState.ACCEPTED: frozenset(),
    HandOverState.DECLINED: frozenset(),
    HandOverState.WITHDRAWN: frozenset(),
    HandOverState.LAPSED: frozenset(),
}


class Answer(StrEnum):
    """What an authority says to “is this child with you?”. `EXPIRED` is read from the day, never stored."""

    ASKED = "asked"
    LOOKING = "looking"
    YES = "yes"
    NO = "no"
    EXPIRED = "expired"


ANSWER_MEANINGS: dict[Answer, Meaning] = {
    Answer.ASKED: Meaning("Asked", "Nobody there has answered yet.", "yellow"),
    Answer.LOOKING: Meaning("Looking", "They know a child who may be this one, and are finding out.", "blue"),
    Answer.YES: Meaning("Yes", "They know this child. Offer them the case.", "green"),
    Answer.NO: Meaning("No", "They know no such child.", "grey"),
    Answer.EXPIRED: Meaning("Expired", "Nobody answered in time. The question is shown to them no longer.", "purple"),
}
ANSWER_MOVES: dict[Answer, frozenset[Answer]] = {
    Answer.ASKED: frozenset({Answer.LOOKING, Answer.YES, Answer.NO, Answer.EXPIRED}),
    Answer.LOOKING: frozenset({Answer.YES, Answer.NO, Answer.EXPIRED}),
    Answer.YES: frozenset({Answer.NO}),
    Answer.NO: frozenset({Answer.YES, Answer.LOOKING}),
    Answer.EXPIRED: frozenset(),
}


class AnswerMoveNotAllowed(RuleBroken):
    """An answer was to become one that the table does not have."""

    code = "answer_move_not_allowed"


def check_answer_move(current: Answer, wanted: Answer) -> None:
    """Refuse an answer that the table does not have.

    Raises: AnswerMoveNotAllowed.
    """
    if wanted not in ANSWER_MOVES[current]:
        before, after = ANSWER_MEANINGS[current].name, ANSWER_MEANINGS[wanted].name
        raise AnswerMoveNotAllowed(f"The answer is “{before}”; it cannot become “{after}”.")
