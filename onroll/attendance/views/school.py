"""Today's work, the register, the code helper and first-day calls."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.attendance import actions, forms, permissions, presenters, queries
from onroll.attendance.actions.marking import seen_of
from onroll.attendance.models import CallResult
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.rules.attendance_codes import Session, find_codes
from onroll.web.forms import add_refusal
from onroll.web.pages import page

SHEET = "attendance/sheet.html.jinja"


@needs_permission(permissions.may_see_attendance)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show what there is to do today."""
    act = acting.act_for(request, purpose="see today’s attendance work")
    return page(request, SHEET, presenters.today_sheet(act, queries.today(act), queries.freshness_words(act)))


@needs_permission(permissions.may_keep_register)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Keep the register of a form and a day."""
    act = acting.act_for(request, purpose="keep the attendance register")
    asked = forms.AskDay(request.GET)
    shown = queries.shown_day(act)
    on = (asked.cleaned_data["on"] if asked.is_valid() else None) or shown.on
    no_school = queries.why_not_met(act, on)
    of_day = queries.forms_of_day(act, on)
    named = asked.cleaned_data.get("form", "") if asked.is_valid() else ""
    chosen = next((one for one in of_day if one.form_group == named), of_day[0] if of_day else None)
    if chosen is None:
        return page(
            request, "attendance/register.html.jinja", None, asked, on=presenters.weekday_words(on), no_school=""
        )
    found = actions.read_register(act, form_group=chosen.form_group, on=on)
    seen = seen_of(line.marks for line in found.lines if line.marks is not None)
    form = forms.RegisterForm(request.POST or None, register=found, initial={"seen": seen})
    if form.is_valid():
        try:
            done = actions.enter_register(act, on=on, marks=form.marks(), seen=form.cleaned_data["seen"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"Saved. {done.written} new marks, {done.changed} changed.")
            return redirect(request.get_full_path())
    lines = [
        (line, form[forms.field_name(line, Session.AM)], form[forms.field_name(line, Session.PM)])
        for line in found.lines
    ]
    return page(
        request,
        "attendance/register.html.jinja",
        found,
        form,
        on=presenters.weekday_words(on),
        day=f"on_day={on.day}&on_month={on.month}&on_year={on.year}",
        asked=asked,
        lines=lines,
        of_day=of_day,
        fresh=queries.freshness_words(act),
        no_school=no_school,
        not_today=presenters.no_school_words(shown) if on == shown.on else "",
    )


@needs_permission(permissions.may_call)
@require_GET
def codes(request: HttpRequest) -> HttpResponse:
    """Help with the codes, in the clerk's own words."""
    act = acting.act_for(request, purpose="look up an attendance code")
    form = forms.AskCodes(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    shown = presenters.codes_sheet(act, words, find_codes(words, act.on))
    return page(request, "attendance/codes.html.jinja", shown, form)


@needs_permission(permissions.may_call)
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """Show the queue of first-day calls."""
    act = acting.act_for(request, purpose="see first-day calls")
    shown = queries.shown_day(act)
    found = actions.read_call_queue(act, on=shown.on)
    return page(request, SHEET, presenters.calls_sheet(act, shown, found, queries.freshness_words(act)))


@needs_permission(permissions.may_call)
@require_http_methods(["GET", "HEAD", "POST"])
def take_call(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a call: the page asks once more, so that a link that is only looked at takes nothing."""
    act = acting.act_for(request, purpose="call about an absence")
    on = queries.day_to_show(act)
    found = next((each for each in queries.call_queue(act, on).waiting if each.entry.reference == reference), None)
    if found is None:
        raise Hidden
    if request.method == "POST":
        try:
            call = actions.take_call(act, entry_reference=reference, on=on)
        except RuleBroken as refused:
            messages.warning(request, refused.words)
            return redirect("attendance:calls")
        return redirect("attendance:end-call", call.pk)
    return page(request, "attendance/take_call.html.jinja", found.entry)


@needs_permission(permissions.may_call)
@require_http_methods(["GET", "HEAD", "POST"])
def end_call(request: HttpRequest, call_id: int) -> HttpResponse:
    """Say what came of a call."""
    act = acting.act_for(request, purpose="say what came of a call")
    call = queries.open_call_of(act, call_id)
    if call is None:
        raise Hidden
    form = forms.EndCall(request.POST or None, on=call.on)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.end_call(act, call=call, result=CallResult(given["result"]), code=given["code"], note=given["note"])
        except RuleBroken as refused:
            add_refusal(form, refused, "code")
        else:
            messages.success(request, "Kept. The next one is below.")
            return redirect("attendance:calls")
    return page(request, "attendance/end_call.html.jinja", call, form)


@needs_permission(permissions.may_keep_register)
@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """Show what the school should look at in its own register."""
    act = acting.act_for(request, purpose="check the register")
    return page(request, SHEET, presenters.checks_sheet(actions.read_checks(act), queries.freshness_words(act)))


@needs_permission(permissions.may_keep_register)
@require_GET
def analysis(request: HttpRequest) -> HttpResponse:
    """Show attendance by form and half term."""
    act = acting.act_for(request, purpose="see attendance by form")
    number = request.GET.get("half", "")
    found = actions.read_analysis(act, number=int(number) if number.isascii() and number.isdigit() else None)
    href = reverse("attendance:analysis")
    of_year = found.terms if found else ()
    terms = [(term.name, f"{href}?half={term.number}", found and term == found.term) for term, _ in of_year]
    return page(
        request,
        "attendance/analysis.html.jinja",
        presenters.analysis_sheet(act, found, queries.freshness_words(act)),
        terms=terms,
    )
