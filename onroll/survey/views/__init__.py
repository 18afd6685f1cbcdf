"""The pages of this room. The addresses take them from here."""

from onroll.survey.views.calling import authority, change_contact, record_call
from onroll.survey.views.interviews import (
    clash,
    finish,
    finish_asking,
    interview,
    overview,
    question,
    stop,
    take_up,
)
from onroll.survey.views.judging import differences, judge, settle
from onroll.survey.views.results import comparison, report, save_answers, save_pdf, save_xlsx
from onroll.survey.views.stage_two import move_form, record_talk, stage_two, stakeholders, talk
from onroll.survey.views.surveys import (
    begin_survey,
    change_survey,
    draw_sample,
    survey,
    surveys,
    take_answers,
    take_authorities,
)

__all__ = [
    "authority",
    "begin_survey",
    "change_contact",
    "change_survey",
    "clash",
    "comparison",
    "differences",
    "draw_sample",
    "finish",
    "finish_asking",
    "interview",
    "judge",
    "move_form",
    "overview",
    "question",
    "record_call",
    "record_talk",
    "report",
    "save_answers",
    "save_pdf",
    "save_xlsx",
    "settle",
    "stage_two",
    "stakeholders",
    "stop",
    "survey",
    "surveys",
    "take_answers",
    "take_authorities",
    "take_up",
    "talk",
]
