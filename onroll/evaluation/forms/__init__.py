"""Every form of this room."""

from onroll.evaluation.forms.answering import AnswerStep
from onroll.evaluation.forms.rounds import (
    AttachFile,
    GiveBack,
    GiveNumbers,
    OpenRound,
    PointToEvidence,
    Settle,
    TakeAway,
    Versioned,
)
from onroll.evaluation.forms.tasks import ChangeTask, FinishTask, SetTask

__all__ = [
    "AnswerStep",
    "AttachFile",
    "ChangeTask",
    "FinishTask",
    "GiveBack",
    "GiveNumbers",
    "OpenRound",
    "PointToEvidence",
    "SetTask",
    "Settle",
    "TakeAway",
    "Versioned",
]
