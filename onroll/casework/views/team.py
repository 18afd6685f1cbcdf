"""The pages of a team's leader: how the work stands, and giving many cases to another officer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import actions, permissions, queries
from onroll.casework.forms.team import GiveCases, seen_text
from onroll.casework.presenters import team as presenters
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.words import count_words


@needs_permission(permissions.may_lead)
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """Show how much work each officer has in hand."""
    act = acting.act_for(request, purpose="see how the team’s work stands")
    shown = presenters.team_page(act, queries.team_load(act), queries.queues(act))
    return page(request, "casework/team.html.jinja", shown)


@needs_permission(permissions.may_lead)
@require_http_methods(["GET", "HEAD", "POST"])
def give_cases(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give many cases of one officer to another."""
    act = acting.act_for(request, purpose="give cases to another officer")
    person = queries.team_member(act, person_id)
    cases = queries.cases_in_hand(act, person, actions.MOST_GIVEN)
    form = GiveCases(
        request.POST or None,
        whose=f"All {count_words(len(cases), 'case')} of {person.name}",
        cases=[(case.reference, presenters.case_words(act, case)) for case in cases[: presenters.SHOWN_TO_TICK]],
        officers=queries.officers(act).exclude(pk=person.pk),
        initial={"seen": seen_text((case.reference, case.version) for case in cases)},
    )
    given = _given(act, form) if form.is_valid() else None
    if given is None:
        return page(request, "casework/give_cases.html.jinja", presenters.give_page(person, cases), form)
    messages.success(request, presenters.given_words(given.count, form.new_officer))
    if not given.left:
        return redirect("casework:team")
    messages.info(request, presenters.left_words(given.left))
    return redirect("casework:give-cases", person_id)


def _given(act: Act, form: GiveCases) -> actions.Given | None:
    """Give them; None, with the reason on the form, where that is refused."""
    reason = form.cleaned_data["reason"]
    try:
        return actions.reassign_cases(act, versions=form.versions, responsible=form.new_officer, reason=reason)
    except RuleBroken as refused:
        add_refusal(form, refused)
        return None
