"""What pages and actions read. The public names are here; callers never import the files beside this one."""

from onroll.survey.queries.answering import (
    Aside,
    Clash,
    Overview,
    answers_of,
    latest_answers,
    outstanding,
    overview,
    shown_words,
)
from onroll.survey.queries.areas import CHARACTERISTICS, CrossTable, cross_tables
from onroll.survey.queries.national import AskedSet, Difference, Results, differences, results, settled_of
from onroll.survey.queries.respondents import (
    AuthorityLine,
    authorities,
    authority_line,
    interview_of,
    respondent_of,
    survey_of,
    surveys,
)
from onroll.survey.queries.stage_two import ThemeVoices, Voice, forms, talk_of, talks, themes

__all__ = [
    "CHARACTERISTICS",
    "Aside",
    "AskedSet",
    "AuthorityLine",
    "Clash",
    "CrossTable",
    "Difference",
    "Overview",
    "Results",
    "ThemeVoices",
    "Voice",
    "answers_of",
    "authorities",
    "authority_line",
    "cross_tables",
    "differences",
    "forms",
    "interview_of",
    "latest_answers",
    "outstanding",
    "overview",
    "respondent_of",
    "results",
    "settled_of",
    "shown_words",
    "survey_of",
    "surveys",
    "talk_of",
    "talks",
    "themes",
]
