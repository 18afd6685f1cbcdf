"""The tables of the casework room, by what they are about."""

from onroll.casework.models.borders import Asked, DeclineReason, HandOver, MoveEvidence, Question
from onroll.casework.models.cases import Case, CaseEvent, Outcome
from onroll.casework.models.enquiries import (
    AgencyRequest,
    Deletion,
    EnquiryLine,
    EnquiryList,
    EnquirySignature,
    HarmDecision,
    HarmReferral,
    Method,
    Result,
)
from onroll.casework.models.groups import AtRisk, GroupSource
from onroll.casework.models.notifications import Notification
from onroll.casework.models.orders import AttendanceOrder, Letter, LetterTemplate, OrderEvent
from onroll.casework.models.progress import CaseDate, ChecklistTick, Responsibility, RiskAssessment
from onroll.casework.models.tellings import Telling

__all__ = [
    "AgencyRequest",
    "Asked",
    "AtRisk",
    "AttendanceOrder",
    "Case",
    "CaseDate",
    "CaseEvent",
    "ChecklistTick",
    "DeclineReason",
    "Deletion",
    "EnquiryLine",
    "EnquiryList",
    "EnquirySignature",
    "GroupSource",
    "HandOver",
    "HarmDecision",
    "HarmReferral",
    "Letter",
    "LetterTemplate",
    "Method",
    "MoveEvidence",
    "Notification",
    "OrderEvent",
    "Outcome",
    "Question",
    "Responsibility",
    "Result",
    "RiskAssessment",
    "Telling",
]
