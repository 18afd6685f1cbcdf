"""The page of leavers, and the one thing to do about a gap."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.returns import actions, permissions
from onroll.returns.forms import registers as forms
from onroll.returns.forms.returns import Version
from onroll.returns.presenters import leavers as presenters
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.queries import Stands, WhichLeavers
from onroll.returns.queries.leavers import Group, usual_since
from onroll.returns.views.returns import FORM_METHODS
from onroll.rolls import queries as rolls_queries
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.parts import Link


@needs_permission(permissions.may_reconcile)
@require_GET
def leavers(request: HttpRequest) -> HttpResponse:
    """Show who left and whether each has a confirmed destination or a case; that it was read is recorded."""
    act = acting.act_for(request, purpose="see leavers")
    form = forms.AskLeavers(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    number, stands = request.GET.get("page", ""), request.GET.get("stands", "")
    which = WhichLeavers(
        since=given.get("since") or usual_since(act.on),
        group=Group(given.get("group") or Group.ALL),
        stands=stands if stands in set(map(str, Stands)) else "",
        page=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1,
    )
    shown = presenters.leavers_page(act, actions.read_leavers(act, which=which), rolls_queries.freshness_words(act))
    return page(request, "returns/leavers.html.jinja", shown, form)


@needs_permission(permissions.may_reconcile)
@require_http_methods(FORM_METHODS)
def notify_of_leaver(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Put a leaver into the work list."""
    act = acting.act_for(request, purpose="put a leaver into the work list")
    form = Version(request.POST or None)
    if form.is_valid():
        try:
            made = actions.notify_of_leaver(act, enrolment_id=enrolment_id)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The child is in your work list. Open a case from here.")
            return redirect("casework:notification", made.reference)
    shown = ReturnsPage(
        title="Put this child into the work list?",
        lead="Nobody has confirmed where this child is educated. A notification is made in your work list, from which "
        "a case can be opened.",
        back=Link(text="Back to the leavers", href=reverse("returns:leavers")),
        cancel_href=reverse("returns:leavers"),
        submit="Put into the work list",
    )
    return page(request, "returns/form.html.jinja", shown, form)
