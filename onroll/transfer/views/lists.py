"""The lists of files: waiting for you, sent, and of an authority's area."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.transfer import forms, permissions, presenters, queries
from onroll.transfer.models import Message
from onroll.transfer.presenters.lists import SHOWN
from onroll.transfer.views.asked import asked_page
from onroll.web.pages import page


@needs_permission(permissions.may_read_inbox)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits for the acting organisation, and what it has received."""
    act = acting.act_for(request, purpose="see received files")
    files = _page_of(request, queries.inbox(act))
    asked = presenters.requests.waiting_requests(list(queries.requests_to_answer(act)[:SHOWN]), act.on)
    return page(request, "transfer/inbox.html.jinja", presenters.lists.inbox(files, act.on), asked=asked)


@needs_permission(permissions.may_send_files)
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """Show the files that the acting organisation uploaded."""
    act = acting.act_for(request, purpose="see sent files")
    files = _page_of(request, queries.outbox(act))
    return page(request, "transfer/sent.html.jinja", presenters.lists.sent(files, act.on))


@needs_permission(permissions.may_see_area)
@require_GET
def area(request: HttpRequest) -> HttpResponse:
    """Show an authority the files of its area, of one state if asked."""
    act = acting.act_for(request, purpose="see the files of our area")
    form = forms.AreaFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    files = _page_of(request, queries.area_files(act, state=state))
    shown = presenters.lists.area(
        files,
        act.on,
        counts=queries.counts_by_state(act),
        held_everywhere=queries.held_everywhere(),
        href=f"?state={state}&page=",
    )
    return page(request, "transfer/area.html.jinja", shown, filters=form)


def _page_of(request: HttpRequest, files: QuerySet[Message]) -> "Page[Any]":
    return Paginator(files, SHOWN).get_page(asked_page(request))
