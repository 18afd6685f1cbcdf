"""Every change to files and to the lost-pupil repository. Each checks permission itself and records what it did."""

from onroll.transfer.actions.claiming import claim_lost_pupil, open_lost_pupil, read_lost_pupil
from onroll.transfer.actions.collecting import Download, collect_file, open_file
from onroll.transfer.actions.confirming import Arrival, EarlyDateNotMeant, confirm_on_roll
from onroll.transfer.actions.documents import receive_document, receive_taken_document
from onroll.transfer.actions.duty import list_leavers
from onroll.transfer.actions.fetching import acknowledge_file, fetch_file
from onroll.transfer.actions.filing import file_as_lost
from onroll.transfer.actions.notifying import send_owed_notices
from onroll.transfer.actions.passing_on import pass_on_file
from onroll.transfer.actions.receiving import AlreadySent, receive_file, receive_taken_file
from onroll.transfer.actions.redirecting import SuccessorNotPossible, redirect_file, release_file
from onroll.transfer.actions.reporting import open_patterns
from onroll.transfer.actions.requesting import (
    ChildSought,
    RequestNotPossible,
    answer_not_held,
    answer_with_file,
    ask_for_file,
    open_request,
    pass_to_authority,
    report_overdue_requests,
    withdraw_request,
)
from onroll.transfer.actions.retrying import KeyUsedBefore, Origin
from onroll.transfer.actions.returning import return_lost_pupil
from onroll.transfer.actions.searching import SearchResult, search_repository
from onroll.transfer.actions.sending import ProblemsNotKnown, send_file
from onroll.transfer.actions.shielding import open_meetings, raise_shield_alerts, shield_child
from onroll.transfer.actions.splitting import CannotBeSplit, file_parts_as_lost, split_file
from onroll.transfer.actions.timed import Ticked
from onroll.transfer.actions.timing import tick
from onroll.transfer.actions.withdrawing import withdraw_file
from onroll.transfer.enquiries import EnquiryMade

__all__ = [
    "AlreadySent",
    "Arrival",
    "CannotBeSplit",
    "ChildSought",
    "Download",
    "EarlyDateNotMeant",
    "EnquiryMade",
    "KeyUsedBefore",
    "Origin",
    "ProblemsNotKnown",
    "RequestNotPossible",
    "SearchResult",
    "SuccessorNotPossible",
    "Ticked",
    "acknowledge_file",
    "answer_not_held",
    "answer_with_file",
    "ask_for_file",
    "claim_lost_pupil",
    "collect_file",
    "confirm_on_roll",
    "fetch_file",
    "file_as_lost",
    "file_parts_as_lost",
    "list_leavers",
    "open_file",
    "open_lost_pupil",
    "open_meetings",
    "open_patterns",
    "open_request",
    "pass_on_file",
    "pass_to_authority",
    "raise_shield_alerts",
    "read_lost_pupil",
    "receive_document",
    "receive_file",
    "receive_taken_document",
    "receive_taken_file",
    "redirect_file",
    "release_file",
    "report_overdue_requests",
    "return_lost_pupil",
    "search_repository",
    "send_file",
    "send_owed_notices",
    "shield_child",
    "split_file",
    "tick",
    "withdraw_file",
    "withdraw_request",
]
