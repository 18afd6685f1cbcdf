"""Every change to a notification or case. The public names are here; callers never import the files beside this one."""

from onroll.casework.actions.answering import AnswerNotPossible, NoOpenCase, answer_notification, join_notification
from onroll.casework.actions.changing import CaseIsClosed
from onroll.casework.actions.closing import EvidenceMissing, NotConfirmed, close_case
from onroll.casework.actions.following import AuthorityNotKnown
from onroll.casework.actions.opening import CaseAlreadyOpen, open_case
from onroll.casework.actions.reading import open_case_record, open_notification_record
from onroll.casework.actions.reopening import CaseNotClosed, reopen_case
from onroll.casework.actions.working import (
    DatesImpossible,
    NotAnOfficerHere,
    NoteMissing,
    add_note,
    assign_case,
    move_stage,
    record_dates,
)

__all__ = [
    "AnswerNotPossible",
    "AuthorityNotKnown",
    "CaseAlreadyOpen",
    "CaseIsClosed",
    "CaseNotClosed",
    "DatesImpossible",
    "EvidenceMissing",
    "NoOpenCase",
    "NotAnOfficerHere",
    "NotConfirmed",
    "NoteMissing",
    "add_note",
    "answer_notification",
    "assign_case",
    "close_case",
    "join_notification",
    "move_stage",
    "open_case",
    "open_case_record",
    "open_notification_record",
    "record_dates",
    "reopen_case",
]
