"""Every change of this room. The public names are here; callers never import the files beside this one."""

from onroll.evaluation.actions.answering import (
    OWN_LEVELS,
    AnswerNotPossible,
    AnswersContradict,
    AnswerWasSkipped,
    DatesImpossible,
    Given,
    StepNotAnswered,
    answer_step,
)
from onroll.evaluation.actions.changing import NoSuchStep, RoundIsNotOpen, WordsMissing
from onroll.evaluation.actions.evidencing import (
    LARGEST_BYTES,
    EvidenceIsGone,
    EvidenceRefused,
    PlaceNotPossible,
    attach_file,
    open_evidence,
    point_to_evidence,
    take_evidence_away,
)
from onroll.evaluation.actions.informing import GivingNotPossible, record_numbers_given
from onroll.evaluation.actions.measuring import measure_round
from onroll.evaluation.actions.opening import NoSuchSet, RoundAlreadyRuns, abandon_round, open_round
from onroll.evaluation.actions.planning import TaskNotPossible, change_task, finish_task, set_task
from onroll.evaluation.actions.reporting import read_totals, save_report
from onroll.evaluation.actions.signing import (
    SETTLED_LEVELS,
    NothingToSettle,
    RoundNotReady,
    SecondPersonNeeded,
    give_back_round,
    settle_step,
    sign_round,
    submit_round,
)
from onroll.evaluation.actions.tracing import NothingToDraw, draw_case, open_trace

__all__ = [
    "LARGEST_BYTES",
    "OWN_LEVELS",
    "SETTLED_LEVELS",
    "AnswerNotPossible",
    "AnswerWasSkipped",
    "AnswersContradict",
    "DatesImpossible",
    "EvidenceIsGone",
    "EvidenceRefused",
    "Given",
    "GivingNotPossible",
    "NoSuchSet",
    "NoSuchStep",
    "NothingToDraw",
    "NothingToSettle",
    "PlaceNotPossible",
    "RoundAlreadyRuns",
    "RoundIsNotOpen",
    "RoundNotReady",
    "SecondPersonNeeded",
    "StepNotAnswered",
    "TaskNotPossible",
    "WordsMissing",
    "abandon_round",
    "answer_step",
    "attach_file",
    "change_task",
    "draw_case",
    "finish_task",
    "give_back_round",
    "measure_round",
    "open_evidence",
    "open_round",
    "open_trace",
    "point_to_evidence",
    "read_totals",
    "record_numbers_given",
    "save_report",
    "set_task",
    "settle_step",
    "sign_round",
    "submit_round",
    "take_evidence_away",
]
