"""The pages of a notification."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.casework import actions, forms, permissions, presenters, queries
from onroll.casework.own_facts import known_of
from onroll.casework.views.beside import beside
from onroll.casework.views.doing import done, values
from onroll.web.pages import page


@needs_permission(permissions.may_see_cases)
@require_GET
def notification(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one notification; that it was read is recorded."""
    act = acting.act_for(request, purpose="read a notification")
    found = actions.open_notification_record(act, notification=queries.notification(act, reference))
    shown = presenters.notification_page(found, known_of(found), queries.open_case_of(act, found.child_id), act.on)
    form = forms.OpenCase(initial={"version": found.version})
    known = presenters.known_part(found, queries.likely_children(act, found))
    return page(request, "casework/notification.html.jinja", shown, form, beside=beside(act, found.child), known=known)


@needs_permission(permissions.may_see_cases)
@require_GET
def enclosure(request: HttpRequest, reference: str, enclosure_id: int) -> HttpResponse:
    """Hand out a document that came with a notification, as a file that no browser opens by itself."""
    act = acting.act_for(request, purpose="open a document that came with a notification")
    found = queries.enclosure(act, reference, enclosure_id)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=found.name) or "",
        "Cache-Control": "no-store",
    }
    content = b"".join(actions.open_enclosure(act, enclosure=found))
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@needs_permission(permissions.may_see_cases)
@require_POST
def open_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a case from a notification."""
    act = acting.act_for(request, purpose="open a case")
    found = queries.notification(act, reference)
    form = forms.OpenCase(request.POST)
    if not form.is_valid():
        return redirect("casework:notification", reference)
    case = actions.open_case(act, notification=found, expected_version=form.cleaned_data["version"])
    messages.success(request, "The case is open, and you are responsible for it.")
    return redirect("casework:case", case.reference)


@needs_permission(permissions.may_see_cases)
@require_POST
def join_notification(request: HttpRequest, reference: str) -> HttpResponse:
    """Join a notification to the open case of its child."""
    act = acting.act_for(request, purpose="join a notification to a case")
    found = queries.notification(act, reference)
    form = forms.OpenCase(request.POST)
    if not form.is_valid():
        return redirect("casework:notification", reference)
    case = actions.join_notification(act, notification=found, expected_version=form.cleaned_data["version"])
    messages.success(request, "The notification is joined to this case.")
    return redirect("casework:case", case.reference)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_notification(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer a notification whose file was taken back."""
    act = acting.act_for(request, purpose="answer a notification")
    found = queries.notification(act, reference)
    form = forms.AnswerNotification(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.answer_notification(act, notification=found, **values(form))

    return done(request, reference, form, do, "The notification is answered.", to="notification") or page(
        request, "casework/answer_notification.html.jinja", presenters.answer_notification_page(found), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def separate_notification(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a notification out of the case that it was wrongly joined to."""
    act = acting.act_for(request, purpose="undo a wrong join")
    found = queries.notification(act, reference)
    form = forms.SeparateNotification(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.separate_notification(act, notification=found, **values(form))

    words = "The notification is out of the case, and waits in your work list again."
    return done(request, reference, form, do, words, to="notification") or page(
        request, "casework/separate_notification.html.jinja", presenters.separate_notification_page(found), form
    )


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def say_known_child(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a notification is about a child who is known; it joins her open case, if there is one."""
    act = acting.act_for(request, purpose="say whom a notification is about")
    found = queries.notification(act, reference)
    form = forms.SayKnownChild(request.POST or None, initial={"version": found.version})

    def do() -> object:
        return actions.say_known_child(act, notification=found, **values(form))

    words = "The notification is filed under the child whom you know."
    return done(request, reference, form, do, words, to="notification") or page(
        request, "casework/say_known_child.html.jinja", presenters.say_known_child_page(found), form
    )


@needs_permission(permissions.may_see_cases)
@require_POST
def say_new_child(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a notification is about nobody who is known."""
    act = acting.act_for(request, purpose="say whom a notification is about")
    found = queries.notification(act, reference)
    form = forms.OpenCase(request.POST)
    if form.is_valid():
        actions.say_new_child(act, notification=found, expected_version=form.cleaned_data["version"])
        messages.success(request, "It is a new child. Open a case, or answer it.")
    return redirect("casework:notification", reference)
