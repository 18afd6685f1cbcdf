"""The pages of the register of home education, and of children not in school from its day on."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.returns import actions, permissions, queries
from onroll.returns.forms import registers as forms
from onroll.returns.forms.not_in_school import NotInSchoolForm
from onroll.returns.forms.returns import Version
from onroll.returns.models import HomeEducation, HomeEnd
from onroll.returns.presenters import homes as presenters
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.views.returns import FORM_METHODS
from onroll.rules.home_education import is_register_kept, register_fields
from onroll.rules.missing import Suitability
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.parts import Link


@needs_permission(permissions.may_keep_home_register)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Show who is educated at home in the area; that it was read is recorded."""
    act = acting.act_for(request, purpose="see the register of home education")
    rows = actions.read_home_register(act)
    shown = presenters.register_page(act, rows, queries.home_figures(act, rows), queries.reports_by_school(act))
    return page(request, "returns/page.html.jinja", shown)


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """Put a child on the register."""
    act = acting.act_for(request, purpose="register home education")
    form = forms.AddHome(request.POST or None, act=act)
    if form.is_valid():
        try:
            home = actions.register_home_education(act, facts=form.facts(), notified=form.notified())
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The child is on the register. Nothing is decided yet.")
            return redirect("returns:home", home.reference)
    href = reverse("returns:home-register")
    shown = ReturnsPage(
        title="Add a child to the register of home education",
        back=Link(text="Back to the register", href=href),
        cancel_href=href,
        submit="Add the child",
    )
    return page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_keep_home_register)
@require_GET
def home_education(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one child's entry; that it was read is recorded."""
    act = acting.act_for(request, purpose="read an entry of home education")
    home = actions.open_home_education(act, home=queries.home_education(act, reference))
    return page(request, "returns/page.html.jinja", presenters.home_page(act, home))


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what was decided about the education."""
    act = acting.act_for(request, purpose="decide about home education")
    home = queries.home_education(act, reference)
    form = forms.Decide(request.POST or None, initial={"version": home.version})

    def do() -> object:
        held = form.cleaned_data
        return actions.decide_suitability(
            act,
            home=home,
            decided_on=held["decided_on"],
            suitability=Suitability(held["suitability"]),
            words=held["words"],
            expected_version=form.expected_version,
        )

    return _answer(request, home, form, do, "Record a decision", UNSUITABLE)


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that home education has ended."""
    act = acting.act_for(request, purpose="end an entry of home education")
    home = queries.home_education(act, reference)
    form = forms.End(request.POST or None, initial={"version": home.version})

    def do() -> object:
        held = form.cleaned_data
        return actions.end_home_education(
            act,
            home=home,
            ended_on=held["ended_on"],
            ended_as=HomeEnd(held["ended_as"]),
            expected_version=form.expected_version,
        )

    return _answer(request, home, form, do, "Say that home education has ended")


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Tell the authority to which the family moves."""
    act = acting.act_for(request, purpose="tell of a home-educated child’s move")
    home = queries.home_education(act, reference)
    form = forms.Move(request.POST or None, act=act, initial={"version": home.version})

    def do() -> object:
        held = form.cleaned_data
        there = access_queries.authority(held["to_authority"])
        if there is None:
            raise Hidden
        return actions.tell_of_move(
            act,
            home=home,
            to_authority=there,
            moved_on=held["moved_on"],
            address=held["address"],
            postcode=held["postcode"],
            expected_version=form.expected_version,
        )

    return _answer(request, home, form, do, "Tell another authority of a move", MOVE)


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def not_in_school(request: HttpRequest, reference: str) -> HttpResponse:
    """Enter what the register of children not in school holds, from its day on."""
    act = acting.act_for(request, purpose="keep the register of children not in school")
    home = queries.home_education(act, reference)
    entry = queries.not_in_school_of(act, home)
    if entry is not None and entry.ended_on is None:
        return redirect("returns:not-in-school-entry", entry.pk)
    said = home.sighting
    where = "" if said.is_address_sealed else ", ".join(filter(None, (said.address, said.postcode)))
    initial = {
        "version": 0,
        "f_name": " ".join(filter(None, (said.forename, said.middle_names, said.surname))),
        "f_birth_date": said.birth_date.isoformat() if said.birth_date else "",
        "f_home_address": where,
    }
    form = NotInSchoolForm(request.POST or None, fields=register_fields(), initial=initial)

    def do() -> object:
        return actions.record_not_in_school(
            act,
            home=home,
            held=form.held(),
            volunteered=tuple(form.cleaned_data["volunteered"]),
            expected_version=form.expected_version,
        )

    notice = "" if is_register_kept(act.on) else actions.RegisterNotKeptYet.default_words
    return _answer(request, home, form, do, "Children not in school", notice)


UNSUITABLE = (
    "If you decide “unsuitable”, the child counts as missing education from that day. Open a case for the child."
)
MOVE = (
    "The other authority finds the child on its register at once, with the name, the date "
    "of birth, the new address and "
    "what was decided here. The entry here ends."
)


def _answer(
    request: HttpRequest,
    home: HomeEducation,
    form: Version,
    do: Callable[[], object],
    title: str,
    notice: str = "",
) -> HttpResponse:
    """Do it where the form holds and go back to the entry; else show the form (again)."""
    href = reverse("returns:home", args=[home.reference])
    if form.is_valid():
        try:
            do()
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Kept.")
            return redirect(href)
    shown = ReturnsPage(
        title=title,
        caption=f"Home education {home.reference}",
        notice=notice,
        back=Link(text="Back to the entry", href=href),
        cancel_href=href,
    )
    return page(request, "returns/form.html.jinja", shown, form)
