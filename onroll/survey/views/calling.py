"""The pages of one authority: whom to call, the calls, and a new one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.survey import actions, forms, permissions, queries
from onroll.survey.models import CallOutcome
from onroll.survey.presenters import surveying
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_interview)
@require_GET
def authority(request: HttpRequest, number: int) -> HttpResponse:
    """Show an authority: whom to call, what came of each call, and its interview."""
    act = acting.act_for(request, purpose="see an authority of a survey")
    line = queries.authority_line(queries.respondent_of(act, number))
    return page(request, "survey/authority.html.jinja", surveying.authority_page(line))


@needs_permission(permissions.may_interview)
@require_http_methods(["GET", "HEAD", "POST"])
def record_call(request: HttpRequest, number: int) -> HttpResponse:
    """Show what to say, and record what came of the call; the interview begins here."""
    act = acting.act_for(request, purpose="call an authority")
    line = queries.authority_line(queries.respondent_of(act, number))
    form = forms.RecordCall(request.POST or None)
    if form.is_valid():
        try:
            call = actions.record_call(act, respondent=line.respondent, **form.cleaned_data)
        except RuleBroken as refused:
            add_refusal(form, refused, "outcome")
        else:
            if call.outcome == CallOutcome.BEGAN:
                return redirect("survey:interview", call.respondent.interview.pk)
            messages.success(request, "The call is recorded.")
            return redirect("survey:authority", number)
    return page(request, "survey/call.html.jinja", surveying.call_page(line), form)


@needs_permission(permissions.may_interview)
@require_http_methods(["GET", "HEAD", "POST"])
def change_contact(request: HttpRequest, number: int) -> HttpResponse:
    """Change whom to call at an authority."""
    act = acting.act_for(request, purpose="change the contact of an authority")
    found = queries.respondent_of(act, number)
    names = ("contact_name", "contact_post", "telephone", "email", "version")
    form = forms.ChangeContact(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        given = form.cleaned_data
        version = given.pop("version")
        try:
            actions.change_contact(act, respondent=found, expected_version=version, **given)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The contact is saved.")
            return redirect("survey:authority", number)
    return page(request, "survey/contact.html.jinja", found, form)
