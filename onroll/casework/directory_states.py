"""Two lives of the directory: a question to a contact in the yearly round, and a refusal on the ladder of escalation.

The one place that knows their states and the moves between them.
"""

from enum import StrEnum

from onroll.audit.refusals import RuleBroken


class InvitationState(StrEnum):
    """Where a question to a contact stands. That its time is over is worked out from the day, never stored."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    LEFT = "left"
    ANSWERED_ELSEWHERE = "answered_elsewhere"


INVITATION_NAMES: dict[InvitationState, str] = {
    InvitationState.OPEN: "Waiting",
    InvitationState.CONFIRMED: "Confirmed",
    InvitationState.CORRECTED: "Corrected",
    InvitationState.LEFT: "Has left",
    InvitationState.ANSWERED_ELSEWHERE: "Settled by an officer",
}
INVITATION_MEANINGS: dict[InvitationState, str] = {
    InvitationState.OPEN: "The contact was asked and has not answered. Her link works until the last day of the round.",
    InvitationState.CONFIRMED: "The contact said by her link that all is right.",
    InvitationState.CORRECTED: "The contact put something right by her link; it is confirmed with that.",
    InvitationState.LEFT: "Whoever opened the link said that the contact has left. A successor has to be named.",
    InvitationState.ANSWERED_ELSEWHERE: "An officer settled it by hand, and the link ended with that.",
}
INVITATION_MOVES: dict[InvitationState, frozenset[InvitationState]] = {
    InvitationState.OPEN: frozenset(InvitationState) - {InvitationState.OPEN},
    **{state: frozenset() for state in InvitationState if state is not InvitationState.OPEN},
}


class RefusalState(StrEnum):
    """Where a refusal stands."""

    OPEN = "open"
    RESOLVED = "resolved"
    STANDS = "stands"


REFUSAL_NAMES: dict[RefusalState, str] = {
    RefusalState.OPEN: "Open",
    RefusalState.RESOLVED: "Resolved",
    RefusalState.STANDS: "Stands",
}
REFUSAL_MEANINGS: dict[RefusalState, str] = {
    RefusalState.OPEN: "The agency has not helped yet. The next rung of the ladder is open.",
    RefusalState.RESOLVED: "The agency helped after all.",
    RefusalState.STANDS: "The authority takes the refusal as final, and says why. It can be opened again.",
}
REFUSAL_MOVES: dict[RefusalState, frozenset[RefusalState]] = {
    RefusalState.OPEN: frozenset({RefusalState.RESOLVED, RefusalState.STANDS}),
    RefusalState.RESOLVED: frozenset({RefusalState.OPEN}),
    RefusalState.STANDS: frozenset({RefusalState.OPEN}),
}


class RefusalMoveNotAllowed(RuleBroken):
    """A refusal cannot go where it was sent."""

    code = "refusal_move_not_allowed"


def check_refusal_move(current: RefusalState, wanted: RefusalState) -> None:
    """Refuse a move that the table does not have; to stay is none."""
    if wanted is not current and wanted not in REFUSAL_MOVES[current]:
        raise RefusalMoveNotAllowed(f"This cannot be done with this refusal now. {REFUSAL_MEANINGS[current]}")
