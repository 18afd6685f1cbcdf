"""Pages of who is on a roll: a school's own, one of an officer's area, one pupil, and what is entered by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.rolls import actions, forms, permissions, presenters, queries
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_read_rolls)
@require_GET
def roll(request: HttpRequest) -> HttpResponse:
    """Show the acting school's roll; an officer starts from her schools."""
    act = acting.act_for(request, purpose="see the roll")
    if act.organisation_kind == "authority":
        return redirect("rolls:schools")
    return _roll(request, act, access_queries.acting_organisation(act))


@needs_permission(permissions.may_read_rolls)
@require_GET
def school(request: HttpRequest, code: str) -> HttpResponse:
    """Show the roll of a school of the area."""
    act = acting.act_for(request, purpose="see a school's roll")
    return _roll(request, act, queries.school_of(act, code))


def _roll(request: HttpRequest, act: Act, its: Organisation) -> HttpResponse:
    asked = request.GET.get("page", "")
    shown = presenters.roll_page(
        act,
        its,
        list(actions.open_roll(act, school=its)),
        queries.freshness(its, act.on),
        queries.newest_snapshots(act, its, 10),
        waiting=queries.waiting_to_link(its),
        page=int(asked) if asked.isdecimal() and len(asked) < 6 else 1,
    )
    return page(request, "rolls/roll.html.jinja", shown)


@needs_permission(permissions.may_see_feeds)
@require_GET
def schools(request: HttpRequest) -> HttpResponse:
    """Show how fresh each school's roll is, what waits, and who is on two rolls."""
    act = acting.act_for(request, purpose="see how fresh the rolls are")
    twice = list(queries.two_rolls(act)[:200])
    shown = presenters.schools_page(act, queries.feeds_of_area(act), list(queries.held_snapshots(act)), twice)
    return page(request, "rolls/schools.html.jinja", shown)


@needs_permission(permissions.may_read_rolls)
@require_GET
def pupil(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one pupil's time on a roll."""
    act = acting.act_for(request, purpose="see a pupil on the roll")
    entry = actions.open_entry(act, reference=reference)
    fresh = queries.freshness(entry.school, act.on)
    shown = presenters.pupil_page(act, entry, list(queries.events_of(entry)), fresh)
    return page(request, "rolls/pupil.html.jinja", shown)


@needs_permission(permissions.has_roll)
@require_http_methods(["GET", "HEAD", "POST"])
def add_pupil(request: HttpRequest) -> HttpResponse:
    """Put a pupil on the roll."""
    act = acting.act_for(request, purpose="put a pupil on the roll")
    form = forms.PupilForm(request.POST or None, initial={"status": "main"})
    if form.is_valid():
        try:
            actions.add_pupil(act, school=access_queries.acting_organisation(act), values=form.values())
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The pupil is on your roll.")
            return redirect("rolls:roll")
    return page(request, "rolls/pupil_form.html.jinja", {"title": "Add a pupil", "button": "Put on roll"}, form)


@needs_permission(permissions.has_roll)
@require_http_methods(["GET", "HEAD", "POST"])
def change_pupil(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what is known of a pupil."""
    act = acting.act_for(request, purpose="change a pupil on the roll")
    entry = queries.entry_with(act, reference)
    if entry.until_on is not None and request.method != "POST":
        messages.info(request, "This pupil has left your roll: the record stays as it was.")
        return redirect("rolls:pupil", entry.reference)
    form = forms.PupilForm(request.POST or None, initial=forms.pupil_initial(entry))
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.change_pupil(act, entry=entry, values=form.values(), expected_version=version or 0)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The change is kept.")
            return redirect("rolls:pupil", entry.reference)
    return page(request, "rolls/pupil_form.html.jinja", {"title": "Change a pupil", "button": "Save"}, form)


@needs_permission(permissions.has_roll)
@require_http_methods(["GET", "HEAD", "POST"])
def say_left(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a pupil left."""
    act = acting.act_for(request, purpose="say that a pupil left the roll")
    entry = queries.entry_with(act, reference)
    form = forms.SayLeft(request.POST or None, initial={"version": entry.version})
    if form.is_valid():
        given = form.cleaned_data
        left = {"last_on": given["last_on"], "destination": given["destination"]}
        try:
            actions.say_left(act, entry=entry, **left, expected_version=given["version"])
        except RuleBroken as refused:
            add_refusal(form, refused, "last_on")
        else:
            messages.success(request, "The pupil has left your roll. The record stays.")
            return redirect("rolls:pupil", entry.reference)
    return page(request, "rolls/say_left.html.jinja", {"title": "A pupil left", "reference": reference}, form)


@needs_permission(permissions.may_tell_dates)
@require_http_methods(["GET", "HEAD", "POST"])
def boarders(request: HttpRequest) -> HttpResponse:
    """Say once whether the school has boarders, where its files do not say it of each pupil."""
    act = acting.act_for(request, purpose="say whether the school has boarders")
    said = queries.boarding_said(act.organisation_id or 0, act.on)
    initial = {"on": act.on, "has_none": ("yes" if said.has_none else "no") if said else None}
    form = forms.SayBoarders(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.say_boarders(act, has_none=given["has_none"] == "yes", on=given["on"])
        except RuleBroken as refused:
            add_refusal(form, refused, "on")
        else:
            messages.success(request, "Kept. It holds for new pupils of whom your files do not say whether they board.")
            return redirect("rolls:roll")
    return page(request, "rolls/boarders.html.jinja", presenters.boarders_page(said), form)
