"""A file of marks that a person sends on a page: kept sealed, looked at, and taken when she says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import transaction

from onroll.access.models import Organisation
from onroll.attendance import permissions
from onroll.attendance.actions import feeding
from onroll.attendance.actions.loading import Loaded, take_file, try_marks
from onroll.attendance.events import MarksFileReceived, MarksRead
from onroll.attendance.file_states import FileState, check_move
from onroll.attendance.models import MarkChange, MarksFile
from onroll.attendance.reading import MOST_BYTES, form_of
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, Stale
from onroll.rolls.models import RollEntry
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries


@dataclass(frozen=True, slots=True)
class Looked:
    """What a waiting file would do: its numbers, and marks that would stand otherwise than now, each with its pupil."""

    loaded: Loaded
    changes: Sequence[tuple[RollEntry, MarkChange]]


@transaction.atomic
def receive_marks(act: Act, *, school: Organisation, as_on: date, content: bytes) -> MarksFile:
    """Keep a file, sealed, for somebody to see what it would change before it is taken. Raises: NotAllowed."""
    permissions.check(permissions.may_say_how_marks_come(act, school.pk))
    feeding.held_feed(act, school, form_of(content).value)
    marks_file = feeding.keep_file(act, school=school, as_on=as_on, content=content, state=FileState.RECEIVED)
    marks_file.file = vault_actions.store(act, [content], limit=MOST_BYTES)
    marks_file.save(update_fields=["file"])
    ledger.record(act, MarksFileReceived(file_id=marks_file.pk, school_id=school.pk, as_on=as_on))
    return marks_file


@transaction.atomic
def look_at_marks(act: Act, *, marks_file: MarksFile) -> Looked:
    """Return what a waiting file would change, with the names of those it is about; that somebody looked is kept.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_say_how_marks_come(act, marks_file.school_id))
    loaded, done = try_marks(act, school=marks_file.school, data=_content(marks_file), on=marks_file.as_on)
    entries = RollEntry.objects.in_bulk({change.entry_id for change in done.changes})
    seen = MarksRead(
        organisation_id=cast("int", act.organisation_id), what="file", on=marks_file.as_on, pupils=len(entries)
    )
    ledger.record(act, seen)
    return Looked(loaded, [(entries[change.entry_id], change) for change in done.changes])


@transaction.atomic
def take_marks(act: Act, *, marks_file: MarksFile, expected_version: int) -> Loaded:
    """Take a file that was received and looked at. Raises: NotAllowed; Hidden; FileMoveForbidden; Stale."""
    permissions.check(permissions.may_say_how_marks_come(act, marks_file.school_id))
    feed = feeding.held_feed(act, marks_file.school, marks_file.form)
    waits = MarksFile.objects.select_related("school", "file").filter(pk=marks_file.pk).first()
    if waits is None:
        raise Hidden
    check_move(FileState(waits.state), FileState.TAKEN)
    if waits.version != expected_version:
        raise Stale
    return take_file(act, feed, waits, _content(waits))


def _content(marks_file: MarksFile) -> bytes:
    return b"".join(vault_queries.pieces(marks_file.file)) if marks_file.file else b""
