"""One file: its steps, its pupils on screen, its collection, and the confirmation that a child is on roll."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer import actions, forms, permissions, presenters, queries
from onroll.transfer.actions import Arrival
from onroll.transfer.models import Kind, Message
from onroll.transfer.presenters.reading import PUPILS_SHOWN
from onroll.transfer.states import State
from onroll.transfer.views.asked import asked_page, submitted
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_send_files)
@require_GET
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """Show where a file stands and each of its steps."""
    act = acting.act_for(request, purpose="see a file’s steps")
    message = queries.message(act, reference)
    if message.kind == Kind.DOCUMENT:
        return redirect("transfer:document", reference)
    way, arrivals = queries.onward(act, message), queries.arrivals(message)
    shown = presenters.file.file_page(act, message, queries.timeline(act, message), way, arrivals)
    is_open = message.state in (State.WAITING, State.HELD_AS_LOST, State.COLLECTED, State.CONFIRMED)
    bundle = presenters.parts.bundle(act, message, queries.receipts(act, message), is_open=is_open)
    return page(request, "transfer/file.html.jinja", shown, bundle=bundle)


@needs_permission(permissions.may_send_files)
@require_GET
def read_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the pupils of a file; of one that holds a single pupil, that pupil. That it was read is recorded."""
    act = acting.act_for(request, purpose="read a file on screen")
    message = queries.message(act, reference)
    if message.pupil_count == 1:
        return read_pupil(request, reference, position=1)
    actions.open_file(act, message=message)
    number = asked_page(request)
    pupils = queries.file_pupils(message, first=(number - 1) * PUPILS_SHOWN + 1, most=PUPILS_SHOWN)
    return page(request, "transfer/read_file.html.jinja", presenters.reading.read_file(message, pupils, number))


@needs_permission(permissions.may_send_files)
@require_GET
def read_pupil(request: HttpRequest, reference: str, position: int) -> HttpResponse:
    """Show all that a file says of one pupil. That it was read is recorded."""
    act = acting.act_for(request, purpose="read a file on screen")
    message = queries.message(act, reference)
    actions.open_file(act, message=message)
    shown = presenters.reading.read_pupil(message, queries.file_pupil(message, position))
    return page(request, "transfer/read_pupil.html.jinja", shown)


@needs_permission(permissions.may_read_inbox)
@require_POST
def download(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the file to its recipient, under its right name, as an attachment."""
    act = acting.act_for(request, purpose="collect a file")
    ready = actions.collect_file(act, message=queries.message(act, reference))
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=ready.name) or "",
        "Content-Length": str(ready.size),
        "Cache-Control": "no-store",
    }
    answer = StreamingHttpResponse(ready.pieces, content_type="application/xml", headers=headers)
    return cast("HttpResponse", answer)  # a stream is a response of another class, which guards do not tell apart


@needs_permission(permissions.may_confirm_arrivals)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_on_roll(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the receiving school say who is on its roll, and from which day."""
    act = acting.act_for(request, purpose="confirm a child on roll")
    message = queries.message(act, reference)
    permissions.check(permissions.may_confirm_arrival(act, message))
    if message.state != State.COLLECTED:
        return redirect("transfer:file", reference)
    choices = presenters.steps.arrival_choices(queries.message_pupils(message))
    only = [choices[0][0]] if len(choices) == 1 else []
    form = forms.ConfirmOnRoll(
        submitted(request), choices=choices, initial={"version": message.version, "pupils": only}
    )
    is_early = "is_early_date_meant" in form.data
    if form.is_valid():
        try:
            _confirm(act, message, form)
        except RuleBroken as refused:
            add_refusal(form, refused, "on_roll_from")
            is_early = is_early or isinstance(refused, actions.EarlyDateNotMeant)
        else:
            messages.success(request, presenters.steps.confirmed_words(message))
            return redirect("transfer:file", reference)
    shown = presenters.steps.confirm_on_roll(message)
    return page(request, "transfer/confirm_on_roll.html.jinja", shown, form, is_early_date=is_early)


def _confirm(act: Act, message: Message, form: forms.ConfirmOnRoll) -> None:
    given = form.cleaned_data
    actions.confirm_on_roll(
        act,
        message=message,
        arrivals=[Arrival(int(place), given["on_roll_from"]) for place in given["pupils"]],
        expected_version=given["version"],
        is_early_date_meant=given["is_early_date_meant"],
    )
