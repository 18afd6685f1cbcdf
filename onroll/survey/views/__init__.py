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
    "differences",
    "draw_sample",
    "finish",
    "finish_asking",
    "interview",
    "judge",
    "overview",
    "question",
    "record_call",
    "settle",
    "stop",
    "survey",
    "surveys",
    "take_answers",
    "take_authorities",
    "take_up",
]
