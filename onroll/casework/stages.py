"""The nine stages of a case and the allowed moves between them; and the life of a notification.

The one place that knows them. The diagrams in docs/reference/states.md are generated from these tables.
Source: the nine-stage model process of the DfES good practice guide, 2004 (mark V: read in a stored copy).
"""

import dataclasses
from enum import StrEnum

from onroll.audit.refusals import RuleBroken


class Stage(StrEnum):
    """Where the work on a child stands. `CLOSED` is the end, not a tenth stage."""

    RECEIVE = "receive"
    CHECK = "check"
    LOG = "log"
    LOCATE = "locate"
    NEEDS = "needs"
    IDENTIFY_PROVISION = "identify_provision"
    ACCESS_PROVISION = "access_provision"
    MONITOR = "monitor"
    TRACK = "track"
    CLOSED = "closed"


@dataclasses.dataclass(frozen=True, slots=True)
class StageMeaning:
    """A stage's name on screen, and what ends it."""

    number: int
    name: str
    ends_when: str


MEANINGS: dict[Stage, StageMeaning] = {
    Stage.RECEIVE: StageMeaning(1, "Receive information", "the notifier has a reference"),
    Stage.CHECK: StageMeaning(2, "Check whether a place is already known", "a place is known, or is not"),
    Stage.LOG: StageMeaning(3, "Log on the database", "the case is open"),
    Stage.LOCATE: StageMeaning(4, "Locate and contact the family", "the family is found, or the search is escalated"),
    Stage.NEEDS: StageMeaning(5, "Determine needs", "the child's needs are agreed"),
    Stage.IDENTIFY_PROVISION: StageMeaning(6, "Identify provision and places", "an offer is made"),
    Stage.ACCESS_PROVISION: StageMeaning(7, "Access provision", "the child attends"),
    Stage.MONITOR: StageMeaning(8, "Monitor attendance", "the child is settled"),
    Stage.TRACK: StageMeaning(9, "Track and reconcile", "the new provider has confirmed the child"),
    Stage.CLOSED: StageMeaning(10, "Closed", "never, unless the case is opened again"),
}

WORKING = tuple(stage for stage in Stage if stage is not Stage.CLOSED)

# Any working stage may go to any other (children are found, lost and found again), but only closing ends a case.
MOVES: dict[Stage, frozenset[Stage]] = {
    **{stage: frozenset(Stage) - {stage} for stage in WORKING},
    Stage.CLOSED: frozenset({Stage.LOCATE}),
}


class NotificationState(StrEnum):
    """Where a notification stands."""

    NEW = "new"
    CASE_OPENED = "case_opened"
    ANSWERED = "answered"


NOTIFICATION_MEANINGS: dict[NotificationState, str] = {
    NotificationState.NEW: "Nobody has opened a case from it yet.",
    NotificationState.CASE_OPENED: "A case was opened from it, or it was joined to an open case.",
    NotificationState.ANSWERED: "It needs no case: the child is on a roll, or an officer wrote why.",
}

NOTIFICATION_MOVES: dict[NotificationState, frozenset[NotificationState]] = {
    NotificationState.NEW: frozenset({NotificationState.CASE_OPENED, NotificationState.ANSWERED}),
    NotificationState.CASE_OPENED: frozenset(),
    NotificationState.ANSWERED: frozenset({NotificationState.CASE_OPENED}),
}


class StageMoveNotAllowed(RuleBroken):
    """A case or notification cannot go where it was sent."""

    code = "stage_move_not_allowed"


def check_move(current: Stage, wanted: Stage) -> None:
    """Refuse a move that the table does not have."""
    if wanted not in MOVES[current]:
        raise StageMoveNotAllowed(
            f"This case is at “{MEANINGS[current].name}”; it cannot go to “{MEANINGS[wanted].name}”."
        )


def check_notification_move(current: NotificationState, wanted: NotificationState) -> None:
    """Refuse a move of a notification that the table does not have."""
    if wanted not in NOTIFICATION_MOVES[current]:
        raise StageMoveNotAllowed(
            f"Somebody has already dealt with this notification. {NOTIFICATION_MEANINGS[current]}"
        )
