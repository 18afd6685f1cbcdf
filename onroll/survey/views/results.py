"""The national report: on the page, as a PDF, as a workbook, and each printed figure of 2006 beside ours."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.survey import actions, permissions, queries
from onroll.survey.presenters import comparing, results, saving
from onroll.web.pages import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs_permission(permissions.may_interview)
@require_GET
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Show the national report."""
    act = acting.act_for(request, purpose="see the results of a survey")
    found = queries.results(act, queries.survey_of(act, number))
    may_save = permissions.may_lead(act)
    return page(request, "survey/results.html.jinja", results.report_page(act, found), may_save=may_save)


@needs_permission(permissions.may_interview)
@require_GET
def comparison(request: HttpRequest, number: int) -> HttpResponse:
    """Show each printed figure of 2006 beside ours."""
    act = acting.act_for(request, purpose="compare a survey with 2006")
    found = queries.results(act, queries.survey_of(act, number))
    return page(request, "survey/comparison.html.jinja", comparing.comparison_page(found))


@needs_permission(permissions.may_lead)
@require_GET
def save_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the report as a PDF."""
    act = acting.act_for(request, purpose="save the report of a survey")
    found = actions.save_results(act, survey=queries.survey_of(act, number), form="pdf")
    return _file(saving.report_pdf(results.report_page(act, found)), f"survey-{number}.pdf", "application/pdf")


@needs_permission(permissions.may_lead)
@require_GET
def save_xlsx(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the report as a workbook."""
    act = acting.act_for(request, purpose="save the workbook of a survey")
    found = actions.save_results(act, survey=queries.survey_of(act, number), form="xlsx")
    return _file(saving.report_xlsx(results.report_page(act, found), found), f"survey-{number}.xlsx", XLSX)


@needs_permission(permissions.may_lead)
@require_GET
def save_answers(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out every answer, as the command line reads them."""
    act = acting.act_for(request, purpose="save the answers of a survey")
    found = actions.save_results(act, survey=queries.survey_of(act, number), form="csv")
    content = saving.answers_csv(found).encode("utf-8-sig")
    return _file(content, f"survey-{number}-answers.csv", "text/csv; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
