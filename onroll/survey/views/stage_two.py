"""The pages of stage two: the stakeholder form, talks, quotes and themes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.selfeval.questionnaire import items
from onroll.selfeval.stage_two import guides
from onroll.survey import actions, forms, permissions, queries
from onroll.survey.presenters import talking
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_interview)
@require_GET
def stage_two(request: HttpRequest, number: int) -> HttpResponse:
    """Show all talks, and what was said by theme."""
    act = acting.act_for(request, purpose="see stage two of a survey")
    shown = talking.stage_two_page(act, queries.survey_of(act, number))
    return page(request, "survey/stage_two.html.jinja", shown)


@needs_permission(permissions.may_interview)
@require_http_methods(["GET", "HEAD", "POST"])
def record_talk(request: HttpRequest, number: int) -> HttpResponse:
    """Record a talk with people of an authority."""
    act = acting.act_for(request, purpose="record a talk of stage two")
    found = queries.respondent_of(act, number)
    roles = [(guide.key, guide.role) for guide in guides().values()]
    form = forms.RecordTalk(request.POST or None, guides=roles)
    if form.is_valid():
        try:
            made = actions.record_talk(act, respondent=found, **form.cleaned_data)
        except RuleBroken as refused:
            add_refusal(form, refused, "guide")
        else:
            messages.success(request, "The talk is recorded. Note what was said.")
            return redirect("survey:talk", made.pk)
    return page(request, "survey/record_talk.html.jinja", found, form)


@needs_permission(permissions.may_interview)
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, number: int) -> HttpResponse:
    """Show a talk and its guide, and note what was said."""
    act = acting.act_for(request, purpose="note what was said in a talk")
    found = queries.talk_of(act, number)
    form = forms.NoteQuote(request.POST or None, topics=list(guides()[found.guide].topics.items()))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.note_quote(
                act, talk=found, topic=given["topic"], words=given["words"], themes=given["themes"].split(",")
            )
        except RuleBroken as refused:
            add_refusal(form, refused, "themes")
        else:
            messages.success(request, "What was said is noted.")
            return redirect("survey:talk", number)
    return page(request, "survey/talk.html.jinja", talking.talk_page(found), form)


@needs_permission(permissions.may_interview)
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholders(request: HttpRequest, number: int) -> HttpResponse:
    """Show the stakeholder form of an authority, and add a line."""
    act = acting.act_for(request, purpose="fill in the stakeholder form")
    found = queries.respondent_of(act, number)
    form = forms.AddStakeholder(request.POST or None, asked=items()["SF"])
    if form.is_valid():
        given = form.cleaned_data
        is_main = given.pop("is_main") == "main"
        try:
            actions.add_stakeholder(act, respondent=found, is_main=is_main, **given)
        except RuleBroken as refused:
            add_refusal(form, refused, "organisation")
        else:
            messages.success(request, "The stakeholder is added.")
            return redirect("survey:stakeholders", number)
    return page(request, "survey/stakeholders.html.jinja", talking.stakeholders_page(found), form)


@needs_permission(permissions.may_interview)
@require_POST
def move_form(request: HttpRequest, number: int) -> HttpResponse:
    """Say that the stakeholder form was sent today, or came back today."""
    act = acting.act_for(request, purpose="send the stakeholder form")
    found = queries.respondent_of(act, number)
    actions.move_form(act, respondent=found, is_returned="returned" in request.POST)
    messages.success(request, "The form is marked.")
    return redirect("survey:stakeholders", number)
