"""A list of agencies and their contacts for the directory: one row an agency, in CSV. Every fault of it is named."""

import csv
import dataclasses
import io
import re
from collections.abc import Iterator
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from onroll.casework.directory_tables import PARTS, kinds
from onroll.casework.imports.lists import NotAList

MOST_FILE_BYTES, MOST_ROWS = 1_000_000, 500
# Titles of columns as people write them in the first line, and what they fill, with the most characters of each.
COLUMNS: dict[str, tuple[str, int]] = {
    "Name": ("name", 200),
    "Kind": ("kind", 60),
    "Stands below": ("parent", 200),
    "How it tells us": ("route", 600),
    "Early help": ("early_help", 600),
    "Parts": ("parts", 60),
    "Contact role": ("main_role_name", 150),
    "Contact name": ("main_person_name", 150),
    "Contact phone": ("main_phone", 40),
    "Contact email": ("main_email", 254),
    "Deputy role": ("deputy_role_name", 150),
    "Deputy name": ("deputy_person_name", 150),
    "Deputy phone": ("deputy_phone", 40),
    "Deputy email": ("deputy_email", 254),
    "May be published": ("may_publish", 5),
    "Confirmed on": ("confirmed_on", 10),
}
# A spreadsheet would carry these out. A phone number with its country is none: "+44 ..." in digits alone.
FORMULA = re.compile(r"^[=+\-@\t\r]")
PHONE = re.compile(r"^\+[0-9 ()\-]{5,}$")
DETAILS = ("role_name", "person_name", "phone", "email")


@dataclasses.dataclass(frozen=True, slots=True)
class ListFault:
    """Why the list was not taken: the line (0: the file), a code that never changes its meaning, and words."""

    line: int
    code: str
    words: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """One agency of the list. `parent` is the name of the agency above it, in the list or the directory; or empty."""

    line: int
    name: str
    kind: str
    parent: str
    route: str
    early_help: str
    parts: tuple[str, ...]
    main: dict[str, str]
    deputy: dict[str, str]
    may_publish: bool
    confirmed_on: date | None


def read_directory(content: bytes, on: date) -> Iterator[AgencyRow | ListFault]:
    """Yield each row, or every fault of it.

    Raises: NotAList, before anything is yielded.
    """
    if len(content) > MOST_FILE_BYTES:
        raise NotAList(f"The list is larger than {MOST_FILE_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    reader = csv.DictReader(io.StringIO(text.replace("\x00", "\ufffd"), newline=""))
    try:
        titles = [str(title).strip() for title in reader.fieldnames or ()]
        unknown = sorted(set(titles) - set(COLUMNS))
        if "Name" not in titles or "Kind" not in titles:
            raise NotAList("The first line must name the columns, at least “Name” and “Kind”.")
        if unknown:
            raise NotAList(f"These columns are not known: {', '.join(unknown)[:200]}.")
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise NotAList(f"Line {reader.line_num + 1} cannot be read as a table.") from None
    if len(rows) > MOST_ROWS:
        raise NotAList(f"The list has more than {MOST_ROWS} rows.")
    for line, row in rows:
        yield from _read_row(line, row, on)


def template() -> str:
    """Return a list with the titles alone, for a spreadsheet."""
    out = io.StringIO()
    csv.writer(out).writerow(COLUMNS)
    return out.getvalue()


def _read_row(line: int, row: dict[str, str | list[str] | None], on: date) -> Iterator[AgencyRow | ListFault]:
    if None in row:
        yield ListFault(line, "D01", "The row has more cells than the first line has titles.")
        return
    texts = {COLUMNS[key.strip()][0]: " ".join(str(value or "").split()) for key, value in row.items()}
    if not any(texts.values()):
        return
    raw = {key.strip(): str(value or "") for key, value in row.items()}
    faults = [ListFault(line, code, words) for code, words in _faults(raw, texts, on)]
    if faults:
        yield from faults
        return
    yield AgencyRow(
        line=line,
        name=texts["name"],
        kind=_kind(texts["kind"]),
        parent=texts.get("parent", ""),
        route=texts.get("route", ""),
        early_help=texts.get("early_help", ""),
        parts=tuple(_parts(texts.get("parts", "")) or ()),
        main={name: texts.get(f"main_{name}", "") for name in DETAILS},
        deputy={name: texts.get(f"deputy_{name}", "") for name in DETAILS},
        may_publish=texts.get("may_publish", "").casefold() in {"yes", "y"},
        confirmed_on=_day(texts.get("confirmed_on", "")),
    )


def _faults(raw: dict[str, str], texts: dict[str, str], on: date) -> Iterator[tuple[str, str]]:
    for title, (name, most) in COLUMNS.items():
        value = texts.get(name, "")
        if FORMULA.match(raw.get(title, "")) and not (name.endswith("phone") and PHONE.match(value)):
            yield "D05", f"{title}: it begins as a formula does (= + - @), which a spreadsheet would carry out."
        if len(value) > most:
            yield "D11", f"{title}: it has more than {most} characters."
        if name.endswith("email") and value and not _is_email(value):
            yield "D10", f"{title}: this is no email address."
    if not texts["name"]:
        yield "D02", "Name: it is missing."
    if not _kind(texts["kind"]):
        yield "D03", f"Kind: write one of these: {', '.join(kind.name for kind in kinds().values())}."
    if _parts(texts.get("parts", "")) is None:
        yield "D07", "Parts: write the numbers of the stages, as in “1 4 8”."
    day = texts.get("confirmed_on", "")
    if day and _day(day) is None:
        yield "D09", "Confirmed on: write the date as 2026-03-14 or 14/03/2026."
    elif day and (_day(day) or on) > on:
        yield "D09", "Confirmed on: this day is in the future."


def _kind(text: str) -> str:
    """Return the code of a kind, by its code or its name; empty where it is none."""
    wanted = text.casefold().replace("'", "’")
    return next((kind.code for kind in kinds().values() if wanted in (kind.code, kind.name.casefold())), "")


def _parts(text: str) -> list[str] | None:
    """Return the codes of the stages with these numbers; None where one is no stage."""
    numbers = re.split(r"[\s,;]+", text.strip()) if text.strip() else []
    known = dict(zip(map(str, range(1, len(PARTS) + 1)), PARTS, strict=True))
    return [known[number] for number in numbers] if set(numbers) <= set(known) else None


def _day(text: str) -> date | None:
    parts = text.split("/")
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0])) if len(parts) == 3 else date.fromisoformat(text)
    except (ValueError, OverflowError):
        return None


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
