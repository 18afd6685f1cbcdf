"""The pages on which a case's checklists, risk, follow-up and deputy are changed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.casework import actions, forms, permissions, presenters, queries
from onroll.casework.views.doing import done, values
from onroll.web.pages import page


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def tick_checklist(request: HttpRequest, reference: str) -> HttpResponse:
    """Tick the lines that are done, of every stage."""
    act = acting.act_for(request, purpose="tick the checklist of a case")
    found = queries.case(act, reference)
    ticks = queries.progress_of(act, found).ticks
    form = forms.TickChecklist(request.POST or None, initial=presenters.ticked(found.version, ticks))

    def do() -> object:
        return actions.tick_checklist(act, case=found, done=form.done, expected_version=form.cleaned_data["version"])

    shown = presenters.checklist_page(found, ticks)
    return done(request, reference, form, do, "The checklist is saved.") or page(
        request, "casework/progress_checklist.html.jinja", shown, form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def assess_risk(request: HttpRequest, reference: str) -> HttpResponse:
    """Say how great the risk is."""
    act = acting.act_for(request, purpose="assess the risk of a case")
    found = queries.case(act, reference)
    form = forms.AssessRisk(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.assess_risk(act, case=found, **values(form))

    return done(request, reference, form, do, "The risk is recorded.") or page(
        request, "casework/progress_risk.html.jinja", presenters.risk_page(found), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a follow-up."""
    act = acting.act_for(request, purpose="follow up a case")
    found = queries.case(act, reference)
    form = forms.FollowUp(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.follow_up(act, case=found, **values(form))

    return done(request, reference, form, do, "The follow-up is recorded.") or page(
        request, "casework/progress_follow_up.html.jinja", presenters.task_page(found, "Record a follow-up"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def name_deputy(request: HttpRequest, reference: str) -> HttpResponse:
    """Name a deputy."""
    act = acting.act_for(request, purpose="name the deputy for a case")
    found = queries.case(act, reference)
    initial = {"version": found.version, "deputy": found.deputy_id or ""}
    colleagues = queries.officers(act).exclude(pk=found.responsible_id)
    form = forms.NameDeputy(request.POST or None, officers=colleagues, initial=initial)

    def do() -> object:
        return actions.name_deputy(act, case=found, **values(form))

    return done(request, reference, form, do, "The deputy is recorded.") or page(
        request, "casework/progress_deputy.html.jinja", presenters.task_page(found, "Name a deputy"), form
    )
