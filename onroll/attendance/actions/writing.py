"""Writing marks in sets: new days in one statement for many rows, and every change of a mark kept beside it."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from onroll.attendance.batches import batched
from onroll.attendance.models import DayMarks, MarkChange, Source
from onroll.audit.act import Act

# Rows of one reading or writing: below what either database takes in one statement.
AT_ONCE = 5_000
MOST_TOLD = 200
COLUMNS = ("entry_id", "on", "am", "pm", "am_minutes", "pm_minutes", "is_plain", "known_at", "source")


@dataclasses.dataclass(frozen=True, slots=True)
class NewMarks:
    """What is said of a pupil's day. A session of None is not spoken of and stays; empty takes a mark away."""

    entry_id: int
    on: date
    am: str | None
    pm: str | None
    am_minutes: int | None = None
    pm_minutes: int | None = None
    why: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """How many marks were written for the first time, and how many stand otherwise than before.

    `changes`: the first MOST_TOLD of them, for a page that says what a file would change.
    """

    written: int
    changed: int
    changes: tuple[MarkChange, ...] = ()


@transaction.atomic
def write_marks(act: Act, rows: Iterable[NewMarks], source: Source, *, is_dry_run: bool = False) -> Written:
    """Write days into the register; what stands already as said is left alone. One row for a pupil's day at most."""
    written = changed = 0
    changes: list[MarkChange] = []
    for batch in batched(rows, AT_ONCE):
        done = _write(act, batch, source, is_dry_run=is_dry_run)
        written, changed = written + done.written, changed + done.changed
        changes += done.changes[: MOST_TOLD - len(changes)]
    return Written(written, changed, tuple(changes))


def _write(act: Act, rows: Sequence[NewMarks], source: Source, *, is_dry_run: bool) -> Written:
    standing = _standing(rows)
    new: list[DayMarks] = []
    late: list[DayMarks] = []
    changes: list[MarkChange] = []
    written = 0
    for row in rows:
        old = standing.get((row.entry_id, row.on))
        if old is None:
            if row.am or row.pm:
                new.append(_filled(DayMarks(entry_id=row.entry_id, on=row.on), row, act, source))
                written += bool(row.am) + bool(row.pm)
            continue
        found = _changes(act, old, row, source)
        if not _differs(old, row):
            continue
        changes += found
        written += sum(bool(after) and not before for before, after in _pairs(old, row))
        late.append(_filled(old, row, act, source))
    if not is_dry_run:
        _save(new, late, changes)
    return Written(written, len(changes), tuple(changes[:MOST_TOLD]))


def _save(new: list[DayMarks], late: list[DayMarks], changes: list[MarkChange]) -> None:
    insert_days(
        (d.entry_id, d.on, d.am, d.pm, d.am_minutes, d.pm_minutes, d.is_plain, d.known_at, d.source) for d in new
    )
    gone = [day.pk for day in late if not day.am and not day.pm]
    kept = [day for day in late if day.am or day.pm]
    DayMarks.objects.bulk_update(kept, list(COLUMNS[2:]), batch_size=500)
    if gone:  # the law keeps what stood there: MarkChange has it
        DayMarks.objects.filter(pk__in=gone).delete()
    MarkChange.objects.bulk_create(changes, batch_size=500)


def insert_days(rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert new days, in the order of COLUMNS, by COPY or by one prepared statement: the ORM is much slower."""
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    table = connection.ops.quote_name(DayMarks._meta.db_table)  # noqa: SLF001 - Django's documented way to its name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(COLUMNS))
        for batch in batched(rows, AT_ONCE):
            values = [
                (row[0], row[1].isoformat(), *row[2:7], connection.ops.adapt_datetimefield_value(row[7]), row[8])
                for row in batch
            ]
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)  # noqa: S608


def _standing(rows: Sequence[NewMarks]) -> Mapping[tuple[int, date], DayMarks]:
    days = sorted({row.on for row in rows})
    entries = sorted({row.entry_id for row in rows})
    found: dict[tuple[int, date], DayMarks] = {}
    for some in batched(entries, 500):
        for day in DayMarks.objects.between(days[0], days[-1]).filter(entry_id__in=some):
            found[day.entry_id, day.on] = day
    return found


def _pairs(old: DayMarks, row: NewMarks) -> tuple[tuple[str, str | None], ...]:
    return ((old.am, row.am), (old.pm, row.pm))


def _differs(old: DayMarks, row: NewMarks) -> bool:
    marks = any(after is not None and after != before for before, after in _pairs(old, row))
    minutes = (row.am_minutes not in {None, old.am_minutes}) or (row.pm_minutes not in {None, old.pm_minutes})
    return marks or minutes


def _changes(act: Act, old: DayMarks, row: NewMarks, source: Source) -> list[MarkChange]:
    return [
        MarkChange(
            entry_id=row.entry_id,
            on=row.on,
            session=session,
            before=before,
            after=after,
            before_known_at=old.known_at,
            changed_at=act.at,
            days_after=(act.on - row.on).days,
            by_id=act.actor_id,
            source=source,
            why=row.why,
        )
        for session, (before, after) in zip(("AM", "PM"), _pairs(old, row), strict=True)
        if before and after is not None and after != before
    ]


def _filled(day: DayMarks, row: NewMarks, act: Act, source: Source) -> DayMarks:
    day.am = day.am if row.am is None else row.am
    day.pm = day.pm if row.pm is None else row.pm
    day.am_minutes = row.am_minutes if row.am_minutes is not None else day.am_minutes
    day.pm_minutes = row.pm_minutes if row.pm_minutes is not None else day.pm_minutes
    day.is_plain = (day.am, day.pm) == ("/", "\\")
    day.known_at, day.source = act.at, source
    return day
