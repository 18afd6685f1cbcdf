"""The kinds of step in a case's story, and the words that head each."""

from enum import StrEnum


class StepKind(StrEnum):
    """What happened. The stored values never change; the titles may be made plainer."""

    OPENED = "opened"
    DATES = "dates"
    MOVED = "moved"
    NOTE = "note"
    ASSIGNED = "assigned"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    HINT = "hint"
    CLOSED = "closed"
    REOPENED = "reopened"
    FILE_WITHDRAWN = "file_withdrawn"
    JOINED = "joined"


TITLES: dict[StepKind, str] = {
    StepKind.OPENED: "Case opened",
    StepKind.DATES: "Dates recorded",
    StepKind.MOVED: "Moved to another stage",
    StepKind.NOTE: "Note",
    StepKind.ASSIGNED: "Given to another officer",
    StepKind.CLAIMED: "File claimed for a school",
    StepKind.CONFIRMED: "On a school’s roll",
    StepKind.HINT: "A school says the child is on its roll",
    StepKind.CLOSED: "Case closed",
    StepKind.REOPENED: "Case opened again",
    StepKind.FILE_WITHDRAWN: "File taken back",
    StepKind.JOINED: "Told again",
}
