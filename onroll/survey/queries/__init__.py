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

__all__ = [
    "Aside",
    "AskedSet",
    "AuthorityLine",
    "Clash",
    "Difference",
    "Overview",
    "Results",
    "answers_of",
    "authorities",
    "authority_line",
    "differences",
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
]
