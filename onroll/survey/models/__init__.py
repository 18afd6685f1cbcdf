"""What the survey keeps: surveys and authorities, calls, interviews with their answers, judgements, stage two."""

from onroll.survey.models.interviews import Answer, AskedAgain, Interview, Mode, StepJudgement
from onroll.survey.models.stage_two import Attribution, Quote, Stakeholder, Talk, Theme
from onroll.survey.models.surveys import AnswerFile, Call, CallOutcome, RefusalReason, Respondent, Survey

__all__ = [
    "Answer",
    "AnswerFile",
    "AskedAgain",
    "Attribution",
    "Call",
    "CallOutcome",
    "Interview",
    "Mode",
    "Quote",
    "RefusalReason",
    "Respondent",
    "Stakeholder",
    "StepJudgement",
    "Survey",
    "Talk",
    "Theme",
]
