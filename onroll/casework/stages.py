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

# Any working stage may go to any other (children are found, lost and found again), but only closing ends a case. What a
# move forwards leaves out needs a reason (`skipped`).
MOVES: dict[Stage, frozenset[Stage]] = {
    **{stage: frozenset(Stage) - {stage} for stage in WORKING},
    Stage.CLOSED: frozenset({Stage.LOCATE}),
}


# Opening a case ends this stage, so that going past it leaves nothing out.
ENDED_BY_OPENING = frozenset({Stage.RECEIVE, Stage.LOG})


class SkipReason(StrEnum):
    """Why a stage was left out. Codes keep their meaning for ever."""

    DONE_BEFORE = "done_before"
    NOT_NEEDED = "not_needed"
    DONE_ELSEWHERE = "done_elsewhere"
    URGENT = "urgent"


SKIP_REASONS: dict[SkipReason, str] = {
    SkipReason.DONE_BEFORE: "It was done before this case was opened",
    SkipReason.NOT_NEEDED: "This child does not need it",
    SkipReason.DONE_ELSEWHERE: "Another agency or authority has done it",
    SkipReason.URGENT: "It cannot wait, and the stage is done afterwards",
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
    NotificationState.CASE_OPENED: frozenset({NotificationState.NEW}),  # only where it was joined by mistake
    NotificationState.ANSWERED: frozenset({NotificationState.CASE_OPENED}),
}


class StageMoveNotAllowed(RuleBroken):
    """A case or notification cannot go where it was sent."""

    code = "stage_move_not_allowed"


class StageSkipped(RuleBroken):
    """A case was to go forwards past a stage without the reason for leaving that out."""

    code = "stage_skipped"


def skipped(current: Stage, wanted: Stage) -> tuple[Stage, ...]:
    """Return the stages that a move forwards leaves out; none backwards, to the next one, or to closing."""
    if current is Stage.CLOSED or wanted is Stage.CLOSED:
        return ()
    between = WORKING[WORKING.index(current) + 1 : WORKING.index(wanted)]
    return tuple(stage for stage in between if stage not in ENDED_BY_OPENING)


def check_skip(current: Stage, wanted: Stage, reason: SkipReason | None) -> None:
    """Refuse a move forwards that leaves a stage out and does not say why."""
    left_out = skipped(current, wanted)
    if left_out and reason is None:
        names = " and ".join(f"“{MEANINGS[stage].name}”" for stage in left_out)
        raise StageSkipped(f"This move leaves out {names}. Choose why that can be left out.")


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
