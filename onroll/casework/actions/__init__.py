"""Every change to a notification or case. The public names are here; callers never import the files beside this one."""

from onroll.casework.actions.changing import CaseIsClosed
from onroll.casework.actions.closing import EvidenceMissing, NotConfirmed, close_case
from onroll.casework.actions.following import AuthorityNotKnown
from onroll.casework.actions.opening import CaseAlreadyOpen, open_case
from onroll.casework.actions.reading import open_case_record, open_notification_record
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
    "AuthorityNotKnown",
    "CaseAlreadyOpen",
    "CaseIsClosed",
    "DatesImpossible",
    "EvidenceMissing",
    "NotAnOfficerHere",
    "NotConfirmed",
    "NoteMissing",
    "add_note",
    "assign_case",
    "close_case",
    "move_stage",
    "open_case",
    "open_case_record",
    "open_notification_record",
    "record_dates",
]
