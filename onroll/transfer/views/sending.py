"""Uploading a file, checking what is in it, and sending it or taking it back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken, Stale
from onroll.transfer import actions, forms, permissions, presenters, queries, uploads
from onroll.transfer.models import Message
from onroll.transfer.presenters.checking import PUPILS_SHOWN
from onroll.transfer.states import State
from onroll.transfer.views.asked import asked_page, submitted
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_send_files)
@uploads.takes_upload
@require_http_methods(["GET", "HEAD", "POST"])
def send_file(request: HttpRequest) -> HttpResponse:
    """Take a file and check it; what was found is the next page."""
    act = acting.act_for(request, purpose="send a file")
    limit = settings.UPLOAD_LIMIT_BYTES
    form = forms.SendFile(submitted(request), request.FILES or None, limit_bytes=limit)
    earlier = ""
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            message = actions.receive_file(act, name=upload.name, pieces=upload.chunks())
        except actions.AlreadySent as refused:
            add_refusal(form, refused, "file")
            earlier = refused.reference
        else:
            if message.state == State.RECEIVED:
                messages.info(request, presenters.checking.NOT_SCANNED)
            return redirect("transfer:check-file", message.reference)
    shown = presenters.steps.send_file(limit, earlier_reference=earlier)
    return page(request, "transfer/send_file.html.jinja", shown, form)


@needs_permission(permissions.may_send_files)
@require_http_methods(["GET", "HEAD", "POST"])
def check_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the sender what is in the file and anything wrong with it; send it."""
    act = acting.act_for(request, purpose="check a file before sending")
    message = queries.message(act, reference)
    permissions.check(permissions.is_sender(act, message))
    if message.state not in (State.CHECKED, State.REFUSED):
        return redirect("transfer:file", reference)
    way = queries.onward(act, message)
    form = _check_form(request, message, way)
    if form.is_valid() and _was_sent(request, form, reference, way):
        return redirect("transfer:file", reference)
    number = asked_page(request)
    pupils = []
    if message.state == State.CHECKED:
        actions.open_file(act, message=message)
        pupils = queries.file_pupils(message, first=(number - 1) * PUPILS_SHOWN + 1, most=PUPILS_SHOWN)
    shown = presenters.checking.check_file(message, pupils, number, way)
    is_open = message.state == State.CHECKED and not shown.split_href
    bundle = presenters.parts.bundle(act, message, queries.receipts(act, message), is_open=is_open)
    return page(request, "transfer/check_file.html.jinja", shown, form, bundle=bundle)


def _check_form(request: HttpRequest, message: Message, way: queries.Onward) -> forms.CheckFile:
    """Return the question whether the file is sent; where its school has closed, also where to."""
    known = {"version": message.version}
    if not way.has_closed:
        return forms.CheckFile(submitted(request), initial=known)
    return forms.RedirectFile(submitted(request), choices=presenters.redirecting.choices(way), initial=known)


def _was_sent(request: HttpRequest, form: forms.CheckFile, reference: str, way: queries.Onward) -> bool:
    """Send the file; where a rule forbids it, put its words into the form."""
    act = acting.act_for(request, purpose="send a file")
    message = queries.message(act, reference)
    given = form.cleaned_data
    seen = {"expected_version": given["version"], "are_problems_known": given["are_problems_known"]}
    try:
        if way.has_closed:
            successor = presenters.redirecting.chosen(way, given["successor"])
            actions.redirect_file(act, message=message, successor=successor, **seen)
        else:
            actions.send_file(act, message=message, **seen)
    except actions.ProblemsNotKnown as refused:
        add_refusal(form, refused, "are_problems_known")
        return False
    except (RuleBroken, Stale) as refused:
        if queries.is_sent_by_now(message):
            return True  # a second click
        if isinstance(refused, Stale):
            raise
        add_refusal(form, refused)
        return False
    messages.success(request, f"The file was sent. {message.recipient} gets an email that it waits.")
    return True


@needs_permission(permissions.may_send_files)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the sender take a file back, with a reason from a list."""
    act = acting.act_for(request, purpose="take a file back")
    message = queries.message(act, reference)
    permissions.check(permissions.is_sender(act, message))
    form = forms.WithdrawFile(submitted(request), initial={"version": message.version})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.withdraw_file(act, message=message, reason=given["reason"], expected_version=given["version"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The file was taken back and deleted here.")
            return redirect("transfer:file", reference)
    return page(request, "transfer/withdraw.html.jinja", presenters.steps.withdraw(message), form)
