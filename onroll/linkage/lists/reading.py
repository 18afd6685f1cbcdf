"""Reads a list from a CSV or Parquet file: UTF-8 or Windows text, or both in one file; headings that come twice."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from onroll.linkage.engine.candidates import connect

_SEPARATORS = ",;\t|"
_SAMPLE = 4096


class ListUnreadable(Exception):
    """A file is no list: not there, of another kind, empty, or without a heading."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as it stands in a file: every value as text, "" where missing. `remarks` says what was tolerated."""

    name: str
    headings: tuple[str, ...]
    columns: dict[str, list[str]]
    remarks: tuple[str, ...]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))


def read(path: Path) -> ListFile:
    """Return the list in a file, named after the file.

    Raises: ListUnreadable, if it is not there, holds no rows, or is of another kind than its ending says.
    """
    if not path.is_file():
        raise ListUnreadable(f"there is no file {path.name}")
    found = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    if not len(found):
        raise ListUnreadable(f"{path.name} holds no rows")
    return found


def _parquet(path: Path) -> ListFile:
    try:
        with connect() as database:
            asked = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
            headings = tuple(column[0] for column in asked.description or ())
            rows = asked.fetchall()
    except duckdb.Error as problem:
        raise ListUnreadable(f"{path.name} is not a Parquet file that can be read") from problem
    return _list(path, headings, [["" if value is None else str(value) for value in row] for row in rows], [])


def _csv(path: Path) -> ListFile:
    remarks: list[str] = []
    content = path.read_bytes()
    if b"\0" in content[:_SAMPLE] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ListUnreadable(f"{path.name} is not a text file: save it as CSV")
    text = _decoded(content, remarks)
    separator = max(_SEPARATORS, key=text.split("\n", 1)[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    headings = tuple(heading.strip() for heading in next(rows, []))
    if len(headings) < 2:
        raise ListUnreadable(f"{path.name} has no row of headings with two columns or more")
    return _list(path, headings, _tidied(rows, headings, remarks), remarks)


def _decoded(content: bytes, remarks: list[str]) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        remarks.append("not all of it is UTF-8: lines that are not were read as Windows text (cp1252)")
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    return "".join(_line(line) for line in lines)


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _tidied(rows: Iterator[list[str]], headings: tuple[str, ...], remarks: list[str]) -> list[list[str]]:
    kept: list[list[str]] = []
    again = ragged = 0
    for row in rows:
        values = [value.strip() for value in row]
        if not any(values):
            continue
        if tuple(values) == headings:
            again += 1
            continue
        ragged += len(values) != len(headings)
        kept.append((values + [""] * len(headings))[: len(headings)])
    if again:
        remarks.append(f"the headings came again {again} times and were left out")
    if ragged:
        remarks.append(f"{ragged} rows had more or fewer columns than the headings")
    return kept


def _list(path: Path, headings: tuple[str, ...], rows: list[list[str]], remarks: list[str]) -> ListFile:
    named = _unique(headings)
    columns = dict(zip(named, ([*column] for column in zip(*rows, strict=True)), strict=True)) if rows else {}
    if named != headings:
        remarks.append("two columns had the same heading: the later ones are numbered")
    for values in columns.values():  # a name that stands in a thousand rows is held once
        held: dict[str, str] = {}
        values[:] = [held.setdefault(value, value) for value in values]
    return ListFile(path.stem, named, columns, tuple(remarks))


def _unique(headings: tuple[str, ...]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    named = []
    for heading in headings:
        seen[heading] = seen.get(heading, 0) + 1
        named.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return tuple(named)
