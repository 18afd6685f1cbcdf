"""Taking a file that says who is on a school's roll on a day: dry, held for a person, refused, or taken."""

import dataclasses
import hashlib
from datetime import date

from django.db import transaction
from django.db.models import F

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Stale
from onroll.registry.references import new_reference
from onroll.rolls import permissions, queries, reading
from onroll.rolls.actions import applying, feeding, identifying, planning, telling
from onroll.rolls.actions.outcomes import Outcome, counts_of, shown
from onroll.rolls.events import RollRead, SnapshotHeld, SnapshotReceived, SnapshotRefused, SnapshotTaken
from onroll.rolls.models import Feed, Form, Snapshot
from onroll.rolls.reading import Problem, Read
from onroll.rolls.snapshot_states import SnapshotState, check_move
from onroll.rules import feeds as feed_rules
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries

# So many joiners are linked to children at once; of a whole school that is new, the clock links the rest.
LINKED_AT_ONCE = 40


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What came: the file, of which school, for which day."""

    school: Organisation
    as_on: date
    content: bytes
    form: Form
    is_whole: bool | None
    snapshot: Snapshot | None = None

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


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
    given = _Given(school=school, as_on=as_on, content=content, form=Form(form), is_whole=is_whole)
    return _load(act, given, dry_run=dry_run)


@transaction.atomic
def receive_roll(
    act: Act, *, school: Organisation, as_on: date, content: bytes, form: str, is_whole: bool | None = None
) -> Snapshot:
    """Keep a file, sealed, for somebody to see what it would change before it is taken.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_send_roll(act, school.pk))
    given = _Given(school=school, as_on=as_on, content=content, form=Form(form), is_whole=is_whole)
    snapshot = _keep(act, given, SnapshotState.RECEIVED, 0, ())
    ledger.record(act, SnapshotReceived(snapshot_id=snapshot.pk, school_id=school.pk, as_on=as_on))
    return snapshot


@transaction.atomic
def look_at(act: Act, *, snapshot: Snapshot) -> Outcome:
    """Return what a file that waits would change, with the names of those it is about; this will leave who looked.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_look_at(act, snapshot))
    ledger.record(act, RollRead(school_id=snapshot.school_id))
    return _load(act, _given_again(snapshot), dry_run=True)


@transaction.atomic
def take_received(act: Act, *, snapshot: Snapshot, expected_version: int) -> Outcome:
    """Take a file that was received and looked at. Raises: NotAllowed; SnapshotMoveNotAllowed; Stale."""
    permissions.check(permissions.may_send_roll(act, snapshot.school_id))
    check_move(SnapshotState(snapshot.state), SnapshotState.TAKEN)
    if not Snapshot.objects.filter(pk=snapshot.pk, version=expected_version, state=SnapshotState.RECEIVED).exists():
        raise Stale
    return _load(act, _given_again(snapshot), dry_run=False)


def _given_again(snapshot: Snapshot) -> _Given:
    content = b"".join(vault_queries.pieces(snapshot.file)) if snapshot.file else b""
    return _Given(
        school=snapshot.school,
        as_on=snapshot.as_on,
        content=content,
        form=Form(snapshot.form),
        is_whole=snapshot.is_whole,
        snapshot=snapshot,
    )


@transaction.atomic
def _load(act: Act, given: _Given, *, dry_run: bool) -> Outcome:
    feed = feeding.held_feed(act, given.school, given.form, is_dry=dry_run)
    again = _taken_again(given)
    if again is not None:
        return _again(again)
    read = _read(act, given, feed)
    return _dry(given, read, feed) if dry_run else _take(act, given, read, feed)


def _read(act: Act, given: _Given, feed: Feed) -> Read:
    """Read the file, unless its day rules it out unread."""
    late = _of_day(act, given, feed)
    if late is not None:
        return Read([], frozenset(), [late])
    read = reading.read(
        given.content,
        form=given.form,
        school_code=given.school.code,
        as_on=given.as_on,
        mapping=feed.mapping,
    )
    if given.is_whole is not None:
        read.is_whole = given.is_whole
    return read


def _of_day(act: Act, given: _Given, feed: Feed) -> Problem | None:
    if given.as_on > act.on:
        return reading.problem("R10")
    if feed.last_as_on is not None and given.as_on < feed.last_as_on:
        return reading.problem("R11", day=feed.last_as_on.isoformat())
    return None


def _taken_again(given: _Given) -> Snapshot | None:
    same = Snapshot.objects.filter(school=given.school, as_on=given.as_on, digest=given.digest)
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


def _dry(given: _Given, read: Read, feed: Feed) -> Outcome:
    plan = planning.plan(given.school, read, given.as_on, feed)
    problems = (*read.problems, *plan.problems)
    events = shown(plan.changes)
    state = SnapshotState.TAKEN
    if any(one.is_error for one in problems):
        state, events = SnapshotState.REFUSED, ()
    elif _is_small(given, read, plan.on_roll):
        state = SnapshotState.HELD
    names = {change.entry.pupil_key: f"{change.entry.surname}, {change.entry.forename}" for change in plan.changes} | {
        change.pupil.pupil_key: f"{change.pupil.surname}, {change.pupil.forename}"
        for change in plan.changes
        if change.pupil
    }
    rows = len(read.pupils)
    counts = counts_of(events, rows) if state is not SnapshotState.REFUSED else {}
    return Outcome(state=state, rows=rows, counts=counts, problems=problems, events=events, names=names)


def _is_small(given: _Given, read: Read, on_roll: int) -> bool:
    return read.is_whole and feed_rules.is_suspiciously_small(len(read.pupils), on_roll, given.as_on)


def _take(act: Act, given: _Given, read: Read, feed: Feed) -> Outcome:
    plan = planning.plan(given.school, read, given.as_on, feed)
    problems = (*read.problems, *plan.problems)
    if any(one.is_error for one in problems):
        return _refuse(act, given, len(read.pupils), problems)
    if _is_small(given, read, plan.on_roll):
        return _hold(act, given, read, plan, problems)
    snapshot = _keep(act, given, SnapshotState.TAKEN, len(read.pupils), problems)
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


def _refuse(act: Act, given: _Given, rows: int, problems: tuple[Problem, ...]) -> Outcome:
    snapshot = _keep(act, given, SnapshotState.REFUSED, rows, problems)
    codes = tuple(sorted({one.code for one in problems if one.is_error}))
    refused = SnapshotRefused(
        snapshot_id=snapshot.pk, school_id=given.school.pk, as_on=given.as_on, codes=codes, by_person=False
    )
    ledger.record(act, refused)
    telling.tell_of_refusal(act, snapshot)
    return Outcome(state=SnapshotState.REFUSED, rows=rows, counts={}, problems=problems, snapshot=snapshot)


def _hold(act: Act, given: _Given, read: Read, plan: planning.Plan, problems: tuple[Problem, ...]) -> Outcome:
    """Keep a small file for a person; one that was held before is not needed any more."""
    Snapshot.objects.filter(school=given.school, state=SnapshotState.HELD).update(
        state=SnapshotState.SUPERSEDED, version=F("version") + 1
    )
    snapshot = _keep(act, given, SnapshotState.HELD, len(read.pupils), problems)
    counts = counts_of(shown(plan.changes), len(read.pupils))
    Snapshot.objects.filter(pk=snapshot.pk).update(counts=counts)
    snapshot.counts = counts
    held = SnapshotHeld(
        snapshot_id=snapshot.pk,
        school_id=given.school.pk,
        as_on=given.as_on,
        rows=snapshot.rows,
        on_roll=plan.on_roll,
    )
    ledger.record(act, held)
    telling.tell_of_holding(act, snapshot)
    return Outcome(state=SnapshotState.HELD, rows=snapshot.rows, counts=counts, problems=problems, snapshot=snapshot)


def _keep(act: Act, given: _Given, state: SnapshotState, rows: int, problems: tuple[Problem, ...]) -> Snapshot:
    """Keep that a file came. Its bytes are kept, sealed, unless it was refused: those may be of anybody."""
    is_kept = state is not SnapshotState.REFUSED
    if given.snapshot is not None:
        return _keep_anew(act, given.snapshot, state, rows, problems)
    file = vault_actions.store(act, [given.content], limit=reading.MOST_BYTES) if is_kept else None
    return Snapshot.objects.create(
        reference=new_reference("S"),
        school=given.school,
        as_on=given.as_on,
        form=given.form,
        digest=given.digest,
        is_whole=given.is_whole,
        rows=rows,
        state=state,
        file=file,
        problems=[dataclasses.asdict(one) for one in problems],
        received_at=act.at,
        given_by_id=act.actor_id,
        taken_at=act.at if state is SnapshotState.TAKEN else None,
    )


def _keep_anew(
    act: Act, snapshot: Snapshot, state: SnapshotState, rows: int, problems: tuple[Problem, ...]
) -> Snapshot:
    """Move a file that waited; of one that is refused the bytes are destroyed."""
    file = snapshot.file
    Snapshot.objects.filter(pk=snapshot.pk).update(
        state=state,
        rows=rows,
        problems=[dataclasses.asdict(one) for one in problems],
        taken_at=act.at if state is SnapshotState.TAKEN else None,
        file=None if state is SnapshotState.REFUSED else file,
        version=F("version") + 1,
    )
    if state is SnapshotState.REFUSED and file is not None:
        vault_actions.destroy(act, stored_file=file)
    snapshot.refresh_from_db()
    return snapshot
