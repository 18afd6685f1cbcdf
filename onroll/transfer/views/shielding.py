"""Shielded children: the list, finding a child of one's own, shielding her, reading who searched, ending it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting, limits
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.registry import actions as registry_actions
from onroll.registry import permissions
from onroll.registry import queries as registry_queries
from onroll.transfer import actions, presenters, queries, shield_forms
from onroll.transfer.views.asked import submitted
from onroll.web.forms import add_refusal
from onroll.web.pages import page

# Look-ups of one's own children by exact facts, an hour. Our own bound (mark P).
LOOK_UPS = (30, 3600)


@needs_permission(permissions.may_shield)
@require_GET
def shields(request: HttpRequest) -> HttpResponse:
    """Show the shields that the acting organisation placed, by reference."""
    act = acting.act_for(request, purpose="see shielded children")
    shown = presenters.shielding.shields(list(registry_queries.shields_of(act)), act.on)
    return page(request, "transfer/shields.html.jinja", shown)


@needs_permission(permissions.may_shield)
@require_http_methods(["GET", "HEAD", "POST"])
def find_child_to_shield(request: HttpRequest) -> HttpResponse:
    """Find a child of the organisation's own. What is asked travels in the body, never in an address."""
    act = acting.act_for(request, purpose="find a child to shield")
    form = shield_forms.FindChildToShield(submitted(request))
    children = None
    if form.is_valid():
        limits.check_limit(act, key="find-child-to-shield", per_person=LOOK_UPS)
        children = presenters.shielding.found_children(queries.children_exactly(act, **form.cleaned_data))
    shown = presenters.shielding.find_child()
    return page(request, "transfer/find_child_to_shield.html.jinja", shown, form, children=children)


@needs_permission(permissions.may_shield)
@require_http_methods(["GET", "HEAD", "POST"])
def shield_child(request: HttpRequest, reference: str) -> HttpResponse:
    """Shield a child."""
    act = acting.act_for(request, purpose="shield a child")
    child = queries.child_to_shield(act, reference)
    people = {str(held.person_id): held.person for held in queries.possible_officers(act)}
    officers = [(key, person.name) for key, person in people.items()]
    form = shield_forms.ShieldChild(submitted(request), officers=officers, initial={"officer": str(act.actor_id)})
    if form.is_valid():
        given = {**form.cleaned_data, "officer": people[form.cleaned_data["officer"]]}
        try:
            shield = actions.shield_child(act, child_reference=reference, **given)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The child is shielded. No search shows the child any more.")
            return redirect("transfer:shield-meetings", shield.reference)
    return page(request, "transfer/shield_child.html.jinja", presenters.shielding.shield_child(child), form)


@needs_permission(permissions.may_shield)
@require_GET
def shield_meetings(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one shield, and the searches that met the child."""
    act = acting.act_for(request, purpose="see searches that met a shielded child")
    shield = registry_queries.shield_with(act, reference)
    shown = presenters.shielding.shield_page(shield, actions.open_meetings(act, shield=shield), act.on)
    return page(request, "transfer/shield_meetings.html.jinja", shown)


@needs_permission(permissions.may_shield)
@require_http_methods(["GET", "HEAD", "POST"])
def end_shield(request: HttpRequest, reference: str) -> HttpResponse:
    """End a shield."""
    act = acting.act_for(request, purpose="end a shield")
    shield = registry_queries.shield_with(act, reference)
    form = shield_forms.EndShield(submitted(request))
    if form.is_valid():
        try:
            registry_actions.end_shield(act, shield=shield, why=form.cleaned_data["why"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The shield has ended.")
            return redirect("transfer:shields")
    return page(request, "transfer/end_shield.html.jinja", presenters.shielding.end_shield(shield), form)
