"""What came of a file, or would come of it: the same shape for a dry run, a page, a machine and the command line."""

import dataclasses
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from onroll.rolls.comparing import TAKING_ON, Change, Person, kinds_in
from onroll.rolls.models import EventKind, Snapshot
from onroll.rolls.reading import Problem
from onroll.rolls.snapshot_states import SnapshotState


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """One event of a file: what, on which day, and the row that says so (0: no row says it any more).

    `pupil_key` is the school's own number: what the school's software knows the pupil by. `fields` changed.
    `entry_id`: the time on the roll, None where it begins only now; a number may pass from one child to another, so
    that it alone does not say who is meant. `name` is for pages that people read, never for programs.
    """

    kind: EventKind
    on: date
    row: int
    pupil_key: str
    fields: tuple[str, ...] = ()
    entry_id: int | None = None
    name: str = dataclasses.field(default="", repr=False, compare=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a file did, or would do. `state` is what became, or would become, of it; `snapshot` None in a dry run.

    `counts`: how many events by kind, and `unchanged`. `is_again`: the same file had been taken for this day.
    `hidden`: how many changes are counted and are not among `events`, since whoever looks may not see who it is.
    """

    state: SnapshotState
    rows: int
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    events: tuple[Shown, ...] = ()
    is_again: bool = False
    snapshot: Snapshot | None = None
    hidden: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which the file was not taken."""
        return tuple(one for one in self.problems if one.is_error)


def shown(changes: Iterable[Change]) -> tuple[Shown, ...]:
    """Return the events of some changes, in the order of the file; who is in no row comes last."""
    found = [
        Shown(
            kind=kind,
            on=change.on,
            row=change.pupil.row if change.pupil else 0,
            pupil_key=change.pupil.pupil_key if change.pupil else change.entry.pupil_key,
            fields=tuple(name for name in after if name != TAKING_ON),
            entry_id=change.entry.pk,
            name=_name(change.pupil or change.entry),
        )
        for change in changes
        for kind, (_, after) in kinds_in(change).items()
    ]
    return tuple(sorted(found, key=lambda one: (one.row == 0, one.row)))


def _name(one: Person) -> str:
    return f"{one.surname}, {one.forename}"


def counts_of(events: Iterable[Shown], rows: int) -> dict[str, int]:
    """Return how many events of each kind there are, and how many rows of the file say nothing new."""
    events = tuple(events)
    counts = Counter(one.kind.value for one in events)
    return {**dict(sorted(counts.items())), "unchanged": rows - len({one.row for one in events if one.row})}


def as_dict(outcome: Outcome, *, dry_run: bool) -> dict[str, Any]:
    """Return an outcome as JSON has it: no names, for programs and the machine interface."""
    return {
        "state": outcome.state.value,
        "dry_run": dry_run,
        "reference": outcome.snapshot.reference if outcome.snapshot else None,
        "as_on": outcome.snapshot.as_on.isoformat() if outcome.snapshot else None,
        "rows": outcome.rows,
        "same_file_again": outcome.is_again,
        "counts": outcome.counts,
        "problems": [dataclasses.asdict(one) for one in outcome.problems],
        "events": [
            {
                "kind": one.kind.value,
                "on": one.on.isoformat(),
                "row": one.row,
                "pupil_key": one.pupil_key,
                "fields": list(one.fields),
            }
            for one in outcome.events
        ],
    }
