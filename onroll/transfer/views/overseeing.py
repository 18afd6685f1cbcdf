"""What waits in an area and how long, leavers whose file is due, and certificates of destruction."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.registry import queries as registry_queries
from onroll.transfer import actions, permissions, presenters, queries
from onroll.transfer.presenters.lists import SHOWN
from onroll.transfer.views.asked import asked_page
from onroll.web.pages import page
from onroll.web.parts import Link


@needs_permission(permissions.may_see_area)
@require_GET
def area_waiting(request: HttpRequest) -> HttpResponse:
    """Show an authority what its schools have not collected, and what is held for it to decide on."""
    act = acting.act_for(request, purpose="see what waits in our area")
    waiting = queries.waiting_in_area(act)
    every = list(waiting.values_list("recipient__name", "sent_at"))
    shown = presenters.overseeing.waiting_in_area(_page_of(request, waiting), every, act.on)
    return page(request, "transfer/overview.html.jinja", shown)


@needs_permission(permissions.may_see_area)
@require_GET
def area_waiting_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the same as a table for a spreadsheet."""
    act = acting.act_for(request, purpose="save what waits in our area")
    text = presenters.overseeing.waiting_as_csv(queries.waiting_in_area(act).iterator(), act.on)
    headers = {
        "Content-Disposition": f'attachment; filename="waiting-{act.la_code}-{act.on.isoformat()}.csv"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@needs_permission(permissions.may_confirm_arrivals)
@require_GET
def leavers(request: HttpRequest) -> HttpResponse:
    """Show a school its leavers for whom no file was sent. That the list was opened is recorded."""
    act = acting.act_for(request, purpose="see leavers whose file is due")
    shown = presenters.overseeing.leavers_of_school(
        actions.list_leavers(act), act.on, *registry_queries.rolls_of_schools(act, {act.organisation_id or 0})
    )
    return page(request, "transfer/overview.html.jinja", shown)


@needs_permission(permissions.may_see_area)
@require_GET
def area_leavers(request: HttpRequest) -> HttpResponse:
    """Show an authority how many files each school of its area owes."""
    act = acting.act_for(request, purpose="see leavers of our area")
    shown = presenters.overseeing.leavers_of_area(
        queries.leavers_of_area(act), act.on, registry_queries.rolls_of_area(act)
    )
    return page(request, "transfer/overview.html.jinja", shown)


@needs_permission(permissions.may_send_files)
@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """Show the certificates of destroyed files."""
    act = acting.act_for(request, purpose="see certificates of destruction")
    back = Link(text="Back to sent files", href=reverse("transfer:sent"))
    if permissions.may_see_area(act):
        back = Link(text="Back to the files in our area", href=reverse("transfer:area"))
    shown = presenters.overseeing.certificates(_page_of(request, queries.certificates(act)), back)
    return page(request, "transfer/overview.html.jinja", shown)


@needs_permission(permissions.may_send_files)
@require_GET
def certificate(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one certificate."""
    act = acting.act_for(request, purpose="see a certificate of destruction")
    shown = presenters.overseeing.certificate(queries.certificate(act, reference))
    return page(request, "transfer/certificate.html.jinja", shown)


def _page_of(request: HttpRequest, found: QuerySet[Any]) -> "Page[Any]":
    return Paginator(found, SHOWN).get_page(asked_page(request))
