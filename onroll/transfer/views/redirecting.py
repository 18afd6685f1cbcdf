"""Sending a file on whose school has closed, and releasing one that is held."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.transfer import actions, forms, permissions, presenters, queries
from onroll.transfer.states import State
from onroll.transfer.views.asked import submitted
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_send_files)
@require_http_methods(["GET", "HEAD", "POST"])
def redirect_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the sender, or the authority, choose where a file goes that cannot go its own way."""
    act = acting.act_for(request, purpose="send a file on")
    message = queries.message(act, reference)
    permissions.check(permissions.may_redirect(act, message))
    way = queries.onward(act, message)
    if way.of is None or not (way.has_closed or way.choices):
        return redirect("transfer:file", reference)
    form = forms.RedirectFile(
        submitted(request), choices=presenters.redirecting.choices(way), initial={"version": message.version}
    )
    if form.is_valid():
        successor = presenters.redirecting.chosen(way, form.cleaned_data["successor"])
        try:
            actions.redirect_file(
                act,
                message=message,
                successor=successor,
                expected_version=form.cleaned_data["version"],
                are_problems_known=form.cleaned_data["are_problems_known"],
            )
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"The file now waits for {successor}. It gets an email, and so does the sender.")
            return redirect("transfer:file", reference)
    shown = presenters.redirecting.redirect_page(message, way, most_radios=forms.MOST_RADIOS)
    return page(request, "transfer/redirect_file.html.jinja", shown, form)


@needs_permission(permissions.may_see_area)
@require_http_methods(["GET", "HEAD", "POST"])
def release_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the authority give a held file back to its school to collect."""
    act = acting.act_for(request, purpose="release a held file")
    message = queries.message(act, reference)
    permissions.check(permissions.may_decide_held(act, message))
    if message.state != State.HELD:
        return redirect("transfer:file", reference)
    form = forms.SeenVersion(submitted(request), initial={"version": message.version})
    if form.is_valid():
        try:
            actions.release_file(act, message=message, expected_version=form.cleaned_data["version"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"The file waits for {message.recipient} again, which gets an email.")
            return redirect("transfer:file", reference)
    return page(request, "transfer/release_file.html.jinja", presenters.redirecting.release_page(message), form)


@needs_permission(permissions.may_see_area)
@require_http_methods(["GET", "HEAD", "POST"])
def release_part(request: HttpRequest, reference: str, part_reference: str) -> HttpResponse:
    """Let the authority give a held document back to its role to collect, unread."""
    act = acting.act_for(request, purpose="release a held document")
    message = queries.message(act, reference)
    part = queries.held_part(act, message, part_reference)
    form = forms.SeenVersion(submitted(request), initial={"version": part.version})
    if form.is_valid():
        try:
            actions.release_file(act, message=part, expected_version=form.cleaned_data["version"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The document waits again. Those whom it is for get an email.")
            return redirect("transfer:file", reference)
    shown = presenters.redirecting.release_part_page(message, part)
    return page(request, "transfer/release_file.html.jinja", shown, form)
