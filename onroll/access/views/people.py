"""Pages on which an approver gives and takes away access, and everybody sees her own account."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting, actions, forms, permissions, queries
from onroll.access.guards import needs_permission, needs_second_proof, open_to_signed_in
from onroll.access.models import Person
from onroll.access.presenters import people as presenters
from onroll.audit.refusals import RuleBroken
from onroll.web.forms import add_refusal
from onroll.web.pages import page

AnyForm = forms.GiveRole | forms.EndRole | forms.CoverRole | forms.EndCover


@needs_permission(permissions.may_approve_access)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Show an approver who has which role in her organisation."""
    act = acting.act_for(request, purpose="see who has access")
    shown = presenters.people(list(queries.people_with_access(act)), on=act.on)
    return page(request, "access/people.html.jinja", shown)


@needs_permission(permissions.may_approve_access)
@needs_second_proof
@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest) -> HttpResponse:
    """Give somebody a role by her email address; an unknown address gets an account."""
    act = acting.act_for(request, purpose="give a role")
    organisation = queries.acting_organisation(act)
    form = forms.GiveRole(request.POST or None, roles=presenters.role_choices(organisation))
    if done(form, lambda: actions.give_role_by_email(act, organisation=organisation, **form.given())):
        words = "The role is given. Someone new sets a password with “I forgot my password” on the sign-in page."
        messages.success(request, words)
        return redirect("access:people")
    return page(request, "access/give_role.html.jinja", presenters.give_role(), form)


@needs_permission(permissions.has_a_role)
@require_GET
def role(request: HttpRequest, number: int) -> HttpResponse:
    """Show one role, to the approver or to whoever holds it."""
    act = acting.act_for(request, purpose="see a role")
    membership = queries.role_to_manage(act, number)
    may_end = permissions.may_manage_people(act, membership.organisation_id)
    return page(
        request,
        "access/role.html.jinja",
        presenters.role(membership, title="A role and its cover", on=act.on, may_end=may_end),
    )


@needs_permission(permissions.may_approve_access)
@needs_second_proof
@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, number: int) -> HttpResponse:
    """End somebody's role, at once or on a day."""
    act = acting.act_for(request, purpose="end a role")
    membership = queries.role_to_manage(act, number)
    permissions.check_may_manage_people(act, membership.organisation_id)
    form = forms.EndRole(request.POST if request.method == "POST" else None)
    if done(form, lambda: actions.end_role(act, membership=membership, **form.cleaned_data)):
        messages.success(request, "The role is ended." if not form.cleaned_data["last_on"] else "The last day is set.")
        return redirect("home" if membership.person_id == act.actor_id else "access:people")
    shown = presenters.role(membership, title="End this role", on=act.on, may_end=True)
    return page(request, "access/end_role.html.jinja", shown, form)


@needs_permission(permissions.has_a_role)
@needs_second_proof
@require_http_methods(["GET", "HEAD", "POST"])
def cover_role(request: HttpRequest, number: int) -> HttpResponse:
    """Name a colleague who covers a role: by the approver, or by whoever holds it."""
    act = acting.act_for(request, purpose="arrange cover")
    membership = queries.role_to_manage(act, number)
    colleagues = [one for one in queries.colleagues(membership, act.on) if one.pk != act.actor_id]
    form = forms.CoverRole(request.POST or None, colleagues=colleagues, initial={"from_on": act.on})
    if done(form, lambda: actions.give_cover(act, membership=membership, **form.given())):
        messages.success(request, "The cover is arranged. It ends by itself after its last day.")
        return redirect("access:role", number)
    may_end = permissions.may_manage_people(act, membership.organisation_id)
    shown = presenters.role(membership, title="Name someone to cover", on=act.on, may_end=may_end)
    return page(request, "access/cover_role.html.jinja", shown, form)


@needs_permission(permissions.has_a_role)
@needs_second_proof
@require_http_methods(["GET", "HEAD", "POST"])
def end_cover(request: HttpRequest, number: int) -> HttpResponse:
    """End a cover before its last day."""
    act = acting.act_for(request, purpose="end a cover")
    membership = queries.role_to_manage(act, number)
    form = forms.EndCover(request.POST if request.method == "POST" else None)
    if done(form, lambda: actions.end_cover(act, membership=membership)):
        messages.success(request, "The cover is ended.")
        return redirect("access:role", number)
    may_end = permissions.may_manage_people(act, membership.organisation_id)
    shown = presenters.role(membership, title="End this cover", on=act.on, may_end=may_end)
    return page(request, "access/end_cover.html.jinja", shown, form)


@open_to_signed_in
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show somebody her own account, roles or none."""
    person = cast(Person, request.user)
    act = acting.act_of_person(request, person.pk, purpose="see own account")
    roles, covers = list(queries.own_roles(act)), list(queries.own_covers(act))
    shown = presenters.account(name=person.name, email=person.email, roles=roles, covers=covers, on=act.on)
    return page(request, "access/account.html.jinja", shown)


def done(form: AnyForm, action: Callable[[], object]) -> bool:
    """Run the action of a valid form and say whether it was done; a broken rule becomes an error of its field."""
    if not form.is_valid():
        return False
    try:
        action()
    except RuleBroken as refusal:
        add_refusal(form, refusal, form.refusal_fields.get(refusal.code))
        return False
    return True
