"""The tables of the casework room, by what they are about."""

from onroll.casework.models.borders import Asked, DeclineReason, HandOver, MoveEvidence, Question
from onroll.casework.models.cases import Case, CaseEvent, Outcome
from onroll.casework.models.directory import (
    Agency,
    Confirmation,
    ConfirmedBy,
    Contact,
    ContactInvitation,
    ContactRound,
    Standing,
)
from onroll.casework.models.directory_papers import KnowledgeCheck, PaperReading, Policy, PublishedRoutes
from onroll.casework.models.directory_support import ArrivalsNotice, Refusal, RefusalStep
from onroll.casework.models.enquiries import (
    Deletion,
    EnquiryLine,
    EnquiryList,
    EnquirySignature,
    HarmDecision,
    HarmReferral,
    Method,
    Result,
)
from onroll.casework.models.groups import AtRisk, CarePlacement, GroupSource, WhoPays
from onroll.casework.models.notifications import ChildSaid, Notification, Separation
from onroll.casework.models.orders import AttendanceOrder, Letter, LetterTemplate, OrderEvent
from onroll.casework.models.progress import CaseDate, ChecklistTick, Responsibility, RiskAssessment
from onroll.casework.models.reminders import OfficerReminder
from onroll.casework.models.requests import AgencyRequest, RefusalReason
from onroll.casework.models.tellings import Enclosure, Telling

__all__ = [
    "Agency",
    "AgencyRequest",
    "ArrivalsNotice",
    "Asked",
    "AtRisk",
    "AttendanceOrder",
    "CarePlacement",
    "Case",
    "CaseDate",
    "CaseEvent",
    "ChecklistTick",
    "ChildSaid",
    "Confirmation",
    "ConfirmedBy",
    "Contact",
    "ContactInvitation",
    "ContactRound",
    "DeclineReason",
    "Deletion",
    "Enclosure",
    "EnquiryLine",
    "EnquiryList",
    "EnquirySignature",
    "GroupSource",
    "HandOver",
    "HarmDecision",
    "HarmReferral",
    "KnowledgeCheck",
    "Letter",
    "LetterTemplate",
    "Method",
    "MoveEvidence",
    "Notification",
    "OfficerReminder",
    "OrderEvent",
    "Outcome",
    "PaperReading",
    "Policy",
    "PublishedRoutes",
    "Question",
    "Refusal",
    "RefusalReason",
    "RefusalStep",
    "Responsibility",
    "Result",
    "RiskAssessment",
    "Separation",
    "Standing",
    "Telling",
    "WhoPays",
]
