"""Every change to files and to the lost-pupil repository. Each checks permission itself and records what it did."""

from onroll.transfer.actions.arriving import note_on_roll
from onroll.transfer.actions.bundles import (
    PartNotPossible,
    add_part,
    add_taken_part,
    open_file_for_part,
    roles_for,
    take_back_part,
)
from onroll.transfer.actions.claiming import claim_lost_pupil, open_lost_pupil, read_lost_pupil
from onroll.transfer.actions.clock import find_jump
from onroll.transfer.actions.collecting import Download, collect_file, open_document, open_file
from onroll.transfer.actions.confirming import Arrival, EarlyDateNotMeant, confirm_on_roll
from onroll.transfer.actions.content import KeptApart, scan
from onroll.transfer.actions.conversations import (
    ConversationNotPossible,
    Enclosure,
    FileNotToBeNamed,
    answer_conversation,
    close_conversation,
    open_conversation,
    read_conversation,
)
from onroll.transfer.actions.documents import receive_document, receive_taken_document
from onroll.transfer.actions.duty import list_leavers
from onroll.transfer.actions.fetching import acknowledge_file, fetch_file
from onroll.transfer.actions.filing import file_as_lost
from onroll.transfer.actions.notifying import owe_word, send_owed_notices
from onroll.transfer.actions.passing_on import check_passing_on, pass_on_file
from onroll.transfer.actions.quarantine import CannotBeLetGo, check_again, let_go, open_kept_apart
from onroll.transfer.actions.receiving import AlreadySent, receive_file, receive_taken_file
from onroll.transfer.actions.redirecting import SuccessorNotPossible, redirect_file, release_file
from onroll.transfer.actions.reporting import open_patterns, tell_of_too_many_searches
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
from onroll.transfer.actions.timing import finish_what_was_left, tick
from onroll.transfer.actions.withdrawing import withdraw_file
from onroll.transfer.enquiries import EnquiryMade

__all__ = [
    "AlreadySent",
    "Arrival",
    "CannotBeLetGo",
    "CannotBeSplit",
    "ChildSought",
    "ConversationNotPossible",
    "Download",
    "EarlyDateNotMeant",
    "Enclosure",
    "EnquiryMade",
    "FileNotToBeNamed",
    "KeptApart",
    "KeyUsedBefore",
    "Origin",
    "PartNotPossible",
    "ProblemsNotKnown",
    "RequestNotPossible",
    "SearchResult",
    "SuccessorNotPossible",
    "Ticked",
    "acknowledge_file",
    "add_part",
    "add_taken_part",
    "answer_conversation",
    "answer_not_held",
    "answer_with_file",
    "ask_for_file",
    "check_again",
    "check_passing_on",
    "claim_lost_pupil",
    "close_conversation",
    "collect_file",
    "confirm_on_roll",
    "fetch_file",
    "file_as_lost",
    "file_parts_as_lost",
    "find_jump",
    "finish_what_was_left",
    "let_go",
    "list_leavers",
    "note_on_roll",
    "open_conversation",
    "open_document",
    "open_file",
    "open_file_for_part",
    "open_kept_apart",
    "open_lost_pupil",
    "open_meetings",
    "open_patterns",
    "open_request",
    "owe_word",
    "pass_on_file",
    "pass_to_authority",
    "raise_shield_alerts",
    "read_conversation",
    "read_lost_pupil",
    "receive_document",
    "receive_file",
    "receive_taken_document",
    "receive_taken_file",
    "redirect_file",
    "release_file",
    "report_overdue_requests",
    "return_lost_pupil",
    "roles_for",
    "scan",
    "search_repository",
    "send_file",
    "send_owed_notices",
    "shield_child",
    "split_file",
    "take_back_part",
    "tell_of_too_many_searches",
    "tick",
    "withdraw_file",
    "withdraw_request",
]
