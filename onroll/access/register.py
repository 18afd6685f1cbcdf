"""Reads an extract of the national register of schools into rows and problems; an action stores them.

Takes the full extract ("edubasealldata", some 140 columns) and the sample beside it, in UTF-8 with or without byte
order mark, or in Windows-1252. Which column means what stands in tables/register_columns.csv.
Source: the register's public extract, its column names and its dd-mm-yyyy dates; tables/README.md.
"""

import codecs
import csv
import dataclasses
import functools
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Literal

from onroll.access.register_values import READERS, Value

PIECE_BYTES = 1024 * 1024


class NotARegister(Exception):
    """The file is not an extract of the register; `words` say why, for an operator."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one row: refused rows are left out, warned ones are kept. `line` counts from 1."""

    code: str
    severity: Literal["refused", "warning"]
    line: int
    words: str


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One establishment: its line in the file and the values of the columns that the file has, by field."""

    line: int
    values: Mapping[str, Value]


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """Where a field stands in the two shapes of file, and how its values are read."""

    field: str
    titles: tuple[str, str]
    kind: str
    is_required: bool


@functools.cache
def columns() -> tuple[Column, ...]:
    """Return the table of columns."""
    text = resources.files("onroll.access.tables").joinpath("register_columns.csv").read_text(encoding="utf-8")
    return tuple(
        Column(row["field"], (row["full_extract"], row["sample"]), row["kind"], row["required"] == "yes")
        for row in csv.DictReader(text.splitlines())
    )


def read_register(path: Path) -> Iterator[Row | Problem]:
    """Yield a row or a refusal for each line, and warnings before the row they are about. Holds one line at a time.

    Raises: NotARegister, before anything is yielded or when the text stops being a table; OSError.
    """
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as lines:
        reader = csv.reader(lines)
        try:
            places = places_of([title.strip() for title in next(reader, [])])
            seen: set[Value] = set()
            for cells in reader:
                yield from _read_row(reader.line_num, cells, places, seen)
        except csv.Error as problem:
            raise NotARegister(f"Line {reader.line_num + 1} cannot be read as a table: {problem}.") from problem


def encoding_of(path: Path) -> str:
    """Return utf-8-sig where the whole file is UTF-8 (with or without byte order mark), else cp1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while piece := file.read(PIECE_BYTES):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def places_of(titles: list[str]) -> dict[str, tuple[int, str]]:
    """Return the place and the kind of each field that the file has.

    Raises: NotARegister, naming what is missing.
    """
    for shape in (0, 1):
        found = {
            one.field: (titles.index(one.titles[shape]), one.kind) for one in columns() if one.titles[shape] in titles
        }
        if "urn" in found:
            missing = [one.titles[shape] for one in columns() if one.is_required and one.field not in found]
            if missing:
                raise NotARegister(
                    f"The register's extract has these columns, this file has not: {', '.join(missing)}."
                )
            return found
    raise NotARegister("This is no extract of the register of schools: its first line has no column URN.")


def _read_row(
    line: int, cells: list[str], places: Mapping[str, tuple[int, str]], seen: set[Value]
) -> Iterator[Row | Problem]:
    if not any(cells):
        return
    values: dict[str, Value] = {}
    for field, (place, kind) in places.items():
        text = cells[place].strip() if place < len(cells) else ""
        values[field], code, words = READERS[kind](text)
        if code:
            is_identity = field in {"urn", "la_code", "number"}
            yield Problem(code, "refused" if is_identity else "warning", line, words)
            if is_identity:
                return
    if values["urn"] in seen:
        yield Problem("R04", "refused", line, f"URN {values['urn']} stands in the file twice; the first row counts.")
        return
    seen.add(values["urn"])
    if not values.get("type_name", "?"):
        yield Problem("R05", "warning", line, "The establishment has no type; it is kept.")
    yield Row(line, values)
