"""What a notifier may be told of what came of it: how far it is, and to an agency in which of three ways it ended.

Never where the child is, or with whom: an unknown notifier may be the person she is hidden from.
Source: "the notifier is told what came of it, as far as may be said": ../shared/reference/cme/process.md section 4,
stage 1; journeys.md (agencies hear nothing back).
"""

from enum import StrEnum

from onroll.casework.models import Case, Notification, Outcome
from onroll.casework.stages import NotificationState, Stage


class Progress(StrEnum):
    """How far it is, for anybody who told."""

    RECEIVED = "received"
    LOOKED_INTO = "looked_into"
    FINISHED = "finished"


PROGRESS_WORDS: dict[Progress, tuple[str, str]] = {
    Progress.RECEIVED: ("Received", "The council has what you said. An officer has not dealt with it yet."),
    Progress.LOOKED_INTO: ("Being looked into", "An officer works on it. You do not need to do anything."),
    Progress.FINISHED: ("Finished", "The council has done what it had to. It may not say more than that."),
}


class Ending(StrEnum):
    """How it ended, for agencies alone, in no more than three ways."""

    NOT_YET = ""
    SETTLED = "settled"
    PASSED_ON = "passed_on"
    NOT_NEEDED = "not_needed"


ENDING_WORDS: dict[Ending, str] = {
    Ending.NOT_YET: "Not finished yet",
    Ending.SETTLED: "The child’s education is settled",
    Ending.PASSED_ON: "Another area looks after it now",
    Ending.NOT_NEEDED: "No further work was needed",
}

ENDINGS: dict[str, Ending] = {
    Outcome.ON_ROLL: Ending.SETTLED,
    Outcome.EDUCATED_AT_HOME: Ending.SETTLED,
    Outcome.OTHER_AUTHORITY: Ending.PASSED_ON,
    Outcome.OTHER_NATION: Ending.PASSED_ON,
    Outcome.ABROAD: Ending.PASSED_ON,
    Outcome.OVER_AGE: Ending.NOT_NEEDED,
    Outcome.NOT_MISSING: Ending.NOT_NEEDED,
}


def progress_of(notification: Notification) -> Progress:
    """Return how far a notification is, worked out from it and its case."""
    if notification.state == NotificationState.NEW:
        return Progress.RECEIVED
    case = case_of(notification)
    is_over = notification.state == NotificationState.ANSWERED or (case is not None and case.stage == Stage.CLOSED)
    return Progress.FINISHED if is_over else Progress.LOOKED_INTO


def ending_of(notification: Notification) -> Ending:
    """Return how it ended, as far as an agency may be told."""
    if progress_of(notification) is not Progress.FINISHED:
        return Ending.NOT_YET
    case = case_of(notification)
    return ENDINGS[case.outcome] if case else Ending.NOT_NEEDED


def case_of(notification: Notification) -> Case | None:
    """Return the case opened from a notification, or the one that it was joined to."""
    own: Case | None = getattr(notification, "case", None)
    return own or notification.joined_case
