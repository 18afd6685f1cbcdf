"""Writing changes of a roll, in sets: entries, and an event for each thing that changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from onroll.access.models import Organisation
from onroll.audit import rows
from onroll.audit.act import Act
from onroll.rolls.comparing import Change, kinds_in
from onroll.rolls.models import EventKind, RollEntry, RollEvent, Snapshot

AT_ONCE = 500


def apply(act: Act, *, school: Organisation, changes: Sequence[Change], snapshot: Snapshot | None) -> None:
    """Write changes of one school's roll; the caller holds the school's feed, and records what happened."""
    entries = [change.entry for change in changes if change.entry.pk is None]
    for entry in entries:
        entry.snapshot, entry.changed_at = snapshot, act.at
    events = {id(change): kinds_in(change) for change in changes}  # before the entries take the new values
    # A number may pass from one pupil to another, and only one has it at a time: who leaves goes first.
    _update(act, [change for change in changes if change.kind is EventKind.LEFT], snapshot)
    _free_numbers(changes)
    rows.insert_rows(entries)
    _update(act, [change for change in changes if change.kind is not EventKind.LEFT], snapshot)
    rows.insert_rows(
        [
            RollEvent(
                entry_id=change.entry.pk,
                school_id=school.pk,
                kind=kind,
                on=change.on,
                known_at=act.at,
                snapshot_id=snapshot.pk if snapshot else None,
                told_by_id=act.actor_id,
                before=before,
                after=after,
            )
            for change in changes
            for kind, (before, after) in events[id(change)].items()
        ]
    )


def _update(act: Act, changes: Iterable[Change], snapshot: Snapshot | None) -> None:
    """Change entries: all that take the same values in one statement, as when a whole year moves up."""
    groups: dict[tuple[tuple[str, Any], ...], list[Change]] = defaultdict(list)
    for change in changes:
        if change.values and change.kind is not EventKind.JOINED:
            groups[tuple(sorted(change.values.items()))].append(change)
    for values, group in groups.items():
        pks = [change.entry.pk for change in group]
        for start in range(0, len(pks), AT_ONCE):
            RollEntry.objects.filter(pk__in=pks[start : start + AT_ONCE]).update(
                **dict(values), snapshot=snapshot, changed_at=act.at, version=F("version") + 1
            )
        for change in group:
            for name, value in values:
                setattr(change.entry, name, value)


def _free_numbers(changes: Iterable[Change]) -> None:
    """Take away, until the new one is written, the numbers of those who get another: two may change places."""
    pks = [change.entry.pk for change in changes if "pupil_key" in change.values and change.entry.pk is not None]
    for start in range(0, len(pks), AT_ONCE):
        some = RollEntry.objects.filter(pk__in=pks[start : start + AT_ONCE], until_on__isnull=True)
        some.update(pupil_key=Concat(Value("~"), Cast("pk", CharField())))
