"""The pages of returns of law, for a school and its authority."""

import dataclasses
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.returns import actions, permissions, queries
from onroll.returns.forms import returns as forms
from onroll.returns.models import Return
from onroll.returns.presenters import pages, presented_returns
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.queries import WhichReturns
from onroll.rolls import queries as rolls_queries
from onroll.rules.returns import NAMES, ReturnKind
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.parts import Link

FORM_METHODS = ["GET", "HEAD", "POST"]
ABSENCES = {"attendance": ReturnKind.ATTENDANCE, "sickness": ReturnKind.SICKNESS}


@needs_permission(permissions.may_read_returns)
@require_GET
def law_returns(request: HttpRequest) -> HttpResponse:
    """Show the returns that are owed, missing or made; that they were read is recorded."""
    act = acting.act_for(request, purpose="see returns of law")
    show = request.GET.get("show", "owed")
    school = request.GET.get("school", "")
    which = WhichReturns(
        show=show if show in presented_returns.SHOWS else "owed",
        school_id=int(school) if school.isascii() and school.isdecimal() and len(school) < 10 else None,
    )
    shown = presented_returns.returns_page(act, which, actions.read_returns(act, which=which))
    return page(request, "returns/page.html.jinja", _with_freshness(act, shown))


@needs_permission(permissions.may_reconcile)
@require_GET
def schools(request: HttpRequest) -> HttpResponse:
    """Show each school of the area with its returns: in time, late, missing."""
    act = acting.act_for(request, purpose="see returns by school")
    shown = presented_returns.schools_page(act, queries.school_records(act))
    return page(request, "returns/page.html.jinja", _with_freshness(act, shown))


@needs_permission(permissions.may_read_returns)
@require_GET
def law_return(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one return; that it was read is recorded."""
    act = acting.act_for(request, purpose="read a return of law")
    found = actions.open_return(act, law_return=queries.law_return(act, reference))
    return page(request, "returns/page.html.jinja", presented_returns.return_page(act, found))


@needs_permission(permissions.may_make_returns)
@require_http_methods(FORM_METHODS)
def new_pupil(request: HttpRequest) -> HttpResponse:
    """Tell the authority of a new pupil."""
    act = acting.act_for(request, purpose="make a new pupil return")
    owed = owed_of(act, request, ReturnKind.NEW_PUPIL)
    form = forms.NewPupilForm(request.POST or None, initial=forms.initial_of(owed))

    def make() -> Return:
        return actions.make_new_pupil_return(
            act, facts=form.facts(), given=form.given(), owed=owed, expected_version=form.expected_version
        )

    shown = _form_page("Tell of a new pupil", "Tell the authority")
    return _made(request, form, make) or page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_make_returns)
@require_http_methods(FORM_METHODS)
def absence(request: HttpRequest, kind: str) -> HttpResponse:
    """Tell the authority of absence or sickness."""
    act = acting.act_for(request, purpose="make a return of absence")
    if kind not in ABSENCES:
        raise Hidden
    owed = owed_of(act, request, ABSENCES[kind])
    form = forms.AbsenceForm(request.POST or None, initial=forms.initial_of(owed))

    def make() -> Return:
        return actions.make_absence_return(
            act,
            kind=ABSENCES[kind],
            facts=form.facts(),
            given=form.given(),
            owed=owed,
            expected_version=form.expected_version,
        )

    shown = _form_page(NAMES[ABSENCES[kind]], "Tell the authority")
    return _made(request, form, make) or page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_make_returns)
@require_http_methods(FORM_METHODS)
def by_file(request: HttpRequest) -> HttpResponse:
    """Make returns by a file: all of them or none."""
    act = acting.act_for(request, purpose="make returns by a file")
    form = forms.ByFile(request.POST or None, request.FILES or None)
    shown = _form_page("Make returns by a file", "Load the file")
    if form.is_valid():
        try:
            made = actions.load_returns(
                act, content=form.cleaned_data["file"].read(), kind=ReturnKind(form.cleaned_data["kind"])
            )
        except actions.FileRefused as refused:
            add_refusal(form, refused, "file")
            shown = _form_page(shown.title, shown.submit, tables=(pages.problems_table(refused.problems),))
        else:
            messages.success(request, f"The authority has been told: {len(made)} returns were made.")
            return redirect(reverse("returns:returns") + "?show=made")
    return page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_make_returns)
@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a return back that was made by mistake."""
    act = acting.act_for(request, purpose="take a return back")
    found = queries.law_return(act, reference)
    form = forms.Why(request.POST or None, initial={"version": found.version})

    def take_back() -> Return:
        return actions.withdraw_return(
            act, law_return=found, why=form.cleaned_data["why"], expected_version=form.expected_version
        )

    shown = _form_page("Take this return back", "Take it back")
    done = _made(request, form, take_back, "The return is taken back. It stays, with your reason.")
    return done or page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_reconcile)
@require_http_methods(FORM_METHODS)
def pass_on(request: HttpRequest, reference: str) -> HttpResponse:
    """Let the authority in whose area the child lives read a return."""
    act = acting.act_for(request, purpose="pass a return to the home authority")
    found = queries.law_return(act, reference)
    if not permissions.may_pass_on(act, found):
        raise Hidden
    form = forms.PassOn(request.POST or None, act=act, initial={"version": found.version})

    def tell() -> Return:
        home = access_queries.authority(form.cleaned_data["authority"])
        if home is None:
            raise Hidden
        return actions.pass_to_home(act, law_return=found, authority=home, expected_version=form.expected_version)

    lead = (
        "The return came to you because the school is in your area. The authority where the child lives reads it too."
    )
    shown = _form_page("Pass this return to the authority of the home", "Pass it on", lead=lead)
    done = _made(request, form, tell, "That authority can read the return now.")
    return done or page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_make_returns)
@require_http_methods(FORM_METHODS)
def not_needed(request: HttpRequest, reference: str) -> HttpResponse:
    """Say why a return is not needed."""
    act = acting.act_for(request, purpose="say that a return is not needed")
    found = queries.law_return(act, reference)
    form = forms.Why(request.POST or None, initial={"version": found.version})

    def say() -> Return:
        return actions.say_not_needed(
            act, law_return=found, why=form.cleaned_data["why"], expected_version=form.expected_version
        )

    shown = _form_page("This return is not needed", "Save")
    done = _made(request, form, say, "Kept, with your reason. The authority can read it.")
    return done or page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_reconcile)
@require_http_methods(FORM_METHODS)
def ask_for_transitions(request: HttpRequest) -> HttpResponse:
    """Choose whether the authority asks for returns at usual moves."""
    act = acting.act_for(request, purpose="choose returns at usual moves")
    choice = queries.transition_ask(act)
    form = forms.AskForTransitions(
        request.POST or None, initial={"is_asked": choice.is_asked, "version": choice.version}
    )
    if form.is_valid():
        actions.ask_for_transitions(act, is_asked=form.cleaned_data["is_asked"], expected_version=form.expected_version)
        messages.success(request, "Your choice is kept. It holds for what happens from now on.")
        return redirect("returns:schools")
    lead = (
        "The law asks for no return where a pupil starts in the most junior class on the first day of the year, or "
        "leaves the most senior one at the end of the last term. You may ask for these too, to find children who do "
        "not arrive in year 7."
    )
    shown = _form_page("Returns at usual moves", "Save", lead=lead)
    return page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_make_returns)
@require_http_methods(FORM_METHODS)
def by_feed(request: HttpRequest) -> HttpResponse:
    """Choose which returns of absence are made from the school's marks."""
    act = acting.act_for(request, purpose="choose returns that marks make")
    choice = queries.absence_by_feed(act)
    known = {"attendance": choice.attendance, "sickness": choice.sickness, "version": choice.version}
    form = forms.ByFeed(request.POST or None, initial=known)
    if form.is_valid():
        actions.choose_absence_by_feed(
            act,
            attendance=form.cleaned_data["attendance"],
            sickness=form.cleaned_data["sickness"],
            expected_version=form.expected_version,
        )
        messages.success(request, "Your choice is kept. It holds for what your marks show from now on.")
        return redirect("returns:returns")
    lead = (
        "Your marks show when one of these returns is owed. Without your choice it waits under “To be made” until "
        "somebody at the school makes it. A sickness return looks forward: where you know before the fifteenth day "
        "that a pupil will miss so many, tell of it yourself."
    )
    return page(request, "returns/form.html.jinja", _form_page("Returns made from your marks", "Save", lead=lead), form)


def owed_of(act: Act, request: HttpRequest, kind: ReturnKind) -> Return | None:
    """Return the owed return that the page was opened from, or None. Raises: Hidden, for another kind's or school's."""
    reference = request.GET.get("owed", "")
    if not reference:
        return None
    found = queries.law_return(act, reference)
    if found.kind != kind:
        raise Hidden
    return found


def _form_page(title: str, submit: str, **more: object) -> ReturnsPage:
    href = reverse("returns:returns")
    back = Link(text="Back to the returns", href=href)
    return ReturnsPage(title=title, submit=submit, cancel_href=href, back=back, **more)  # type: ignore[arg-type]


def _made(
    request: HttpRequest, form: forms.Version, make: Callable[[], Return], words: str = ""
) -> HttpResponse | None:
    """Make it where the form holds, and go to it; None where the form has to be shown (again)."""
    if not form.is_valid():
        return None
    try:
        made = make()
    except RuleBroken as refused:
        add_refusal(form, refused)
        return None
    messages.success(request, words or "The authority has been told.")
    return redirect("returns:return", made.reference)


def _with_freshness(act: Act, shown: ReturnsPage) -> ReturnsPage:
    """Say how fresh the rolls are from which returns become owed: a school's own, or those of the area."""
    if permissions.may_make_returns(act):
        own = act.organisation_id or 0
        return dataclasses.replace(shown, how=(*shown.how, *rolls_queries.words_of_schools(act, {own}).values()))
    return dataclasses.replace(shown, how=(*shown.how, rolls_queries.freshness_words(act)))
