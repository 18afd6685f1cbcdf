"""Marks from a common transfer file (CTF), where it has them: most have totals only, and those are no marks.

Source: reference of the CTF, 7.9 `Attendance/YearData`. A row with a start date may hold two marks a day from then on.
The format has one character a mark, so C1, C2, J1 and Y1 to Y7 (since 19 August 2024) do not fit: reading stops at the
first character that is no code of its day, and that is told. Whether a week has five or seven days there is not
written down (mark P): a mark on what would be a Saturday or Sunday says five; otherwise, seven.
"""

import io
from collections.abc import Iterator
from datetime import date, timedelta

from onroll import ctf
from onroll.attendance.reading.problems import FileRow, NotReadable, Problem
from onroll.rules.attendance_codes import Session, fault_of

LIMITS = ctf.Limits(max_bytes=50_000_000, max_pupils=20_001)
_YEARS = "Attendance/YearData"
CLOSED, UNMARKED = "#", frozenset("- ")
FULL_WEEK, SCHOOL_WEEK = 7, 5
MONDAY = 0
CUT = "From here on the row holds what is no code of one character. What stands before it was read, the rest was not."
TOTALS_ONLY = (
    "This transfer file says how many sessions were missed, not which: there are no marks of your school in it. Send "
    "the marks day by day as CSV or JSON."
)


def from_transfer_file(data: bytes, school_code: str) -> Iterator[FileRow]:
    """Yield the marks of a school's own rows, a row for each pupil's day; numbered by pupil from 1.

    Raises: NotReadable, also where it has totals only.
    """
    found = ctf.read(io.BytesIO(data), limits=LIMITS)
    is_broken = any(one.severity is ctf.Severity.ERROR for one in found.problems)
    if is_broken or found.header.element is None:
        words = "This is not a common transfer file that can be read to its end."
        raise NotReadable("attendance.not_a_transfer_file", words)
    rows = [row for pupil in found.pupils for row in _of_pupil(pupil, school_code)]
    if not rows:
        raise NotReadable("attendance.totals_only", TOTALS_ONLY)
    return iter(rows)


def _of_pupil(pupil: ctf.Pupil, school_code: str) -> Iterator[FileRow]:
    for year in pupil.element.iterfind(_YEARS):
        if f"{year.findtext('LEA') or ''}{year.findtext('Estab') or ''}" != school_code:
            continue
        for block in (year, *year.iterfind("AttendSessions")):
            marks = block.findtext("AttendanceMarks")
            if marks:
                start = block.findtext("AttendanceStartDate") or ""
                yield from _days(pupil, start.strip(), marks.rstrip())


def _days(pupil: ctf.Pupil, start: str, marks: str) -> Iterator[FileRow]:
    number, name = pupil.position, (pupil.upn or "").upper()
    try:
        first = date.fromisoformat(start[:10])
    except ValueError:
        yield _row(number, name, None)
        return
    if first.weekday() != MONDAY:
        words = "The marks do not start on a Monday: which day is which cannot be told. Send them day by day."
        yield _row(number, name, first, fault=Problem("attendance.no_monday", number, "AttendanceStartDate", words))
        return
    week = SCHOOL_WEEK if _has_mark_at_weekend(marks) else FULL_WEEK
    for place in range(0, len(marks), 2):
        weeks, day = divmod(place // 2, week)
        on = first + timedelta(days=7 * weeks + day)
        pair = [_mark(mark) for mark in marks[place : place + 2].ljust(2)]
        if any(mark and fault_of(mark, session, on) for mark, session in zip(pair, Session, strict=True)):
            yield _row(number, name, on, fault=Problem("attendance.marks_cut", number, "AttendanceMarks", CUT))
            return
        if any(pair):
            yield _row(number, name, on, am=pair[0], pm=pair[1])


def _has_mark_at_weekend(marks: str) -> bool:
    pairs = [marks[place : place + 2] for place in range(0, len(marks), 2)]
    weekend = "".join(pair for number, pair in enumerate(pairs) if number % FULL_WEEK >= SCHOOL_WEEK)
    return bool(set(weekend) - {CLOSED, *UNMARKED})


def _mark(mark: str) -> str:
    return "" if mark == CLOSED or mark in UNMARKED else mark.upper()


def _row(
    number: int, pupil: str, on: date | None, *, am: str = "", pm: str = "", fault: Problem | None = None
) -> FileRow:
    return FileRow(
        number=number, pupil=pupil, on=on, am=am, pm=pm, minutes=None, session="", school="", fault=fault
    )  # fmt: skip
