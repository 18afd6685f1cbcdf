"""The pages of groups at risk."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.casework import actions, permissions, queries
from onroll.casework.forms import Versioned
from onroll.casework.forms import groups as forms
from onroll.casework.presenters import groups as presenters
from onroll.casework.presenters.tasks import task_page
from onroll.casework.views.doing import done, values
from onroll.registry import queries as registry_queries
from onroll.rules import groups
from onroll.web.pages import page


@needs_permission(permissions.may_see_cases)
@require_GET
def risk_groups(request: HttpRequest) -> HttpResponse:
    """Show every group, with how many children are recorded in it."""
    act = acting.act_for(request, purpose="see groups at risk")
    return page(request, "casework/groups_list.html.jinja", presenters.groups_page(act, queries.group_counts(act)))


@needs_permission(permissions.may_see_cases)
@require_GET
def monitoring_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show the children of one group from every source; that it was read is recorded."""
    act = acting.act_for(request, purpose="read a monitoring list")
    found = actions.read_monitoring_list(act, code=code)
    shown = presenters.monitoring_page(act, code, found, registry_queries.rolls_of_area(act))
    return page(request, "casework/groups_list.html.jinja", shown)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def record_group(request: HttpRequest, reference: str) -> HttpResponse:
    """Take that the child of a case belongs to a group."""
    act = acting.act_for(request, purpose="record a group at risk")
    found = queries.case(act, reference)
    form = forms.RecordGroup(request.POST or None, groups=groups.groups_on(act.on), initial={"from_on": act.on})

    def do() -> object:
        return actions.record_group(act, case=found, **form.cleaned_data)

    return done(request, reference, form, do, "The group is recorded.") or page(
        request, "casework/groups_record.html.jinja", task_page(found, "Add a group at risk"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def record_placed_here(request: HttpRequest, reference: str) -> HttpResponse:
    """Take that another authority looks after the child of a case and placed it here."""
    act = acting.act_for(request, purpose="record a group at risk")
    found = queries.case(act, reference)
    others = queries.every_authority_but_ours(act)
    form = forms.RecordPlacedHere(request.POST or None, authorities=others, initial={"from_on": act.on})

    def do() -> object:
        given = dict(form.cleaned_data)
        care = actions.Care(**{name: given.pop(name) for name in ("placed_by", "home", "pays", "told_on")})
        return actions.record_group(act, case=found, code=groups.PLACED_HERE, care=care, **given)

    return done(request, reference, form, do, "The placement is recorded.") or page(
        request, "casework/groups_placed_here.html.jinja", task_page(found, "Placed here by another authority"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def change_group(request: HttpRequest, reference: str, group_id: int) -> HttpResponse:
    """End a group, or make it the primary one."""
    act = acting.act_for(request, purpose="change a group at risk")
    found = queries.case(act, reference)
    group = queries.group_of(act, found, group_id)
    is_primary = "primary" in request.POST
    form_class = Versioned if is_primary else forms.EndGroup
    form = form_class(request.POST or None, initial={"version": group.version})

    def do() -> object:
        change = actions.make_group_primary if is_primary else actions.end_group
        return change(act, group=group, **values(form))

    return done(request, reference, form, do, "The group is changed.") or page(
        request, "casework/groups_change.html.jinja", task_page(found, "Change a group at risk"), form
    )
