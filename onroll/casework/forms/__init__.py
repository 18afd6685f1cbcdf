"""Forms of the casework pages: strings into values. The rules live in the actions."""

from onroll.casework.forms.base import Versioned
from onroll.casework.forms.cases import AddNote, Assign, CloseCase, MoveStage, RecordDates, ReopenCase
from onroll.casework.forms.finding import FindChild
from onroll.casework.forms.notifications import AnswerNotification, OpenCase, SayKnownChild, SeparateNotification
from onroll.casework.forms.progress import AssessRisk, FollowUp, NameDeputy, TickChecklist
from onroll.casework.forms.work_list import WorkListFilters

__all__ = [
    "AddNote",
    "AnswerNotification",
    "AssessRisk",
    "Assign",
    "CloseCase",
    "FindChild",
    "FollowUp",
    "MoveStage",
    "NameDeputy",
    "OpenCase",
    "RecordDates",
    "ReopenCase",
    "SayKnownChild",
    "SeparateNotification",
    "TickChecklist",
    "Versioned",
    "WorkListFilters",
]
