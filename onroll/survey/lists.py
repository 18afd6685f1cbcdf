"""Reads a list of authorities: whom to call, and facts of each area by which results are parted.

One column is needed, `authority`. A number that cannot be read is a problem with its row and column; nothing is guessed
from a name, and no number of authorities is taken for granted (149 in 2006, others today: trap 34).
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

WORDS: Final = ("region", "contact_name", "contact_post", "telephone", "email")
FIGURES: Final = ("deprivation", "roll", "unauthorised_absence", "exclusions")
PROBLEMS: Final = {
    "not_a_table": "The file is not a table with a column “authority”.",
    "authority_missing": "The row names no authority.",
    "authority_twice": "The authority stands in the list twice.",
    "not_a_number": "{column} is not a number. Leave it empty where it is not known.",
    "too_long": "{column} is longer than 100 characters.",
    "no_authorities": "The list names no authority.",
}
_LONGEST: Final = 100
_SHORTER: Final = {"region": 60, "telephone": 40}


@dataclass(frozen=True, slots=True)
class ListProblem:
    """One thing wrong with a list; the heading is row 1."""

    code: str
    row: int | None
    message: str


@dataclass(frozen=True, slots=True)
class ListedAuthority:
    """One row of a list. Figures that are not known are None."""

    name: str
    words: dict[str, str]
    figures: dict[str, float | None]


def name_key(name: str) -> str:
    """Return a name without case and without double spaces, by which two lists agree on an authority."""
    return " ".join(name.split()).casefold()


def read(data: bytes) -> tuple[list[ListedAuthority], list[ListProblem]]:
    """Return the authorities of a list, and everything that is wrong with it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        heading = [(name or "").strip().casefold().replace(" ", "_") for name in reader.fieldnames or []]
        if "authority" not in heading:
            return [], [_problem("not_a_table", None)]
        reader.fieldnames = heading
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        return [], [_problem("not_a_table", None)]
    found: dict[str, ListedAuthority] = {}
    problems: list[ListProblem] = []
    for number, row in rows:
        _take(row, number, found, problems)
    if not found and not problems:
        problems.append(_problem("no_authorities", None))
    return list(found.values()), problems


def _take(row: dict[str, str], number: int, found: dict[str, ListedAuthority], problems: list[ListProblem]) -> None:
    given = {name: " ".join((row.get(name) or "").split()) for name in ("authority", *WORDS, *FIGURES)}
    if not any(given.values()):
        return
    faults = list(_faults(given, number, is_known=name_key(given["authority"]) in found))
    problems += faults
    if not faults:
        figures = {name: float(given[name].replace(",", "")) if given[name] else None for name in FIGURES}
        words = {name: given[name] for name in WORDS}
        found[name_key(given["authority"])] = ListedAuthority(given["authority"], words, figures)


def _faults(given: dict[str, str], number: int, *, is_known: bool) -> Iterator[ListProblem]:
    if not given["authority"]:
        yield _problem("authority_missing", number)
    if is_known:
        yield _problem("authority_twice", number)
    for name in ("authority", *WORDS):
        if len(given[name]) > _SHORTER.get(name, _LONGEST):
            yield _problem("too_long", number, name)
    for name in FIGURES:
        try:
            is_finite = not given[name] or abs(float(given[name].replace(",", ""))) < float("inf")
        except ValueError:
            is_finite = False
        if not is_finite:
            yield _problem("not_a_number", number, name)


def _problem(code: str, row: int | None, column: str = "") -> ListProblem:
    words = PROBLEMS[code].format(column=column.replace("_", " ").capitalize())
    return ListProblem(code, row, words)
