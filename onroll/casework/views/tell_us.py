"""The public page: anybody tells of a child, without signing in and without saying who she is. Nobody is looked up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onroll.access import acting
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.casework import actions, presenters
from onroll.casework.forms.tell_us import QUESTIONS, SendReport, Status
from onroll.casework.views import draft
from onroll.web.forms import add_refusal
from onroll.web.pages import open_to_everyone, page

FIRST = next(iter(QUESTIONS))


@open_to_everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, name: str = FIRST) -> HttpResponse:
    """Ask one question; the first of all sends to the police and to social care whoever has to go there first."""
    if name not in QUESTIONS:
        raise Hidden
    act = acting.act_of_nobody(request, "tell of a child")
    kept = draft.answered(request).get(name)
    form = draft.form_for(request, act, name, request.POST if request.method == "POST" else kept)
    if request.method == "POST" and form.is_valid():
        draft.keep(request, act, name, form)
        if name == FIRST and form.cleaned_data["danger"] != "none":
            return redirect("tell-us:call-first")
        is_done = "check" in request.GET or not draft.next_question(name)
        return redirect("tell-us:check") if is_done else redirect("tell-us:question", draft.next_question(name))
    shown = presenters.question_page(name, is_change="check" in request.GET)
    return page(request, f"casework/tell_us_{name}.html.jinja", shown, form)


@open_to_everyone
@never_cache
@require_safe
def call_first(request: HttpRequest) -> HttpResponse:
    """Say whom to call before anything else."""
    answer = draft.answered(request).get(FIRST, {}).get("danger", "harm")
    return page(request, "casework/tell_us_call_first.html.jinja", presenters.call_first_page(str(answer)))


@open_to_everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show all answers before they are sent, and send them."""
    act = acting.act_of_nobody(request, "tell of a child")
    if gap := draft.first_gap(request, act):
        return redirect("tell-us:question", gap)
    told, authority = draft.told_by(request, act)
    form = SendReport(request.POST if request.method == "POST" else None)
    if form.is_valid():
        place = draft.place_digest(request)
        try:
            receipt = actions.receive_from_the_public(act, told=told, authority=authority, place_digest=place)
        except RuleBroken as refusal:
            add_refusal(form, refusal)
        else:
            return draft.sent(request, receipt)
    return page(request, "casework/tell_us_check.html.jinja", presenters.check_page(told, authority), form)


@open_to_everyone
@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the receipt, as long as the browser window that sent the report is open."""
    kept = request.session.get(draft.RECEIPT)
    if not kept:
        return redirect("tell-us:status")
    return page(request, "casework/tell_us_receipt.html.jinja", presenters.receipt_page(**kept))


@open_to_everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Say how far it is to whoever has the receipt. What is typed travels in the body."""
    form = Status(request.POST if request.method == "POST" else None)
    shown = presenters.status_page(None)
    if form.is_valid():
        act = acting.act_of_nobody(request, "read what came of a notification")
        place = draft.place_digest(request)
        found = actions.read_status(act, place_digest=place, **form.cleaned_data)
        if found is None:
            form.add_error(None, "This reference and these secret words do not belong together. Check your receipt")
        else:
            shown = presenters.status_page(found)
    return page(request, "casework/tell_us_status.html.jinja", shown, form)


@open_to_everyone
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Delete what was typed so far."""
    draft.forget(request)
    return redirect("tell-us:start")
