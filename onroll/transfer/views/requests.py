"""Requests for a file: the lists, asking, one request, and each answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer import actions, forms, permissions, presenters, queries, request_forms
from onroll.transfer.views.asked import submitted
from onroll.web.forms import Form, add_refusal
from onroll.web.pages import page

SHOWN = 50  # requests in one list


@needs_permission(permissions.may_send_files)
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Show what is asked of the acting organisation, what it asked, and what is unanswered in its area."""
    act = acting.act_for(request, purpose="see requests for files")
    is_authority = permissions.may_see_area(act)
    shown = presenters.requests.request_lists(
        act,
        to_answer=list(queries.requests_to_answer(act)[:SHOWN]),
        made=list(queries.requests_made(act)[:SHOWN]),
        of_area=list(queries.requests_of_area(act)[:SHOWN]) if is_authority else [],
    )
    return page(request, "transfer/requests.html.jinja", shown)


@needs_permission(permissions.may_ask_for_files)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_file(request: HttpRequest) -> HttpResponse:
    """Ask a school, found by name or number, or the authority for a child's file."""
    act = acting.act_for(request, purpose="ask for a child’s file")
    found = _schools_meant(act, request.POST.get("old_school", ""))
    choices = [(str(school.pk), presenters.requests.school_words(school)) for school in found]
    form = request_forms.AskForFile(submitted(request), schools=choices)
    if form.is_valid():
        asked = _asked(act, form, found)
        if asked is not None:
            try:
                made = actions.ask_for_file(act, asked=asked, child=form.child())
            except RuleBroken as refused:
                add_refusal(form, refused)
            else:
                messages.success(request, f"{asked.name} was asked, and gets an email. You see the answer here.")
                return redirect("transfer:file-request", made.reference)
    return page(request, "transfer/ask_for_file.html.jinja", presenters.requests.ask_for_file(), form)


@needs_permission(permissions.may_send_files)
@require_GET
def file_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request: to those whom it concerns with the child, to the authorities without."""
    act = acting.act_for(request, purpose="see a request for a file")
    asked = queries.file_request(act, reference)
    if permissions.may_read_request(act, asked):
        actions.open_request(act, request=asked)
    shown = presenters.requests.request_page(act, asked, queries.request_timeline(act, asked))
    return page(request, "transfer/file_request.html.jinja", shown)


@needs_permission(permissions.may_send_files)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_not_held(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer that there is no such file."""
    act = acting.act_for(request, purpose="answer a request for a file")
    asked = queries.file_request(act, reference)
    permissions.check(permissions.is_asked(act, asked))
    form = request_forms.AnswerNotHeld(submitted(request), initial={"version": asked.version})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer_not_held(act, request=asked, reason=given["reason"], expected_version=given["version"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            return _done(request, reference, "Your answer was sent.")
    shown = presenters.requests.question(
        asked, title="Say that you do not hold the file", lead=f"{asked.asker} reads your answer, and can ask on."
    )
    return page(request, "transfer/answer_not_held.html.jinja", shown, form)


@needs_permission(permissions.may_send_files)
@require_http_methods(["GET", "HEAD", "POST"])
def pass_to_authority(request: HttpRequest, reference: str) -> HttpResponse:
    """Pass a request to the asking school's authority."""
    act = acting.act_for(request, purpose="pass a request to the authority")
    asked = queries.file_request(act, reference)
    permissions.check(permissions.may_read_request(act, asked))
    form = request_forms.PassToAuthority(submitted(request), initial={"version": asked.version})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.pass_to_authority(act, request=asked, why=given["why"], expected_version=given["version"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            return _done(request, reference, "The authority was asked to search, and its clock has begun.")
    shown = presenters.requests.question(
        asked,
        title="Ask the authority to search",
        lead=f"The authority of {asked.asker} sees what is known of the child, and searches the lost-pupil repository.",
    )
    return page(request, "transfer/pass_to_authority.html.jinja", shown, form)


@needs_permission(permissions.may_send_files)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_with_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which file, already on its way to the asking school, is the answer."""
    act = acting.act_for(request, purpose="link a file to a request")
    asked = queries.file_request(act, reference)
    permissions.check(permissions.may_read_request(act, asked))
    files = {file.reference: file for file in queries.possible_answers(act, asked)[:SHOWN]}
    choices = [(key, presenters.requests.file_words(file)) for key, file in files.items()]
    form = request_forms.AnswerWithFile(submitted(request), files=choices, initial={"version": asked.version})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer_with_file(
                act, request=asked, message=files[given["file"]], expected_version=given["version"]
            )
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            return _done(request, reference, "The request is answered.")
    shown = presenters.requests.question(
        asked, title="Say which file is the answer", lead="These files were sent to the school that asked."
    )
    return page(request, "transfer/answer_with_file.html.jinja", shown, form, has_files=bool(files))


@needs_permission(permissions.may_ask_for_files)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a request back."""
    act = acting.act_for(request, purpose="take a request for a file back")
    asked = queries.file_request(act, reference)
    permissions.check(permissions.is_asker(act, asked))
    form = forms.SeenVersion(submitted(request), initial={"version": asked.version})
    if form.is_valid():
        try:
            actions.withdraw_request(act, request=asked, expected_version=form.cleaned_data["version"])
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            return _done(request, reference, "The request was taken back.")
    shown = presenters.requests.question(
        asked, title="Take the request back", lead=f"{asked.asked} no longer has to answer, and sees that."
    )
    return page(request, "transfer/withdraw_request.html.jinja", shown, form)


def _done(request: HttpRequest, reference: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("transfer:file-request", reference)


def _schools_meant(act: Act, words: str) -> list[Organisation]:
    """Return the open schools that words or a number mean, without the acting one."""
    found = access_queries.find_schools(words)
    open_now = (queries.organisation_to_ask(act, school.pk) for school in found)
    return [school for school in open_now if school is not None]


def _asked(act: Act, form: request_forms.AskForFile, found: list[Organisation]) -> Organisation | None:
    """Return who is asked; where that is not clear yet, say so in the form."""
    if form.cleaned_data["whom"] == request_forms.AUTHORITY:
        authority = access_queries.authority(act.la_code)
        if authority is None:
            form.add_error("whom", "No authority is known for your school. Ask the old school.")
        return authority
    chosen = {str(school.pk): school for school in found}.get(form.cleaned_data["school"])
    if chosen is None and len(found) == 1:
        chosen = found[0]
    if chosen is None:
        _ask_again(form, found)
    return chosen


def _ask_again(form: Form, found: list[Organisation]) -> None:
    if found:
        form.add_error("school", "Choose which of these schools you mean")
    else:
        form.add_error("old_school", "No open school has this name or number. Try fewer words, or ask your authority")
