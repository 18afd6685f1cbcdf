"""The clock of the rolls: announced last days that have passed, pupils who wait, feeds that have stopped."""

import dataclasses

from onroll.audit.act import Act
from onroll.rolls import queries
from onroll.rolls.actions.announced import end_announced
from onroll.rolls.actions.feeding import report_stopped_feeds
from onroll.rolls.actions.identifying import link_pupils

LINKED_AT_ONCE = 200


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What the clock did.

    `left`: pupils whose announced last day has passed; `linked`: with a child; `stopped`: feeds newly found so.
    """

    left: int
    linked: int
    stopped: int


def tick_rolls(act: Act) -> Ticked:
    """Do what is due at the moment of the act, which is the system's. Safe to run twice, late, beside itself."""
    left = end_announced(act)
    linked = 0
    for school in queries.schools_that_wait():
        while done := link_pupils(act, school=school, most=LINKED_AT_ONCE):
            linked += done
    return Ticked(left=left, linked=linked, stopped=report_stopped_feeds(act))
