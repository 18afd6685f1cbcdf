"""Keeping a file that came, whatever becomes of it: held for a person, refused, or for its changes to be written."""

import dataclasses
import hashlib
from datetime import date

from django.db.models import F

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry.references import new_reference
from onroll.rolls import reading
from onroll.rolls.actions import planning, telling
from onroll.rolls.actions.outcomes import Outcome, counts_of, shown
from onroll.rolls.events import SnapshotHeld, SnapshotRefused
from onroll.rolls.models import Form, Snapshot
from onroll.rolls.reading import Problem, Read
from onroll.rolls.snapshot_states import SnapshotState
from onroll.vault import actions as vault_actions


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What came: the file, of which school, for which day."""

    school: Organisation
    as_on: date
    content: bytes
    form: Form
    is_whole: bool | None
    snapshot: Snapshot | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, by which the same file is known again."""
        return hashlib.sha256(self.content).hexdigest()


def refuse(act: Act, given: Given, rows: int, problems: tuple[Problem, ...]) -> Outcome:
    """Keep that a file was refused, and for what; its bytes may be anybody's, and are not kept."""
    snapshot = keep(act, given, SnapshotState.REFUSED, rows, problems)
    codes = tuple(sorted({one.code for one in problems if one.is_error}))
    refused = SnapshotRefused(
        snapshot_id=snapshot.pk, school_id=given.school.pk, as_on=given.as_on, codes=codes, by_person=False
    )
    ledger.record(act, refused)
    telling.tell_of_refusal(act, snapshot)
    return Outcome(state=SnapshotState.REFUSED, rows=rows, counts={}, problems=problems, snapshot=snapshot)


def hold(act: Act, given: Given, read: Read, plan: planning.Plan, problems: tuple[Problem, ...]) -> Outcome:
    """Keep a small file for a person; one that was held before is not needed any more."""
    Snapshot.objects.filter(school=given.school, state=SnapshotState.HELD).update(
        state=SnapshotState.SUPERSEDED, version=F("version") + 1
    )
    snapshot = keep(act, given, SnapshotState.HELD, len(read.pupils), problems)
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


def keep(act: Act, given: Given, state: SnapshotState, rows: int, problems: tuple[Problem, ...]) -> Snapshot:
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
