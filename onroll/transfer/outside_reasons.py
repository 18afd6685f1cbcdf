"""Why a pupil is outside the maintained sector (`MMMMMMM`): codes kept for ever, words that may be made plainer.

Source: ../shared/reference/ctf/s2s.md section 4, the official examples of outside.
"""

from enum import StrEnum

from onroll.audit.refusals import RuleBroken
from onroll.identifiers import establishment


class Outside(StrEnum):
    """The list."""

    INDEPENDENT = "independent"
    ABROAD = "abroad"
    SICK = "sick"
    MOVED_ON = "moved_on"


WORDS: dict[str, str] = {
    Outside.INDEPENDENT: "Gone to an independent school",
    Outside.ABROAD: "Moved abroad with the parents",
    Outside.SICK: "Gone sick",
    Outside.MOVED_ON: "Moved on without a reason",
}


class OutsideReasonNeeded(RuleBroken):
    """A pupil is filed as outside the maintained sector without a reason."""

    code = "outside_reason_needed"


def check(destination_code: str, reason: str) -> str:
    """Return the reason to keep: one of the list for `MMMMMMM`, none for any other destination.

    Raises: OutsideReasonNeeded.
    """
    if destination_code != establishment.OUTSIDE:
        return ""
    if reason not in WORDS:
        raise OutsideReasonNeeded("Choose why the child is outside the maintained sector.")
    return reason
