"""The life of an interview: its states, what each means, and the allowed moves. The one place that knows them."""

from enum import StrEnum
from typing import NamedTuple

from onroll.audit.refusals import RuleBroken
from onroll.web.parts import Colour


class InterviewState(StrEnum):
    """Where an interview stands."""

    ASKING = "asking"
    STOPPED = "stopped"
    JUDGING = "judging"
    DONE = "done"


class Meaning(NamedTuple):
    """A state's name, what it means, and its colour."""

    name: str
    words: str
    colour: Colour


MEANINGS: dict[InterviewState, Meaning] = {
    InterviewState.ASKING: Meaning("Being asked", "The questions are being asked now.", "blue"),
    InterviewState.STOPPED: Meaning("Stopped", "There is a break. It goes on where it stopped.", "yellow"),
    InterviewState.JUDGING: Meaning("To be judged", "All is asked. The interviewer judges each step.", "purple"),
    InterviewState.DONE: Meaning("Done", "Asked and judged. It counts in the national tables.", "green"),
}

FIRST_STATES = frozenset({InterviewState.ASKING, InterviewState.DONE})  # answers out of a file are there at once

# What is done may be taken up again: answers that contradict each other are asked once more.
MOVES: dict[InterviewState, frozenset[InterviewState]] = {
    InterviewState.ASKING: frozenset({InterviewState.STOPPED, InterviewState.JUDGING}),
    InterviewState.STOPPED: frozenset({InterviewState.ASKING}),
    InterviewState.JUDGING: frozenset({InterviewState.ASKING, InterviewState.DONE}),
    InterviewState.DONE: frozenset({InterviewState.ASKING}),
}


class MoveNotPossible(RuleBroken):
    """An interview was to go from one state to another that does not follow it."""

    code = "interview_move_not_possible"
    default_words = "This interview is not where it would have to be for that. Open it again to see where it stands."


def check_move(now: str, to: InterviewState) -> None:
    """Raise MoveNotPossible, unless an interview may go from `now` to `to`."""
    if to not in MOVES[InterviewState(now)]:
        raise MoveNotPossible
