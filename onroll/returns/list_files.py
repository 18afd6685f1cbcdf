"""Reading a list of children from a CSV: births, health or nursery lists, and a school census. No row is half kept.

Columns, in any order and with any capitals: forename, surname, date_of_birth; and where there are any: upn, sex,
postcode, address, school (seven digits). Dates as 2021-09-30 or 30/09/2021, never 09/30/2021. Every problem has a
stable code, its row (the names stand in row 1), its column, and words that never hold what stood there.
"""

import csv
import dataclasses
import io
import re
from collections.abc import Iterator
from datetime import date, datetime

from onroll.identifiers import postcode as postcodes
from onroll.identifiers import upn as upns
from onroll.returns.given import Problem

MUST = ("forename", "surname", "date_of_birth")
MAY = ("upn", "sex", "postcode", "address", "school")
OTHER_NAMES = {
    "first name": "forename",
    "first_name": "forename",
    "given name": "forename",
    "last name": "surname",
    "last_name": "surname",
    "family name": "surname",
    "dob": "date_of_birth",
    "birth_date": "date_of_birth",
    "date of birth": "date_of_birth",
    "gender": "sex",
    "post code": "postcode",
    "estab": "school",
}
MOST_ROWS = 250_000
MOST_BYTES = 60_000_000
MOST_PROBLEMS = 200
OLDEST_YEARS = 25
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_EXCEL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
_SCHOOL = re.compile(r"\d{7}", re.ASCII)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """One child of a list. Empty text: the list does not say."""

    line: int
    forename: str
    surname: str
    born_on: date
    upn: str = ""
    sex: str = ""
    postcode: str = ""
    address: str = ""
    school: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What two rows about the same child have alike."""
        return (self.upn, self.surname.casefold(), self.forename.casefold(), self.born_on.isoformat(), self.postcode)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """What a file holds. With any problem that is no mere doubt, nothing of it is kept; `repeated`: rows left out."""

    rows: tuple[ListedRow, ...]
    problems: tuple[Problem, ...]
    repeated: int


def read_list(content: bytes, on: date) -> ReadList:
    """Return the rows of a list and everything that is wrong with it, as of a day."""
    if not content.strip():
        return _only(Problem(code="empty_file", row=0, column="", words="The file is empty."))
    if len(content) > MOST_BYTES:
        return _only(Problem(code="file_too_large", row=0, column="", words="The file is larger than 60 MB. Split it."))
    text = _text(content)
    if text is None:
        words = "The file is not text. In Excel, save it as “CSV UTF-8 (comma delimited)”."
        return _only(Problem(code="not_text", row=0, column="", words=words))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        head = [_column(name) for name in next(reader)]
        missing = [name for name in MUST if name not in head]
        if missing:
            return _only(*(_no_column(name) for name in missing))
        return _read(reader, head, on)
    except csv.Error:
        words = "The file breaks off in the middle of a row, or a quotation mark has no end."
        return _only(Problem(code="broken_csv", row=0, column="", words=words))


def _read(reader: Iterator[list[str]], head: list[str], on: date) -> ReadList:
    rows: dict[tuple[str, ...], ListedRow] = {}
    problems: list[Problem] = []
    repeated = 0
    for line, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if line > MOST_ROWS + 1:
            words = f"The file has more than {MOST_ROWS:,} rows. Split it."
            return _only(Problem(code="too_many_rows", row=line, column="", words=words))
        row, wrong = _row(line, dict(zip(head, cells, strict=False)), on, is_short=len(cells) < len(head))
        problems += wrong
        if len(problems) > MOST_PROBLEMS:
            break
        if row is not None and row.key in rows:
            repeated += 1
        elif row is not None:
            rows[row.key] = row
    if not rows and not problems:
        return _only(Problem(code="no_rows", row=0, column="", words="The file has no rows below the names."))
    return ReadList(rows=tuple(rows.values()), problems=tuple(problems[:MOST_PROBLEMS]), repeated=repeated)


def _row(line: int, cells: dict[str, str], on: date, *, is_short: bool) -> tuple[ListedRow | None, list[Problem]]:
    given = {name: value.strip() for name, value in cells.items() if name}
    problems = []
    if is_short:
        problems.append(_problem("short_row", line, "", "The row has fewer cells than the first one. Half a file?"))
    problems += [
        _problem("no_name", line, name, f"The {name} is missing.")
        for name in ("forename", "surname")
        if not given.get(name)
    ]
    problems += [
        _problem("too_long", line, name, "This is longer than a name or an address can be.")
        for name, most in (("forename", 100), ("surname", 100), ("address", 300))
        if len(given.get(name, "")) > most
    ]
    born_on, wrong = _born_on(line, given.get("date_of_birth", ""), on)
    problems += wrong
    upn = upns.normal_form(given.get("upn", ""))
    if upn and not upns.is_well_formed(upn):
        problems.append(_problem("upn_malformed", line, "upn", "A UPN is one letter and twelve characters."))
    school = given.get("school", "").replace("/", "").replace(" ", "")
    if school and not _SCHOOL.fullmatch(school):
        words = "A school is its authority’s three digits and its own four. Excel may have taken zeros away."
        problems.append(_problem("school_malformed", line, "school", words))
    if problems or born_on is None:
        return None, problems
    row = ListedRow(
        line=line,
        forename=given["forename"],
        surname=given["surname"],
        born_on=born_on,
        upn=upn,
        sex=given.get("sex", "")[:1].upper() if given.get("sex", "")[:1].upper() in "MF" else "",
        postcode=postcodes.normal_form(given.get("postcode", ""))[:10],
        address=given.get("address", ""),
        school=school,
    )
    return row, []


def _born_on(line: int, text: str, on: date) -> tuple[date | None, list[Problem]]:
    column = "date_of_birth"
    if not text:
        return None, [_problem("no_date", line, column, "The date of birth is missing.")]
    if _EXCEL.fullmatch(text):
        words = "This is Excel’s number of a day. Format the column as a date, and save it again."
        return None, [_problem("excel_date", line, column, words)]
    for form in DATES:
        try:
            born_on = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
        if born_on > on:
            return None, [_problem("date_to_come", line, column, "This day has not come yet.")]
        if on.year - born_on.year > OLDEST_YEARS:
            return None, [_problem("date_too_old", line, column, f"This is more than {OLDEST_YEARS} years ago.")]
        return born_on, []
    words = "This is no date. Write it as 2021-09-30 or 30/09/2021."
    return None, [_problem("not_a_date", line, column, words)]


def _text(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max((",", ";", "\t", "|"), key=first.count)


def _column(name: str) -> str:
    plain = name.strip().strip("\ufeff").lower()
    plain = OTHER_NAMES.get(plain, plain).replace(" ", "_")
    return OTHER_NAMES.get(plain, plain)


def _no_column(name: str) -> Problem:
    words = f"There is no column “{name}”. The first row holds the names of the columns: {', '.join((*MUST, *MAY))}."
    return _problem("missing_column", 1, name, words)


def _problem(code: str, row: int, column: str, words: str) -> Problem:
    return Problem(code=code, row=row, column=column, words=words)


def _only(*problems: Problem) -> ReadList:
    return ReadList(rows=(), problems=problems, repeated=0)
