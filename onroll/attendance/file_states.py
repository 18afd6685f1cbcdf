"""What may become of a school's attendance file. The one place that knows."""

import dataclasses
from enum import StrEnum

from onroll.audit.refusals import RuleBroken
from onroll.web.parts import Colour


class FileState(StrEnum):
    """Where a file stands. The stored values never change."""

    RECEIVED = "received"
    TAKEN = "taken"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """A state's name on screen and the sentence that stands beside it."""

    name: str
    words: str
    colour: Colour


MEANINGS: dict[FileState, Meaning] = {
    FileState.RECEIVED: Meaning("Not taken yet", "Nothing was changed: somebody looks at what it would do.", "blue"),
    FileState.TAKEN: Meaning("Taken", "Its marks stand in the register.", "green"),
    FileState.REFUSED: Meaning("Refused", "The file could not be taken. Nothing was changed.", "red"),
    FileState.SUPERSEDED: Meaning("Not needed any more", "A newer file came before it was taken.", "grey"),
}
FIRST_STATES = frozenset({FileState.RECEIVED})
MOVES: dict[FileState, frozenset[FileState]] = {
    FileState.RECEIVED: frozenset({FileState.TAKEN, FileState.REFUSED, FileState.SUPERSEDED}),
    FileState.TAKEN: frozenset(),
    FileState.REFUSED: frozenset(),
    FileState.SUPERSEDED: frozenset(),
}


class FileMoveForbidden(RuleBroken):
    """A file that was taken, refused or put aside was to be taken."""

    code = "attendance_file_move_forbidden"
    default_words = "This file does not wait any more. Nothing was changed: see how it stands now."


def check_move(old: FileState, new: FileState) -> None:
    """Raise FileMoveForbidden, unless the table allows this move."""
    if new not in MOVES[old]:
        raise FileMoveForbidden
