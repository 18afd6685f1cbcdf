"""Secure messages: the list, one conversation with its answer, and the two pages on which one is written."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.transfer import actions, conversation_forms, message_templates, permissions, presenters, queries, uploads
from onroll.transfer.presenters.lists import SHOWN
from onroll.transfer.queries import Mailbox
from onroll.transfer.views.asked import asked_page, submitted
from onroll.web.forms import Form, add_refusal
from onroll.web.pages import page


@needs_permission(permissions.has_mailbox)
@require_GET
def conversations(request: HttpRequest) -> HttpResponse:
    """Show the conversations of the acting person's mailboxes."""
    act = acting.act_for(request, purpose="see secure messages")
    found = Paginator(queries.conversations(act), SHOWN).get_page(asked_page(request))
    return page(request, "transfer/conversations.html.jinja", presenters.conversations.conversation_list(act, found))


@needs_permission(permissions.has_mailbox)
@require_http_methods(["GET", "HEAD", "POST"])
def write_to(request: HttpRequest) -> HttpResponse:
    """Ask to whom a message goes, and about what."""
    act = acting.act_for(request, purpose="write a secure message")
    found = queries.organisations_meant(act, request.POST.get("organisation", ""))
    templates = message_templates.in_force(act.on)
    choices = [(str(one.pk), presenters.conversations.organisation_words(one)) for one in found]
    first = {"about": request.GET.get("about", "")[:16], "organisation": request.GET.get("to", "")[:20]}
    form = conversation_forms.WriteTo(submitted(request), found=choices, templates=templates, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        chosen = _chosen(form, found, given["chosen"])
        if chosen is not None and _has_role(form, chosen, given["role"]):
            said = {"to": chosen.pk, "role": given["role"], "matter": given["matter"], "about": given["about"]}
            return redirect(f"{reverse('transfer:write-message')}?{urlencode(said)}")
    hints = {one.code: one.text for one in templates}
    return page(request, "transfer/write_to.html.jinja", presenters.conversations.write_to(), form, hints=hints)


@needs_permission(permissions.has_mailbox)
@uploads.takes_upload
@require_http_methods(["GET", "HEAD", "POST"])
def write_message(request: HttpRequest) -> HttpResponse:
    """Take the message, written from its template."""
    act = acting.act_for(request, purpose="write a secure message")
    to, template = _asked_mailbox(act, request), _asked_template(act, request)
    first = {"text": template.text, "about": request.GET.get("about", "")[:16]}
    limits: dict[str, Any] = {"limit_bytes": settings.UPLOAD_LIMIT_BYTES}
    form = conversation_forms.WriteMessage(submitted(request), request.FILES or None, initial=first, **limits)
    if form.is_valid():
        given = form.cleaned_data
        said = {"matter": template.code, "text": given["text"], "about": given["about"]}
        try:
            made = actions.open_conversation(act, to=to, enclosure=_enclosure(form), **said)
        except RuleBroken as refused:
            add_refusal(form, refused, "about" if isinstance(refused, actions.FileNotToBeNamed) else None)
        else:
            messages.success(request, "The message was sent.")
            return redirect("transfer:conversation", made.reference)
    shown = presenters.conversations.write_message(to, template.code)
    return page(request, "transfer/write_message.html.jinja", shown, form)


@needs_permission(permissions.has_mailbox)
@uploads.takes_upload
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one conversation, which marks it as read by the mailbox, and take an answer."""
    act = acting.act_for(request, purpose="read a secure message")
    found = queries.conversation(act, reference)
    limits: dict[str, Any] = {"limit_bytes": settings.UPLOAD_LIMIT_BYTES}
    form = conversation_forms.Answer(submitted(request), request.FILES or None, **limits)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            actions.answer_conversation(act, conversation=found, text=text, enclosure=_enclosure(form))
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Your answer was sent.")
            return redirect("transfer:conversation", reference)
    entries = actions.read_conversation(act, conversation=found)
    shown = presenters.conversations.conversation_page(act, found, entries)
    return page(request, "transfer/conversation.html.jinja", shown, form, version=found.version)


@needs_permission(permissions.has_mailbox)
@require_POST
def close_conversation(request: HttpRequest, reference: str) -> HttpResponse:
    """Close a conversation."""
    act = acting.act_for(request, purpose="close a conversation")
    found = queries.conversation(act, reference)
    form = conversation_forms.CloseConversation(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        actions.close_conversation(act, conversation=found, expected_version=version)
    except RuleBroken as refused:
        messages.info(request, refused.words)
    else:
        messages.success(request, "The conversation was closed.")
    return redirect("transfer:conversation", reference)


def _chosen(form: conversation_forms.WriteTo, found: list[Organisation], chosen: str) -> Organisation | None:
    """Return the organisation that is meant; where that is not clear yet, say so in the form."""
    if len(found) == 1:
        return found[0]
    if not found:
        form.add_error("organisation", "No open school or authority has this name or number. Try fewer words")
        return None
    one = {str(each.pk): each for each in found}.get(chosen)
    if one is None:
        form.add_error("chosen", "Choose which of these you mean")
    return one


def _has_role(form: Form, organisation: Organisation, role: str) -> bool:
    if role in queries.mailbox_roles(organisation):
        return True
    form.add_error("role", f"{organisation.name} has nobody in that role. Choose another")
    return False


def _asked_mailbox(act: Act, request: HttpRequest) -> Mailbox:
    asked = request.GET.get("to", "")
    pk = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    organisation = queries.open_organisation(act, pk)
    if organisation is None or request.GET.get("role", "") not in queries.mailbox_roles(organisation):
        raise Hidden
    return Mailbox(organisation, request.GET["role"])


def _asked_template(act: Act, request: HttpRequest) -> message_templates.Template:
    asked = request.GET.get("matter", "")
    found = [one for one in message_templates.in_force(act.on) if one.code == asked]
    if not found:
        raise Hidden
    return found[0]


def _enclosure(form: Form) -> actions.Enclosure | None:
    upload = form.cleaned_data["document"]
    return actions.Enclosure(upload.name, upload.chunks()) if upload else None
