"""The pages of a child's education beside the rolls: what is known, a new fact, and a correction."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry import actions, forms, permissions, presenters, queries
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_read_children)
@require_GET
def education(request: HttpRequest, reference: str) -> HttpResponse:
    """Show all that was ever said of a child's education beside the rolls; that it was read is recorded."""
    act = acting.act_for(request, purpose="read what is known of a child’s education")
    known = actions.open_child(act, child=queries.child_with(act, reference))
    facts = queries.education_facts_of(queries.one_with(known.pk))
    return page(request, "registry/education.html.jinja", presenters.education_page(act, known, list(facts)))


@needs_permission(permissions.may_record_education)
@require_http_methods(["GET", "HEAD", "POST"])
def record_education(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a fact of a child's education."""
    act = acting.act_for(request, purpose="record a fact of a child’s education")
    child = queries.child_with(act, reference)
    form = forms.RecordEducation(request.POST or None)
    if form.is_valid() and _done(form, act, lambda said: actions.record_education_fact(act, child=child, said=said)):
        messages.success(request, "The fact is recorded, and known from now on.")
        return redirect("registry:education", reference)
    shown = presenters.record_education_page(child, None)
    return page(request, "registry/record_education.html.jinja", shown, form)


@needs_permission(permissions.may_record_education)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_education(request: HttpRequest, reference: str, fact_reference: str) -> HttpResponse:
    """Put a later fact in the place of one, or say that it was wrong."""
    act = acting.act_for(request, purpose="correct a fact of a child’s education")
    child = queries.child_with(act, reference)
    fact = queries.own_education_fact(act, child, fact_reference)
    form = forms.RecordEducation(request.POST or None, initial=presenters.said_before(fact))

    def correct(said: actions.Said) -> object:
        if form.cleaned_data["is_void"]:
            return actions.void_education_fact(act, fact=fact, why=said.evidence)
        return actions.correct_education_fact(act, fact=fact, said=said)

    if form.is_valid() and _done(form, act, correct):
        messages.success(request, "Corrected. What was known before stays, and counts no more from now on.")
        return redirect("registry:education", reference)
    return page(request, "registry/record_education.html.jinja", presenters.record_education_page(child, fact), form)


def _done(form: forms.RecordEducation, act: Act, record: "presenters.Record") -> bool:
    """Record what the form says, or say on it why it was refused."""
    school: Organisation | None = None
    if form.cleaned_data["school"]:
        looked_up = access_queries.organisation_with_code(form.cleaned_data["school"], act.on)
        school = looked_up.found or looked_up.closed
        if school is None:
            form.add_error("school", "There is no school with this number")
            return False
    try:
        record(form.said(school))
    except RuleBroken as refused:
        add_refusal(form, refused)
        return False
    return True
