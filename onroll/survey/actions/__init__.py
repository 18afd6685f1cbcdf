"""Every change to a survey. The public names are here; callers never import the files beside this one."""

from onroll.survey.actions.asking import (
    AnsweredMeanwhile,
    AnswerNotPossible,
    HeldByAnother,
    answer_item,
    finish_asking,
    let_stand,
    stop_interview,
    take_up_interview,
)
from onroll.survey.actions.calling import CallNotPossible, change_contact, record_call
from onroll.survey.actions.importing import (
    FileTakenBefore,
    FileUnreadable,
    Taken,
    take_answers,
    take_authorities,
)
from onroll.survey.actions.judging import (
    JudgementMissing,
    NothingToSettle,
    finish_interview,
    judge_steps,
    settle_step,
)
from onroll.survey.actions.saving import save_results
from onroll.survey.actions.setting_up import (
    NameTaken,
    SampleNotPossible,
    SurveyClosed,
    begin_survey,
    change_survey,
    draw_sample,
)
from onroll.survey.actions.talking import (
    StageTwoNotPossible,
    add_stakeholder,
    move_form,
    note_quote,
    record_talk,
)

__all__ = [
    "AnswerNotPossible",
    "AnsweredMeanwhile",
    "CallNotPossible",
    "FileTakenBefore",
    "FileUnreadable",
    "HeldByAnother",
    "JudgementMissing",
    "NameTaken",
    "NothingToSettle",
    "SampleNotPossible",
    "StageTwoNotPossible",
    "SurveyClosed",
    "Taken",
    "add_stakeholder",
    "answer_item",
    "begin_survey",
    "change_contact",
    "change_survey",
    "draw_sample",
    "finish_asking",
    "finish_interview",
    "judge_steps",
    "let_stand",
    "move_form",
    "note_quote",
    "record_call",
    "record_talk",
    "save_results",
    "settle_step",
    "stop_interview",
    "take_answers",
    "take_authorities",
    "take_up_interview",
]
