"""Taking a file that says who is on a school's roll on a day: dry, held for a person, refused, or taken."""

import dataclasses
from datetime import date

from django.db import transaction
from django.db.models import F

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Stale
from onroll.rolls import permissions, queries, reading
from onroll.rolls.actions import applying, feeding, identifying, keeping, planning
from onroll.rolls.actions.outcomes import Outcome, counts_of, shown
from onroll.rolls.events import RollRead, SnapshotReceived, SnapshotTaken
from onroll.rolls.models import Feed, Form, RollEntry, Snapshot
from onroll.rolls.reading import Problem, Read
from onroll.rolls.snapshot_states import SnapshotState, check_move
from onroll.rules import feeds as feed_rules
from onroll.vault import queries as vault_queries

# So many joiners are linked to children at once; of a whole school that is new, the clock links the rest.
LINKED_AT_ONCE = 40


def load_roll(
    act: Act,
    *,
    school: Organisation,
    as_on: date,
    content: bytes,
    form: str,
    dry_run: bool = False,
    is_whole: bool | None = None,
) -> Outcome:
    """Take a file as a school's roll on a day, or say what it would change.

    `form` is one of `models.Form`; `is_whole`: whether whoever is not in it has left (None: as the form has it). All of
    the file is taken or, with an error anywhere, nothing. The same file for the same day again changes nothing.
    Raises: NotAllowed.
    """
    permissions.check(permissions.may_send_roll(act, school.pk))
    given = keeping.Given(school=school, as_on=as_on, content=content, form=Form(form), is_whole=is_whole)
    return _load(act, given, dry_run=dry_run)


@transaction.atomic
def receive_roll(
    act: Act, *, school: Organisation, as_on: date, content: bytes, form: str, is_whole: bool | None = None
) -> Snapshot:
    """Keep a file, sealed, for somebody to see what it would change before it is taken.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_send_roll(act, school.pk))
    given = keeping.Given(school=school, as_on=as_on, content=content, form=Form(form), is_whole=is_whole)
    snapshot = keeping.keep(act, given, SnapshotState.RECEIVED, 0, ())
    ledger.record(act, SnapshotReceived(snapshot_id=snapshot.pk, school_id=school.pk, as_on=as_on))
    return snapshot


@transaction.atomic
def look_at(act: Act, *, snapshot: Snapshot) -> Outcome:
    """Return what a file that waits would change, with the names of those it is about; this will leave who looked.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_look_at(act, snapshot))
    ledger.record(act, RollRead(school_id=snapshot.school_id))
    outcome = _load(act, given_again(snapshot), dry_run=True)
    is_own = act.organisation_id == snapshot.school_id
    return outcome if is_own else _without_hidden(act, snapshot.school, outcome)


def _without_hidden(act: Act, school: Organisation, outcome: Outcome) -> Outcome:
    """Leave out, for an officer, children who must not be found, and those of whom that is not known yet.

    By the time on the roll and never by the number: one that a child who left had may be a shielded child's now.
    """
    seen = RollEntry.objects.visible_to(act).filter(school=school, child__isnull=False)
    shown_to = set(seen.values_list("pk", flat=True))
    events = tuple(one for one in outcome.events if one.entry_id in shown_to)
    return dataclasses.replace(outcome, events=events, hidden=len(outcome.events) - len(events))


@transaction.atomic
def take_received(act: Act, *, snapshot: Snapshot, expected_version: int) -> Outcome:
    """Take a file that was received and looked at. Raises: NotAllowed; SnapshotMoveNotAllowed; Stale."""
    permissions.check(permissions.may_send_roll(act, snapshot.school_id))
    feeding.held_feed(act, snapshot.school, snapshot.form)  # first: who waited for it looks at what stands then
    snapshot.refresh_from_db(fields=["state", "version", "file"])
    check_move(SnapshotState(snapshot.state), SnapshotState.TAKEN)
    if not Snapshot.objects.filter(pk=snapshot.pk, version=expected_version, state=SnapshotState.RECEIVED).exists():
        raise Stale
    return _load(act, given_again(snapshot), dry_run=False)


def given_again(snapshot: Snapshot) -> keeping.Given:
    """Return a file that was kept, as it came."""
    content = b"".join(vault_queries.pieces(snapshot.file)) if snapshot.file else b""
    return keeping.Given(
        school=snapshot.school,
        as_on=snapshot.as_on,
        content=content,
        form=Form(snapshot.form),
        is_whole=snapshot.is_whole,
        snapshot=snapshot,
    )


@transaction.atomic
def _load(act: Act, given: keeping.Given, *, dry_run: bool) -> Outcome:
    feed = feeding.held_feed(act, given.school, given.form, is_dry=dry_run)
    again = _taken_again(given)
    if again is not None:
        if given.snapshot is not None and not dry_run:  # it would wait for ever
            Snapshot.objects.filter(pk=given.snapshot.pk).update(
                state=SnapshotState.SUPERSEDED, version=F("version") + 1
            )
        return _again(again)
    found = read(act, given, feed)
    return _dry(given, found, feed) if dry_run else _take(act, given, found, feed)


def read(act: Act, given: keeping.Given, feed: Feed) -> Read:
    """Return what a file says, unless its day rules it out unread."""
    late = _of_day(act, given, feed)
    if late is not None:
        return Read([], frozenset(), [late])
    found = reading.read(
        given.content,
        form=given.form,
        school_code=given.school.code,
        as_on=given.as_on,
        mapping=feed.mapping,
    )
    if given.is_whole is not None:
        found.is_whole = given.is_whole
    return found


def _of_day(act: Act, given: keeping.Given, feed: Feed) -> Problem | None:
    if given.as_on > act.on:
        return reading.problem("R10")
    if feed.last_as_on is not None and given.as_on < feed.last_as_on:
        return reading.problem("R11", day=feed.last_as_on.isoformat())
    return None


def _taken_again(given: keeping.Given) -> Snapshot | None:
    same = Snapshot.objects.filter(school=given.school, as_on=given.as_on, digest=given.digest)
    if given.snapshot is not None:  # one that is held is not its own second coming
        same = same.exclude(pk=given.snapshot.pk)
    newest = Snapshot.objects.filter(school=given.school, as_on=given.as_on, state=SnapshotState.TAKEN)
    last = newest.order_by("-taken_at", "-pk").first()
    found: Snapshot | None = same.filter(state__in=[SnapshotState.TAKEN, SnapshotState.HELD]).order_by("-pk").first()
    if found is None or (found.state == SnapshotState.TAKEN and last is not None and last.pk != found.pk):
        return None
    return found


def _again(snapshot: Snapshot) -> Outcome:
    counts = {"unchanged": snapshot.rows} if snapshot.state == SnapshotState.TAKEN else dict(snapshot.counts)
    return Outcome(
        state=SnapshotState(snapshot.state),
        rows=snapshot.rows,
        counts=counts,
        problems=(),
        is_again=True,
        snapshot=snapshot,
    )


def _dry(given: keeping.Given, read: Read, feed: Feed) -> Outcome:
    plan = planning.plan(given.school, read, given.as_on, feed)
    problems = (*read.problems, *plan.problems)
    events = shown(plan.changes)
    state = SnapshotState.TAKEN
    if any(one.is_error for one in problems):
        state, events = SnapshotState.REFUSED, ()
    elif _is_small(given, plan):
        state = SnapshotState.HELD
    rows = len(read.pupils)
    counts = counts_of(events, rows) if state is not SnapshotState.REFUSED else {}
    return Outcome(state=state, rows=rows, counts=counts, problems=problems, events=events)


def _is_small(given: keeping.Given, plan: planning.Plan) -> bool:
    """Return whether so many would leave that a person must look: missing from the file, or with a last day in it."""
    return feed_rules.is_suspiciously_small(plan.staying, plan.on_roll, given.as_on)


def _take(act: Act, given: keeping.Given, read: Read, feed: Feed) -> Outcome:
    plan = planning.plan(given.school, read, given.as_on, feed)
    problems = (*read.problems, *plan.problems)
    if any(one.is_error for one in problems):
        return keeping.refuse(act, given, len(read.pupils), problems)
    if _is_small(given, plan):
        return keeping.hold(act, given, read, plan, problems)
    snapshot = keeping.keep(act, given, SnapshotState.TAKEN, len(read.pupils), problems)
    return take(act, snapshot, plan, feed, problems)


def take(act: Act, snapshot: Snapshot, plan: planning.Plan, feed: Feed, problems: tuple[Problem, ...]) -> Outcome:
    """Write what a file says that is to be taken; `snapshot` is in state taken, the feed's row held."""
    school, events = snapshot.school, shown(plan.changes)
    counts = counts_of(events, snapshot.rows)
    with ledger.gathered():
        applying.apply(act, school=school, changes=plan.changes, snapshot=snapshot)
        identifying.tell_registry(act, school=school, changes=plan.changes)
        Snapshot.objects.filter(pk=snapshot.pk).update(counts=counts)
        snapshot.counts = counts
        Feed.objects.filter(pk=feed.pk).update(
            last_taken_at=act.at, last_as_on=snapshot.as_on, stopped_at=None, version=F("version") + 1
        )
        waiting = Snapshot.objects.filter(school=school, state__in=[SnapshotState.HELD, SnapshotState.RECEIVED])
        waiting.filter(as_on__lte=snapshot.as_on).update(state=SnapshotState.SUPERSEDED, version=F("version") + 1)
        taken = SnapshotTaken(
            snapshot_id=snapshot.pk, school_id=school.pk, as_on=snapshot.as_on, rows=snapshot.rows, counts=counts
        )
        ledger.record(act, taken)
        identifying.link_pupils(identifying.for_school(act, school), school=school, most=LINKED_AT_ONCE)
    problems = (*problems, *_disputed(plan))
    return Outcome(
        state=SnapshotState.TAKEN,
        rows=snapshot.rows,
        counts=counts,
        problems=problems,
        events=events,
        snapshot=snapshot,
    )


def _disputed(plan: planning.Plan) -> list[Problem]:
    """Return the rows whose UPN another child of another name holds, of those linked by now."""
    joined = {change.entry.pk: change.pupil for change in plan.changes if change.entry.child_id is None}
    found = queries.disputed_entries(joined)
    return [reading.problem("R47", row.row, "UPN") for pk, row in joined.items() if pk in found and row]
