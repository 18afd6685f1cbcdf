"""How a school's marks come: agreed and remembered, each file kept with what became of it, an alarm where they stop."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from onroll.access import queries as access_queries
from onroll.access.models import Membership, Organisation
from onroll.attendance import permissions, queries
from onroll.attendance.actions import telling
from onroll.attendance.events import MarksFeedAgreed, MarksFileRefused, MarksStopped
from onroll.attendance.file_states import FileState, check_move
from onroll.attendance.models import MarksFeed, MarksFile, MarksForm
from onroll.attendance.reading import COLUMNS, SAID, Problem, form_of, lacking, plain
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry.references import new_reference
from onroll.rolls.actions import agreeing
from onroll.vault import actions as vault_actions

TITLES = {column.field: column.title for column in COLUMNS}


def held_feed(act: Act, school: Organisation, form: str) -> MarksFeed:
    """Return a school's feed, its row held until the transaction ends: of two who write marks at once, one waits."""
    MarksFeed.objects.get_or_create(school=school, defaults={"form": form, "started_at": act.at})
    feed: MarksFeed = MarksFeed.objects.select_for_update(of=("self",)).select_related("school").get(school=school)
    return feed


@transaction.atomic
def agree_marks_feed(
    act: Act,
    *,
    school: Organisation,
    form: str,
    expected_every: int,
    contact: Membership | None,
    expected_version: int | None = None,
) -> MarksFeed:
    """Keep how a school's marks come, how often (in school days), and who is told when something is wrong.

    Raises: NotAllowed; FeedNotPossible; Stale.
    """
    permissions.check(permissions.may_say_how_marks_come(act, school.pk))
    agreeing.check_terms(school, expected_every=expected_every, contact=contact)
    feed = held_feed(act, school, form)
    agreeing.change_feed(
        feed,
        MarksFeed.objects.all(),
        expected_version,
        form=MarksForm(form),
        expected_every=expected_every,
        contact=contact,
    )
    ledger.record(act, MarksFeedAgreed(feed_id=feed.pk, school_id=school.pk, form=form, expected_every=expected_every))
    return feed


@transaction.atomic
def remember_marks_columns(
    act: Act, *, school: Organisation, fields: Mapping[str, str], expected_version: int | None = None
) -> MarksFeed:
    """Keep which of a school's own columns is which of ours; `-` for one that is not read, "" for what is not known.

    Raises: NotAllowed; FeedNotPossible, where one of ours is named twice or is none, or a needed one is not; Stale.
    """
    permissions.check(permissions.may_say_how_marks_come(act, school.pk))
    mapping = agreeing.named_columns(fields, titles=TITLES, lacks=lacking, plain=plain)
    feed = held_feed(act, school, MarksForm.CSV)
    agreeing.change_feed(feed, MarksFeed.objects.all(), expected_version, mapping=mapping, mapping_confirmed_at=act.at)
    event = MarksFeedAgreed(
        feed_id=feed.pk, school_id=school.pk, form=feed.form, expected_every=feed.expected_every
    )  # fmt: skip
    ledger.record(act, event)
    return feed


def keep_file(act: Act, *, school: Organisation, as_on: date, content: bytes, state: FileState) -> MarksFile:
    """Keep that a file came; one that waited before it is put aside, since the newer one says more."""
    for older in MarksFile.objects.filter(school=school, state=FileState.RECEIVED):
        check_move(FileState(older.state), FileState.SUPERSEDED)
        _end(act, older, state=FileState.SUPERSEDED)
    return MarksFile.objects.create(
        reference=new_reference("M"),
        school=school,
        as_on=as_on,
        form=MarksForm(form_of(content).value),
        digest=hashlib.sha256(content).hexdigest(),
        state=state,
        received_at=act.at,
        given_by_id=act.actor_id,
    )


def note_taken(
    act: Act,
    feed: MarksFeed,
    marks_file: MarksFile,
    counts: Mapping[str, int],
    problems: Iterable[Problem],
    last_on: date | None,
) -> None:
    """Keep that a file was taken; rows that were left out are told of when there are others than last time."""
    check_move(FileState(marks_file.state), FileState.TAKEN)
    listed = [dataclasses.asdict(one) for one in problems]
    said = sum(one["code"] in SAID for one in listed)
    before = MarksFile.objects.filter(school=feed.school, state=FileState.TAKEN).order_by("-taken_at", "-pk").first()
    _end(
        act, marks_file, state=FileState.TAKEN, taken_at=act.at, counts=dict(counts),
        problems=listed, problem_count=counts["left_out"] + said,
    )  # fmt: skip
    if counts["left_out"] and (before is None or before.problems != marks_file.problems):
        telling.tell_of_rows_left_out(act, feed.school, marks_file)
    note_marks(act, feed, last_on)


def note_marks(act: Act, feed: MarksFeed, last_on: date | None) -> None:
    """Keep that marks came just now, up to a day: an alarm that stood is over."""
    newest = max(filter(None, (feed.last_on, last_on)), default=None)
    feed.last_at, feed.last_on, feed.stopped_at = act.at, newest, None
    feed.save(update_fields=["last_at", "last_on", "stopped_at"])


def refuse_file(act: Act, marks_file: MarksFile, problems: Iterable[Problem], problem_count: int) -> None:
    """Keep that a file could not be taken, with each row and reason, and tell the school's contact."""
    check_move(FileState(marks_file.state), FileState.REFUSED)
    listed = [dataclasses.asdict(one) for one in problems]
    _end(act, marks_file, state=FileState.REFUSED, problems=listed, problem_count=problem_count)
    telling.tell_of_refusal(act, marks_file.school, marks_file)
    event = MarksFileRefused(file_id=marks_file.pk, school_id=marks_file.school_id, problems=problem_count)
    ledger.record(act, event)


def report_stopped_marks(act: Act) -> int:
    """Raise an alarm for each school whose marks have stopped since it was last looked at. Returns how many.

    Safe to run twice. Raises: NotAllowed.
    """
    permissions.check(permissions.may_sweep(act))
    return sum(_report(act, feed.pk) for feed in queries.silent_feeds(act.on))


@transaction.atomic
def _report(act: Act, pk: int) -> bool:
    feed = MarksFeed.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    if feed.stopped_at is not None:  # another tick was faster
        return False
    MarksFeed.objects.filter(pk=pk).update(stopped_at=act.at, version=F("version") + 1)
    telling.tell_of_stopped_marks(act, feed, access_queries.authority_of(feed.school))
    ledger.record(act, MarksStopped(feed_id=pk, school_id=feed.school_id, last_on=feed.last_on))
    return True


def _end(act: Act, marks_file: MarksFile, **values: object) -> None:
    """Write what became of a file; its bytes are needed no more, since the register or the list of faults has all."""
    stored = marks_file.file
    for name, value in {**values, "file": None, "version": marks_file.version + 1}.items():
        setattr(marks_file, name, value)
    marks_file.save()
    if stored is not None:
        vault_actions.destroy(act, stored_file=stored)
