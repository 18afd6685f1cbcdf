"""Splitting a file of several lost pupils, and the parts it became."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import Hidden
from onroll.transfer import actions, forms, permissions, presenters, queries
from onroll.web import words
from onroll.web.pages import page


@needs_permission(permissions.may_send_files)
@require_POST
def split_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Split a file, as its sender agreed by pressing the button; then show the parts."""
    act = acting.act_for(request, purpose="split a file")
    message = queries.message(act, reference)
    form = forms.SeenVersion(request.POST)
    if not form.is_valid():
        return redirect("transfer:check-file", reference)
    parts = actions.split_file(act, message=message, expected_version=form.cleaned_data["version"])
    messages.success(request, f"The file was split into {words.count_words(len(parts), 'file')}. Nothing is sent yet.")
    return redirect("transfer:split-parts", reference)


@needs_permission(permissions.may_send_files)
@require_GET
def split_parts(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the files into which one was split."""
    act = acting.act_for(request, purpose="see the parts of a split file")
    message = queries.message(act, reference)
    permissions.check(permissions.is_sender(act, message))
    parts = list(message.split_into.select_related("sender", "recipient").order_by("pk"))
    if not parts:
        raise Hidden
    return page(request, "transfer/split_parts.html.jinja", presenters.splitting.split_parts(message, parts))
