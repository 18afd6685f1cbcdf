"""Reads the register's file of links between establishments into links and problems; an action stores them.

Source: the register's public links file, its column names and its dd-mm-yyyy dates; tables/README.md.
"""

import csv
import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from onroll.access.link_kinds import kinds
from onroll.access.register import NotARegister, Problem, encoding_of
from onroll.access.register_values import read_date
from onroll.identifiers import urn

COLUMNS = ("URN", "LinkURN", "LinkType", "LinkEstablishedDate")
LONGEST_WORDS = 80


@dataclasses.dataclass(frozen=True, slots=True)
class Link:
    """One statement of the register: what `link_urn` is to `urn`, in the register's words, and since when."""

    urn: str
    link_urn: str
    words: str
    established_on: date | None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from other statements: the register makes each once."""
        return self.urn, self.link_urn, self.words


def read_links(path: Path) -> Iterator[Link | Problem]:
    """Yield a link or a refusal for each line, and warnings before the link they are about.

    Raises: NotARegister, before anything is yielded or when the text stops being a table; OSError.
    """
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as lines:
        reader = csv.reader(lines)
        try:
            titles = [title.strip() for title in next(reader, [])]
            missing = [title for title in COLUMNS if title not in titles]
            if missing:
                raise NotARegister(f"The register's links have these columns, this file has not: {', '.join(missing)}.")
            seen: set[tuple[str, str, str]] = set()
            for cells in reader:
                if any(cells):
                    row = dict(zip(titles, (cell.strip() for cell in cells), strict=False))
                    yield from _read_row(reader.line_num, row, seen)
        except csv.Error as problem:
            raise NotARegister(f"Line {reader.line_num + 1} cannot be read as a table: {problem}.") from problem


def _read_row(line: int, row: dict[str, str], seen: set[tuple[str, str, str]]) -> Iterator[Link | Problem]:
    ends = urn.parse(row.get("URN", "")), urn.parse(row.get("LinkURN", ""))
    words = " ".join(row.get("LinkType", "").split())[:LONGEST_WORDS]
    if ends[0] is None or ends[1] is None:
        yield Problem("L01", "refused", line, "The row has not two URNs of six digits; it is left out.")
        return
    if ends[0] == ends[1]:
        yield Problem("L02", "refused", line, f"The row links URN {ends[0]} with itself; it is left out.")
        return
    if not words:
        yield Problem("L03", "refused", line, "The row does not say what the link is; it is left out.")
        return
    established_on, code, why = read_date(row.get("LinkEstablishedDate", ""))
    link = Link(ends[0], ends[1], words, established_on if isinstance(established_on, date) else None)
    if link.key in seen:
        yield Problem("L04", "refused", line, "The same link stands in the file twice; the first row counts.")
        return
    seen.add(link.key)
    if code:
        yield Problem("L05", "warning", line, why)
    if words not in kinds():
        yield Problem("L06", "warning", line, "We do not know this kind of link; it is kept, and leads nowhere.")
    yield link
