"""“This is not our child”: the page on which a claimed file goes back to the repository."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.transfer import actions, forms, permissions, presenters, queries
from onroll.transfer.views.asked import submitted
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_send_files)
@require_http_methods(["GET", "HEAD", "POST"])
def return_lost_pupil(request: HttpRequest, reference: str) -> HttpResponse:
    """Send a claimed file back to the repository, with the reason."""
    act = acting.act_for(request, purpose="return a claimed file that is another child’s")
    message = queries.message(act, reference)
    permissions.check(permissions.may_return_lost_pupil(act, message))
    form = forms.ReturnLostPupil(submitted(request), initial={"version": message.version})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.return_lost_pupil(act, message=message, reason=given["reason"], expected_version=given["version"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "The file is in the lost-pupil repository again. Whoever has to know is told.")
            return redirect("transfer:inbox")
    shown = presenters.steps.return_lost_pupil(message)
    return page(request, "transfer/return_lost_pupil.html.jinja", shown, form)
