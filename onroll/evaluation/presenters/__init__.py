"""Every page of this room in final words."""

from onroll.evaluation.presenters.others import (
    DoPage,
    draws_page,
    numbers_page,
    plan_page,
    totals_page,
    trace_page,
)
from onroll.evaluation.presenters.report import ReportPage, report_page
from onroll.evaluation.presenters.rounds import round_page, rounds_page
from onroll.evaluation.presenters.steps import step_page
from onroll.evaluation.presenters.words import LEVEL_MEANINGS

__all__ = [
    "LEVEL_MEANINGS",
    "DoPage",
    "ReportPage",
    "draws_page",
    "numbers_page",
    "plan_page",
    "report_page",
    "round_page",
    "rounds_page",
    "step_page",
    "totals_page",
    "trace_page",
]
