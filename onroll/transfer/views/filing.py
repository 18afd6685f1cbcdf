"""Filing a pupil as lost: which enquiries were made, what came of each, check your answers, send."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.identifiers import establishment
from onroll.transfer import actions, forms, permissions, presenters, queries
from onroll.transfer.models import Message
from onroll.transfer.views.asked import submitted
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_send_files)
@require_GET
def record_enquiries(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask which enquiries were made. The answers stand in the next page's address: codes, nothing personal."""
    act = acting.act_for(request, purpose="say which enquiries were made")
    message = _own_file(act, reference)
    was_asked = "asked" in request.GET
    form = forms.RecordEnquiries(
        request.GET if was_asked else None,
        lines=presenters.steps.checklist_for(message),
        initial={"made": request.GET.getlist("made")},
    )
    if was_asked and form.is_valid():
        codes = "&".join(f"made={code}" for code in form.cleaned_data["made"])
        return redirect(f"{presenters.steps.describe_href(message)}?{codes}")
    shown = presenters.steps.record_enquiries(message)
    return page(request, "transfer/record_enquiries.html.jinja", shown, form)


@needs_permission(permissions.may_send_files)
@require_http_methods(["GET", "HEAD", "POST"])
def describe_enquiries(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what came of each enquiry, show the answers once more, and file the child as lost."""
    act = acting.act_for(request, purpose="file a child as lost")
    message = _own_file(act, reference)
    made = request.GET.getlist("made")
    lines = [line for line in presenters.steps.checklist_for(message) if line.code in made]
    if not lines:
        return redirect("transfer:record-enquiries", reference)
    is_outside = message.destination_code == establishment.OUTSIDE
    form = forms.DescribeEnquiries(
        submitted(request), lines=lines, is_outside=is_outside, on=act.on, initial={"version": message.version}
    )
    step = request.POST.get("step", "")
    if step in ("check", "send") and form.is_valid():
        if step == "send" and _was_filed(request, act, message, form):
            return redirect("transfer:split-parts" if message.split_into.exists() else "transfer:file", reference)
        if form.is_valid():
            why = form.cleaned_data.get("outside_reason", "")
            shown = presenters.steps.check_enquiries(message, lines, form.enquiries(), why)
            return page(request, "transfer/check_enquiries.html.jinja", shown, form)
    shown = presenters.steps.describe_enquiries(message, lines)
    return page(request, "transfer/describe_enquiries.html.jinja", shown, form)


def _own_file(act: Act, reference: str) -> Message:
    """Return a file of the acting organisation's own."""
    message = queries.message(act, reference)
    permissions.check(permissions.is_sender(act, message))
    return message


def _was_filed(request: HttpRequest, act: Act, message: Message, form: forms.DescribeEnquiries) -> bool:
    """File the child; where a rule forbids it, put its words into the form."""
    given = form.cleaned_data
    why = given.get("outside_reason", "")
    try:
        if message.split_into.exists():
            actions.file_parts_as_lost(act, message=message, enquiries=form.enquiries(), outside_reason=why)
        else:
            actions.file_as_lost(
                act,
                message=message,
                enquiries=form.enquiries(),
                expected_version=given["version"],
                are_problems_known=True,  # shown on the page before, and again on the way here
                outside_reason=why,
            )
    except (RuleBroken, Stale) as refused:
        if queries.is_sent_by_now(message):
            return True  # a second click
        if isinstance(refused, Stale):
            raise
        add_refusal(form, refused)
        return False
    messages.success(request, "The file is in the lost-pupil repository, and your authority has been told.")
    return True
