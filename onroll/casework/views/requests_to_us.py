"""The pages of a partner agency that was asked about a child: what waits, one request, and its answers."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import actions, permissions, queries
from onroll.casework.agency_requests import RequestState
from onroll.casework.forms import requests_to_us as forms
from onroll.casework.models import AgencyRequest
from onroll.casework.presenters import requests_to_us as presenters
from onroll.casework.presenters.tasks import TaskPage
from onroll.web.forms import add_refusal
from onroll.web.pages import page

CHANGED = (
    "The request changed while you wrote: it was asked again, you were reminded, or more time was given. Nothing was "
    "sent, and your words are kept below. Read the request again, then send them."
)


@needs_permission(permissions.may_answer_requests)
@require_GET
def requests_to_us(request: HttpRequest) -> HttpResponse:
    """List what the agency was asked."""
    act = acting.act_for(request, purpose="see requests to us")
    shown = presenters.requests_to_us_page(act, queries.requests_to_us(act))
    return page(request, "casework/requests_to_us.html.jinja", shown)


@needs_permission(permissions.may_answer_requests)
@require_GET
def request_to_us(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request, with the least of the child; that it was read is recorded."""
    act = acting.act_for(request, purpose="read a request to us")
    found = actions.open_request_to_us(act, request=queries.request_to_us(act, reference))
    shown = presenters.request_to_us_page(found, act.on, queries.particulars_of(found))
    return page(request, "casework/request_to_us.html.jinja", shown)


@needs_permission(permissions.may_answer_requests)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Take what the agency knows."""
    act = acting.act_for(request, purpose="answer a request to us")
    found = queries.request_to_us(act, reference)
    shown = presenters.request_task(found, "What do you know?")
    return _task(request, act, found, forms.AnswerRequest, actions.answer_request_to_us, shown, "answer")


@needs_permission(permissions.may_answer_requests)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Take why the agency does not answer."""
    act = acting.act_for(request, purpose="refuse a request to us")
    found = queries.request_to_us(act, reference)
    lead = (
        "Law on data protection does not stop sharing to keep a child safe. The power to share stands on the request."
    )
    shown = presenters.request_task(found, "We cannot share what we know", lead)
    return _task(request, act, found, forms.RefuseRequest, actions.refuse_request_to_us, shown, "refuse")


@needs_permission(permissions.may_answer_requests)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_more_time(request: HttpRequest, reference: str) -> HttpResponse:
    """Take by when the agency can answer."""
    act = acting.act_for(request, purpose="ask for more time to answer")
    found = queries.request_to_us(act, reference)
    shown = presenters.more_time_task(found)
    return _task(request, act, found, forms.AskMoreTime, actions.ask_more_time, shown, "more_time")


def _task(
    request: HttpRequest,
    act: Act,
    found: AgencyRequest,
    form_class: type[forms.Answer],
    action: Callable[..., AgencyRequest],
    shown: TaskPage,
    name: str,
) -> HttpResponse:
    """Do what the form says. Whoever comes second, or from a stale tab, is told so and keeps her words."""
    if request.method != "POST" and found.state != RequestState.ASKED:
        return redirect("telling:request-to-us", found.reference)
    form = form_class(request.POST or None, initial={"version": found.version})
    if form.is_valid():
        try:
            action(act, request=found, **form.given())
        except RuleBroken as refusal:
            add_refusal(form, refusal)
        except Stale:
            form = _again(request, form_class, queries.request_to_us(act, found.reference).version)
        else:
            messages.success(request, f"{found.asked_for.name} has it, and is told by email that it is there.")
            return redirect("telling:request-to-us", found.reference)
    return page(request, f"casework/request_to_us_{name}.html.jinja", shown, form)


def _again(request: HttpRequest, form_class: type[forms.Answer], version: int) -> forms.Answer:
    """Return the form as it was sent, with the version that holds now: nobody has to write it twice."""
    data = request.POST.copy()
    data["version"] = str(version)
    form = form_class(data)
    form.full_clean()
    form.add_error(None, CHANGED)
    return form
