"""Reports for a month: patterns of search for auditors, sessions for an authority, published counts for everyone."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.transfer import actions, months, permissions, presenters, queries, report_forms
from onroll.transfer.months import Month
from onroll.transfer.queries import SessionReport
from onroll.web.pages import open_to_everyone, page


@needs_permission(permissions.may_read_patterns)
@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """Show an auditor how the repository was searched in a month; this one, unless another is asked for."""
    act = acting.act_for(request, purpose="read the patterns of search")
    month = months.parse(request.GET.get("month", "")) or months.month_of(act.on)
    shown = presenters.reports.patterns(actions.open_patterns(act, month=month))
    return page(request, "transfer/report.html.jinja", shown)


@open_to_everyone
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """Show everyone the counts of a month that is over."""
    act = acting.act_of_nobody(request, purpose="read the published counts")
    month = _month_over(request, act)
    shown = presenters.reports.statistics(queries.repository_statistics(month), month, act.at)
    return page(request, "transfer/report.html.jinja", shown)


@open_to_everyone
@require_GET
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """Give everyone the same counts as a file."""
    act = acting.act_of_nobody(request, purpose="download the published counts")
    month = _month_over(request, act)
    content = presenters.reports.statistics_csv(queries.repository_statistics(month), month, act.at)
    name = f"lost-pupil-repository-{month}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@needs_permission(permissions.may_see_area)
@require_GET
def area_sessions(request: HttpRequest) -> HttpResponse:
    """Show an authority how its schools used the exchange in a month, and which did not at all."""
    act = acting.act_for(request, purpose="see uploads and downloads of our area")
    form = _sessions_asked(request, act)
    shown = presenters.sessions.page_of(_session_report(act, form), form.query(act.on))
    return page(request, "transfer/sessions.html.jinja", shown, form)


@needs_permission(permissions.may_see_area)
@require_GET
def area_sessions_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the same as a table for a spreadsheet."""
    act = acting.act_for(request, purpose="save uploads and downloads of our area")
    report = _session_report(act, _sessions_asked(request, act))
    headers = {
        "Content-Disposition": f'attachment; filename="sessions-{report.la_code}-{report.month}.csv"',
        "Cache-Control": "no-store",
    }
    text = presenters.sessions.as_csv(report).encode("utf-8-sig")
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _sessions_asked(request: HttpRequest, act: Act) -> report_forms.SessionsAsked:
    choices = presenters.sessions.month_choices(months.month_of(act.on))
    return report_forms.SessionsAsked(request.GET or {"days": report_forms.DAYS}, choices=choices)


def _session_report(act: Act, form: report_forms.SessionsAsked) -> SessionReport:
    asked = form.asked(act.on)
    return queries.session_report(
        act, authority=queries.own_authority(act), month=asked.month, until=asked.until, days=asked.days
    )


def _month_over(request: HttpRequest, act: Act) -> Month:
    """Return the month asked for if it is over, else the newest that is: a month is published whole."""
    newest = months.month_of(act.on).before
    return min(months.parse(request.GET.get("month", "")) or newest, newest)
