"""The life of a request for a file: its states, what each means in plain words, and the allowed moves."""

import dataclasses
from enum import StrEnum

from onroll.transfer.states import MoveNotAllowed
from onroll.web.parts import Colour


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    WITH_AUTHORITY = "with_authority"
    FILE_SENT = "file_sent"
    NOT_HELD = "not_held"
    WITHDRAWN = "withdrawn"


@dataclasses.dataclass(frozen=True, slots=True)
class RequestMeaning:
    """A state's name on screen and the sentence that stands beside it."""

    name: str
    words: str
    colour: Colour


MEANINGS: dict[RequestState, RequestMeaning] = {
    RequestState.ASKED: RequestMeaning(
        "Asked", "The old school has been asked for the file and has not answered yet.", "yellow"
    ),
    RequestState.WITH_AUTHORITY: RequestMeaning(
        "With the authority", "The authority has been asked to search for the file and has not answered yet.", "purple"
    ),
    RequestState.FILE_SENT: RequestMeaning("File sent", "The file is on its way, or waits to be collected.", "green"),
    RequestState.NOT_HELD: RequestMeaning("Not held", "Whoever was asked says that there is no such file.", "orange"),
    RequestState.WITHDRAWN: RequestMeaning("Withdrawn", "The school that asked no longer needs an answer.", "grey"),
}

OPEN_STATES = (RequestState.ASKED, RequestState.WITH_AUTHORITY)  # somebody still has to answer

FIRST_STATES = frozenset({RequestState.ASKED, RequestState.WITH_AUTHORITY})

MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.ASKED: frozenset(
        {RequestState.FILE_SENT, RequestState.NOT_HELD, RequestState.WITH_AUTHORITY, RequestState.WITHDRAWN}
    ),
    RequestState.WITH_AUTHORITY: frozenset({RequestState.FILE_SENT, RequestState.NOT_HELD, RequestState.WITHDRAWN}),
    # The file that was the answer was taken back, destroyed uncollected, or another child's: somebody has to answer.
    RequestState.FILE_SENT: frozenset({RequestState.ASKED, RequestState.WITH_AUTHORITY}),
    RequestState.NOT_HELD: frozenset({RequestState.WITH_AUTHORITY, RequestState.FILE_SENT}),
    RequestState.WITHDRAWN: frozenset(),
}


def check_move(current: RequestState, wanted: RequestState) -> None:
    """Refuse a move that the table does not have.

    Raises: MoveNotAllowed.
    """
    if wanted not in MOVES[current]:
        raise MoveNotAllowed(f"This request is “{MEANINGS[current].name}”; it cannot become “{MEANINGS[wanted].name}”.")
