"""Documents that travel with a file: adding one, taking it back, the list for a role, and one document."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.transfer import actions, part_forms, permissions, presenters, queries, uploads
from onroll.transfer.models import Kind, Message
from onroll.transfer.presenters.lists import SHOWN
from onroll.transfer.states import State
from onroll.transfer.views.asked import asked_page, submitted
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_send_files)
@uploads.takes_upload
@require_http_methods(["GET", "HEAD", "POST"])
def add_part(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a document for one role, to travel with a file."""
    act = acting.act_for(request, purpose="add a document to a file")
    message = queries.message(act, reference)
    permissions.check(permissions.may_add_part(act, message))
    limit = settings.UPLOAD_LIMIT_BYTES
    roles = [(role.code, role.words) for role in actions.roles_for(message)]
    form = part_forms.AddPart(submitted(request), request.FILES or None, roles=roles, limit_bytes=limit)
    if form.is_valid():
        upload, role = form.cleaned_data["file"], form.cleaned_data["role"]
        said: dict[str, Any] = {"name": upload.name, "media_type": "", "pieces": upload.chunks()}
        try:
            part = actions.add_part(act, message=message, role=role, **said)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            if part.state != State.REFUSED:
                messages.info(request, presenters.parts.added_words(part))
                return _to_file(message)
            form.add_error("file", presenters.parts.refused_words(part))
    return page(request, "transfer/add_part.html.jinja", presenters.parts.add_part(message, limit), form)


@needs_permission(permissions.has_documents_only)
@require_GET
def files_for_own_parts(request: HttpRequest) -> HttpResponse:
    """Show the files of her organisation to which somebody in a role may let a document of hers travel."""
    act = acting.act_for(request, purpose="find the file that a document goes with")
    files = page_of(request, queries.files_for_own_parts(act))
    return page(request, "transfer/files_for_own_parts.html.jinja", presenters.parts.files_for_own_parts(files))


@needs_permission(permissions.has_documents_only)
@uploads.takes_upload
@require_http_methods(["GET", "HEAD", "POST"])
def add_own_part(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a document for the acting person's own role, to travel with a file of her organisation."""
    act = acting.act_for(request, purpose="add a document for my role to a file")
    message, limit = queries.file_for_own_part(act, reference), settings.UPLOAD_LIMIT_BYTES
    form = part_forms.AddOwnPart(submitted(request), request.FILES or None, limit_bytes=limit)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        said: dict[str, Any] = {"name": upload.name, "media_type": "", "pieces": upload.chunks()}
        try:
            part = actions.add_part(act, message=message, role=act.role, **said)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            if part.state != State.REFUSED:
                messages.info(request, presenters.parts.added_words(part))
                return redirect("transfer:document", part.reference)
            form.add_error("file", presenters.parts.refused_words(part))
    names = actions.open_file_for_part(act, message=message)
    shown = presenters.parts.add_own_part(message, act.role, names, limit)
    return page(request, "transfer/add_own_part.html.jinja", shown, form)


@needs_permission(permissions.may_send_files)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_part(request: HttpRequest, reference: str, part_reference: str) -> HttpResponse:
    """Take a document back, unread, before it is collected."""
    act = acting.act_for(request, purpose="take a document back")
    message = queries.message(act, reference)
    part = queries.part_of_bundle(act, message, part_reference)
    form = part_forms.TakeBackPart(submitted(request))
    if form.is_valid():
        try:
            actions.take_back_part(act, part=part)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The document was taken back and deleted here.")
            return _to_file(message)
    return page(request, "transfer/take_back_part.html.jinja", presenters.parts.take_back_part(message, part), form)


@needs_permission(permissions.has_mailbox)
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Show the documents for the acting person's role."""
    act = acting.act_for(request, purpose="see documents for my role")
    files = page_of(request, queries.documents(act))
    return page(request, "transfer/documents.html.jinja", presenters.parts.document_list(act, files))


@needs_permission(permissions.has_mailbox)
@require_GET
def document(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one document and each of its steps."""
    act = acting.act_for(request, purpose="see a document’s steps")
    message = queries.message(act, reference)
    if message.kind != Kind.DOCUMENT:
        return redirect("transfer:file", reference)
    is_seen = message.part_of is not None and queries.is_visible(act, message.part_of)
    shown = presenters.parts.document_page(act, message, queries.timeline(act, message), file_is_seen=is_seen)
    return page(request, "transfer/document.html.jinja", shown)


@needs_permission(permissions.has_mailbox)
@require_POST
def collect_document(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand a document to somebody in its role at the recipient."""
    act = acting.act_for(request, purpose="collect a document")
    return attached(actions.collect_file(act, message=queries.message(act, reference)))


@needs_permission(permissions.has_mailbox)
@require_POST
def read_document(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand a document once more to somebody in its role at the sender."""
    act = acting.act_for(request, purpose="read a document that we sent")
    return attached(actions.open_document(act, message=queries.message(act, reference)))


def attached(ready: actions.Download) -> HttpResponse:
    """Answer with bytes as an attachment that no browser opens by itself."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=ready.name) or "",
        "Content-Length": str(ready.size),
        "Cache-Control": "no-store",
    }
    answer = StreamingHttpResponse(ready.pieces, content_type="application/octet-stream", headers=headers)
    return cast("HttpResponse", answer)  # a stream is a response of another class, which guards do not tell apart


def page_of(request: HttpRequest, files: QuerySet[Message]) -> "Page[Any]":
    """Return the page of a list that the address asks for."""
    return Paginator(files, SHOWN).get_page(asked_page(request))


def _to_file(message: Message) -> HttpResponse:
    return redirect("transfer:check-file" if message.state == State.CHECKED else "transfer:file", message.reference)
