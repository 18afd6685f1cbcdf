"""The pages of lists that are compared with the rolls."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.returns import actions, permissions, queries
from onroll.returns.forms import registers as forms
from onroll.returns.models import Decision, Purpose
from onroll.returns.presenters import lists as presenters
from onroll.returns.presenters import pages
from onroll.returns.views.returns import FORM_METHODS
from onroll.rolls import queries as rolls_queries
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.parts import Table

SHOWS = ("open", "none", "doubtful", "sure", "differs")


@needs_permission(permissions.may_reconcile)
@require_http_methods(FORM_METHODS)
def loaded_lists(request: HttpRequest) -> HttpResponse:
    """Show the lists of the authority, and load one."""
    act = acting.act_for(request, purpose="compare a list with the rolls")
    form = forms.LoadList(request.POST or None, request.FILES or None, act=act, initial={"as_on": act.on})
    problems: tuple[Table, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        try:
            loaded = actions.load_list(
                act,
                content=given["file"].read(),
                purpose=Purpose(given["purpose"]),
                as_on=given["as_on"],
                school=given["school"],
            )
        except actions.ListRefused as refused:
            add_refusal(form, refused, "file")
            problems = (pages.problems_table(refused.problems),)
        except RuleBroken as refused:
            add_refusal(form, refused, "file")
        else:
            messages.success(request, f"{loaded.rows:,} children were compared with the rolls.")
            return redirect("returns:list", loaded.reference)
    shown = presenters.lists_page(queries.loaded_lists(act), problems)
    return page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_reconcile)
@require_GET
def loaded_list(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what came of a list; that rows were read is recorded."""
    act = acting.act_for(request, purpose="read a list compared with the rolls")
    loaded = queries.loaded_list(act, reference)
    show, number = request.GET.get("show", "open"), request.GET.get("page", "1")
    show = show if show in SHOWS else "open"
    at = max(1, int(number)) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    rows, count = queries.listed_children(act, loaded, show=show, page=at)
    not_listed = queries.on_roll_and_not_listed(act, loaded) if loaded.purpose == Purpose.CENSUS else ([], 0)
    actions.read_list_page(act, loaded=loaded, rows=len(rows))
    fresh = rolls_queries.freshness_words(act)
    shown = presenters.list_page(loaded, rows, count, show=show, page=at, not_listed=not_listed, fresh=fresh)
    return page(request, "returns/page.html.jinja", shown)


@needs_permission(permissions.may_reconcile)
@require_http_methods(FORM_METHODS)
def decide_row(request: HttpRequest, reference: str, line: int) -> HttpResponse:
    """Say what one row is, with the likeliest pupil beside it."""
    act = acting.act_for(request, purpose="decide about a row of a list")
    listed = queries.listed_row(act, queries.loaded_list(act, reference), line)
    form = forms.DecideRow(request.POST or None, initial={"version": listed.version})
    if form.is_valid():
        decision = Decision(form.cleaned_data["decision"])
        try:
            actions.decide_row(act, listed=listed, decision=decision, expected_version=form.expected_version)
        except RuleBroken as refused:
            add_refusal(form, refused, "decision")
        else:
            messages.success(request, "Kept.")
            return redirect("returns:list", reference)
    actions.read_list_page(act, loaded=listed.of, rows=1)
    return page(request, "returns/decide_row.html.jinja", presenters.row_page(listed), form)
