"""Pages of this room: whom you act for, finding a school, and the ledger."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting, actions, forms, limits, permissions, queries
from onroll.access.guards import needs_permission, open_to_signed_in
from onroll.access.presenters import directory as presenters
from onroll.access.presenters import ledger as ledger_presenters
from onroll.web.pages import page

# A check reads the whole ledger: 120,000 entries a second or more, measured in docs/decisions/0002.
CHECKS = (6, 600)


@open_to_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Let a person with several roles choose under which she acts; say so clearly to one who has none."""
    held = acting.standings_today(request)
    shown = presenters.choose_organisation(held, current=acting.standing_of(request), after=after(request))
    if not held:
        return page(request, "access/no_role.html.jinja", shown, status=403)
    form = forms.ChooseOrganisation(request.POST or None, choices=shown.choices, initial=shown.initial)
    if form.is_valid():
        chosen = next(one for one in held if one.key == form.cleaned_data["standing"])
        act = acting.act_under(chosen, request=request, purpose="choose whom to act for")
        actions.choose_acting(act, standing=chosen)
        request.session[acting.SESSION_KEY] = chosen.key
        return redirect(shown.after)
    return page(request, "access/choose_organisation.html.jinja", shown, form)


def after(request: HttpRequest) -> str:
    """Return where to go next: the page that was asked for before, when it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_ours else resolve_url("home")


@needs_permission(permissions.has_a_role)
@require_GET
def find_school(request: HttpRequest) -> HttpResponse:
    """Show schools that fit the words, closed ones marked as such."""
    form = forms.FindSchool(request.GET or None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    schools = queries.find_schools(words, limit=presenters.SCHOOLS_SHOWN + 1)
    return page(request, "access/find_school.html.jinja", presenters.find_school(words, schools), form)


@needs_permission(permissions.may_read_ledger)
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Show an auditor the ledger, a page at a time, with what was asked for."""
    act = acting.act_for(request, purpose="read the ledger")
    form = forms.LedgerSearch(request.GET, events=ledger_presenters.event_choices(), on=act.on)
    found = actions.LedgerPage()
    if form.is_valid():
        older_than = form.cleaned_data["older_than"]
        found = actions.read_ledger(act, filters=form.filters(), older_than=older_than)
    shown = ledger_presenters.ledger(
        found,
        names=queries.names_in(found.entries),
        asked=request.GET,
        verification=queries.last_verification(act),
    )
    return page(request, "access/ledger.html.jinja", shown, form)


@needs_permission(permissions.may_read_ledger)
@require_POST
def check_ledger(request: HttpRequest) -> HttpResponse:
    """Check the ledger's chain now; the ledger page shows the result."""
    act = acting.act_for(request, purpose="check the ledger")
    limits.check_limit(act, key="check-ledger", per_person=CHECKS)
    actions.verify_ledger(act)
    return redirect("access:ledger")
