"""What content checks keep apart, for the role named for it: the list, one document, opening it, letting it go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.transfer import actions, part_forms, permissions, presenters, queries
from onroll.transfer.views.asked import submitted
from onroll.transfer.views.parts import attached, page_of
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_keep_apart)
@require_GET
def kept_apart(request: HttpRequest) -> HttpResponse:
    """Show what is kept apart of the acting organisation's documents."""
    act = acting.act_for(request, purpose="see documents kept apart")
    files = page_of(request, queries.kept_apart(act))
    return page(request, "transfer/documents.html.jinja", presenters.quarantine.kept_apart_list(files))


@needs_permission(permissions.may_keep_apart)
@require_GET
def kept_apart_document(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what was found in one document, and what can be done."""
    act = acting.act_for(request, purpose="see a document kept apart")
    found = queries.kept_apart_document(act, reference)
    return page(request, "transfer/kept_apart_document.html.jinja", presenters.quarantine.kept_apart_page(found))


@needs_permission(permissions.may_keep_apart)
@require_http_methods(["GET", "HEAD", "POST"])
def open_kept_apart(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the document to the named role, with a reason."""
    act = acting.act_for(request, purpose="look into a document kept apart")
    found = queries.kept_apart_document(act, reference)
    form = part_forms.LookInto(submitted(request))
    if form.is_valid():
        try:
            return attached(actions.open_kept_apart(act, message=found, reason=form.cleaned_data["reason"]))
        except RuleBroken as refused:
            add_refusal(form, refused)
    return page(request, "transfer/look_into.html.jinja", presenters.quarantine.look_into(found), form)


@needs_permission(permissions.may_keep_apart)
@require_http_methods(["GET", "HEAD", "POST"])
def let_go(request: HttpRequest, reference: str) -> HttpResponse:
    """Let a held document go on, with a reason."""
    act = acting.act_for(request, purpose="let a held document go on")
    found = queries.kept_apart_document(act, reference)
    form = part_forms.LetGo(submitted(request), initial={"version": found.version})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.let_go(act, message=found, reason=given["reason"], expected_version=given["version"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The document goes on.")
            return redirect("transfer:kept-apart")
    return page(request, "transfer/let_go.html.jinja", presenters.quarantine.let_go(found), form)
