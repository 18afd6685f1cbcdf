"""The rows of an attendance file in our own columns: read from bytes, each fault with its code, row and column.

Columns: `upn` or `pupil_id`, `date`, and either `am` and `pm`, or `session` and `code`; `minutes_late` beside `code`.
"""

import csv
import dataclasses
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

MOST_ROWS = 2_000_000
DELIMITERS = ",;\t|"
COLUMNS = ("upn", "pupil_id", "date", "am", "pm", "session", "code", "minutes_late", "school")
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: a stable code, the row (the first under the head is 2) and the column; never what stood there."""

    code: str
    row: int
    column: str
    words: str


class NotReadable(ValueError):
    """The file as a whole cannot be read; the problem says why."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.problem = Problem(code, 1, "", words)


@dataclasses.dataclass(frozen=True, slots=True)
class FileRow:
    """A row as it stands in the file, texts trimmed; `on` is None where its date cannot be read."""

    number: int
    pupil: str
    on: date | None
    am: str
    pm: str
    minutes: int | None
    session: str
    school: str


def read_rows(data: bytes) -> Iterator[FileRow]:
    """Yield the rows of a CSV or JSON file. Raises: NotReadable, at once for a fault of the whole file."""
    text = _text(data)
    if not text.strip():
        raise NotReadable("attendance.empty_file", "The file is empty.")
    if text.lstrip()[:1] in {"[", "{"}:
        return _from_json(text)
    return _from_csv(text)


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotReadable("attendance.not_text", "The file is not text. Save it as CSV and send it again.")


def _from_json(text: str) -> Iterator[FileRow]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise NotReadable("attendance.not_json", "The file begins like JSON and cannot be read as JSON.") from wrong
    rows = given.get("marks") if isinstance(given, dict) else given
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotReadable("attendance.not_json", "Give a list of marks, or an object with a list “marks”.")
    return (_row(n, {str(k): "" if v is None else str(v) for k, v in row.items()}) for n, row in enumerate(rows, 2))


def _from_csv(text: str) -> Iterator[FileRow]:
    head = text.splitlines()[0]
    delimiter = max(DELIMITERS, key=head.count)
    names = [name.strip().strip('"').casefold() for name in head.split(delimiter)]
    if not {"upn", "pupil_id"} & set(names) or "date" not in names:
        raise NotReadable(
            "attendance.columns_missing",
            "The first line must name the columns: upn or pupil_id, date, and am and pm, or session and code.",
        )
    if not ({"am", "pm"} & set(names) or {"session", "code"} <= set(names)):
        raise NotReadable(
            "attendance.columns_missing", "There is no column am, pm or code: what was marked is not told."
        )
    return _lines(csv.reader(io.StringIO(text), delimiter=delimiter), names)


def _lines(reader: Any, names: list[str]) -> Iterator[FileRow]:
    next(reader)
    try:
        for number, cells in enumerate(reader, 2):
            if number > MOST_ROWS:
                raise NotReadable("attendance.too_many_rows", f"The file has more than {MOST_ROWS:,} rows.")
            if any(cells):
                yield _row(number, dict(zip(names, cells, strict=False)))
    except csv.Error as wrong:
        raise NotReadable("attendance.not_csv", "The file cannot be read as CSV.") from wrong


def _row(number: int, cells: Mapping[str, str]) -> FileRow:
    given = {name: cells.get(name, "").strip() for name in COLUMNS}
    session, code = given["session"].upper(), given["code"].upper()
    am = given["am"].upper() if not session else code if session == "AM" else ""
    pm = given["pm"].upper() if not session else code if session == "PM" else ""
    minutes = given["minutes_late"]
    return FileRow(
        number=number,
        pupil=(given["upn"] or given["pupil_id"]).upper(),
        on=_day(given["date"]),
        am=am,
        pm=pm,
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) <= 3 else None,
        session=session,
        school=given["school"],
    )


def _day(text: str) -> date | None:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
