"""The pages about the family of a case's child, and about what was learnt of her."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.casework import actions, permissions, queries
from onroll.casework.forms import families as forms
from onroll.casework.presenters.tasks import task_page
from onroll.casework.views.doing import done
from onroll.registry import actions as registry_actions
from onroll.registry import queries as registry_queries
from onroll.web.pages import page


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def add_family_member(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a child whom somebody named as family."""
    act = acting.act_for(request, purpose="add a child to a family")
    found = queries.case(act, reference)
    form = forms.AddFamilyMember(request.POST or None)

    def do() -> object:
        return actions.add_family_member(act, case=found, facts=form.facts(), bond=form.bond())

    return done(request, reference, form, do, "The child is in the family.") or page(
        request, "casework/families_add.html.jinja", task_page(found, "Add a child of the family"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def link_known_child(request: HttpRequest, reference: str) -> HttpResponse:
    """Take that a child of the same address or name belongs to the family."""
    act = acting.act_for(request, purpose="link a known child to a family")
    found = queries.case(act, reference)
    rows = registry_queries.may_be_family(act, found.notification.sighting)
    form = forms.LinkKnownChild(request.POST or None, suggested={row.child.reference: row for row in rows})

    def do() -> object:
        return actions.link_known_child(act, case=found, other=form.cleaned_data["child"], bond=form.bond())

    return done(request, reference, form, do, "The child is in the family.") or page(
        request, "casework/families_link.html.jinja", task_page(found, "Children who may belong to the family"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def open_family_cases(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a case for each chosen member of the family, in one step."""
    act = acting.act_for(request, purpose="open cases for a family")
    found = queries.case(act, reference)
    members = [each for each in queries.family_of_case(act, found) if each.case is None]
    family = {each.relative.child.reference: (each.relative.child, each.name) for each in members}
    form = forms.OpenFamilyCases(request.POST or None, family=family, initial={"children": list(family)})

    def do() -> object:
        return actions.open_family_cases(act, case=found, children=form.cleaned_data["children"])

    return done(request, reference, form, do, "The cases are open, and you are responsible for them.") or page(
        request, "casework/families_open.html.jinja", task_page(found, "Open cases for the family"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def unlink_family(request: HttpRequest, reference: str, link_id: int) -> HttpResponse:
    """End a link that proved wrong."""
    act = acting.act_for(request, purpose="end a family link")
    found = queries.case(act, reference)
    link = registry_queries.family_link(act, link_id)
    form = forms.UnlinkFamily(request.POST or None)

    def do() -> object:
        return registry_actions.unlink_family(act, link=link, why=form.cleaned_data["why"])

    return done(request, reference, form, do, "The link is ended. That it was said stays.") or page(
        request, "casework/families_unlink.html.jinja", task_page(found, "End a family link"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def learn_facts(request: HttpRequest, reference: str) -> HttpResponse:
    """Take another name, birth date or address of the child, each with its certainty and dates."""
    act = acting.act_for(request, purpose="record what was learnt of a child")
    found = queries.case(act, reference)
    form = forms.LearnFacts(request.POST or None)

    def do() -> object:
        return actions.learn_facts(act, case=found, facts=form.facts())

    return done(request, reference, form, do, "It is kept, beside all that was said before.") or page(
        request, "casework/families_learn.html.jinja", task_page(found, "Add what you learnt of the child"), form
    )
