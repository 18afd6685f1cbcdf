"""The pages of the directory: the tree, one agency, its contacts, gaps and the import of a list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.casework import permissions
from onroll.casework.actions import directory as actions
from onroll.casework.actions import directory_import
from onroll.casework.forms import directory as forms
from onroll.casework.imports.directory import template
from onroll.casework.models import Agency, Standing
from onroll.casework.presenters import directory as presenters
from onroll.casework.queries import directory as queries
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.words import count_words

FORM, READ = "casework/directory_form.html.jinja", "casework/directory_page.html.jinja"


@needs_permission(permissions.may_see_cases)
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Show the tree, and what needs somebody's hand."""
    act = acting.act_for(request, purpose="see the directory of agencies")
    shown = presenters.directory_page(
        act, queries.tree(act), queries.gaps(act), queries.free_places(act), queries.running_round(act)
    )
    return page(request, READ, shown)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def add_agency(request: HttpRequest) -> HttpResponse:
    """Add an agency."""
    act = acting.act_for(request, purpose="add an agency to the directory")
    return _keep(request, act, None)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def change_agency(request: HttpRequest, reference: str) -> HttpResponse:
    """Change an agency."""
    act = acting.act_for(request, purpose="change an agency of the directory")
    return _keep(request, act, queries.agency(act, reference))


def _keep(request: HttpRequest, act: Act, found: Agency | None) -> HttpResponse:
    """Show the form of an agency, and keep what it holds."""
    initial = _initial(found) if found else {"version": 0}
    form = forms.KeepAgency(
        request.POST or None,
        initial=initial,
        agencies=queries.agencies(act),
        organisations=queries.organisations_that_sign_in(act),
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            kept = actions.keep_agency(act, agency=found, expected_version=values.pop("version"), **values)
        except RuleBroken as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, f"{kept.name} is in the directory.")
            return redirect("directory:agency", kept.reference)
    return page(request, FORM, presenters.keep_agency_page(found), form)


def _initial(found: Agency) -> dict[str, object]:
    names = ("version", "name", "kind", "parts", "route", "early_help")
    parent = found.parent.reference if found.parent else None
    return {name: getattr(found, name) for name in names} | {"parent": parent, "organisation": found.organisation_id}


@needs_permission(permissions.may_see_cases)
@require_GET
def agency(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one agency with its contacts."""
    act = acting.act_for(request, purpose="see an agency of the directory")
    found = queries.agency(act, reference)
    line = next((line for line in queries.tree(act) if line.agency.pk == found.pk), None)
    if line is None:
        raise Hidden
    return page(request, READ, presenters.agency_page(act, line, queries.history(act, found)))


@needs_permission(permissions.may_see_cases)
@require_POST
def end_agency(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an agency out of the directory."""
    act = acting.act_for(request, purpose="take an agency out of the directory")
    found = queries.agency(act, reference)
    try:
        actions.end_agency(act, agency=found, expected_version=_version(request))
    except actions.AgencyImpossible as refusal:
        messages.error(request, refusal.words)
        return redirect("directory:agency", reference)
    messages.success(request, f"{found.name} is not in the directory any more. What was kept of it stays.")
    return redirect("directory:directory")


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, reference: str, standing: str) -> HttpResponse:
    """Name, correct or confirm the contact or deputy of an agency."""
    act = acting.act_for(request, purpose="keep a contact of an agency")
    if standing not in Standing.values:
        raise Hidden
    found = queries.agency(act, reference)
    current = queries.contact_in_place(act, found, standing)
    names = ("version", "role_name", "person_name", "phone", "email", "may_publish")
    known = {name: getattr(current, name) for name in names} if current else {"version": 0}
    form = forms.KeepContact(request.POST or None, initial={**known, "confirmed_on": act.on})
    if form.is_valid():
        try:
            actions.keep_contact(
                act,
                agency=found,
                standing=Standing(standing),
                details=form.details,
                may_publish=form.cleaned_data["may_publish"],
                confirmed_on=form.cleaned_data["confirmed_on"],
                expected_version=form.cleaned_data["version"],
            )
        except RuleBroken as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "The contact is confirmed.")
            return redirect("directory:agency", reference)
    return page(request, FORM, presenters.contact_page(found, Standing(standing), is_new=current is None), form)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_left(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Record that a contact has left."""
    act = acting.act_for(request, purpose="record that a contact has left")
    found = queries.contact(act, contact_id)
    form = forms.RecordLeaving(request.POST or None, initial={"version": found.version, "left_on": act.on})
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            actions.record_leaving(act, contact=found, expected_version=values.pop("version"), **values)
        except RuleBroken as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "The place is free. Name a successor as soon as one is known.")
            return redirect("directory:directory")
    return page(request, FORM, presenters.leaving_page(found), form)


@needs_permission(permissions.may_see_cases)
@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """Show what the directory lacks."""
    act = acting.act_for(request, purpose="see gaps in the directory of agencies")
    return page(request, READ, presenters.gaps_page(act, queries.gaps(act)))


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Take a list of agencies, all of it or nothing."""
    act = acting.act_for(request, purpose="import a list of agencies")
    form = forms.ImportDirectory(request.POST or None, request.FILES or None)
    problems: tuple[object, ...] = ()
    if form.is_valid():
        try:
            agencies, contacts = directory_import.import_directory(act, content=form.cleaned_data["file"].read())
        except directory_import.DirectoryListRefused as refused:
            problems = refused.problems
            add_refusal(form, refused)
        else:
            messages.success(
                request, f"Imported: {count_words(agencies, 'agency')}, {count_words(contacts, 'contact')}."
            )
            return redirect("directory:directory")
    return page(request, FORM, presenters.import_page(problems), form)  # type: ignore[arg-type]


@needs_permission(permissions.may_see_cases)
@require_GET
def import_template(_request: HttpRequest) -> HttpResponse:
    """Hand out an empty list with its columns."""
    headers = {"Content-Disposition": 'attachment; filename="agencies.csv"'}
    return HttpResponse("\ufeff" + template(), content_type="text/csv; charset=utf-8", headers=headers)


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0
