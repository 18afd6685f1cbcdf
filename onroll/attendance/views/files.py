"""Files of marks: sending one, seeing what it would change, naming columns, who is told; how fresh schools are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.attendance import actions, forms_of_files, permissions, presenters, queries, reading
from onroll.attendance.file_states import FileState
from onroll.attendance.models import MarksForm
from onroll.audit.refusals import RuleBroken
from onroll.rolls import feed_pages
from onroll.rolls.feed_forms import Seen
from onroll.transfer import uploads
from onroll.vault import queries as vault_queries
from onroll.web.pages import page

OF_MARKS = feed_pages.FeedKind(
    title="How your marks come",
    question="How do your marks come to us?",
    ways=forms_of_files.AGREED,
    nobody="Whoever is told about your roll",
    told="By email without any pupil’s name. Rows and reasons stand on the page of the file",
    kept="How your marks come is kept.",
    back=("attendance:send", "Back to files"),
    after="attendance:today",
    file="attendance:file",
    columns=[(column.field, column.title) for column in reading.COLUMNS],
    known=queries.marks_feed_of,
    guess=reading.guess,
    agree=actions.agree_marks_feed,
    remember=actions.remember_marks_columns,
)


@needs_permission(permissions.may_keep_register)
@uploads.takes_upload
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Take a file of marks; what it would change is the next page."""
    act = acting.act_for(request, purpose="send an attendance file")
    given = request.POST if request.method == "POST" else None
    form = forms_of_files.SendMarks(given, request.FILES or None, initial={"as_on": act.on})
    school = access_queries.acting_organisation(act)
    if form.is_valid():
        content = b"".join(form.cleaned_data["file"].chunks())
        kept = actions.receive_marks(act, school=school, as_on=form.cleaned_data["as_on"], content=content)
        known = queries.marks_feed_of(school)
        is_new = kept.form == MarksForm.CSV and (known is None or known.mapping_confirmed_at is None)
        return redirect("attendance:columns" if is_new else "attendance:file", kept.reference)
    shown = presenters.send_page(queries.newest_marks_files(act, school), queries.freshness(school, act.on))
    return page(request, "attendance/send.html.jinja", shown, form)


@needs_permission(permissions.may_read_files)
@require_http_methods(["GET", "HEAD", "POST"])
def marks_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a file, and what it would change while it waits; take it."""
    act = acting.act_for(request, purpose="see an attendance file")
    its = queries.marks_file_with(act, reference)
    form = Seen(request.POST or None, initial={"version": its.version})
    if form.is_valid():
        try:
            done = actions.take_marks(act, marks_file=its, expected_version=form.cleaned_data["version"])
        except RuleBroken as refused:
            messages.warning(request, refused.words)
        else:
            if done.is_taken:
                messages.success(request, f"Taken. {done.written:,} new marks, {done.changed:,} changed.")
        return redirect("attendance:file", reference)
    is_own = permissions.may_say_how_marks_come(act, its.school_id)
    waits = its.state == FileState.RECEIVED and is_own
    looked = actions.look_at_marks(act, marks_file=its) if waits else None
    return page(request, "attendance/file.html.jinja", presenters.file_page(its, looked, is_own=is_own), form)


@needs_permission(permissions.may_keep_register)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which of the school's columns is which; it is remembered for every later file."""
    act = acting.act_for(request, purpose="name the columns of attendance files")
    its = queries.marks_file_with(act, reference)
    if its.file is None or its.form != MarksForm.CSV:
        return redirect("attendance:file", reference)
    titles = reading.titles_of(b"".join(vault_queries.pieces(its.file)))
    return feed_pages.name_columns(request, act, OF_MARKS, school=its.school, reference=reference, titles=titles)


@needs_permission(permissions.may_keep_register)
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: HttpRequest) -> HttpResponse:
    """Say how marks come, how often, and who is told when something is wrong."""
    act = acting.act_for(request, purpose="agree how attendance marks come")
    return feed_pages.agree(request, act, OF_MARKS)


@needs_permission(permissions.may_see_area)
@require_GET
def schools(request: HttpRequest) -> HttpResponse:
    """Show how fresh each school's marks are."""
    act = acting.act_for(request, purpose="see how fresh attendance marks are")
    return page(request, "attendance/sheet.html.jinja", presenters.fresh_sheet(act, queries.feeds_of_area(act)))
