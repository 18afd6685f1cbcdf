"""The lost-pupil repository: searching it, opening one child with a reason, and claiming the file for a school."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.transfer import actions, forms, permissions, presenters, queries
from onroll.transfer.models import LostPupil
from onroll.transfer.reasons import Reason
from onroll.transfer.states import State
from onroll.transfer.views.asked import submitted
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_search_repository)
@require_http_methods(["GET", "HEAD", "POST"])
def search_repository(request: HttpRequest) -> HttpResponse:
    """Search the repository. What is asked is personal, so it travels in the body and is never part of an address."""
    act = acting.act_for(request, purpose="search the lost-pupil repository")
    return _search(request, act, forms.SearchRepository(submitted(request)))


@needs_permission(permissions.may_search_repository)
@require_http_methods(["GET", "HEAD", "POST"])
def search_for_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Search for the child whose file a school asked for: the form holds what the request says of her."""
    act = acting.act_for(request, purpose="search the lost-pupil repository for a request")
    asked = queries.file_request(act, reference)
    permissions.check(permissions.may_search_for(act, asked))
    actions.open_request(act, request=asked)
    initial = {**queries.query_of(asked), "reason_code": Reason.ADMITTED_WITHOUT_FILE, "reason": f"Request {reference}"}
    return _search(request, act, forms.SearchRepository(submitted(request), initial=initial))


def _search(request: HttpRequest, act: Act, form: forms.SearchRepository) -> HttpResponse:
    """Show the form, and what was found once it was asked."""
    hits = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            hits = actions.search_repository(
                act,
                query=form.query(),
                reason_code=given["reason_code"],
                reason=given["reason"],
                is_outside={"unknown": False, "outside": True}.get(given["sector"]),
            ).hits
        except RuleBroken as refused:
            add_refusal(form, refused)
    shown = presenters.repository.search_repository(queries.held_counts(act), hits)
    return page(request, "transfer/search_repository.html.jinja", shown, form)


@needs_permission(permissions.may_search_repository)
@require_http_methods(["GET", "HEAD", "POST"])
def open_lost_pupil(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask why a child is opened in full, then open her."""
    act = acting.act_for(request, purpose="open a child in the lost-pupil repository")
    queries.held_lost_pupil(reference, act.on)
    form = forms.OpenLostPupil(submitted(request))
    if form.is_valid():
        actions.open_lost_pupil(act, reference=reference, **form.cleaned_data)
        return redirect("transfer:lost-pupil", reference)
    shown = presenters.repository.open_lost_pupil(reference)
    return page(request, "transfer/open_lost_pupil.html.jinja", shown, form)


@needs_permission(permissions.may_search_repository)
@require_GET
def lost_pupil(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a child in full to an officer who opened her today; ask for the reason first, otherwise."""
    act = acting.act_for(request, purpose="read a child in the lost-pupil repository")
    opened = actions.read_lost_pupil(act, reference=reference)
    if opened is None:
        return redirect("transfer:open-lost-pupil", reference)
    is_held = opened.message.state == State.HELD_AS_LOST
    shown = presenters.repository.lost_pupil_page(opened, queries.file_pupil(opened.message, 1), is_held=is_held)
    return page(request, "transfer/lost_pupil.html.jinja", shown)


@needs_permission(permissions.may_search_repository)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_lost_pupil(request: HttpRequest, reference: str) -> HttpResponse:
    """Claim an opened child's file for a school of the officer's area."""
    act = acting.act_for(request, purpose="claim a child in the lost-pupil repository")
    opened = queries.lost_pupil_once_opened(act, reference)
    if opened is None:
        return redirect("transfer:open-lost-pupil", reference)
    schools = queries.open_schools_of_area(act)
    form = forms.ClaimLostPupil(
        submitted(request),
        schools=[(str(school.pk), presenters.repository.school_words(school)) for school in schools],
        initial={"version": opened.message.version},
    )
    if form.is_valid():
        try:
            _claim(request, act, opened, form)
        except Stale:
            if not queries.was_claimed_by(act, reference):
                raise
        return redirect("transfer:file", reference)  # also at a person's second click
    return page(request, "transfer/claim_lost_pupil.html.jinja", presenters.repository.claim_lost_pupil(opened), form)


def _claim(request: HttpRequest, act: Act, opened: LostPupil, form: forms.ClaimLostPupil) -> None:
    """Claim the file. Losing a race has a page of its own."""
    given = form.cleaned_data
    school = queries.open_schools_of_area(act).get(pk=given["school"])
    actions.claim_lost_pupil(
        act,
        reference=opened.message.reference,
        school=school,
        reason=given["reason"],
        expected_version=given["version"],
    )
    messages.success(request, f"The file was claimed. {school} gets an email that it waits.")
