"""The pages of the register of children not in school; before its day each says so and keeps nothing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.returns import actions, permissions, queries
from onroll.returns.forms import not_in_school as forms
from onroll.returns.forms.returns import Version
from onroll.returns.models import NotInSchool, NotInSchoolEnd, VisitAnswer
from onroll.returns.presenters import not_in_school as presenters
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.views.returns import FORM_METHODS
from onroll.rules.home_education import is_register_kept, register_fields
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.parts import Link

PURPOSE = "keep the register of children not in school"


@needs_permission(permissions.may_keep_home_register)
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Show who is on the register; that it was read is recorded."""
    act = acting.act_for(request, purpose=PURPOSE)
    rows = actions.read_not_in_school(act)
    shown = presenters.register_page(act, rows, queries.waiting_passings(act))
    return page(request, "returns/page.html.jinja", shown)


@needs_permission(permissions.may_keep_home_register)
@require_GET
def register_file(request: HttpRequest) -> HttpResponse:
    """Hand out the register as a table; that it was saved is recorded."""
    act = acting.act_for(request, purpose="save the register of children not in school")
    if not is_register_kept(act.on):
        return redirect("returns:not-in-school-register")  # it says why there is nothing to save
    text = presenters.register_file(actions.read_not_in_school(act, which="file"))
    name = f"children-not-in-school-{act.la_code}-{act.on.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a child, whoever told of her."""
    act = acting.act_for(request, purpose=PURPOSE)
    form = forms.EnterChild(request.POST or None)

    def do() -> object:
        return actions.enter_not_in_school(act, facts=form.facts(), entering=form.entering())

    return _answer(request, act, None, form, do, "Enter a child who is not in school")


@needs_permission(permissions.may_keep_home_register)
@require_GET
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show one child's entry; that it was read is recorded."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = actions.open_not_in_school(act, entry=queries.not_in_school_with(act, number))
    return page(request, "returns/page.html.jinja", presenters.entry_page(act, found, queries.passings_of(act, found)))


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def hold(request: HttpRequest, number: int) -> HttpResponse:
    """Change what the register holds of a child."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.not_in_school_with(act, number)
    held = {f"f_{code}": words for code, words in found.held.items()}
    initial = {**held, "volunteered": found.volunteered, "version": found.version}
    form = forms.NotInSchoolForm(request.POST or None, fields=register_fields(), initial=initial)

    def do() -> object:
        return actions.change_not_in_school(
            act,
            entry=found,
            held=form.held(),
            volunteered=tuple(form.cleaned_data["volunteered"]),
            expected_version=form.expected_version,
        )

    return _answer(request, act, found, form, do, "What the register holds")


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def add_provider(request: HttpRequest, number: int) -> HttpResponse:
    """Enter who else educates the child."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.not_in_school_with(act, number)
    form = forms.AddProvider(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.add_provider(act, entry=found, provider=form.provider(), expected_version=form.expected_version)

    return _answer(request, act, found, form, do, "Add a provider")


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def end_provider(request: HttpRequest, number: int, provider: int) -> HttpResponse:
    """Say that a provider educates the child no longer."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.not_in_school_with(act, number)
    kept = queries.provider_of(found, provider)
    form = forms.EndedOn(request.POST or None, initial={"version": found.version})

    def do() -> object:
        ended_on = form.cleaned_data["ended_on"]
        return actions.end_provider(act, provider=kept, ended_on=ended_on, expected_version=form.expected_version)

    return _answer(request, act, found, form, do, "Say that a provider’s time has ended")


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def require_information(request: HttpRequest, number: int) -> HttpResponse:
    """Record that a parent or a provider was required to give information."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.not_in_school_with(act, number)
    form = forms.RequireInformation(request.POST or None, entry=found, initial={"version": found.version})

    def do() -> object:
        held = form.cleaned_data
        of = None if held["to"] == "parent" else queries.provider_of(found, int(held["to"]))
        return actions.require_information(
            act,
            entry=found,
            words=held["words"],
            provider=of,
            due_on=held["due_on"],
            expected_version=form.expected_version,
        )

    return _answer(request, act, found, form, do, "Require information")


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def note_information(request: HttpRequest, number: int, notice: int) -> HttpResponse:
    """Record when what was required came."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.not_in_school_with(act, number)
    asked = queries.notice_of(found, notice)
    form = forms.AnsweredOn(request.POST or None)

    def do() -> object:
        return actions.note_information(act, notice=asked, answered_on=form.cleaned_data["answered_on"])

    return _answer(request, act, found, form, do, "Record an answer")


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def visit(request: HttpRequest, number: int) -> HttpResponse:
    """Record that the home was asked to be seen, and then what came of it."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.not_in_school_with(act, number)
    initial = {"version": found.version}
    if found.visit_asked_on is None:
        asking = Version(request.POST or None, initial=initial)

        def ask() -> object:
            return actions.ask_to_visit(act, entry=found, expected_version=asking.expected_version)

        return _answer(request, act, found, asking, ask, "Record that you asked today to see the home")
    form = forms.VisitAnswered(request.POST or None, initial=initial)

    def do() -> object:
        held = form.cleaned_data
        return actions.note_visit(
            act,
            entry=found,
            answer=VisitAnswer(held["answer"]),
            answered_on=held["answered_on"],
            expected_version=form.expected_version,
        )

    return _answer(request, act, found, form, do, "What came of asking to see the home")


@needs_permission(permissions.may_keep_home_register)
@require_http_methods(FORM_METHODS)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Take a child off the register."""
    act = acting.act_for(request, purpose=PURPOSE)
    found = queries.not_in_school_with(act, number)
    form = forms.TakeOff(request.POST or None, initial={"version": found.version})

    def do() -> object:
        held = form.cleaned_data
        return actions.end_not_in_school(
            act,
            entry=found,
            ended_on=held["ended_on"],
            ended_as=NotInSchoolEnd(held["ended_as"]),
            expected_version=form.expected_version,
        )

    return _answer(request, act, found, form, do, "Take off the register")


def _answer(
    request: HttpRequest,
    act: Act,
    found: NotInSchool | None,
    form: Version,
    do: Callable[[], object],
    title: str,
) -> HttpResponse:
    """Do it where the form holds and go to the entry; else show the form (again)."""
    if form.is_valid():
        try:
            done = do()
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Kept.")
            kept = done if isinstance(done, NotInSchool) else found
            return redirect("returns:not-in-school-entry", kept.pk if kept else 0)
    register_href = reverse("returns:not-in-school-register")
    href = reverse("returns:not-in-school-entry", args=[found.pk]) if found else register_href
    shown = ReturnsPage(
        title=title,
        caption=f"Children not in school, entry {found.pk}" if found else "",
        notice="" if is_register_kept(act.on) else actions.RegisterNotKeptYet.default_words,
        back=Link(text="Back to the entry" if found else "Back to the register", href=href),
        cancel_href=href,
    )
    return page(request, "returns/form.html.jinja", shown, form)
