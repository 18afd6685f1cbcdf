"""The pages on which one authority passes a child's entry on, and the other takes over or says no."""

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
from onroll.returns.forms import not_in_school as forms
from onroll.returns.forms.returns import Version
from onroll.returns.models import NotInSchoolPassing
from onroll.returns.presenters import passings as presenters
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.views.returns import FORM_METHODS
from onroll.rules.home_education import is_register_kept
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.parts import Link

PURPOSE = "pass on or take over a child not in school"
ON_PASSING = (
    "The other authority gets all that your register holds of the child. The child stays on your register until the "
    "other authority takes over."
)
TAKE_OVER = (
    "Take over when you know that the child lives in your area. The child is on your register then, with what the "
    "other authority held, and not on theirs any more. A child who is on your register already stands there once."
)
NOT_HERE = "The child stays on the other authority’s register. If nobody knows where the child is, open a case."
TAKE_BACK = "The other authority does not see it any more. The child stays on your register."


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def pass_on(request: HttpRequest, number: int) -> HttpResponse:
    """Pass an entry on to the authority where the child lives now."""
    act = acting.act_for(request, purpose=PURPOSE)
    entry = queries.not_in_school_with(act, number)
    form = forms.PassOn(request.POST or None, act=act, initial={"version": entry.version})
    href = reverse("returns:not-in-school-entry", args=[entry.pk])

    def do() -> str:
        held = form.cleaned_data
        there = access_queries.authority(held["to_authority"])
        if there is None:
            raise Hidden
        done = actions.pass_on_not_in_school(
            act,
            entry=entry,
            to_authority=there,
            moved_on=held["moved_on"],
            address=held["address"],
            postcode=held["postcode"],
            expected_version=form.expected_version,
        )
        return reverse("returns:passing", args=[done.pk])

    shown = _page(act, "Pass on after a move", f"Children not in school, entry {entry.pk}", href, ON_PASSING, "Pass on")
    return _answer(request, form, do, shown)


@needs_permission(permissions.may_keep_home_register)
@require_GET
def passing(request: HttpRequest, number: int) -> HttpResponse:
    """Show what was passed on, to either authority; that the other one read it is recorded."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = actions.open_passing(act, passing=queries.passing_with(act, number))
    return page(request, "returns/page.html.jinja", presenters.passing_page(act, found))


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def take_over(request: HttpRequest, number: int) -> HttpResponse:
    """Take the child over."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.passing_with(act, number)
    form = Version(request.POST or None, initial={"version": found.version})

    def do() -> str:
        kept = actions.take_over_not_in_school(act, passing=found, expected_version=form.expected_version)
        return reverse("returns:not-in-school-entry", args=[kept.pk])

    return _answer(request, form, do, _page_of(act, found, "Take over", TAKE_OVER, "Take over"))


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def not_here(request: HttpRequest, number: int) -> HttpResponse:
    """Say that the child does not live in the area."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.passing_with(act, number)
    form = forms.WithReason(request.POST or None, initial={"version": found.version})

    def do() -> str:
        actions.say_not_here(
            act, passing=found, reason=form.cleaned_data["reason"], expected_version=form.expected_version
        )
        return reverse("returns:passing", args=[found.pk])

    return _answer(request, form, do, _page_of(act, found, "The child is not here", NOT_HERE, "Send this answer"))


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was passed on by mistake."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.passing_with(act, number)
    form = forms.WithReason(request.POST or None, initial={"version": found.version})

    def do() -> str:
        actions.take_back_passing(
            act, passing=found, reason=form.cleaned_data["reason"], expected_version=form.expected_version
        )
        return reverse("returns:passing", args=[found.pk])

    return _answer(request, form, do, _page_of(act, found, "Take back", TAKE_BACK, "Take back"))


def _answer(request: HttpRequest, form: Version, do: Callable[[], str], shown: ReturnsPage) -> HttpResponse:
    """Do it where the form holds and go where it says; else show the form (again)."""
    if form.is_valid():
        try:
            href = do()
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Kept.")
            return redirect(href)
    return page(request, "returns/form.html.jinja", shown, form)


def _page_of(act: Act, found: NotInSchoolPassing, title: str, notice: str, submit: str) -> ReturnsPage:
    href = reverse("returns:passing", args=[found.pk])
    return _page(act, title, f"Children not in school, passed on {found.pk}", href, notice, submit)


def _page(act: Act, title: str, caption: str, href: str, notice: str, submit: str) -> ReturnsPage:
    return ReturnsPage(
        title=title,
        caption=caption,
        notice=notice if is_register_kept(act.on) else actions.RegisterNotKeptYet.default_words,
        back=Link(text="Back", href=href),
        cancel_href=href,
        submit=submit,
    )
