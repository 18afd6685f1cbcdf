"""Deleting a pupil: the day and the ground first, then what the ground asks; one that is not met stops it."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.returns import actions, permissions
from onroll.returns.forms import returns as forms
from onroll.returns.models import Return
from onroll.returns.presenters import pages, presented_returns
from onroll.returns.presenters.pages import ReturnsPage
from onroll.returns.views.returns import FORM_METHODS, owed_of
from onroll.rules import leaving
from onroll.rules.grounds import Ground
from onroll.rules.leaving import grounds_to_choose
from onroll.rules.returns import ReturnKind
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.parts import Link
from onroll.web.words import day_words


@needs_permission(permissions.may_make_returns)
@require_http_methods(FORM_METHODS)
def choose_ground(request: HttpRequest) -> HttpResponse:
    """Ask for the day, then show that day's list of grounds: letters changed on 19 August 2024."""
    act = acting.act_for(request, purpose="choose a ground for deletion")
    owed = owed_of(act, request, ReturnKind.DELETION)
    day = _typed_day(request) or (owed.trigger_on if owed else act.on)
    grounds = _grounds(day, act.on)
    form = forms.ChooseGround(request.POST or None, initial={"deleted_on": day}, grounds=grounds)
    if form.is_valid() and form.cleaned_data["code"]:
        chosen: date = form.cleaned_data["deleted_on"]
        try:
            actions.ground_on(form.cleaned_data["code"].replace("-", "|"), chosen)
        except RuleBroken as refused:
            add_refusal(form, refused, "code")
        else:
            href = reverse("returns:delete-pupil", args=[form.cleaned_data["code"], chosen.isoformat()])
            return redirect(f"{href}?{urlencode({'owed': owed.reference})}" if owed else href)
    shown = ReturnsPage(
        title="Delete a pupil from the register",
        lead="A pupil is deleted when, and only when, a ground is met; never from an earlier day. Choose the day and "
        "the ground. The next page asks what that ground asks.",
        back=Link(text="Back to the returns", href=reverse("returns:returns")),
        cancel_href=reverse("returns:returns"),
        submit="Continue",
        tables=(presented_returns.grounds_table(grounds),),
    )
    return page(request, "returns/form.html.jinja", shown, form)


@needs_permission(permissions.may_make_returns)
@require_http_methods(FORM_METHODS)
def delete_pupil(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Walk through the conditions of a ground, and delete where each is met."""
    act = acting.act_for(request, purpose="delete a pupil from the register")
    ground, deleted_on = _ground(code, day)
    if actions.is_joint(ground):
        return page(request, "returns/page.html.jinja", _joint_page(ground))
    owed = owed_of(act, request, ReturnKind.DELETION)
    form = forms.DeletionForm(
        request.POST or None,
        initial={**forms.initial_of(owed), "was_done_before": deleted_on < act.on},
        questions=leaving.questions_of(ground),
    )
    shown = _ground_page(ground, deleted_on)
    if form.is_valid():
        made = _delete(act, form, ground, deleted_on, owed)
        if isinstance(made, Return):
            messages.success(request, "The authority has been told, and the pupil is deleted on that day.")
            return redirect("returns:return", made.reference)
        shown = _ground_page(ground, deleted_on, made)
    return page(request, "returns/delete.html.jinja", shown, form)


def _delete(
    act: Act, form: forms.DeletionForm, ground: Ground, deleted_on: date, owed: Return | None
) -> Return | RuleBroken:
    """Return what was made, or the refusal that the form then shows."""
    try:
        return actions.make_deletion_return(
            act,
            facts=form.facts(),
            given=form.given(act, code=ground.code, deleted_on=deleted_on),
            owed=owed,
            expected_version=form.expected_version,
        )
    except RuleBroken as refused:
        add_refusal(form, refused)
        return refused


def _ground_page(ground: Ground, deleted_on: date, refused: RuleBroken | None = None) -> ReturnsPage:
    name = f"Ground {ground.letter}: {ground.words}" if ground.letter else ground.words
    stopped = isinstance(refused, actions.GroundNotMet)
    return ReturnsPage(
        title=name,
        caption=f"{ground.ruleset.source}, {ground.reference} on {day_words(deleted_on)}",
        lead=f"{ground.conditions}. {ground.cautions}".strip().rstrip(".") + ".",
        back=Link(text="Choose another ground or day", href=reverse("returns:delete")),
        cancel_href=reverse("returns:returns"),
        submit="Delete and tell the authority",
        notice="The pupil stays on the register. See which conditions are not met." if stopped else "",
        tables=(pages.conditions_table(refused.decision.conditions),)
        if isinstance(refused, actions.GroundNotMet)
        else (),
    )


def _joint_page(ground: Ground) -> ReturnsPage:
    return ReturnsPage(
        title=f"Ground {ground.letter}: {ground.words}",
        lead=f"{ground.conditions}. This ground is open only after enquiries that you and the authority make together, "
        "signed by one person of each side. The deletion is made there, and its return by itself.",
        back=Link(text="Choose another ground or day", href=reverse("returns:delete")),
        buttons=(
            Link(text="Begin joint enquiries", href=reverse("casework:begin-enquiries")),
            Link(text="Go on with enquiries", href=reverse("casework:enquiry-lists")),
        ),
    )


def _ground(code: str, day: str) -> tuple[Ground, date]:
    try:
        deleted_on = date.fromisoformat(day)
        return actions.ground_on(code.replace("-", "|"), deleted_on), deleted_on
    except (ValueError, RuleBroken):
        raise Hidden from None


def _typed_day(request: HttpRequest) -> date | None:
    """Return the day in the boxes, where it is one: the list of grounds shown is that day's."""
    try:
        return date(*(int(request.POST[f"deleted_on_{box}"]) for box in ("year", "month", "day")))
    except (KeyError, ValueError):
        return None


def _grounds(day: date, today: date) -> tuple[Ground, ...]:
    try:
        return grounds_to_choose(day)
    except LookupError:  # a day before any regulations: the form says so, beside today's list
        return grounds_to_choose(today)
