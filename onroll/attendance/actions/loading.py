"""Taking a school's attendance file: all of it, or, with one fault that a person must mend, nothing.

A row of a pupil who is not on the roll is left out and told of: the roll and the register of a school's system are
not always of the same hour. What cannot be a mark stops the file.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from onroll.access.models import Organisation
from onroll.attendance import permissions
from onroll.attendance.actions import feeding
from onroll.attendance.actions.writing import NewMarks, Written, write_marks
from onroll.attendance.events import RegisterKept
from onroll.attendance.file_states import FileState
from onroll.attendance.models import MarksFeed, MarksFile, Source
from onroll.attendance.reading import LEFT_OUT, SAID, FileRow, NotReadable, Problem, form_of, read_rows
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.rolls.models import RollEntry
from onroll.rolls.queries import calendar_of
from onroll.rules.attendance import NO_SESSION
from onroll.rules.attendance_codes import Session, fault_of
from onroll.rules.school_days import why_closed

MOST_PROBLEMS = 200
ODD_DAY = (
    "The marks are kept. They count in percentages and in runs of school days only where somebody at your school is "
    "marked present."
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a file did, or would do. `problems` are at most MOST_PROBLEMS, `problem_count` all of them.

    `left_out`: rows that were passed over. `reference`: the file as it is kept; empty for a dry run.
    """

    is_taken: bool
    is_refused: bool
    form: str
    rows: int
    written: int
    changed: int
    pupils: int
    first_on: date | None
    last_on: date | None
    problems: tuple[Problem, ...]
    problem_count: int
    left_out: int
    reference: str = ""


class _Reading:
    """One file being read: the marks of each pupil's day, and the problems so far."""

    def __init__(self, school: Organisation, on: date) -> None:
        self.school, self.on = school, on
        self.entries = _entries_of(school)
        self.calendar = calendar_of(school.pk)
        self.days: dict[tuple[int, date], NewMarks] = {}
        self.problems: list[Problem] = []
        self.left_out = 0
        self.counts: Counter[str] = Counter()
        self.odd_days: set[date] = set()
        self.rows = 0

    def note(self, problem: Problem) -> None:
        self.counts[problem.code] += 1
        self.left_out += problem.code in LEFT_OUT
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def fault(self, code: str, row: int, column: str, words: str) -> None:
        self.note(Problem(code, row, column, words))

    @property
    def is_refused(self) -> bool:
        return bool(set(self.counts) - LEFT_OUT - SAID)

    def take(self, row: FileRow) -> None:
        self.rows += 1
        if row.fault is not None:
            self.note(row.fault)
            return
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
        self._note_odd_day(row, on)

    def _note_odd_day(self, row: FileRow, on: date) -> None:
        """Say once of each day off that it has marks: a school may meet then, or it is a slip."""
        why = why_closed(on, self.calendar) if on not in self.odd_days and {row.am, row.pm} - NO_SESSION - {""} else ""
        if why:
            self.odd_days.add(on)
            self.fault("attendance.no_school_day", row.number, "date", f"This day is {why}. {ODD_DAY}")


def load_marks(act: Act, *, school: Organisation, data: bytes, on: date, is_dry_run: bool = False) -> Loaded:
    """Take a school's attendance file of any number of days up to `on`, or say what it would change.

    Its form follows from its bytes; its columns as remembered for the school. Yesterday's file again changes nothing.
    What was wrong is kept with the file, and the school's contact told. Raises: NotAllowed.
    """
    permissions.check(permissions.may_load(act) and (act.is_system or act.organisation_id == school.pk))
    return try_marks(act, school=school, data=data, on=on)[0] if is_dry_run else _load(act, school, data, on)


@transaction.atomic
def _load(act: Act, school: Organisation, data: bytes, on: date) -> Loaded:
    feed = feeding.held_feed(act, school, form_of(data).value)
    marks_file = feeding.keep_file(act, school=school, as_on=on, content=data, state=FileState.RECEIVED)
    return take_file(act, feed, marks_file, data)


def try_marks(act: Act, *, school: Organisation, data: bytes, on: date) -> tuple[Loaded, Written]:
    """Return what a file would change, and change nothing; the caller has asked whether that may be seen."""
    feed = MarksFeed.objects.filter(school=school).first()
    reading = _read(act, school, data, on, feed.mapping if feed else {})
    done = write_marks(act, _rows(reading), Source.FILE, is_dry_run=True)
    return _loaded(reading, done, form_of(data).value, is_taken=False), done


def take_file(act: Act, feed: MarksFeed, marks_file: MarksFile, data: bytes) -> Loaded:
    """Take a file that is kept, its school's feed held: all of it or, with a fault, nothing; that is told."""
    school, on = marks_file.school, marks_file.as_on
    reading = _read(act, school, data, on, feed.mapping)
    done = write_marks(act, _rows(reading), Source.FILE)
    loaded = _loaded(
        reading, done, form_of(data).value, is_taken=not reading.is_refused, reference=marks_file.reference
    )  # fmt: skip
    if loaded.is_refused:
        feeding.refuse_file(act, marks_file, loaded.problems, loaded.problem_count)
        return loaded
    counts = {name: getattr(loaded, name) for name in ("rows", "pupils", "written", "changed", "left_out")}
    feeding.note_taken(act, feed, marks_file, counts, loaded.problems, loaded.last_on)
    if loaded.first_on and loaded.last_on:
        event = RegisterKept(
            school_id=school.pk,
            first_on=loaded.first_on,
            last_on=loaded.last_on,
            written=done.written,
            changed=done.changed,
            source=Source.FILE.value,
        )
        ledger.record(act, event)
    return loaded


def loaded_as_dict(done: Loaded, *, dry_run: bool) -> dict[str, Any]:
    """Return what a file did for programs: numbers and faults by row, no name and no mark."""
    found = dataclasses.asdict(done)
    for day in ("first_on", "last_on"):
        found[day] = found[day].isoformat() if found[day] else None
    return {**found, "dry_run": dry_run, "problems": list(found["problems"])}


def _read(act: Act, school: Organisation, data: bytes, on: date, mapping: Mapping[str, str]) -> _Reading:
    reading = _Reading(school, on)
    if on > act.on:
        reading.note(Problem("attendance.file_ahead", 1, "", "The day of the file has not come yet."))
        return reading
    try:
        for row in read_rows(data, school_code=school.code, mapping=mapping):
            reading.take(row)
    except NotReadable as wrong:
        reading.note(wrong.problem)
    return reading


def _loaded(reading: _Reading, done: Written, form: str, *, is_taken: bool, reference: str = "") -> Loaded:
    days = sorted(on for _, on in reading.days)
    return Loaded(
        is_taken=is_taken,
        is_refused=reading.is_refused,
        form=form,
        rows=reading.rows,
        written=done.written,
        changed=done.changed,
        pupils=len({entry_id for entry_id, _ in reading.days}),
        first_on=days[0] if days else None,
        last_on=days[-1] if days else None,
        problems=tuple(reading.problems),
        problem_count=sum(reading.counts.values()),
        left_out=reading.left_out,
        reference=reference,
    )


def _rows(reading: _Reading) -> Iterable[NewMarks]:
    return () if reading.is_refused else reading.days.values()


def _entries_of(school: Organisation) -> dict[str, list[tuple[int, date | None, date | None]]]:
    """Return the school's times on roll by UPN and by its own pupil number."""
    found: dict[str, list[tuple[int, date | None, date | None]]] = {}
    rows = RollEntry.objects.filter(school=school).order_by("-pk")
    for pk, key, upn, first, last in rows.values_list("pk", "pupil_key", "upn", "from_on", "until_on"):
        for name in {key.upper(), upn.upper()} - {""}:
            found.setdefault(name, []).append((pk, first, last))
    return found
