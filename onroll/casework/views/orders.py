"""The pages of school attendance orders."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import Hidden
from onroll.casework import permissions, presenters, queries
from onroll.casework.actions import ordering
from onroll.casework.forms import orders as forms
from onroll.casework.presenters import orders as shown
from onroll.casework.queries import orders as order_queries
from onroll.casework.views.doing import done, values
from onroll.web.pages import page

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def begin_order(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin an attendance order for the child of a case."""
    act = acting.act_for(request, purpose="begin an attendance order")
    found = queries.case(act, reference)
    form = forms.BeginOrder(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return ordering.begin_order(act, case=found, **values(form))

    return done(request, reference, form, do, "The order is begun. Follow it on this page.") or page(
        request, "casework/orders_begin.html.jinja", presenters.task_page(found, "Begin an attendance order"), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an order, and record its next step."""
    act = acting.act_for(request, purpose="work on an attendance order")
    found = order_queries.order(act, reference)
    steps = order_queries.next_steps(found)
    form = forms.TakeOrderStep(request.POST or None, steps=steps, initial={"version": found.version})

    def do() -> object:
        return ordering.take_order_step(act, order=found, **values(form))

    return done(request, reference, form, do, "The step is recorded.", to="order") or page(
        request, "casework/orders_order.html.jinja", shown.order_page(ordering.open_order(act, order=found)), form
    )


@needs_permission(permissions.may_see_cases)
@require_GET
def letter(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """Hand out a letter as a file."""
    act = acting.act_for(request, purpose="read a letter")
    if form not in TYPES:
        raise Hidden
    content = b"".join(ordering.open_letter(act, letter=order_queries.letter(act, reference), form=form))
    headers = {"Content-Disposition": f'attachment; filename="{reference}.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
