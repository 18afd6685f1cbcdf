"""What this room keeps. Nothing here names a child."""

from onroll.evaluation.models.evidence import Evidence, EvidenceKind
from onroll.evaluation.models.plans import Task, TaskKind
from onroll.evaluation.models.proof import Audience, DrawnCase, Finding, Measurement, NumbersGiven
from onroll.evaluation.models.rounds import Round, Settlement, StepAnswer, StepResult

__all__ = [
    "Audience",
    "DrawnCase",
    "Evidence",
    "EvidenceKind",
    "Finding",
    "Measurement",
    "NumbersGiven",
    "Round",
    "Settlement",
    "StepAnswer",
    "StepResult",
    "Task",
    "TaskKind",
]
