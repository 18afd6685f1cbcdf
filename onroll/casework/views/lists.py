"""The officer's work list, and the closed cases."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.casework import forms, permissions, presenters, queries
from onroll.web.pages import page


@needs_permission(permissions.may_see_cases)
@require_GET
def work_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for the authority's officers."""
    act = acting.act_for(request, purpose="see the work list")
    form = forms.WorkListFilters(request.GET)
    filters = form.filters()
    queues = queries.queues(act)
    work = queries.work_list(act, filters, case_count=queues.number_of(filters))
    shown = presenters.work_list_page(act, work, filters, queues)
    return page(request, "casework/work_list.html.jinja", shown, form=None, filters=form, find=forms.FindChild())


@needs_permission(permissions.may_see_cases)
@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    """Show the cases that were closed last."""
    act = acting.act_for(request, purpose="see closed cases")
    return page(request, "casework/closed.html.jinja", presenters.closed_page(queries.closed_cases(act)))
