"""The life of a request to an agency: the one place that knows its states and the moves between them."""

from enum import StrEnum

from onroll.audit.refusals import RuleBroken


class RequestState(StrEnum):
    """Where a request to an agency stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    NOTHING_KNOWN = "nothing_known"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


NAMES: dict[RequestState, str] = {
    RequestState.ASKED: "Waiting",
    RequestState.ANSWERED: "Answered",
    RequestState.NOTHING_KNOWN: "Nothing known",
    RequestState.REFUSED: "Refused",
    RequestState.WITHDRAWN: "Taken back",
}

MEANINGS: dict[RequestState, str] = {
    RequestState.ASKED: "The body was asked and has not answered yet.",
    RequestState.ANSWERED: "The body told what it knows.",
    RequestState.NOTHING_KNOWN: "The body looked, and knows nothing of the child.",
    RequestState.REFUSED: "The body will not answer, and says why. It can be asked again.",
    RequestState.WITHDRAWN: "It is not needed any more.",
}

MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.ASKED: frozenset(
        {RequestState.ANSWERED, RequestState.NOTHING_KNOWN, RequestState.REFUSED, RequestState.WITHDRAWN}
    ),
    RequestState.REFUSED: frozenset({RequestState.ASKED}),
    RequestState.ANSWERED: frozenset(),
    RequestState.NOTHING_KNOWN: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}

FIRST_STATES = frozenset({RequestState.ASKED})


class OwnAnswer(StrEnum):
    """What an agency says when it answers a request itself. Codes keep their meaning."""

    FOUND = "found"
    SOMETHING = "something"
    NOTHING_KNOWN = "nothing_known"


OWN_ANSWERS: dict[OwnAnswer, str] = {
    OwnAnswer.FOUND: "We know where the child is",
    OwnAnswer.SOMETHING: "We know something that may help",
    OwnAnswer.NOTHING_KNOWN: "We have looked, and do not know this child",
}
REPLIES = (RequestState.ANSWERED, RequestState.NOTHING_KNOWN, RequestState.REFUSED)


class RequestMoveNotAllowed(RuleBroken):
    """A request to an agency cannot go where it was sent."""

    code = "agency_request_move_not_allowed"


def check_request_move(current: RequestState, wanted: RequestState) -> None:
    """Refuse a move that the table does not have."""
    if wanted not in MOVES[current]:
        raise RequestMoveNotAllowed(f"This cannot be done with this request any more. {MEANINGS[current]}")
