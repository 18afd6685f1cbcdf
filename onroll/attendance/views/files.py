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
from onroll.attendance.models import MarksFile, MarksForm
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.rolls import queries as rolls_queries
from onroll.transfer import uploads
from onroll.vault import queries as vault_queries
from onroll.web.forms import add_refusal
from onroll.web.pages import page


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
    form = forms_of_files.SeenMarks(request.POST or None, initial={"version": its.version})
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
    feed = queries.marks_feed_of(its.school)
    titles = reading.titles_of(b"".join(vault_queries.pieces(its.file)))
    guessed = reading.guess(titles, feed.mapping if feed else {})
    version = feed.version if feed else 0
    form = forms_of_files.NameMarksColumns(request.POST or None, guessed=guessed, initial={"version": version})
    if form.is_valid() and _were_kept(act, its, form):
        return redirect("attendance:file", reference)
    shown = {"title": "Which column is which?", "reference": reference, "has_titles": bool(titles)}
    return page(request, "attendance/columns.html.jinja", shown, form, columns=form.columns())


def _were_kept(act: Act, its: MarksFile, form: forms_of_files.NameMarksColumns) -> bool:
    said, version = form.fields_by_title(), form.cleaned_data["version"]
    try:
        actions.remember_marks_columns(act, school=its.school, fields=said, expected_version=version)
    except RuleBroken as refused:
        add_refusal(form, refused)
        return False
    return True


@needs_permission(permissions.may_keep_register)
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: HttpRequest) -> HttpResponse:
    """Say how marks come, how often, and who is told when something is wrong."""
    act = acting.act_for(request, purpose="agree how attendance marks come")
    school = access_queries.acting_organisation(act)
    known = queries.marks_feed_of(school)
    people = rolls_queries.people_of_school(act, school)
    initial = {
        "form": known.form if known else MarksForm.CSV,
        "expected_every": known.expected_every if known else 1,
        "contact": str(known.contact_id or "") if known else "",
        "version": known.version if known else 0,
    }
    listed = [(one.pk, one.person.name) for one in people]
    form = forms_of_files.AgreeMarksFeed(request.POST or None, people=listed, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        contact = next((one for one in people if str(one.pk) == given["contact"]), None)
        agreed = {"form": given["form"], "expected_every": given["expected_every"], "contact": contact}
        version = given["version"] if known else None
        actions.agree_marks_feed(act, school=school, **agreed, expected_version=version)
        messages.success(request, "How your marks come is kept.")
        return redirect("attendance:today")
    return page(request, "attendance/feed.html.jinja", {"title": "How your marks come"}, form)


@needs_permission(permissions.may_see_area)
@require_GET
def schools(request: HttpRequest) -> HttpResponse:
    """Show how fresh each school's marks are."""
    act = acting.act_for(request, purpose="see how fresh attendance marks are")
    return page(request, "attendance/sheet.html.jinja", presenters.fresh_sheet(act, queries.feeds_of_area(act)))
