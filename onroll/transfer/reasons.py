"""Why an officer searches the repository or opens a child in it: codes kept for ever, words that may be made plainer.

Source: ../shared/reference/ctf/s2s.md sections 4 and 6.3: searches need a reason from a list and in words (mark P).
"""

from enum import StrEnum

from onroll.audit.refusals import RuleBroken

LONGEST = 300


class Reason(StrEnum):
    """The list."""

    ADMITTED_WITHOUT_FILE = "admitted_without_file"
    PREVIOUS_SCHOOL_SILENT = "previous_school_silent"
    OPEN_CASE = "open_case"
    OTHER = "other"


WORDS: dict[Reason, str] = {
    Reason.ADMITTED_WITHOUT_FILE: "A school in our area has admitted the child and has no file",
    Reason.PREVIOUS_SCHOOL_SILENT: "The previous school does not answer",
    Reason.OPEN_CASE: "We have an open case on the child",
    Reason.OTHER: "Another reason",
}


class ReasonNeeded(RuleBroken):
    """A search or an opening without a reason."""

    code = "reason_needed"


def check(reason_code: str, reason: str) -> str:
    """Return the reason without spaces around it; refuse an unknown code, or a reason that says nothing."""
    if reason_code not in {each.value for each in Reason}:
        raise ReasonNeeded("Choose a reason from the list.")
    if not reason.strip():
        raise ReasonNeeded("Say in a few words why. It is kept in the ledger.")
    return reason.strip()[:LONGEST]
