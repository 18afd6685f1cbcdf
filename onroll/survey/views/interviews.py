"""The pages of an interview: the next question, what is asked again, the answers so far, breaks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.selfeval.questionnaire import Item, Kind, items
from onroll.survey import actions, forms, permissions, queries
from onroll.survey.interview_states import InterviewState
from onroll.survey.models import Interview
from onroll.survey.presenters import interviewing
from onroll.survey.queries import Overview
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_interview)
@require_GET
def interview(request: HttpRequest, number: int) -> HttpResponse:
    """Lead to what comes next: answers to ask again, the next question, the judging, or all answers."""
    act = acting.act_for(request, purpose="go on with an interview")
    found = queries.interview_of(act, number)
    if found.held_by_id != act.actor_id or found.state in {InterviewState.STOPPED, InterviewState.DONE}:
        return redirect("survey:overview", number)
    if found.state == InterviewState.JUDGING:
        return redirect("survey:judge", number)
    all_answers = queries.overview(found)
    if all_answers.clashes:
        return redirect("survey:clash", number)
    if all_answers.next_item is None:
        return redirect("survey:overview", number)
    return redirect("survey:question", number, all_answers.next_item.key)


@needs_permission(permissions.may_interview)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, number: int, item: str) -> HttpResponse:
    """Ask one question and keep its answer."""
    act = acting.act_for(request, purpose="ask a question of the survey")
    found = queries.interview_of(act, number)
    asked = items().get(item)
    if asked is None or asked.kind is Kind.RESULT or asked.key == "SF":
        raise Hidden
    all_answers = queries.overview(found)
    form = forms.AnswerItem(request.POST or None, asked=asked, initial=_first_values(all_answers, asked))
    if request.method == "POST" and form.is_valid():
        try:
            _keep(act, found, form, leave_open="leave_open" in request.POST)
        except actions.AnsweredMeanwhile as meanwhile:
            form = _with_what_counts(request, form, all_answers, asked, meanwhile)
        except RuleBroken as refused:
            add_refusal(form, refused, form.answer_names[0])
        else:
            return redirect("survey:interview", number)
    elif request.method == "GET" and not _may_ask(act, found):
        return redirect("survey:overview", number)
    shown = interviewing.question_page(found, all_answers, asked)
    return page(request, "survey/question.html.jinja", shown, form)


@needs_permission(permissions.may_interview)
@require_http_methods(["GET", "HEAD", "POST"])
def clash(request: HttpRequest, number: int) -> HttpResponse:
    """Show answers that do not agree, both of them, to be asked again; or keep that they stand."""
    act = acting.act_for(request, purpose="ask again what does not agree")
    found = queries.interview_of(act, number)
    clashes = queries.overview(found).clashes
    if not clashes:
        return redirect("survey:interview", number)
    form = forms.LetStand(request.POST or None, initial={"shown": clashes[0].shown})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.let_stand(act, interview=found, shown=given["shown"], words=given["words"])
        except RuleBroken as refused:
            add_refusal(form, refused, "words")
        else:
            return redirect("survey:interview", number)
    return page(request, "survey/clash.html.jinja", interviewing.clash_page(found, clashes[0]), form)


@needs_permission(permissions.may_interview)
@require_GET
def overview(request: HttpRequest, number: int) -> HttpResponse:
    """Show all answers so far, and what can be done with the interview."""
    act = acting.act_for(request, purpose="see the answers of an interview")
    found = queries.interview_of(act, number)
    shown = interviewing.overview_page(act, found, queries.overview(found))
    return page(request, "survey/overview.html.jinja", shown)


@needs_permission(permissions.may_interview)
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a break."""
    return _press(request, number, actions.stop_interview, "There is a break now. Go on when you like.")


@needs_permission(permissions.may_interview)
@require_POST
def take_up(request: HttpRequest, number: int) -> HttpResponse:
    """Go on after a break, ask more, or take an interview over."""
    return _press(request, number, actions.take_up_interview, "")


@needs_permission(permissions.may_interview)
@require_POST
def finish_asking(request: HttpRequest, number: int) -> HttpResponse:
    """Say that all is asked."""
    return _press(request, number, actions.finish_asking, "All is asked. Now judge each step.")


@needs_permission(permissions.may_interview)
@require_POST
def finish(request: HttpRequest, number: int) -> HttpResponse:
    """Say that the interview is judged: it counts from now on."""
    return _press(request, number, actions.finish_interview, "The interview is done and counts in the tables.")


def _press(request: HttpRequest, number: int, action: Callable[..., Any], done: str) -> HttpResponse:
    """Carry one button of an interview out, and lead to what comes next."""
    act = acting.act_for(request, purpose="move an interview")
    found = queries.interview_of(act, number)
    form = forms.Version(request.POST)
    if not form.is_valid():
        raise Hidden
    action(act, interview=found, expected_version=form.cleaned_data["version"])
    if done:
        messages.success(request, done)
    return redirect("survey:interview", number)


def _first_values(found: Overview, asked: Item) -> dict[str, Any]:
    before = found.latest.get(asked.key)
    shown = forms.first_values(asked, before.said if before else {})
    known = {"evidence": before.evidence, "ask_whom": before.ask_whom, "ask_by": before.ask_by} if before else {}
    return {**shown, **known, "seen": before.pk if before else 0}


def _keep(act: Act, interview: Interview, form: forms.AnswerItem, *, leave_open: bool) -> None:
    given = form.cleaned_data
    actions.answer_item(
        act,
        interview=interview,
        item=form.asked.key,
        said={} if leave_open else form.said(),
        key=given["key"],
        seen=given["seen"],
        evidence=given["evidence"],
        ask_whom=given["ask_whom"],
        ask_by=given["ask_by"],
    )


def _with_what_counts(
    request: HttpRequest,
    form: forms.AnswerItem,
    found: Overview,
    asked: Item,
    meanwhile: actions.AnsweredMeanwhile,
) -> forms.AnswerItem:
    """Show what was typed once more, with what was answered meanwhile; saving it again then replaces that."""
    before = found.latest[asked.key]
    said = interviewing.said_words(before, asked)
    typed = request.POST.copy()
    typed["seen"] = str(before.pk)
    shown = forms.AnswerItem(typed, asked=asked)
    words = f"{meanwhile.words} It says: {said} ({before.given_by.name}). Save yours again only if it is right."
    shown.add_error(form.answer_names[0], words)
    return shown


def _may_ask(act: Act, interview: Interview) -> bool:
    return interview.held_by_id == act.actor_id and interview.state == InterviewState.ASKING
