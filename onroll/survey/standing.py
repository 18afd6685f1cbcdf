"""Where an authority of a survey stands: worked out from its calls and its interview, never stored."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from onroll.survey.interview_states import InterviewState
from onroll.survey.models import Call, CallOutcome, Respondent
from onroll.survey.models.surveys import MOST_CALLS
from onroll.web.parts import Colour


class Standing(StrEnum):
    """Where an authority stands, in the order of a day's work."""

    CALL_AGAIN = "call_again"
    TO_CALL = "to_call"
    ASKING = "asking"
    STOPPED = "stopped"
    JUDGING = "judging"
    DONE = "done"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    NOT_SAMPLED = "not_sampled"


class Meaning(NamedTuple):
    """A standing's name, what it means, and its colour."""

    name: str
    words: str
    colour: Colour


MEANINGS: dict[Standing, Meaning] = {
    Standing.CALL_AGAIN: Meaning("Call again", "Somebody asked to be called again.", "yellow"),
    Standing.TO_CALL: Meaning("To call", "Nobody has been reached yet.", "blue"),
    Standing.ASKING: Meaning("Being asked", "The interview is under way.", "purple"),
    Standing.STOPPED: Meaning("Stopped", "The interview has a break.", "yellow"),
    Standing.JUDGING: Meaning("To be judged", "All is asked; the interviewer judges each step.", "purple"),
    Standing.DONE: Meaning("Done", "Counts in the tables.", "green"),
    Standing.REFUSED: Meaning("Refused", "Will not take part.", "red"),
    Standing.NOT_REACHED: Meaning("Not reached", f"{MOST_CALLS} calls reached nobody; no more are made.", "red"),
    Standing.NOT_SAMPLED: Meaning("Not in the sample", "Not asked in this survey.", "grey"),
}
_OF_INTERVIEW = {
    InterviewState.ASKING: Standing.ASKING,
    InterviewState.STOPPED: Standing.STOPPED,
    InterviewState.JUDGING: Standing.JUDGING,
    InterviewState.DONE: Standing.DONE,
}


def standing_of(respondent: Respondent, calls: Sequence[Call], state: str | None) -> Standing:
    """Return where an authority stands.

    Args:
        respondent: the authority.
        calls: its calls, oldest first.
        state: of its interview; None, if there is none.
    """
    if state is not None:
        return _OF_INTERVIEW[InterviewState(state)]
    if not respondent.is_sampled:
        return Standing.NOT_SAMPLED
    last = calls[-1] if calls else None
    if last and last.outcome == CallOutcome.REFUSED:
        return Standing.REFUSED
    if calls_left(calls) == 0:
        return Standing.NOT_REACHED
    asked_for = {CallOutcome.LATER, CallOutcome.NOT_THE_ONE}
    return Standing.CALL_AGAIN if last and last.outcome in asked_for else Standing.TO_CALL


def calls_left(calls: Sequence[Call]) -> int:
    """Return how many more calls may be made to reach somebody, 0 to 4."""
    return MOST_CALLS - max((call.number or 0 for call in calls), default=0)
