"""Reads a file of answers: one row for each answer, with columns authority, item, line and answer.

Tolerated: a byte order mark, UTF-16, Windows-1252, commas, semicolons or tabs, extra columns, any order of columns,
blank lines, blank answers, upper and lower case, spaces or hyphens for underscores. All else that is wrong is a
`Problem`.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from onroll.selfeval.answers import Answers, Cell
from onroll.selfeval.checking import check
from onroll.selfeval.problems import Problem, Severity, problem
from onroll.selfeval.questionnaire import CLAIMED, DONT_KNOW, Item, Kind, items

COLUMNS: Final = ("authority", "item", "line", "answer")
_ALSO: Final = {
    "claimed": CLAIMED,
    "claimed_without_evidence": CLAIMED,
    "don't_know": DONT_KNOW,
    "dont_know": DONT_KNOW,
    "do_not_know": DONT_KNOW,
}


class Unreadable(ValueError):
    """The file is not a table of answers at all."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One authority's answers, and the row of the file that each stands in."""

    authority: str
    answers: Answers
    places: dict[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: authorities in the order they first appear, and everything that is wrong."""

    submissions: tuple[Submission, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that must be put right."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)


@dataclass(slots=True)
class _Gathered:
    """Rows of one authority while a file is read."""

    authority: str
    ticks: dict[Cell, frozenset[str]] = field(default_factory=dict)
    places: dict[tuple[str, str, str], int] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)

    def add(self, item: str, line: str, answer: str, row: int) -> None:
        cell = (item, line)
        self.ticks[cell] = self.ticks.get(cell, frozenset()) | {answer}
        self.places.setdefault((item, line, answer), row)

    def finished(self) -> Submission:
        return Submission(self.authority, Answers(self.ticks), self.places)


def read(data: bytes) -> Reading:
    """Return the answers of every authority in a file, and what is wrong with them.

    Raises: Unreadable, if it is no table or lacks a column.
    """
    gathered: dict[str, _Gathered] = {}
    problems: list[Problem] = []
    for row, authority, key, line, answer in _rows(_text(data)):
        if not authority:
            problems.append(problem("authority_missing", item=key, row=row))
            continue
        of = gathered.setdefault(authority.casefold(), _Gathered(authority))
        fault = _take(of, row, key, line, answer)
        if fault:
            problems.append(fault)
            of.faulty.add(fault.item)
    for each in gathered.values():
        checked = check(Answers(each.ticks), authority=each.authority, places=each.places)
        # A row that could not be read leaves its item open: that is said once, by the row's own problem.
        problems += [found for found in checked if found.row or found.item not in each.faulty]
    if not gathered and not problems:
        problems.append(problem("no_answers"))
    in_order = sorted(problems, key=lambda each: (each.row is None, each.row or 0))
    return Reading(tuple(each.finished() for each in gathered.values()), tuple(in_order))


def _take(of: _Gathered, row: int, key: str, line: str, answer: str) -> Problem | None:
    """Add one row to an authority's answers, or return what is wrong with it."""
    item = _ITEMS.get(key.casefold())
    if item is None:
        return problem("item_unknown", authority=of.authority, item=key, row=row)
    line = _plain(line)
    if line not in (item.lines or ("",)):
        code = "line_unknown" if line else "line_missing"
        allowed = ", ".join(item.lines) or "none"
        return problem(code, authority=of.authority, item=item.key, row=row, line=line, allowed=allowed)
    option = answer if item.kind is Kind.TEXT else _option(answer)
    if not option:
        return None
    if item.kind is not Kind.TEXT and option not in item.options:
        allowed = ", ".join(item.options)
        return problem("answer_unknown", authority=of.authority, item=item.key, row=row, answer=answer, allowed=allowed)
    of.add(item.key, line, option, row)
    return None


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # what Excel calls Unicode text
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as fault:
        raise Unreadable("the file is neither UTF-8 nor Windows-1252 text") from fault


def _rows(text: str) -> Iterator[tuple[int, str, str, str, str]]:
    """Yield row number and the four cells of every row that is not blank."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
    try:
        places: list[int] | None = None
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if places is None:
                places = _places([_plain(cell) for cell in cells])
                continue
            authority, *rest = (" ".join(cells[at].split()) if at < len(cells) else "" for at in places)
            yield reader.line_num, authority, rest[0], rest[1], rest[2]
    except csv.Error as fault:
        raise Unreadable(f"row {reader.line_num} cannot be read as a table") from fault
    if places is None:
        raise Unreadable("the file is empty")


def _places(heading: Sequence[str]) -> list[int]:
    absent = [column for column in COLUMNS if column not in heading]
    if absent:
        raise Unreadable(f"the file has no column {', '.join(absent)}; it needs {', '.join(COLUMNS)}")
    return [heading.index(column) for column in COLUMNS]


def _plain(text: str) -> str:
    return "_".join(text.strip().casefold().replace("-", " ").replace("_", " ").split())


def _option(text: str) -> str:
    plain = _plain(text.replace("’", "'"))
    return _ALSO.get(plain, plain)


_ITEMS: Final[dict[str, Item]] = {key.casefold(): item for key, item in items().items()}
