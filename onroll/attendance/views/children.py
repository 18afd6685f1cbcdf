"""Alerts, who has seen a child, one child's week, and places beside the school."""

from datetime import date, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.access.models import Organisation, OrganisationKind
from onroll.attendance import actions, forms, permissions, presenters, queries
from onroll.attendance.models import Placement
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.rolls.models import RollEntry
from onroll.web.forms import add_refusal
from onroll.web.pages import page

SHEET = "attendance/sheet.html.jinja"
MOST_YEARS = 20  # to either side of today


@needs_permission(permissions.may_see_alerts)
@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """Show the alerts that go to the acting school or authority."""
    act = acting.act_for(request, purpose="see alerts of the registers")
    over = request.GET.get("over") == "yes"
    found = list(queries.alerts(act, over=over)[: queries.MOST_SHOWN])
    fresh = queries.freshness_words(act, [one.entry.school for one in found])
    return page(request, SHEET, presenters.alerts_sheet(found, queries.last_sweep(act), fresh, over=over))


@needs_permission(permissions.may_see_alerts)
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an alert with its evidence; take it up or close it."""
    act = acting.act_for(request, purpose="look at an alert of the registers")
    found = actions.open_alert(act, reference=reference)
    form = forms.CloseAlert(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and "take" in request.POST:
        actions.take_alert(act, alert=found, expected_version=_version_of(request))
        messages.success(request, "You have taken this alert up.")
        return redirect("attendance:alert", reference)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.close_alert(act, alert=found, outcome=given["outcome"], expected_version=given["version"])
        except RuleBroken as refused:
            add_refusal(form, refused, "outcome")
        else:
            messages.success(request, "The alert is closed. It is not raised again for the same cause.")
            return redirect("attendance:alerts")
    may_work = queries.may_work_on(act, found)
    fresh = queries.freshness_words(act, [found.entry.school])
    shown = presenters.alert_sheet(found, queries.goes_to(found), fresh, may_work=may_work)
    return page(request, "attendance/alert.html.jinja", shown, form, state=found.state if may_work else "")


def _version_of(request: HttpRequest) -> int:
    """Return the version that a page was shown with; 0, which none has, where it is no number."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@needs_permission(permissions.may_see_alerts)
@require_GET
def seen(request: HttpRequest) -> HttpResponse:
    """Show who has seen each child with more than one place today."""
    act = acting.act_for(request, purpose="see who has seen a child today")
    shown = queries.shown_day(act)
    found = actions.read_seen(act, on=shown.on)
    fresh = queries.freshness_words(act, [child.entry.school for child in found])
    return page(request, SHEET, presenters.seen_sheet(act, shown, found, fresh))


@needs_permission(permissions.may_see_weeks)
@require_GET
def week(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one child's week across places."""
    act = acting.act_for(request, purpose="see a child’s week")
    monday = _monday_of(request.GET.get("monday", ""), act.on)
    found = actions.read_week(act, reference=reference, monday=monday)
    fresh = queries.freshness_words(act, [found.entry.school])
    return page(request, SHEET, presenters.week_sheet(act, monday, found, fresh))


def _monday_of(asked: str, today: date) -> date:
    """Return the Monday of a day that was asked for; of today, where it is no day or none that a school ever had."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    day = day if abs(day.year - today.year) <= MOST_YEARS else today
    return day - timedelta(days=day.weekday())


@needs_permission(permissions.may_arrange_places)
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Show the places beside the school that the acting person may see."""
    act = acting.act_for(request, purpose="see places beside schools")
    found = list(queries.placements(act)[: queries.MOST_SHOWN])
    return page(request, SHEET, presenters.places_sheet(found, act.on))


@needs_permission(permissions.may_arrange_places)
@require_http_methods(["GET", "HEAD", "POST"])
def new_place(request: HttpRequest, reference: str) -> HttpResponse:
    """Arrange a place beside the school for a pupil."""
    act = acting.act_for(request, purpose="arrange a place beside the school")
    entry = RollEntry.objects.visible_to(act).filter(reference=reference).first()
    if entry is None:
        raise Hidden
    form = forms.NewPlacement(request.POST or None, places=_places_for(act, entry), authorities=_authorities(act))
    if form.is_valid():
        try:
            actions.record_placement(act, entry=entry, arranged=form.arranged())
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The place is recorded. Its marks come to you and to the authority.")
            return redirect("attendance:places")
    return page(request, "attendance/new_place.html.jinja", entry, form, name=presenters.name_of(entry))


def _places_for(act: Act, entry: RollEntry) -> QuerySet[Organisation]:
    kinds = [OrganisationKind.PROVIDER, OrganisationKind.SCHOOL]
    found = Organisation.objects.open_on(act.on).filter(kind__in=kinds, la_code=entry.school.la_code)
    return found.exclude(pk=entry.school_id).order_by("kind", "name")


def _authorities(act: Act) -> QuerySet[Organisation]:
    found = Organisation.objects.open_on(act.on).filter(kind=OrganisationKind.AUTHORITY)
    return found.exclude(pk=act.organisation_id or 0).order_by("name")


@needs_permission(permissions.may_arrange_places)
@require_http_methods(["GET", "HEAD", "POST"])
def end_place(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a place its last day."""
    act = acting.act_for(request, purpose="end a place beside the school")
    found = queries.placements(act).filter(reference=reference).first()
    if found is None:
        raise Hidden
    form = forms.EndPlacement(request.POST or None, initial={"version": found.version, "until_on": found.until_on})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.end_placement(
                act, placement=found, until_on=given["until_on"], why=given["why"], expected_version=given["version"]
            )
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The last day is kept.")
            return redirect("attendance:places")
    return page(request, "attendance/end_place.html.jinja", found, form, name=presenters.name_of(found.entry))


@needs_permission(permissions.may_mark_at_place)
@require_http_methods(["GET", "HEAD", "POST"])
def our_place(request: HttpRequest) -> HttpResponse:
    """Let a place say who is there, once for every school and authority."""
    act = acting.act_for(request, purpose="say who is at our place")
    asked = forms.AskDay(request.GET)
    on = (asked.cleaned_data["on"] if asked.is_valid() else None) or act.on
    placed = list(queries.placements(act).in_force(on))
    told = queries.told_of([one.pk for one in placed], on, on)
    lines = [_line(one, told.get((one.pk, on))) for one in placed]
    form = forms.OurPlace(request.POST or None, lines=lines, initial={"seen": queries.seen_of_place(told.values())})
    if form.is_valid():
        try:
            new = actions.enter_place_marks(act, on=on, marks=form.marks(), seen=form.cleaned_data["seen"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"Saved for {new} children. Their schools and authorities see it now.")
            return redirect(request.get_full_path())
    rows = [(one, form[f"am_{one.pk}"], form[f"pm_{one.pk}"]) for one in placed]
    return page(
        request, "attendance/our_place.html.jinja", None, form, rows=rows, on=presenters.weekday_words(on), asked=asked
    )


def _line(placement: Placement, told: object) -> tuple[int, str, str, str]:
    am, pm = getattr(told, "am", ""), getattr(told, "pm", "")
    return placement.pk, presenters.name_of(placement.entry), am, pm
