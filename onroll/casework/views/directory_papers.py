"""The pages on which officers publish routes and policy, and on which everybody of the area says she has read them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken, TooLarge
from onroll.casework import permissions
from onroll.casework.actions import directory_papers as actions
from onroll.casework.forms import directory as forms
from onroll.casework.forms.directory_support import KnowledgeQuestions, PublishPolicy
from onroll.casework.presenters import directory as shared
from onroll.casework.presenters import directory_papers as presenters
from onroll.casework.queries import directory_papers as queries
from onroll.casework.views.directory import FORM, READ
from onroll.vault.actions import FileTooLarge
from onroll.web.forms import add_refusal
from onroll.web.pages import page

POLICY = "casework/routes_policy.html.jinja"


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_routes(request: HttpRequest) -> HttpResponse:
    """Show what has changed since the routes were published, and publish them."""
    act = acting.act_for(request, purpose="publish the routes")
    latest = queries.latest_routes(access_queries.acting_organisation(act))
    initial = {"version": latest.number if latest else 0, "opening": latest.opening if latest else ""}
    form = forms.PublishRoutes(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.publish_routes(
                act, opening=form.cleaned_data["opening"], expected_number=form.cleaned_data["version"]
            )
        except RuleBroken as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Page and leaflet are published.")
            return redirect("directory:publish-routes")
    shown = presenters.publish_page(queries.lines_now(act), queries.published_routes(act), latest)
    return page(request, FORM, shown, form)


@needs_permission(permissions.may_see_cases)
@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """Show the policy's versions, whom they have reached, and how well they are understood."""
    act = acting.act_for(request, purpose="see who has read the policy")
    return page(request, READ, presenters.policies_page(act, queries.policies(act)))


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_policy(request: HttpRequest) -> HttpResponse:
    """Publish a version of the policy."""
    act = acting.act_for(request, purpose="publish the policy")
    latest = queries.latest_policy(access_queries.acting_organisation(act))
    form = PublishPolicy(
        request.POST or None, request.FILES or None, initial={"version": latest.number if latest else 0}
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        file = values.pop("file")
        try:
            actions.publish_policy(
                act,
                expected_number=values.pop("version"),
                pieces=file.chunks() if file else None,
                **values,
            )
        except FileTooLarge:
            raise TooLarge from None
        except RuleBroken as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "The policy is published.")
            return redirect("directory:policies")
    return page(request, FORM, presenters.publish_policy_page(latest), form)


@needs_permission(permissions.may_read_papers)
@require_http_methods(["GET", "HEAD", "POST"])
def read_policy(request: HttpRequest) -> HttpResponse:
    """Show the policy of the area, take that it was read, and ask the five questions."""
    act = acting.act_for(request, purpose="read the policy")
    authority = queries.authority_of_area(act)
    policy = queries.latest_policy(authority) if authority else None
    if policy is None:
        nothing = shared.ReadPage(
            title="Policy on children missing education", empty="The council of your area has published none here yet."
        )
        return page(request, READ, nothing)
    is_read = "read" in request.POST
    form = KnowledgeQuestions(request.POST if request.method == "POST" and not is_read else None)
    if is_read:
        actions.read_paper(act, paper=policy)
        routes = queries.latest_routes(policy.authority)
        if routes is not None:
            actions.read_paper(act, paper=routes)
        messages.success(request, "Thank you: the council sees that your organisation has read it.")
        return redirect("directory:read-policy")
    if form.is_valid():
        check = actions.take_knowledge_check(act, policy=policy, answers=form.answers)
        return page(request, READ, presenters.checked_page(policy, check))
    has_read = queries.own_reading(act, policy) is not None
    return page(request, POLICY, presenters.policy_page(policy, has_read=has_read, read_href=request.path), form)
