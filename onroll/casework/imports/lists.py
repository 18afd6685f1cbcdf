"""A list of children from an agency or a school that cannot send it otherwise: one row a child, in CSV."""

import csv
import dataclasses
import io
from collections.abc import Iterator
from datetime import date

from onroll.casework.telling import MOST_BYTES, Danger, Told, problems_of

MOST_FILE_BYTES = 5_000_000
# Titles of columns as people write them in the first line, and the fields they fill.
COLUMNS: dict[str, str] = {
    "What you know": "words",
    "Place": "place",
    "Postcode": "postcode",
    "First name": "forename",
    "Last name": "surname",
    "Age": "age_words",
    "Date of birth": "birth_date",
    "Sex": "sex",
    "Last seen": "seen_on",
    "Last in education": "last_in_education_on",
    "Told by": "teller_name",
    "Contact": "teller_contact",
    "Your reference": "their_reference",
}
DATES = frozenset({"birth_date", "seen_on", "last_in_education_on"})


class NotAList(Exception):
    """The file is no list of this kind; `words` say why, for an operator."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One thing told, and where it stood: a line from 1, or the number of an email in its file."""

    line: int
    told: Told


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """Why a line was left out. The code is that of `telling`, or N12 for a date that cannot be read, N13 for a row with
    too many cells, N14 for an email that cannot be read.
    """

    line: int
    code: str
    words: str


def read_list(content: bytes, on: date) -> Iterator[Entry | Fault]:
    """Yield each row as told, or every fault of it.

    Raises: NotAList, before anything is yielded.
    """
    if len(content) > MOST_FILE_BYTES:
        raise NotAList(f"The list is larger than {MOST_FILE_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    csv.field_size_limit(20 * MOST_BYTES)
    reader = csv.DictReader(io.StringIO(text.replace("\x00", "\ufffd"), newline=""))
    try:
        unknown = sorted({str(title).strip() for title in reader.fieldnames or ()} - set(COLUMNS))
        if "What you know" not in (title.strip() for title in reader.fieldnames or ()):
            raise NotAList(f"The first line must name the columns, at least “What you know”. {_known()}")
        if unknown:
            raise NotAList(f"These columns are not known: {', '.join(unknown)}. {_known()}")
        yield from [each for row in reader for each in _read_row(reader.line_num, row, on)]
    except csv.Error as broken:
        raise NotAList(f"Line {reader.line_num + 1} cannot be read as a table: {broken}.") from broken


def _read_row(line: int, row: dict[str, str | list[str] | None], on: date) -> Iterator[Entry | Fault]:
    texts = {COLUMNS[key.strip()]: str(value or "").strip() for key, value in row.items() if key is not None}
    if None in row:
        yield Fault(line, "N13", "The row has more cells than the first line has titles")
        return
    if not any(texts.values()):
        return
    values: dict[str, object] = {name: text for name, text in texts.items() if name not in DATES}
    faults: list[Fault] = []
    for name in DATES & set(texts):
        values[name] = _day(texts[name])
        if texts[name] and values[name] is None:
            faults.append(Fault(line, "N12", f"{_title(name)}: write the date as 2015-03-14 or 14/03/2015"))
    values["sex"] = str(values.get("sex", "")).upper()[:1]
    told = Told(**{"danger": Danger.NONE, "words": "", **values})  # type: ignore[arg-type]
    faults += [Fault(line, one.code, f"{_title(one.field)}: {one.words}") for one in problems_of(told, on)]
    if faults:
        yield from faults
    else:
        yield Entry(line, told)


def _day(text: str) -> date | None:
    """Return a date, as ISO 8601 or as it is written in England; None where it is neither, or nothing."""
    parts = text.split("/")
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0])) if len(parts) == 3 else date.fromisoformat(text)
    except (ValueError, OverflowError):
        return None


def _title(field: str) -> str:
    return next((title for title, name in COLUMNS.items() if name == field), field)


def _known() -> str:
    return f"Known columns: {', '.join(COLUMNS)}."
