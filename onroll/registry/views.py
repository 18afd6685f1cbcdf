"""The pages of the review: the queue, one pair, the second signature, the split, and all that is known of a child."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission, needs_second_proof
from onroll.audit.refusals import RuleBroken
from onroll.registry import actions, answers, forms, permissions, presenters, queries
from onroll.registry.likeness import likeness
from onroll.registry.review_states import ReviewState
from onroll.web.forms import add_refusal
from onroll.web.pages import page

# By answer: the action, what it calls the officer's words, and what the officer is told.
SAID: dict[str, tuple[Callable[..., object], str, str]] = {
    answers.SAME: (actions.say_same, "words", "You agreed. A second officer is asked now."),
    answers.APART: (actions.keep_apart, "reason", "They are kept apart. No later match brings this up again."),
    answers.ASK: (actions.set_aside, "question", "Your question is kept. The pair stays in the queue."),
    answers.AGAIN: (actions.look_again, "reason", "The pair is in the queue again."),
}


@needs_permission(permissions.may_review)
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Show the pairs that wait, the most urgent first."""
    act = acting.act_for(request, purpose="see pairs that may be one child")
    waiting = queries.waiting_pairs(act)
    first = list(waiting[: presenters.queue.SHOWN])
    shown = presenters.queue_page(act, first, waiting.count(), queries.decided_pairs(act))
    return page(request, "registry/reviews.html.jinja", shown)


@needs_permission(permissions.may_review)
@require_GET
def matching_audit(request: HttpRequest) -> HttpResponse:
    """Show how good the matching is, from what the authority's people decided."""
    act = acting.act_for(request, purpose="see how good the matching is")
    shown = presenters.audit_page(queries.matching_audit(act))
    return page(request, "registry/matching_audit.html.jinja", shown)


@needs_permission(permissions.may_review)
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, reference: str) -> HttpResponse:
    """Show two records side by side, and take what the officer says of them."""
    act = acting.act_for(request, purpose="review a pair that may be one child")
    review = actions.open_pair(act, review=queries.pair_with(act, reference))
    state = ReviewState(review.state)
    form = forms.Decide(request.POST or None, state=state, initial={"version": review.version})
    if form.is_valid():
        action, name, said = SAID[form.cleaned_data["decision"]]
        given = {name: form.cleaned_data["words"], "expected_version": form.cleaned_data["version"]}
        if _done(form, lambda: action(act, review=review, **given)):
            messages.success(request, said)
            return redirect("registry:pair", reference)
    found = likeness(review.first_sighting, review.second_sighting)
    shown = presenters.pair_page(act, review, found, queries.steps_of(review))
    return page(request, "registry/pair.html.jinja", shown, form)


@needs_permission(permissions.may_review)
@needs_second_proof
@require_http_methods(["GET", "HEAD", "POST"])
def merge_pair(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign second that a pair is one child."""
    act = acting.act_for(request, purpose="agree that a pair is one child")
    review = actions.open_pair(act, review=queries.pair_with(act, reference))
    form = forms.Merge(request.POST or None, initial={"version": review.version})
    version = form.cleaned_data["version"] if form.is_valid() else 0
    if version and _done(form, lambda: actions.merge_pair(act, review=review, expected_version=version)):
        messages.success(request, "The two records are read as one child from now on.")
        return redirect("registry:pair", reference)
    found = likeness(review.first_sighting, review.second_sighting)
    return page(request, "registry/merge_pair.html.jinja", presenters.merge_page(act, review, found), form)


@needs_permission(permissions.may_review)
@needs_second_proof
@require_http_methods(["GET", "HEAD", "POST"])
def split_pair(request: HttpRequest, reference: str) -> HttpResponse:
    """Split two records that were read as one child."""
    act = acting.act_for(request, purpose="split records that were read as one child")
    review = actions.open_pair(act, review=queries.pair_with(act, reference))
    form = forms.Split(request.POST or None, initial={"version": review.version})
    if form.is_valid():
        given = {"reason": form.cleaned_data["reason"], "expected_version": form.cleaned_data["version"]}
        if _done(form, lambda: actions.split_pair(act, review=review, **given)):
            messages.success(request, "They are two children again.")
            return redirect("registry:pair", reference)
    found = likeness(review.first_sighting, review.second_sighting)
    return page(request, "registry/split_pair.html.jinja", presenters.split_page(act, review, found), form)


@needs_permission(permissions.may_read_children)
@require_GET
def child(request: HttpRequest, reference: str) -> HttpResponse:
    """Show all that is known of a child; an earlier reference leads to the one she is shown under now."""
    act = acting.act_for(request, purpose="read what is known of a child")
    asked = queries.child_with(act, reference)
    if queries.is_known_as(asked) != asked:
        return redirect("registry:child", queries.is_known_as(asked).reference)
    known = actions.open_child(act, child=asked)
    form = forms.KnownOn(request.GET or None)
    day = form.cleaned_data["day"] if form.is_valid() else None
    shown = presenters.child_page(act, known, day=day, **queries.all_known_of(act, known, day))
    return page(request, "registry/child.html.jinja", shown, form)


@needs_permission(permissions.may_read_children)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_child(request: HttpRequest, reference: str) -> HttpResponse:
    """Take what an officer knows of a child, beside all that was said before."""
    act = acting.act_for(request, purpose="correct what is known of a child")
    known = actions.open_child(act, child=queries.child_with(act, reference))
    start = presenters.child.start_of(queries.last_said_here(act, known))
    form = forms.Correct(request.POST or None, initial=start)
    if form.is_valid():
        actions.correct_child(act, child=known, facts=form.facts(), seen_in=form.cleaned_data["seen_in"])
        messages.success(request, "Kept, beside what was said before.")
        return redirect("registry:child", known.reference)
    return page(request, "registry/correct_child.html.jinja", presenters.child.correct_page(known), form)


@needs_permission(permissions.may_see_sealed)
@require_GET
def sealed_addresses(request: HttpRequest) -> HttpResponse:
    """Show which children of the area have a sealed address: references, never the address."""
    act = acting.act_for(request, purpose="see which addresses are sealed")
    shown = presenters.sealed.sealed_page(queries.sealed_addresses(act)[: presenters.sealed.SHOWN])
    return page(request, "registry/sealed_addresses.html.jinja", shown)


@needs_permission(permissions.may_see_sealed)
@needs_second_proof
@require_http_methods(["GET", "HEAD", "POST"])
def open_sealed_address(request: HttpRequest, sighting_id: int) -> HttpResponse:
    """Open one sealed address, with the reason; that it was opened is recorded before it is shown."""
    act = acting.act_for(request, purpose="open a sealed address")
    sighting = queries.sealed_address(act, sighting_id)
    form = forms.OpenSealed(request.POST or None)
    address = ""
    if form.is_valid():
        address = actions.open_sealed_address(act, sighting=sighting, reason=form.cleaned_data["reason"])
    shown = presenters.sealed.opened_page(sighting, address)
    return page(request, "registry/open_sealed_address.html.jinja", shown, form)


def _done(form: Any, change: Callable[[], object]) -> bool:
    """Make the change, or say on the form why it was refused."""
    try:
        change()
    except RuleBroken as refused:
        add_refusal(form, refused)
        return False
    return True
