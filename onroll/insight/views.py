"""The pages of this room: the three lists, the figures, and the authority's local tag."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission, needs_second_proof
from onroll.audit.refusals import RuleBroken
from onroll.insight import actions, forms, permissions, presenters, queries
from onroll.insight.queries import Ages
from onroll.rolls import queries as rolls_queries
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_see_lists)
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """Show one of the three lists of the area; that it was read is recorded."""
    act = acting.act_for(request, purpose="see who is missing education")
    form = forms.AskLists(request.GET)
    shown = None
    if form.is_valid():
        try:
            asked, which = form.asked(act), form.chosen()
            found = actions.read_list(act, asked=asked, which=which, page=form.cleaned_data["page"] or 1)
            shown = presenters.lists_page(act, found, queries.local_tag(act), rolls_queries.freshness_words(act))
        except queries.NotYet as refused:
            add_refusal(form, refused)
    return page(request, "insight/lists.html.jinja", shown, form)


@needs_permission(permissions.may_see_lists)
@needs_second_proof
@require_GET
def lists_csv(request: HttpRequest) -> HttpResponse:
    """Hand out all three lists as a table; that they were saved is recorded."""
    act = acting.act_for(request, purpose="save who is missing education")
    form = forms.AskLists(request.GET)
    if not form.is_valid():
        return redirect("insight:lists")
    asked = form.asked(act)
    text = presenters.lists_csv(act, asked, actions.save_lists(act, asked=asked))
    return _table(text, f"missing-education-{act.la_code}-{asked.on.isoformat()}.csv")


@needs_permission(permissions.may_see_figures)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show the first figures of the area."""
    act = acting.act_for(request, purpose="see figures of children missing education")
    form = forms.AskFigures(request.GET, today=act.on)
    shown = None
    if form.is_valid():
        try:
            asked, year = form.asked(act), form.chosen()
            (found,) = actions.work_out_figures(act, asked=asked, years=[year], ages=Ages())
            shown = presenters.figures_page(act, found, rolls_queries.freshness_words(act))
        except queries.NotYet as refused:
            add_refusal(form, refused)
    return page(request, "insight/figures.html.jinja", shown, form, query=request.GET.urlencode())


@needs_permission(permissions.may_see_figures)
@require_GET
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the same figures as a table."""
    act = acting.act_for(request, purpose="save figures of children missing education")
    form = forms.AskFigures(request.GET, today=act.on)
    if not form.is_valid():
        return redirect("insight:figures")
    asked, year = form.asked(act), form.chosen()
    found = actions.work_out_figures(act, asked=asked, years=[year], ages=Ages())
    text = presenters.figures_csv(act, found, access_queries.authority_names())
    return _table(text, f"figures-{act.la_code}-{str(year).replace('/', '-')}.csv")


@needs_permission(permissions.may_see_lists)
@require_http_methods(["GET", "HEAD", "POST"])
def set_local_tag(request: HttpRequest) -> HttpResponse:
    """Choose after how many days the authority's own list marks a child."""
    act = acting.act_for(request, purpose="choose the local tag")
    tag = queries.local_tag(act)
    form = forms.SetLocalTag(request.POST or None, initial={"after_days": tag.after_days, "version": tag.version})
    if form.is_valid():
        chosen, version = form.cleaned_data["after_days"], form.cleaned_data["version"]
        try:
            actions.set_local_tag(act, after_days=chosen, expected_version=version)
        except RuleBroken as refused:
            add_refusal(form, refused, "after_days")
        else:
            messages.success(request, "The local tag is set. It changes no list and no number.")
            return redirect("insight:lists")
    return page(request, "insight/set_local_tag.html.jinja", None, form)


def _table(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)
