"""Rows from a table (CSV, whatever separates its columns) and from JSON, by our own fields."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from onroll.attendance.reading.columns import COLUMNS, NOT_READ, guess, lacking
from onroll.attendance.reading.problems import FileRow, NotReadable, Problem

MOST_ROWS = 2_000_000
DELIMITERS = ",;\t|"
FIELDS = tuple(column.field for column in COLUMNS)
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
MOST_CELL = 10_000


def text_of(data: bytes) -> str:
    """Return a file's text. Raises: NotReadable."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NotReadable("attendance.not_text", "The file is not text. Save it as CSV and send it again.")


def from_json(text: str) -> Iterator[FileRow]:
    """Yield the rows of a list of marks, or of an object with a list `marks`; the first is row 2, as in a table.

    Raises: NotReadable.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise NotReadable("attendance.not_json", "The file begins like JSON and cannot be read as JSON.") from wrong
    rows = given.get("marks") if isinstance(given, dict) else given
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotReadable("attendance.not_json", "Give a list of marks, or an object with a list “marks”.")
    if len(rows) > MOST_ROWS:
        raise NotReadable("attendance.too_many_rows", f"The file has more than {MOST_ROWS:,} rows.")
    return (_row(n, {str(k): "" if v is None else str(v) for k, v in row.items()}) for n, row in enumerate(rows, 2))


def titles_in(text: str) -> tuple[list[str], str]:
    """Return the titles of a table's first line, and what separates its columns."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=head.count)
    titles = [title.strip() for title in next(csv.reader([head], delimiter=delimiter), [])]
    while titles and not titles[-1]:
        titles.pop()
    return titles, delimiter


def from_csv(text: str, mapping: Mapping[str, str]) -> Iterator[FileRow]:
    """Yield the rows of a table; which column is which is remembered (`mapping`) or guessed. Raises: NotReadable."""
    titles, delimiter = titles_in(text)
    fields = list(guess(titles, mapping).values()) if len(set(titles)) == len(titles) else []
    said = [field for field in fields if field not in ("", NOT_READ)]
    if not fields or len(set(said)) != len(said):
        raise NotReadable("attendance.column_twice", "Two columns have one title, or mean the same. Keep one of them.")
    lacks = lacking(set(said))
    if lacks:
        words = f"The first line must name the columns. Not found: {lacks}. Say which of your columns it is."
        raise NotReadable("attendance.columns_missing", words)
    csv.field_size_limit(MOST_CELL)
    return _lines(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), fields)


def _lines(reader: Any, fields: Sequence[str]) -> Iterator[FileRow]:
    is_first, wanted = True, len(fields)
    try:
        for number, cells in enumerate(reader, 1):
            if not any(cells):
                continue
            if is_first:
                is_first = False
                continue
            if number > MOST_ROWS:
                raise NotReadable("attendance.too_many_rows", f"The file has more than {MOST_ROWS:,} rows.")
            is_short = len(cells) < wanted or any(cells[wanted:])
            yield _row(number, dict(zip(fields, cells, strict=False)), is_short=is_short)
    except csv.Error as wrong:
        raise NotReadable("attendance.not_csv", "The file cannot be read as CSV.", reader.line_num) from wrong


def _row(number: int, cells: Mapping[str, str], *, is_short: bool = False) -> FileRow:
    given = {name: cells.get(name, "").strip() for name in FIELDS}
    session, code = given["session"].upper(), given["code"].upper()
    am = given["am"].upper() if not session else code if session == "AM" else ""
    pm = given["pm"].upper() if not session else code if session == "PM" else ""
    minutes = given["minutes_late"]
    words = "The row has not as many cells as the first line has titles. Is half a file missing? Send it again."
    return FileRow(
        number=number,
        pupil=(given["upn"] or given["pupil_id"]).upper(),
        on=_day(given["date"]),
        am=am,
        pm=pm,
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) <= 3 else None,
        session=session,
        school=given["school"],
        fault=Problem("attendance.row_cut", number, "", words) if is_short else None,
    )


def _day(text: str) -> date | None:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
