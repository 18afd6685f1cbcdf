"""Taking a school's attendance file: all of it, or, with one fault that a person must mend, nothing.

A row of a pupil who is not on the roll is left out and told of: the roll and the register of a school's system are
not always of the same hour. What cannot be a mark stops the file.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from onroll.access.models import Organisation
from onroll.attendance import permissions
from onroll.attendance.actions.writing import NewMarks, write_marks
from onroll.attendance.events import RegisterKept
from onroll.attendance.models import Source
from onroll.attendance.rows import FileRow, NotReadable, Problem, read_rows
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.rolls.models import RollEntry
from onroll.rules.attendance_codes import Session, fault_of

MOST_PROBLEMS = 200
# Problems that leave out their row and let the rest be taken.
LEFT_OUT = frozenset({"attendance.not_on_roll"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a file did, or would do. `problems` are at most MOST_PROBLEMS, `problem_count` all of them."""

    is_taken: bool
    rows: int
    written: int
    changed: int
    pupils: int
    first_on: date | None
    last_on: date | None
    problems: tuple[Problem, ...]
    problem_count: int


class _Reading:
    """One file being read: the marks of each pupil's day, and the problems so far."""

    def __init__(self, school: Organisation, on: date) -> None:
        self.school, self.on = school, on
        self.entries = _entries_of(school)
        self.days: dict[tuple[int, date], NewMarks] = {}
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.rows = 0

    def fault(self, code: str, row: int, column: str, words: str) -> None:
        self.counts[code] += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(code, row, column, words))

    def take(self, row: FileRow) -> None:
        self.rows += 1
        if row.on is None:
            self.fault("attendance.not_a_date", row.number, "date", "This is no date: write it like 2026-09-07.")
            return
        if row.on > self.on:
            self.fault("attendance.day_ahead", row.number, "date", "This day is after the day of the file.")
            return
        if row.school and row.school != self.school.code:
            self.fault("attendance.other_school", row.number, "school", "This row is of another school.")
            return
        if row.session and row.session not in {"AM", "PM"}:
            self.fault("attendance.not_a_session", row.number, "session", "A session is AM or PM.")
            return
        entry_id = self._entry(row, row.on)
        if entry_id is None:
            words = "No pupil with this number was on the roll that day. The row was left out."
            self.fault("attendance.not_on_roll", row.number, "upn", words)
            return
        for session, letter in ((Session.AM, row.am), (Session.PM, row.pm)):
            found = fault_of(letter, session, row.on) if letter else None
            if found is not None:
                self.fault(found.code.value, row.number, session.value.lower(), found.words)
                return
        self._keep(row, entry_id, row.on)

    def _entry(self, row: FileRow, on: date) -> int | None:
        for entry_id, from_on, until_on in self.entries.get(row.pupil, ()):
            if (from_on is None or from_on <= on) and (until_on is None or on <= until_on):
                return entry_id
        return None

    def _keep(self, row: FileRow, entry_id: int, on: date) -> None:
        old = self.days.get((entry_id, on))
        new = NewMarks(
            entry_id=entry_id,
            on=on,
            am=row.am or (old.am if old else None),
            pm=row.pm or (old.pm if old else None),
            am_minutes=(row.minutes if row.am else None) if row.session else None,
            pm_minutes=(row.minutes if row.pm else None) if row.session else None,
        )
        clash = old is not None and (
            (row.am and old.am and row.am != old.am) or (row.pm and old.pm and row.pm != old.pm)
        )
        if clash:
            words = "Another row of this file marks the same pupil’s session otherwise."
            self.fault("attendance.marked_twice", row.number, "", words)
            return
        self.days[entry_id, on] = new


@transaction.atomic
def load_marks(act: Act, *, school: Organisation, data: bytes, on: date, is_dry_run: bool = False) -> Loaded:
    """Take a school's attendance file of any number of days up to `on`, or say what it would change.

    Yesterday's file again changes nothing. Raises: NotAllowed.
    """
    permissions.check(permissions.may_load(act) and (act.is_system or act.organisation_id == school.pk))
    reading = _Reading(school, on)
    try:
        for row in read_rows(data):
            reading.take(row)
    except NotReadable as wrong:
        reading.problems.append(wrong.problem)
        reading.counts[wrong.problem.code] += 1
    stops = set(reading.counts) - LEFT_OUT
    return _finish(act, reading, is_dry_run=is_dry_run or bool(stops), is_stopped=bool(stops))


def _finish(act: Act, reading: _Reading, *, is_dry_run: bool, is_stopped: bool) -> Loaded:
    days = sorted(on for _, on in reading.days)
    done = write_marks(act, _rows(reading, is_stopped=is_stopped), Source.FILE, is_dry_run=is_dry_run)
    if days and not is_dry_run:
        event = RegisterKept(
            school_id=reading.school.pk,
            first_on=days[0],
            last_on=days[-1],
            written=done.written,
            changed=done.changed,
            source=Source.FILE.value,
        )
        ledger.record(act, event)
    return Loaded(
        is_taken=not is_dry_run,
        rows=reading.rows,
        written=done.written,
        changed=done.changed,
        pupils=len({entry_id for entry_id, _ in reading.days}),
        first_on=days[0] if days else None,
        last_on=days[-1] if days else None,
        problems=tuple(reading.problems),
        problem_count=sum(reading.counts.values()),
    )


def _rows(reading: _Reading, *, is_stopped: bool) -> Iterable[NewMarks]:
    return () if is_stopped else reading.days.values()


def _entries_of(school: Organisation) -> dict[str, list[tuple[int, date | None, date | None]]]:
    """Return the school's times on roll by UPN and by its own pupil number."""
    found: dict[str, list[tuple[int, date | None, date | None]]] = {}
    rows = RollEntry.objects.filter(school=school).order_by("-pk")
    for pk, key, upn, first, last in rows.values_list("pk", "pupil_key", "upn", "from_on", "until_on"):
        for name in {key.upper(), upn.upper()} - {""}:
            found.setdefault(name, []).append((pk, first, last))
    return found
