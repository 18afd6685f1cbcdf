"""The clock of casework: everything that is to happen by itself, in a call. Safe to run twice, late, beside itself."""

import dataclasses

from onroll.audit.act import Act
from onroll.casework.actions.destroying import destroy_enclosures
from onroll.casework.actions.directory_rounds import begin_owed_rounds, send_owed_invitations
from onroll.casework.actions.reminding import check_is_clock, remind_agencies, remind_officers
from onroll.casework.actions.taking_over import time_out_hand_overs


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What the clock did. `emails_left`: those that the mail server did not take; the next tick tries them again."""

    hand_overs_escalated: int
    hand_overs_lapsed: int
    rounds_begun: int
    contacts_emailed: int
    agencies_reminded: int
    officers_reminded: int
    documents_destroyed: int
    emails_left: int


def tick_casework(act: Act) -> Ticked:
    """Do what is due at the moment of the act, which is the system's. Run it every hour; a late run does it all.

    Raises: OnlyTheClock.
    """
    check_is_clock(act)
    hand_overs = time_out_hand_overs(act)
    begun = begin_owed_rounds(act)
    contacts_sent, contacts_left = send_owed_invitations(act)
    agencies = remind_agencies(act)
    officers = remind_officers(act)
    return Ticked(
        hand_overs_escalated=hand_overs.escalated,
        hand_overs_lapsed=hand_overs.lapsed,
        rounds_begun=begun,
        contacts_emailed=contacts_sent,
        agencies_reminded=agencies.sent,
        officers_reminded=officers.sent,
        documents_destroyed=destroy_enclosures(act),
        emails_left=contacts_left + agencies.left + officers.left,
    )
