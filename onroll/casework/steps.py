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
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    HINT = "hint"
    CLOSED = "closed"
    REOPENED = "reopened"
    FILE_WITHDRAWN = "file_withdrawn"
    JOINED = "joined"
    SEPARATED = "separated"
    LIKENESS = "likeness"
    SAME_CHILD = "same_child"
    ENQUIRIES = "enquiries"
    HARM = "harm"
    HAND_OVER = "hand_over"
    OTHERS_ASKED = "others_asked"
    MOVE_EVIDENCE = "move_evidence"
    ORDER = "order"
    FAMILY = "family"
    DEPUTY = "deputy"
    FOLLOWED_UP = "followed_up"
    RISK = "risk"
    TICKED = "ticked"


TITLES: dict[StepKind, str] = {
    StepKind.OPENED: "Case opened",
    StepKind.DATES: "Dates recorded",
    StepKind.MOVED: "Moved to another stage",
    StepKind.NOTE: "Note",
    StepKind.ASSIGNED: "Given to another officer",
    StepKind.CLAIMED: "File claimed for a school",
    StepKind.RETURNED: "Claimed file gone back",
    StepKind.CONFIRMED: "On a school’s roll",
    StepKind.HINT: "A school says the child is on its roll",
    StepKind.CLOSED: "Case closed",
    StepKind.REOPENED: "Case opened again",
    StepKind.FILE_WITHDRAWN: "File taken back",
    StepKind.JOINED: "Told again",
    StepKind.SEPARATED: "A wrong join undone",
    StepKind.LIKENESS: "A child who may be this one",
    StepKind.SAME_CHILD: "Records compared",
    StepKind.ENQUIRIES: "Reasonable enquiries",
    StepKind.HARM: "Sign of significant harm",
    StepKind.HAND_OVER: "Hand-over to another authority",
    StepKind.OTHERS_ASKED: "Other authorities asked",
    StepKind.MOVE_EVIDENCE: "Evidence of a move out of England",
    StepKind.ORDER: "School attendance order",
    StepKind.FAMILY: "Family",
    StepKind.DEPUTY: "Deputy",
    StepKind.FOLLOWED_UP: "Followed up",
    StepKind.RISK: "Risk assessed",
    StepKind.TICKED: "Checklist",
}

# Who is to do the work is not the work, nor is putting papers where they belong: such a case is as overdue as it was.
NOT_WORK = frozenset({StepKind.ASSIGNED, StepKind.DEPUTY, StepKind.SEPARATED})
