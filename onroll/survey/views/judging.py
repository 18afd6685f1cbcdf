"""The pages on which steps are judged and differences settled."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.selfeval import checklist
from onroll.selfeval.judgement import Judgement
from onroll.selfeval.score import judgements
from onroll.survey import actions, forms, permissions, queries
from onroll.survey.interview_states import InterviewState
from onroll.survey.models import Interview
from onroll.survey.presenters import interviewing, settling
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_interview)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, number: int) -> HttpResponse:
    """Judge the steps; what the rule gives is shown beside each once it is judged, not before."""
    act = acting.act_for(request, purpose="judge the steps of an interview")
    found = queries.interview_of(act, number)
    if found.state != InterviewState.JUDGING or found.held_by_id != act.actor_id:
        return redirect("survey:overview", number)
    steps = {key: step.question for key, step in checklist.checklist().steps.items()}
    judged = {each.step: each for each in found.judgements.all()}
    first = {"version": found.version} | {step: each.level for step, each in judged.items()}
    first |= {f"note_{step}": each.note for step, each in judged.items()}
    form = forms.JudgeSteps(request.POST or None, steps=steps, initial=first)
    if form.is_valid():
        try:
            actions.judge_steps(
                act,
                interview=found,
                levels=form.levels(),
                notes=form.notes(),
                expected_version=form.cleaned_data["version"],
            )
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Your judgements are saved.")
            return redirect("survey:judge", number)
    shown = interviewing.judge_page(found, _judged(found))
    return page(request, "survey/judge.html.jinja", shown, form)


@needs_permission(permissions.may_interview)
@require_GET
def differences(request: HttpRequest, number: int) -> HttpResponse:
    """List every step that a leader has to settle."""
    act = acting.act_for(request, purpose="see what is to be settled")
    found = queries.survey_of(act, number)
    shown = settling.differences_page(found, queries.differences(act, found), may_lead=permissions.may_lead(act))
    return page(request, "survey/differences.html.jinja", shown)


@needs_permission(permissions.may_lead)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Settle one step, with the reason."""
    act = acting.act_for(request, purpose="settle a step")
    found = queries.interview_of(act, number)
    if step not in checklist.steps():
        raise Hidden
    kept = found.judgements.filter(step=step).first()
    first = {"version": kept.version, "level": kept.final, "reason": kept.reason} if kept else {"version": 0}
    form = forms.SettleStep(request.POST or None, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.settle_step(
                act,
                interview=found,
                step=step,
                level=given["level"],
                reason=given["reason"],
                expected_version=given["version"],
            )
        except RuleBroken as refused:
            add_refusal(form, refused, "level")
        else:
            messages.success(request, f"Step {step} is settled.")
            return redirect("survey:differences", found.respondent.survey_id)
    shown = interviewing.settle_page(found, step, _judged(found)[step], queries.overview(found), kept)
    return page(request, "survey/settle.html.jinja", shown, form)


def _judged(interview: Interview) -> dict[str, Judgement]:
    kept = list(interview.judgements.all())
    return dict(judgements(queries.answers_of(interview, judged=kept), queries.settled_of(kept)))
