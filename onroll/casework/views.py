"""The pages of a children-missing-education officer: work list, notification, case, and what is done to a case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.casework import actions, forms, permissions, presenters, queries
from onroll.casework.models import Outcome
from onroll.casework.own_facts import known_of
from onroll.casework.presenters.evidence import evidence_from
from onroll.casework.presenters.tasks import stage_words
from onroll.web.forms import Form, add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_see_cases)
@require_GET
def work_list(request: HttpRequest) -> HttpResponse:
    """Show what waits for the authority's officers."""
    act = acting.act_for(request, purpose="see the work list")
    form = forms.WorkListFilters(request.GET)
    filters = form.filters()
    shown = presenters.work_list_page(queries.work_list(act, filters), filters)
    return page(request, "casework/work_list.html.jinja", shown, form=None, filters=form)


@needs_permission(permissions.may_see_cases)
@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    """Show the cases that were closed last."""
    act = acting.act_for(request, purpose="see closed cases")
    return page(request, "casework/closed.html.jinja", presenters.closed_page(queries.closed_cases(act)))


@needs_permission(permissions.may_see_cases)
@require_GET
def notification(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one notification; that it was read is recorded."""
    act = acting.act_for(request, purpose="read a notification")
    found = actions.open_notification_record(act, notification=queries.notification(act, reference))
    shown = presenters.notification_page(found, known_of(found), queries.open_case_of(act, found.child_id), act.on)
    form = forms.OpenCase(initial={"version": found.version})
    return page(request, "casework/notification.html.jinja", shown, form)


@needs_permission(permissions.may_see_cases)
@require_POST
def open_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a case from a notification."""
    act = acting.act_for(request, purpose="open a case")
    found = queries.notification(act, reference)
    form = forms.OpenCase(request.POST)
    if not form.is_valid():
        return redirect("casework:notification", reference)
    case = actions.open_case(act, notification=found, expected_version=form.cleaned_data["version"])
    messages.success(request, "The case is open, and you are responsible for it.")
    return redirect("casework:case", case.reference)


@needs_permission(permissions.may_see_cases)
@require_POST
def join_notification(request: HttpRequest, reference: str) -> HttpResponse:
    """Join a notification to the open case of its child."""
    act = acting.act_for(request, purpose="join a notification to a case")
    found = queries.notification(act, reference)
    form = forms.OpenCase(request.POST)
    if not form.is_valid():
        return redirect("casework:notification", reference)
    case = actions.join_notification(act, notification=found, expected_version=form.cleaned_data["version"])
    messages.success(request, "The notification is joined to this case.")
    return redirect("casework:case", case.reference)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_notification(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer a notification whose file was taken back."""
    act = acting.act_for(request, purpose="answer a notification")
    found = queries.notification(act, reference)
    form = forms.AnswerNotification(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.answer_notification(act, notification=found, **_values(form))

    return _done(request, reference, form, do, "The notification is answered.", to="notification") or page(
        request, "casework/answer_notification.html.jinja", presenters.answer_notification_page(found), form
    )


@needs_permission(permissions.may_see_cases)
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one case; that it was read is recorded."""
    act = acting.act_for(request, purpose="read a case")
    found = actions.open_case_record(act, case=queries.case(act, reference))
    known = known_of(found.notification)
    shown = presenters.case_page(found, known, queries.case_story(act, found), act.on)
    return page(request, "casework/case.html.jinja", shown)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def record_dates(request: HttpRequest, reference: str) -> HttpResponse:
    """Set the dates of provision."""
    act = acting.act_for(request, purpose="record the dates of a case")
    found = queries.case(act, reference)
    initial = {
        "version": found.version,
        "provision_determined_on": found.provision_determined_on,
        "provision_accessed_on": found.provision_accessed_on,
    }
    form = forms.RecordDates(request.POST or None, initial=initial)

    def do() -> object:
        return actions.record_dates(act, case=found, **_values(form))

    return _done(request, reference, form, do, "The dates are recorded.") or page(
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
        return actions.move_stage(act, case=found, **_values(form))

    return _done(request, reference, form, do, "The case is at its new stage.") or page(
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

    return _done(request, reference, form, do, "The note is in the case’s story.") or page(
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
        return actions.assign_case(act, case=found, **_values(form))

    return _done(request, reference, form, do, "The case has its new responsible officer.") or page(
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
        return actions.close_case(act, case=found, **_values(form))

    return _done(request, reference, form, do, "The case is closed.") or page(
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
        return actions.reopen_case(act, case=found, **_values(form))

    return _done(request, reference, form, do, "The case is open again.") or page(
        request, "casework/reopen_case.html.jinja", presenters.reopen_case_page(found), form
    )


def _values(form: Form) -> dict[str, Any]:
    """Return what a form holds, in an action's words: the version it was shown with is the one expected."""
    return {{"version": "expected_version"}.get(name, name): value for name, value in form.cleaned_data.items()}


def _done(
    request: HttpRequest, reference: str, form: Form, do: Callable[[], object], words: str, to: str = "case"
) -> HttpResponse | None:
    """Do it where the form holds and go back to the case (or `to`); None where the form has to be shown (again)."""
    if not form.is_valid():
        return None
    try:
        do()
    except RuleBroken as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, words)
    return redirect(f"casework:{to}", reference)
