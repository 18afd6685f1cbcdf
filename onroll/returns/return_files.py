"""Reading returns from a CSV that a school makes: one kind a file, everything wrong with it told at once.

Columns for all: forename, surname, date_of_birth, upn (may be empty), sex, address, postcode.
new_pupil: started_on, last_school, boarder (yes, no), parent_name, parent_address, parent_telephone, not_obtained.
attendance and sickness: from, until, school_days, expected_days, words.
deletion: ground (its letter that day), deleted_on, done_before (yes, no), destination, and a column for each question
of the ground by its code, such as has_notice or notice_on. New pupils and deletions may give home_authority: the three
digits of the authority where the pupil lives, where it is another one. Dates as 2026-09-30 or 30/09/2026; answers as
yes or no.
"""

import csv
import dataclasses
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from onroll.identifiers import upn as upns
from onroll.registry.actions import Facts
from onroll.returns.given import Absence, Contact, Leaving, NewPupil, Problem
from onroll.rules.returns import ReturnKind

MUST: dict[ReturnKind, tuple[str, ...]] = {
    ReturnKind.NEW_PUPIL: ("started_on",),
    ReturnKind.DELETION: ("ground", "deleted_on"),
    ReturnKind.ATTENDANCE: ("from", "school_days"),
    ReturnKind.SICKNESS: ("from", "school_days"),
}
CHILD = ("forename", "surname", "date_of_birth")
DATES = ("%Y-%m-%d", "%d/%m/%Y")
YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
MOST_ROWS = 5_000
MOST_BYTES = 5_000_000
DELIMITERS = (",", ";", "\t", "|")
TOO_LARGE = Problem(code="file_too_large", row=0, column="", words="The file is larger than 5 MB. Split it.")
FIXED = frozenset(
    {
        *("forename", "surname", "date_of_birth", "upn", "sex", "address", "postcode", "ground", "deleted_on"),
        *("done_before", "destination", "destination_from", "future_address", "future_parent", "not_obtained"),
        *("parent_name", "parent_address", "parent_telephone", "words", "home_authority"),
    }
)
Given = NewPupil | Absence | Leaving


@dataclasses.dataclass(frozen=True, slots=True)
class ReturnRow:
    """One return of a file."""

    line: int
    facts: Facts
    given: Given


def read_returns(content: bytes, kind: ReturnKind) -> tuple[tuple[ReturnRow, ...], tuple[Problem, ...]]:
    """Return the rows of a file and everything that is wrong with it.

    Commas, semicolons, tabs or upright strokes between the columns: whichever the first line has most of.
    """
    if len(content) > MOST_BYTES:
        return (), (TOO_LARGE,)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (), (Problem(code="not_text", row=0, column="", words="Save the file as “CSV UTF-8” first."),)
    try:
        return _read(text, kind)
    except csv.Error:  # a cell without an end, or a character that no text has
        words = "This is no table. Save the file as “CSV UTF-8” and load it again."
        return (), (Problem(code="not_a_table", row=0, column="", words=words),)


def _read(text: str, kind: ReturnKind) -> tuple[tuple[ReturnRow, ...], tuple[Problem, ...]]:
    first = text.partition("\n")[0]
    between = max(DELIMITERS, key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=between)
    head = [(name or "").strip().lower().replace(" ", "_") for name in reader.fieldnames or ()]
    missing = [name for name in (*CHILD, *MUST[kind]) if name not in head]
    if missing:
        return (), tuple(
            Problem(code="missing_column", row=1, column=name, words=f"There is no column “{name}”.")
            for name in missing
        )
    reader.fieldnames = head
    rows: list[ReturnRow] = []
    problems: list[Problem] = []
    for line, cells in enumerate(reader, start=2):
        if line > MOST_ROWS + 1:
            words = f"The file has more than {MOST_ROWS:,} rows. Split it."
            return (), (Problem(code="too_many_rows", row=line, column="", words=words),)
        row = _Row(
            line, {name: (value or "").strip() for name, value in cells.items() if isinstance(value, str | None)}
        )
        made = _made(row, kind)
        problems += row.problems
        if not row.problems:
            rows.append(made)
    if not rows and not problems:
        problems.append(Problem(code="no_rows", row=0, column="", words="The file has no rows below the names."))
    return tuple(rows), tuple(problems)


@dataclasses.dataclass(slots=True)
class _Row:
    """A row that gathers what is wrong with it while it is read."""

    line: int
    cells: dict[str, str]
    problems: list[Problem] = dataclasses.field(default_factory=list)

    def text(self, name: str, *, most: int = 500, must: bool = False) -> str:
        found = self.cells.get(name, "")
        if must and not found:
            self.wrong("no_value", name, "This is missing.")
        if len(found) > most:
            self.wrong("too_long", name, f"This is longer than {most} characters.")
        return found

    def day(self, name: str, *, must: bool = False) -> date | None:
        found = self.text(name, must=must)
        day = day_of(found)
        if found and day is None:
            self.wrong("not_a_date", name, "Write the day as 2026-09-30 or 30/09/2026.")
        return day

    def number(self, name: str, *, must: bool = False) -> int:
        found = self.text(name, must=must)
        if found and not (found.isascii() and found.isdecimal() and len(found) <= 4):
            self.wrong("not_a_number", name, "Write a whole number.")
            return 0
        return int(found or 0)

    def answer(self, name: str) -> bool | None:
        found = self.text(name).lower()
        if found and found not in YES_NO:
            self.wrong("not_yes_or_no", name, "Write yes or no.")
        return YES_NO.get(found)

    def wrong(self, code: str, column: str, words: str) -> None:
        self.problems.append(Problem(code=code, row=self.line, column=column, words=words))


def day_of(text: str) -> date | None:
    """Return the day that a text is, or None."""
    for form in DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def answers_of(text: str) -> dict[str, Any]:
    """Return the answers in a text like `has_notice=yes; notice_on=2026-10-01`, by the code of the question."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): _answer(given.strip()) for name, is_one, given in pairs if is_one and given.strip()}


def _made(row: _Row, kind: ReturnKind) -> ReturnRow:
    upn = upns.normal_form(row.text("upn", most=40))
    if upn and not upns.is_well_formed(upn):
        row.wrong("upn_malformed", "upn", "A UPN is one letter and twelve characters. Leave it empty if there is none.")
    facts = Facts(
        forename=row.text("forename", most=100, must=True),
        surname=row.text("surname", most=100, must=True),
        birth_date=row.day("date_of_birth", must=True),
        upn=upn[:13],
        sex=row.text("sex")[:1].upper(),
        address=row.text("address", most=400),
        postcode=row.text("postcode", most=10),
    )
    if kind is ReturnKind.NEW_PUPIL:
        return ReturnRow(row.line, facts, _new_pupil(row))
    return ReturnRow(row.line, facts, _leaving(row) if kind is ReturnKind.DELETION else _absence(row))


def _new_pupil(row: _Row) -> NewPupil:
    return NewPupil(
        started_on=row.day("started_on", must=True) or date.min,
        last_school=row.text("last_school", most=200),
        is_boarder=row.answer("boarder"),
        contacts=tuple(_contacts(row)),
        not_obtained=row.text("not_obtained"),
        home_la_code=row.text("home_authority", most=3),
    )


def _absence(row: _Row) -> Absence:
    return Absence(
        from_on=row.day("from", must=True) or date.min,
        until_on=row.day("until"),
        school_days=row.number("school_days", must=True),
        expected_days=row.number("expected_days"),
        words=row.text("words"),
    )


def _leaving(row: _Row) -> Leaving:
    return Leaving(
        ground_code=row.text("ground", most=30, must=True),
        deleted_on=row.day("deleted_on", must=True) or date.min,
        answers={name: _answer(text) for name, text in row.cells.items() if name and name not in FIXED and text},
        contacts=tuple(_contacts(row)),
        was_done_before=row.answer("done_before") is True,
        destination=row.text("destination", most=300),
        destination_from=row.day("destination_from"),
        future_address=row.text("future_address", most=400),
        future_parent=row.text("future_parent", most=200),
        not_obtained=row.text("not_obtained"),
        words=row.text("words"),
        home_la_code=row.text("home_authority", most=3),
    )


def _contacts(row: _Row) -> Iterator[Contact]:
    name = row.text("parent_name", most=200)
    if name:
        yield Contact(
            name=name, address=row.text("parent_address", most=400), telephone=row.text("parent_telephone", most=60)
        )


def _answer(text: str) -> Any:
    if text.lower() in YES_NO:
        return YES_NO[text.lower()]
    return day_of(text) or text
