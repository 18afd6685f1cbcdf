"""The action plan, cases drawn at random, and numbers for senior officers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.evaluation import actions, forms, permissions, presenters, queries
from onroll.evaluation.presenters import DoPage
from onroll.evaluation.views.doing import done, values
from onroll.web.pages import page


@needs_permission(permissions.may_evaluate)
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """Show the action plan."""
    act = acting.act_for(request, purpose="see the action plan")
    return page(request, "evaluation/plan.html.jinja", presenters.plan_page(act, list(queries.plan(act))))


@needs_permission(permissions.may_evaluate)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """Change or finish a task: two forms, told apart by the button."""
    act = acting.act_for(request, purpose="work on the action plan")
    found = queries.task_of(act, task_id)
    if found.done_on:
        return redirect("evaluation:plan")
    is_finished = "finish" in request.POST
    known = {"version": found.version, "owner": found.owner, "due_on": found.due_on}
    change = forms.ChangeTask(request.POST if request.POST and not is_finished else None, initial=known)
    finish = forms.FinishTask(request.POST if is_finished else None, initial=known)
    form = finish if is_finished else change

    def do() -> object:
        if is_finished:
            return actions.finish_task(act, task=found, **values(finish))
        return actions.change_task(act, task=found, **values(change))

    shown = DoPage(title=found.what, caption=f"Task for step {found.step}", back_href=reverse("evaluation:plan"))
    return done(request, form, do, "The plan is changed.", "evaluation:plan") or page(
        request, "evaluation/task.html.jinja", shown, form, change=change, finish=finish
    )


@needs_permission(permissions.may_evaluate)
@require_http_methods(["GET", "HEAD", "POST"])
def draws(request: HttpRequest) -> HttpResponse:
    """Show the log of draws; draw another case."""
    act = acting.act_for(request, purpose="draw a case at random")
    if request.method == "POST":
        try:
            drawn = actions.draw_case(act)
        except actions.NothingToDraw as refusal:
            messages.warning(request, refusal.words)
            return redirect("evaluation:draws")
        return redirect("evaluation:trace", drawn.reference)
    return page(request, "evaluation/draws.html.jinja", presenters.draws_page(queries.draws(act)))


@needs_permission(permissions.may_evaluate)
@require_GET
def trace(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the trace of a drawn case; that it was read is recorded."""
    act = acting.act_for(request, purpose="trace a case drawn at random")
    found = actions.open_trace(act, drawn=queries.draw_of(act, reference))
    return page(request, "evaluation/trace.html.jinja", presenters.trace_page(found))


@needs_permission(permissions.may_evaluate)
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Show today's numbers; record that they were given."""
    act = acting.act_for(request, purpose="give numbers to senior officers")
    form = forms.GiveNumbers(request.POST or None)

    def do() -> object:
        return actions.record_numbers_given(act, **form.cleaned_data)

    answer = done(request, form, do, "Recorded, with the numbers as they stand now.", "evaluation:numbers")
    if answer:
        return answer
    shown = presenters.numbers_page(act, queries.current_numbers(act), queries.numbers_given(act))
    return page(request, "evaluation/numbers.html.jinja", shown, form)
