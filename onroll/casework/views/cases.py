"""The pages of a case, and what is done to it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.casework import actions, forms, permissions, presenters, queries
from onroll.casework.case_dates import SET_BY_OFFICERS
from onroll.casework.models import Outcome
from onroll.casework.own_facts import known_of
from onroll.casework.presenters.borders import borders_part
from onroll.casework.presenters.evidence import evidence_from
from onroll.casework.presenters.groups import groups_part
from onroll.casework.presenters.orders import orders_part
from onroll.casework.presenters.tasks import stage_words
from onroll.casework.views.beside import beside, case_enquiries, case_family
from onroll.casework.views.doing import done, values
from onroll.web.pages import page


@needs_permission(permissions.may_see_cases)
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one case; that it was read is recorded."""
    act = acting.act_for(request, purpose="read a case")
    found = actions.open_case_record(act, case=queries.case(act, reference))
    known = known_of(found.notification)
    rolls = queries.rolls_behind(act, found.child)
    away = queries.covers_today(act)
    charge = queries.charge_of(act.organisation_id, act.on, away.values())
    shown = presenters.case_page(
        found,
        known,
        queries.case_story(act, found),
        act.on,
        responsible=presenters.responsible_words(found, charge, away),
        rolls=rolls,
    )
    return page(
        request,
        "casework/case.html.jinja",
        shown,
        beside=beside(act, found.child),
        enquiries=case_enquiries(act, found),
        borders=borders_part(act, found),
        family=case_family(act, found),
        orders=orders_part(act, found),
        progress=presenters.progress_part(found, queries.progress_of(act, found), act.on),
        risk_groups=groups_part(act, found, queries.groups_of(act, found.child_id)),
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def record_dates(request: HttpRequest, reference: str) -> HttpResponse:
    """Set the dates of a case."""
    act = acting.act_for(request, purpose="record the dates of a case")
    found = queries.case(act, reference)
    initial = {"version": found.version} | {kind.value: getattr(found, kind.value) for kind in SET_BY_OFFICERS}
    form = forms.RecordDates(request.POST or None, initial=initial)

    def do() -> object:
        return actions.record_dates(act, case=found, **values(form))

    return done(request, reference, form, do, "The dates are recorded.") or page(
        request, "casework/record_dates.html.jinja", presenters.task_page(found, "Record dates"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def move_stage(request: HttpRequest, reference: str) -> HttpResponse:
    """Move a case to another stage."""
    act = acting.act_for(request, purpose="move a case to another stage")
    found = queries.case(act, reference)
    form = forms.MoveStage(request.POST or None, case=found, initial={"version": found.version})

    def do() -> object:
        return actions.move_stage(act, case=found, **values(form))

    return done(request, reference, form, do, "The case is at its new stage.") or page(
        request,
        "casework/move_stage.html.jinja",
        presenters.task_page(found, "Move to another stage", stage_words(found)),
        form,
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def add_note(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a note to a case."""
    act = acting.act_for(request, purpose="add a note to a case")
    found = queries.case(act, reference)
    form = forms.AddNote(request.POST or None)

    def do() -> object:
        return actions.add_note(act, case=found, words=form.cleaned_data["words"])

    return done(request, reference, form, do, "The note is in the case’s story.") or page(
        request, "casework/add_note.html.jinja", presenters.task_page(found, "Add a note"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Make another officer responsible for a case."""
    act = acting.act_for(request, purpose="give a case to another officer")
    found = queries.case(act, reference)
    initial = {"version": found.version, "responsible": found.responsible_id}
    form = forms.Assign(request.POST or None, officers=queries.officers(act), initial=initial)

    def do() -> object:
        return actions.assign_case(act, case=found, **values(form))

    return done(request, reference, form, do, "The case has its new responsible officer.") or page(
        request, "casework/assign.html.jinja", presenters.task_page(found, "Give this case to an officer"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def close_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a case with its outcome and evidence; a confirmed one is filled in already."""
    act = acting.act_for(request, purpose="close a case")
    found = queries.case(act, reference)
    is_confirmed = found.confirmed_by_id is not None
    initial = {"version": found.version, "evidence": evidence_from(found)}
    if is_confirmed:
        initial["outcome"] = Outcome.ON_ROLL
    form = forms.CloseCase(request.POST or None, is_confirmed=is_confirmed, initial=initial)

    def do() -> object:
        return actions.close_case(act, case=found, **values(form))

    return done(request, reference, form, do, "The case is closed.") or page(
        request, "casework/close_case.html.jinja", presenters.close_case_page(found), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a closed case again, with the reason."""
    act = acting.act_for(request, purpose="open a closed case again")
    found = queries.case(act, reference)
    form = forms.ReopenCase(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.reopen_case(act, case=found, **values(form))

    return done(request, reference, form, do, "The case is open again.") or page(
        request, "casework/reopen_case.html.jinja", presenters.reopen_case_page(found), form
    )
