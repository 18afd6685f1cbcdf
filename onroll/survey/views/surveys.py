"""The pages on which a survey is set up and looked over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.survey import actions, forms, permissions, queries
from onroll.survey.presenters import files, surveying
from onroll.web.forms import add_refusal
from onroll.web.pages import page
from onroll.web.words import count_words


@needs_permission(permissions.may_interview)
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """List all surveys."""
    act = acting.act_for(request, purpose="see the surveys")
    shown = surveying.surveys_page(list(queries.surveys(act)), may_lead=permissions.may_lead(act))
    return page(request, "survey/surveys.html.jinja", shown)


@needs_permission(permissions.may_lead)
@require_http_methods(["GET", "HEAD", "POST"])
def begin_survey(request: HttpRequest) -> HttpResponse:
    """Set up a survey."""
    act = acting.act_for(request, purpose="set up a survey")
    form = forms.BeginSurvey(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.begin_survey(act, name=given["name"], asked=given["asked"], partly=int(given["partly"]))
        except RuleBroken as refused:
            add_refusal(form, refused, "name")
        else:
            messages.success(request, "The survey is set up. Add the list of authorities next.")
            return redirect("survey:survey", made.pk)
    return page(request, "survey/begin.html.jinja", None, form)


@needs_permission(permissions.may_interview)
@require_GET
def survey(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far a survey is, and its authorities."""
    act = acting.act_for(request, purpose="see a survey")
    found = queries.survey_of(act, number)
    lines = queries.authorities(act, found)
    shown = surveying.survey_page(found, lines, shown=request.GET.get("shown", ""), may_lead=permissions.may_lead(act))
    return page(request, "survey/survey.html.jinja", shown)


@needs_permission(permissions.may_lead)
@require_http_methods(["GET", "HEAD", "POST"])
def change_survey(request: HttpRequest, number: int) -> HttpResponse:
    """Change how many are asked, what partly achieved scores, and whether the survey is closed."""
    act = acting.act_for(request, purpose="change a survey")
    found = queries.survey_of(act, number)
    first = {
        "asked": found.asked,
        "partly": str(found.partly),
        "is_closed": found.closed_on is not None,
        "version": found.version,
    }
    form = forms.ChangeSurvey(request.POST or None, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        actions.change_survey(
            act,
            survey=found,
            asked=given["asked"],
            partly=int(given["partly"]),
            is_closed=given["is_closed"],
            expected_version=given["version"],
        )
        messages.success(request, "The settings are saved.")
        return redirect("survey:survey", number)
    return page(request, "survey/settings.html.jinja", found, form)


@needs_permission(permissions.may_lead)
@require_http_methods(["GET", "HEAD", "POST"])
def take_authorities(request: HttpRequest, number: int) -> HttpResponse:
    """Take in the list of authorities."""
    act = acting.act_for(request, purpose="take in a list of authorities")
    found = queries.survey_of(act, number)
    form = forms.TakeFile(request.POST or None, request.FILES or None)
    shown = files.list_page(found, [])
    if form.is_valid():
        try:
            taken, problems = actions.take_authorities(act, survey=found, data=form.cleaned_data["file"].read())
        except RuleBroken as refused:
            add_refusal(form, refused, "file")
        else:
            if not problems:
                messages.success(request, f"Taken in: {count_words(taken, 'authority')}.")
                return redirect("survey:survey", number)
            shown = files.list_page(found, problems)
    return page(request, "survey/take_file.html.jinja", shown, form)


@needs_permission(permissions.may_lead)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_sample(request: HttpRequest, number: int) -> HttpResponse:
    """Draw a sample by region and band of deprivation."""
    act = acting.act_for(request, purpose="draw a sample")
    found = queries.survey_of(act, number)
    form = forms.DrawSample(request.POST or None, initial={"version": found.version, "size": found.asked})
    if form.is_valid():
        given = form.cleaned_data
        try:
            drawn = actions.draw_sample(
                act, survey=found, size=given["size"], seed=given["seed"], expected_version=given["version"]
            )
        except RuleBroken as refused:
            add_refusal(form, refused, "size")
        else:
            messages.success(request, f"Drawn: {count_words(drawn, 'authority')}.")
            return redirect("survey:sample", number)
    shown = files.sample_page(found, queries.authorities(act, found))
    return page(request, "survey/sample.html.jinja", shown, form)


@needs_permission(permissions.may_lead)
@require_http_methods(["GET", "HEAD", "POST"])
def take_answers(request: HttpRequest, number: int) -> HttpResponse:
    """Take in the answers of many authorities."""
    act = acting.act_for(request, purpose="take in answers")
    found = queries.survey_of(act, number)
    form = forms.TakeFile(request.POST or None, request.FILES or None)
    shown = files.answers_page(found, None)
    if form.is_valid():
        try:
            taken = actions.take_answers(act, survey=found, data=form.cleaned_data["file"].read())
        except RuleBroken as refused:
            add_refusal(form, refused, "file")
        else:
            shown = files.answers_page(found, taken)
    return page(request, "survey/take_file.html.jinja", shown, form)
