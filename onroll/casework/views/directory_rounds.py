"""The pages of the yearly round of contacts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions import directory_rounds as actions
from onroll.casework.forms import directory as forms
from onroll.casework.presenters import directory_rounds as presenters
from onroll.casework.queries import directory as queries
from onroll.casework.views.directory import FORM, READ
from onroll.rules import contacts
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.words import count_words


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request: HttpRequest) -> HttpResponse:
    """Show the rounds so far, and begin one."""
    act = acting.act_for(request, purpose="ask contacts whether they are still right")
    form = forms.BeginRound(request.POST or None, initial={"answer_by": contacts.usual_answer_by(act.on)})
    if form.is_valid():
        site = request.build_absolute_uri("/")
        try:
            begun = actions.begin_round(act, answer_by=form.cleaned_data["answer_by"], site=site)
        except RuleBroken as refusal:
            add_refusal(form, refusal)
        else:
            sent, left = actions.remind_round(act, contact_round=begun)
            messages.success(request, _sent_words(sent, left))
            return redirect("directory:round", begun.reference)
    due = sum(line.is_due for line in queries.contact_lines(act))
    shown = presenters.rounds_page(act, queries.contact_rounds(act), due, queries.running_round(act))
    return page(request, FORM, shown, form)


@needs_permission(permissions.may_see_cases)
@require_GET
def contact_round(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how far a round is."""
    act = acting.act_for(request, purpose="see a round of contacts")
    return page(request, READ, presenters.round_page(act, queries.contact_round(act, reference)))


@needs_permission(permissions.may_see_cases)
@require_POST
def remind(request: HttpRequest, reference: str) -> HttpResponse:
    """Send what is owed, and remind whoever has not answered."""
    act = acting.act_for(request, purpose="remind contacts")
    found = queries.contact_round(act, reference)
    try:
        sent, left = actions.remind_round(act, contact_round=found)
    except RuleBroken as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, _sent_words(sent, left))
    return redirect("directory:round", reference)


def _sent_words(sent: int, left: int) -> str:
    owed = f" {left} could not be sent yet and will be tried again." if left else ""
    return f"{count_words(sent, 'email')} sent.{owed}"
