"""The pages of those who tell on behalf of an organisation: tell of a child, and read what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import actions, permissions, presenters, queries
from onroll.casework.agency_types import type_of
from onroll.casework.forms.telling import DangerQuestion, SawChild, TellOfChild
from onroll.casework.telling import Danger, Told
from onroll.transfer import uploads
from onroll.web.forms import Form, add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_tell)
@require_GET
def tellings(request: HttpRequest) -> HttpResponse:
    """List what the organisation told, and how far each is."""
    act = acting.act_for(request, purpose="see what we told")
    asked = queries.waiting_for_us(act)
    late = asked.filter(due_on__lt=act.on).count()
    shown = presenters.tellings_page(act, queries.own_tellings(act), waiting=asked.count(), overdue=late)
    return page(request, "casework/tellings.html.jinja", shown)


@needs_permission(permissions.may_tell)
@require_GET
def telling(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one thing that was told, and what came of it as far as may be said."""
    act = acting.act_for(request, purpose="read what came of a notification")
    found = actions.read_own_telling(act, telling=queries.own_telling(act, reference))
    return page(request, "casework/telling.html.jinja", presenters.telling_page(act, found))


@needs_permission(permissions.may_refer)
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Ask the first question: the police and social care come before anything else."""
    form = DangerQuestion(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = form.cleaned_data["danger"]
        if answer == "none":
            return redirect("telling:tell-of-child", "none")
        return page(
            request, "casework/telling_call_first.html.jinja", presenters.call_first_page(answer), answer=answer
        )
    return page(request, "casework/tell.html.jinja", presenters.tell_page(), form)


@needs_permission(permissions.may_refer)
@uploads.takes_upload
@require_http_methods(["GET", "HEAD", "POST"])
def tell_of_child(request: HttpRequest, danger: str) -> HttpResponse:
    """Take what an agency or a school knows of a child."""
    act = acting.act_for(request, purpose="tell of a child")
    if danger not in {"none", *filter(None, Danger)}:
        raise Hidden
    kind = type_of(access_queries.acting_organisation(act))
    councils = list(queries.authorities_that_read(act.on))
    initial = {"council": act.la_code}
    form = TellOfChild(request.POST or None, request.FILES or None, kind=kind, councils=councils, initial=initial)
    if form.is_valid():
        values = dict(form.cleaned_data)
        code, document = values.pop("council"), values.pop("document")
        authority = next(one for one in councils if one.la_code == code)
        told = Told(danger=Danger("" if danger == "none" else danger), **values)
        if done := _received(request, act, form, told, authority, document):
            return done
    return page(request, "casework/tell_of_child.html.jinja", presenters.tell_of_child_page(act.on), form)


@needs_permission(permissions.may_say_seen)
@require_http_methods(["GET", "HEAD", "POST"])
def saw_child(request: HttpRequest) -> HttpResponse:
    """Take "I saw a child" from somebody of the authority who is out in the street."""
    act = acting.act_for(request, purpose="say that a child was seen")
    form = SawChild(request.POST or None)
    if form.is_valid():
        values: dict[str, Any] = {name: form.cleaned_data[name] for name in ("words", "place", "forename")}
        told = Told(danger=form.danger, seen_on=act.on, **values)
        if done := _received(request, act, form, told, access_queries.acting_organisation(act)):
            return done
    return page(request, "casework/saw_child.html.jinja", presenters.saw_child_page(), form)


def _received(
    request: HttpRequest,
    act: Act,
    form: Form,
    told: Told,
    authority: Organisation,
    document: uploads.SealedUpload | None = None,
) -> HttpResponse | None:
    """Receive it and go to its receipt; None, with each problem at its field, where it cannot be kept."""
    try:
        taken = _taken(act, document)
        receipt = actions.receive_notification(
            act, told=told, authority=authority, route=permissions.route_of(act), enclosure=taken
        )
    except actions.EnclosureRefused as refused:
        add_refusal(form, refused, "document")
        return None
    except actions.TellingRefused as refused:
        for problem in refused.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.words)
        return None
    except actions.NobodyReadsThere as refused:
        add_refusal(form, refused)
        return None
    messages.success(request, f"The council has it. Its reference is {receipt.notification.reference}.")
    return redirect("telling:telling", receipt.notification.reference)


def _taken(act: Act, document: uploads.SealedUpload | None) -> actions.TakenEnclosure | None:
    """Return the document that came with the form, looked into; None where none came."""
    if document is None:
        return None
    return actions.take_enclosure(act, name=document.name or "", pieces=document.chunks())
