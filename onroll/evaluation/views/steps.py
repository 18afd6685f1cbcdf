"""The pages of one step: its answer, its evidence, its tasks, and what the leader settles."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.evaluation import actions, forms, permissions, presenters, queries
from onroll.evaluation.models import Round
from onroll.evaluation.presenters import DoPage
from onroll.evaluation.queries import StepStanding
from onroll.evaluation.views.doing import done, values
from onroll.transfer.uploads import takes_upload
from onroll.web.pages import page


@needs_permission(permissions.may_evaluate)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Show a step, and answer it."""
    act = acting.act_for(request, purpose="answer a step of self-evaluation")
    found, each, following = _found(act, reference, key)
    form = forms.AnswerStep(request.POST or None, step=key, set_key=found.set_key, answer=each.answer)

    def do() -> object:
        number = form.cleaned_data["number"]
        return actions.answer_step(act, found=found, step=key, given=form.given(), expected_number=number)

    earlier = list(found.answers.filter(step=key).select_related("answered_by"))
    return done(request, form, do, "The answer is saved. See the result.", "evaluation:step", reference, key) or page(
        request,
        "evaluation/step.html.jinja",
        presenters.step_page(act, found, each, earlier, following),
        form,
        hints=presenters.LEVEL_MEANINGS,
    )


@needs_permission(permissions.may_evaluate)
@takes_upload
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Attach a file of evidence to a step."""
    act = acting.act_for(request, purpose="attach evidence")
    found, each, _ = _found(act, reference, key)
    form = forms.AttachFile(request.POST or None, request.FILES or None)

    def do() -> object:
        upload, words = form.cleaned_data["file"], form.cleaned_data["words"]
        return actions.attach_file(act, found=found, step=key, words=words, name=upload.name, pieces=upload.chunks())

    return done(request, form, do, "The file was checked and attached.", "evaluation:step", reference, key) or page(
        request, "evaluation/attach.html.jinja", _do_page("Attach a file", found, each), form
    )


@needs_permission(permissions.may_evaluate)
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Say where evidence is."""
    act = acting.act_for(request, purpose="point to evidence")
    found, each, _ = _found(act, reference, key)
    form = forms.PointToEvidence(request.POST or None)

    def do() -> object:
        return actions.point_to_evidence(act, found=found, step=key, **form.cleaned_data)

    return done(request, form, do, "The evidence is noted.", "evaluation:step", reference, key) or page(
        request, "evaluation/point.html.jinja", _do_page("Say where evidence is", found, each), form
    )


@needs_permission(permissions.may_evaluate)
@require_GET
def evidence(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Hand out a file of evidence."""
    act = acting.act_for(request, purpose="read evidence")
    found = queries.evidence_of(act, evidence_id)
    content = b"".join(actions.open_evidence(act, evidence=found))
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.file_name)}",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@needs_permission(permissions.may_evaluate)
@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """Take evidence away."""
    act = acting.act_for(request, purpose="take evidence away")
    found = queries.evidence_of(act, evidence_id)
    form = forms.TakeAway(request.POST or None)
    to = ("evaluation:step", found.round.reference, found.step)

    def do() -> object:
        return actions.take_evidence_away(act, evidence=found, **form.cleaned_data)

    shown = DoPage(
        title="Take this evidence away",
        caption=f"Round {found.round.number}, {found.step}: {found.words}",
        back_href=reverse(to[0], args=to[1:]),
        lead="A file is destroyed and cannot be had back. That there was one, and why it went, stays written.",
    )
    return done(request, form, do, "The evidence was taken away.", *to) or page(
        request, "evaluation/take_away.html.jinja", shown, form
    )


@needs_permission(permissions.may_evaluate)
@require_http_methods(["GET", "HEAD", "POST"])
def set_task(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Add a task to the plan."""
    act = acting.act_for(request, purpose="add a task to the action plan")
    found, each, _ = _found(act, reference, key)
    kind = "ask" if each.is_not_known and not each.tasks else "close"
    form = forms.SetTask(request.POST or None, initial={"kind": kind})

    def do() -> object:
        return actions.set_task(act, found=found, step=key, **form.cleaned_data)

    return done(request, form, do, "The task is in the plan.", "evaluation:step", reference, key) or page(
        request, "evaluation/set_task.html.jinja", _do_page("Add a task", found, each), form
    )


@needs_permission(permissions.may_sign)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Settle the result of a step."""
    act = acting.act_for(request, purpose="settle a result of self-evaluation")
    found, each, following = _found(act, reference, key)
    if each.answer is None:
        raise Hidden
    form = forms.Settle(request.POST or None, initial={"number": each.answer.number})

    def do() -> object:
        return actions.settle_step(act, found=found, step=key, **values(form))

    shown = presenters.step_page(act, found, each, [], following)
    return done(request, form, do, "The result is settled.", "evaluation:round", reference) or page(
        request, "evaluation/settle.html.jinja", shown, form
    )


def _found(act: Act, reference: str, key: str) -> tuple[Round, StepStanding, str]:
    """Return a round, how one of its steps stands, and the key of the next step. Raises: Hidden."""
    found = queries.round_of(act, reference)
    stands = queries.standing(act, found)
    if key not in stands.steps:
        raise Hidden
    keys = list(stands.steps)
    place = keys.index(key) + 1
    return found, stands.steps[key], keys[place] if place < len(keys) else ""


def _do_page(title: str, found: Round, each: StepStanding) -> DoPage:
    return DoPage(
        title=title,
        caption=f"Round {found.number}, {each.step.key} {each.step.question}",
        back_href=reverse("evaluation:step", args=[found.reference, each.step.key]),
        lead=f"Asked for: {each.step.evidence}",
    )
