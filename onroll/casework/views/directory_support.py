"""The pages of refusals with their ladder, and of families who are to arrive."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions, queries
from onroll.casework.actions import directory_support as actions
from onroll.casework.forms import directory_support as forms
from onroll.casework.models import Case
from onroll.casework.presenters import directory_support as presenters
from onroll.casework.queries import directory as directory_queries
from onroll.casework.queries import directory_support as support_queries
from onroll.casework.views.directory import FORM, READ
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_see_cases)
@require_GET
def refusals(request: HttpRequest) -> HttpResponse:
    """Show the log of refusals, and how each agency helps."""
    act = acting.act_for(request, purpose="see refusals of agencies")
    found = support_queries.refusals(act)
    return page(request, READ, presenters.refusals_page(act, found, support_queries.agency_support(act)))


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def record_refusal(request: HttpRequest) -> HttpResponse:
    """Put a refusal on the ladder."""
    act = acting.act_for(request, purpose="record a refusal of an agency")
    form = forms.RecordRefusal(
        request.POST or None,
        agencies=directory_queries.agencies(act),
        cases=Case.objects.visible_to(act),
        initial={"refused_on": act.on},
    )
    if form.is_valid():
        try:
            refusal = actions.record_refusal(act, **form.cleaned_data)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The refusal is on the ladder.")
            return redirect("directory:refusal", refusal.reference)
    return page(request, FORM, presenters.record_refusal_page(), form)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one refusal, and take its next step."""
    act = acting.act_for(request, purpose="take a refusal up the ladder")
    found = support_queries.refusal(act, reference)
    form = forms.TakeRefusalStep(
        request.POST or None,
        agencies=directory_queries.agencies(act),
        is_open=found.state == "open",
        needs_agency=found.agency_id is None,
        initial={"version": found.version, "taken_on": act.on},
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            actions.take_refusal_step(act, refusal=found, expected_version=values.pop("version"), **values)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The step is recorded.")
            return redirect("directory:refusal", reference)
    return page(request, FORM, presenters.refusal_page(found), form)


@needs_permission(permissions.may_tell_of_arrivals)
@require_GET
def arrivals(request: HttpRequest) -> HttpResponse:
    """Show how many children are expected, by year group."""
    act = acting.act_for(request, purpose="see families who are to arrive")
    shown = presenters.arrivals_page(
        act,
        support_queries.forecast(act),
        support_queries.arrivals(act),
        is_officer=permissions.may_see_cases(act),
    )
    return page(request, READ, shown)


@needs_permission(permissions.may_tell_of_arrivals)
@require_http_methods(["GET", "HEAD", "POST"])
def tell_of_arrivals(request: HttpRequest) -> HttpResponse:
    """Take how many children are to arrive."""
    act = acting.act_for(request, purpose="tell of families who are to arrive")
    councils = list(queries.authorities_that_read(act.on))
    initial = {"council": act.la_code, "expected_from": act.on}
    form = forms.TellOfArrivals(request.POST or None, councils=councils, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.tell_of_arrivals(
                act,
                authority=next(one for one in councils if one.la_code == values["council"]),
                counts=form.counts,
                **{name: values[name] for name in ("area", "families", "expected_from", "expected_until", "words")},
            )
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The council knows. Take the notice back if the families come elsewhere.")
            return redirect("directory:arrivals")
    return page(request, FORM, presenters.tell_of_arrivals_page(), form)


@needs_permission(permissions.may_tell_of_arrivals)
@require_GET
def arrival(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one notice."""
    act = acting.act_for(request, purpose="see a notice of arrivals")
    return page(request, READ, presenters.arrival_page(support_queries.arrivals_notice(act, reference)))


@needs_permission(permissions.may_tell_of_arrivals)
@require_POST
def withdraw_arrivals(request: HttpRequest, reference: str) -> HttpResponse:
    """Take one's own notice back."""
    act = acting.act_for(request, purpose="take a notice of arrivals back")
    notice = support_queries.arrivals_notice(act, reference)
    form = forms.Withdraw(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    actions.withdraw_arrivals(act, notice=notice, expected_version=version)
    messages.success(request, "The notice is taken back.")
    return redirect("directory:arrivals")
