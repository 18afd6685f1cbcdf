"""The pages of requests to agencies."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.casework import actions, permissions, queries
from onroll.casework.forms import Versioned
from onroll.casework.forms import enquiries as forms
from onroll.casework.presenters import agencies as presenters
from onroll.casework.presenters.tasks import agency_task, enquiry_task
from onroll.casework.views.doing import done, values
from onroll.rules import agencies
from onroll.web.pages import page


@needs_permission(permissions.may_see_enquiries)
@require_GET
def agency_requests(request: HttpRequest) -> HttpResponse:
    """Show which requests wait, and how each body answers."""
    act = acting.act_for(request, purpose="see requests to agencies")
    shown = presenters.tracker_page(
        act, queries.new_answers(act), queries.agency_requests(act), queries.body_records(act)
    )
    return page(request, "casework/agencies_tracker.html.jinja", shown)


@needs_permission(permissions.may_see_enquiries)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_agency(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a body; by what power and within what limits stands under each."""
    act = acting.act_for(request, purpose="ask an agency about a child")
    found = queries.enquiry_list(act, reference)
    party = permissions.party_of(act)
    form = forms.AskAgency(request.POST or None, party=party, agencies=queries.agencies_to_ask(act))
    shown = enquiry_task(
        found, "Ask an agency", presenters.body_hints(each.code for each in agencies.bodies_for(party))
    )

    def do() -> object:
        return actions.ask_agency(act, enquiries=found, **form.cleaned_data)

    said = "The request is kept. Its page has the letter to send, or says which agency was told of it."
    return done(request, reference, form, do, said, to="enquiries") or page(
        request, "casework/agencies_ask.html.jinja", shown, form
    )


@needs_permission(permissions.may_see_enquiries)
@require_GET
def agency_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request with its letter."""
    act = acting.act_for(request, purpose="read a request to an agency")
    found = queries.agency_request(act, reference)
    actions.open_agency_request(act, request=found)
    shown = presenters.agency_request_page(found, act.on, queries.particulars_of(found))
    return page(request, "casework/agencies_request.html.jinja", shown)


@needs_permission(permissions.may_see_enquiries)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_agency_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Take what a body said; a sign of harm leads at once to the page that says what to do."""
    act = acting.act_for(request, purpose="record what an agency said")
    found = queries.agency_request(act, reference)
    form = forms.AnswerAgencyRequest(request.POST or None, initial={"version": found.version, "replied_on": act.on})

    def do() -> object:
        return actions.answer_agency_request(act, request=found, **values(form))

    answer = done(request, found.enquiries.reference, form, do, "The reply is in the list.", to="enquiries")
    signs = queries.signs_to_act_on(found.enquiries) if answer else []
    if answer and form.cleaned_data["is_sign_of_harm"] and signs:
        return redirect("casework:refer-harm", found.enquiries.reference, signs[-1].pk)
    shown = agency_task(found, "What did the body say?")
    return answer or page(request, "casework/agencies_answer.html.jinja", shown, form)


@needs_permission(permissions.may_see_enquiries)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_agency_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a body that refused once more."""
    act = acting.act_for(request, purpose="ask an agency again")
    found = queries.agency_request(act, reference)
    form = forms.AskAgain(request.POST or None, initial={"version": found.version, "question": found.question})

    def do() -> object:
        return actions.ask_agency_again(act, request=found, **values(form))

    return done(request, reference, form, do, "It is asked again.", to="agency-request") or page(
        request, "casework/agencies_ask_again.html.jinja", agency_task(found, "Ask again"), form
    )


@needs_permission(permissions.may_see_enquiries)
@require_POST
def remind_agency(request: HttpRequest, reference: str) -> HttpResponse:
    """Remind a body: by email where its address is known."""
    act = acting.act_for(request, purpose="remind an agency")
    found = queries.agency_request(act, reference)
    form = Versioned(request.POST)
    if form.is_valid():
        actions.remind_agency(act, request=found, expected_version=form.cleaned_data["version"])
        is_mailed = actions.mail_reminder(act, request=found)
        messages.success(request, presenters.reminded_words(found, is_mailed=is_mailed))
    return redirect("casework:agency-request", reference)


@needs_permission(permissions.may_see_enquiries)
@require_POST
def give_more_time(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree to the day that an agency asked for."""
    return _press(request, reference, actions.give_more_time, "The new day is agreed. The agency sees it.")


@needs_permission(permissions.may_see_enquiries)
@require_POST
def withdraw_agency_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a request back."""
    return _press(request, reference, actions.withdraw_agency_request, "The request is taken back.")


def _press(request: HttpRequest, reference: str, action: Callable[..., object], words: str) -> HttpResponse:
    act = acting.act_for(request, purpose="change a request to an agency")
    found = queries.agency_request(act, reference)
    form = Versioned(request.POST)
    if form.is_valid():
        action(act, request=found, expected_version=form.cleaned_data["version"])
        messages.success(request, words)
    return redirect("casework:agency-request", reference)
