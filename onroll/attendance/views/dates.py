"""Term dates and closures of the acting school: told here, and taken back where they were wrong."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.attendance import forms, permissions, presenters
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.rolls import actions as rolls_actions
from onroll.rolls import queries as rolls_queries
from onroll.rolls.models import DatesKind
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_see_dates)
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest) -> HttpResponse:
    """Show what the school has told, and add to it."""
    act = acting.act_for(request, purpose="keep the school’s term dates")
    form = forms.NewDates(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            rolls_actions.tell_school_dates(
                act,
                kind=DatesKind(given["kind"]),
                first_on=given["first_on"],
                last_on=given["last_on"] or given["first_on"],
                words=given["words"],
            )
        except RuleBroken as refused:
            add_refusal(form, refused, "first_on")
        else:
            messages.success(request, "Kept. Registers, percentages and clocks count by it from now on.")
            return redirect("attendance:dates")
    told = list(rolls_queries.dates_of(act))
    shown = presenters.dates_sheet(act, told, rolls_queries.calendar_of(act.organisation_id or 0))
    return page(request, "attendance/dates.html.jinja", shown, form)


@needs_permission(permissions.may_see_dates)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, dates_id: int) -> HttpResponse:
    """Take a term or a closure out of the list."""
    act = acting.act_for(request, purpose="take back the school’s term dates")
    found = rolls_queries.dates_of(act).filter(pk=dates_id).first()
    if found is None:
        raise Hidden
    if request.method == "POST":
        rolls_actions.take_back_school_dates(act, dates_id=dates_id)
        messages.success(request, "Taken out. It stays on record that it was told.")
        return redirect("attendance:dates")
    return page(request, "attendance/take_back_dates.html.jinja", presenters.one_dates(found))
