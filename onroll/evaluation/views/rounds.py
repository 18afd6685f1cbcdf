"""The pages of rounds: the list, one round, and what moves it on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import Hidden
from onroll.evaluation import actions, forms, permissions, presenters, queries
from onroll.evaluation.presenters import DoPage, files
from onroll.evaluation.views.doing import done, tried, values
from onroll.web.pages import page

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@needs_permission(permissions.may_evaluate)
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds of the authority."""
    act = acting.act_for(request, purpose="see rounds of self-evaluation")
    return page(request, "evaluation/rounds.html.jinja", presenters.rounds_page(list(queries.rounds(act))))


@needs_permission(permissions.may_evaluate)
@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    """Begin a round."""
    act = acting.act_for(request, purpose="begin a self-evaluation")
    form = forms.OpenRound(request.POST or None)

    def do() -> object:
        given = form.cleaned_data
        return actions.open_round(act, set_key=given["set_key"], partly=int(given["partly"]))

    shown = DoPage(title="Begin a self-evaluation", caption="", back_href=reverse("evaluation:rounds"))
    return done(request, form, do, "The round is open. Answer its steps.", "evaluation:rounds") or page(
        request, "evaluation/open_round.html.jinja", shown, form
    )


@needs_permission(permissions.may_evaluate)
@require_GET
def round_(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one round with all its steps."""
    act = acting.act_for(request, purpose="see a self-evaluation")
    found = queries.round_of(act, reference)
    shown = presenters.round_page(act, queries.standing(act, found), queries.set_change(found))
    return page(request, "evaluation/round.html.jinja", shown)


@needs_permission(permissions.may_evaluate)
@require_POST
def measure(request: HttpRequest, reference: str) -> HttpResponse:
    """Measure every step from the authority's own data."""
    act = acting.act_for(request, purpose="measure a self-evaluation")
    found = queries.round_of(act, reference)

    def do() -> object:
        return actions.measure_round(act, found=found)

    return tried(request, do, "Your data were measured. See what they say.", "evaluation:round", reference)


@needs_permission(permissions.may_evaluate)
@require_POST
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a round before the leader."""
    act = acting.act_for(request, purpose="put a self-evaluation forward")
    found, form = queries.round_of(act, reference), forms.Versioned(request.POST)
    if not form.is_valid():
        return redirect("evaluation:round", reference)

    def do() -> object:
        return actions.submit_round(act, found=found, **values(form))

    return tried(request, do, "The round waits for the leader’s signature.", "evaluation:round", reference)


@needs_permission(permissions.may_sign)
@require_POST
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign a round."""
    act = acting.act_for(request, purpose="sign a self-evaluation")
    found, form = queries.round_of(act, reference), forms.Versioned(request.POST)
    if not form.is_valid():
        return redirect("evaluation:round", reference)

    def do() -> object:
        return actions.sign_round(act, found=found, **values(form))

    return tried(request, do, "The round is signed. Its results are kept.", "evaluation:round", reference)


@needs_permission(permissions.may_sign)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a round back to the team."""
    act = acting.act_for(request, purpose="give a self-evaluation back")
    found = queries.round_of(act, reference)
    form = forms.GiveBack(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.give_back_round(act, found=found, **values(form))

    shown = DoPage(
        title="Give this round back",
        caption=f"Round {found.number}",
        back_href=reverse("evaluation:round", args=[reference]),
    )
    return done(request, form, do, "The round is open again.", "evaluation:round", reference) or page(
        request, "evaluation/give_back.html.jinja", shown, form
    )


@needs_permission(permissions.may_evaluate)
@require_http_methods(["GET", "HEAD", "POST"])
def abandon(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a round up."""
    act = acting.act_for(request, purpose="give a self-evaluation up")
    found = queries.round_of(act, reference)
    form = forms.Versioned(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.abandon_round(act, found=found, **values(form))

    shown = DoPage(
        title="Give this round up",
        caption=f"Round {found.number}",
        back_href=reverse("evaluation:round", args=[reference]),
        lead="It cannot be taken up again, and counts nowhere. What was answered stays to be read.",
    )
    return done(request, form, do, "The round was given up.", "evaluation:rounds") or page(
        request, "evaluation/abandon.html.jinja", shown, form
    )


@needs_permission(permissions.may_evaluate)
@require_GET
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the report of a round."""
    act = acting.act_for(request, purpose="read the report of a self-evaluation")
    found = queries.round_of(act, reference)
    shown = presenters.report_page(act, queries.report(act, found))
    return page(request, "evaluation/report.html.jinja", shown, reference=reference)


@needs_permission(permissions.may_evaluate)
@require_GET
def report_file(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """Hand out the report as a file."""
    act = acting.act_for(request, purpose="save the report of a self-evaluation")
    if form not in TYPES:
        raise Hidden
    found = queries.round_of(act, reference)
    shown = presenters.report_page(act, actions.save_report(act, found=found, form=form))
    content = files.as_pdf(shown) if form == "pdf" else files.as_workbook(shown)
    headers = {
        "Content-Disposition": f'attachment; filename="self-evaluation-{reference}.{form}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


@needs_permission(permissions.may_read_totals)
@require_GET
def totals(request: HttpRequest) -> HttpResponse:
    """Show the signed totals of every authority to the Department's auditor; that they were read is recorded."""
    act = acting.act_for(request, purpose="read signed self-evaluations")
    return page(request, "evaluation/totals.html.jinja", presenters.totals_page(actions.read_totals(act)))
