"""Pages of roll files: sending one, seeing what it would change, naming columns, deciding on one that is held."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.rolls import actions, feed_forms, feed_pages, forms, permissions, presenters, queries, reading
from onroll.rolls.models import Form, Snapshot
from onroll.rolls.snapshot_states import SnapshotState
from onroll.transfer import uploads
from onroll.vault import queries as vault_queries
from onroll.web.forms import add_refusal
from onroll.web.pages import page

OF_ROLLS = feed_pages.FeedKind(
    title="How your roll comes",
    question="How does your roll come to us?",
    ways=Form.choices,
    nobody="The school’s own address",
    told="By email without any pupil’s name",
    kept="How your roll comes is kept.",
    back=("rolls:roll", "Back to the roll"),
    after="rolls:roll",
    file="rolls:snapshot",
    columns=[(column.field, column.title) for column in reading.COLUMNS],
    known=queries.feed_of,
    guess=reading.guess,
    agree=actions.agree_feed,
    remember=actions.remember_columns,
)


@needs_permission(permissions.has_roll)
@uploads.takes_upload
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Take a roll file; what it would change is the next page."""
    act = acting.act_for(request, purpose="send a roll file")
    given = request.POST if request.method == "POST" else None
    form = forms.SendRoll(given, request.FILES or None, limit_bytes=reading.MOST_BYTES, initial={"as_on": act.on})
    if form.is_valid():
        content = reading.whole_of(form.cleaned_data["file"].chunks())
        snapshot = actions.receive_roll(
            act,
            school=access_queries.acting_organisation(act),
            as_on=form.cleaned_data["as_on"],
            content=content,
            form=form.form_of_file(),
            is_whole=False if form.cleaned_data["holds"] == forms.CHANGES else None,
        )
        return redirect("rolls:columns" if _needs_columns(snapshot, content) else "rolls:snapshot", snapshot.reference)
    return page(request, "rolls/send.html.jinja", {"title": "Send a roll file"}, form)


def _needs_columns(snapshot: Snapshot, content: bytes) -> bool:
    """Return whether a person has to say which column is which: never said yet, or a title is new since."""
    if snapshot.form != Form.CSV:
        return False
    feed = queries.feed_of(snapshot.school)
    return feed is None or feed.mapping_confirmed_at is None or reading.has_new_titles(content, feed.mapping)


@needs_permission(permissions.may_read_rolls)
@require_http_methods(["GET", "HEAD", "POST"])
def snapshot(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a file, and what it would change while it waits; take it."""
    act = acting.act_for(request, purpose="see a roll file")
    its = queries.snapshot_with(act, reference)
    form = feed_forms.Seen(request.POST or None, initial={"version": its.version})
    if form.is_valid():
        taken = actions.take_received(act, snapshot=its, expected_version=form.cleaned_data["version"])
        if taken.is_again:
            messages.info(request, "The same file was taken for this day before. Nothing was changed.")
        elif taken.state is SnapshotState.TAKEN:
            messages.success(request, "The file is taken: your roll is now as it says.")
        return redirect("rolls:snapshot", reference)
    waits = its.state in (SnapshotState.RECEIVED, SnapshotState.HELD) and permissions.may_look_at(act, its)
    outcome = actions.look_at(act, snapshot=its) if waits else None
    return page(request, "rolls/snapshot.html.jinja", presenters.snapshot_page(act, its, outcome), form)


@needs_permission(permissions.has_roll)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which of the school's columns is which; it is remembered for every later file."""
    act = acting.act_for(request, purpose="name the columns of roll files")
    its = queries.snapshot_with(act, reference)
    if its.file is None or its.form != Form.CSV:
        return redirect("rolls:snapshot", reference)
    titles = reading.titles_of(b"".join(vault_queries.pieces(its.file)))
    return feed_pages.name_columns(request, act, OF_ROLLS, school=its.school, reference=reference, titles=titles)


@needs_permission(permissions.may_read_rolls)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Say whether a held file is right."""
    act = acting.act_for(request, purpose="decide on a held roll file")
    its = queries.snapshot_with(act, reference)
    permissions.check(permissions.may_decide(act, its))
    form = forms.Decide(request.POST or None, initial={"version": its.version})
    if form.is_valid():
        given = form.cleaned_data
        said = {"why": given["why"], "expected_version": given["version"]}
        try:
            if given["decision"] == forms.RELEASE:
                actions.release_snapshot(act, snapshot=its, **said)
            else:
                actions.refuse_snapshot(act, snapshot=its, **said)
        except RuleBroken as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, "Your decision is kept.")
            return redirect("rolls:snapshot", reference)
    return page(request, "rolls/decide.html.jinja", {"title": "Is this file right?", "reference": reference}, form)


@needs_permission(permissions.has_roll)
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: HttpRequest) -> HttpResponse:
    """Say how the roll comes, how often, and who is told when something is wrong."""
    act = acting.act_for(request, purpose="agree how the roll comes")
    return feed_pages.agree(request, act, OF_ROLLS)
