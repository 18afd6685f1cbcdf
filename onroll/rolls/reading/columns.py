"""The columns of a roll, and guessing which of a school's own columns is which.

Source: our own table, tables/roll-columns.csv; the names are those that school systems' exports and the common transfer
file use (see its SOURCES.md). docs/reference/roll-columns.md is made from it.
"""

import csv
import dataclasses
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "tables" / "roll-columns.csv"
NOT_READ = "-"  # in a mapping: a person said that this column of theirs is not read


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its title, whether every file needs it, and what else people call it."""

    field: str
    title: str
    is_needed: bool
    format: str
    what: str
    also_called: tuple[str, ...]


def _read() -> tuple[Column, ...]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return tuple(
            Column(
                field=row["field"],
                title=row["title"],
                is_needed=bool(row["needed"]),
                format=row["format"],
                what=row["what"],
                also_called=tuple(filter(None, row["also_called"].split(";"))),
            )
            for row in csv.DictReader(table)
        )


COLUMNS = _read()
BY_FIELD = {column.field: column for column in COLUMNS}
# What a pupil has of these: all but the school, which is the file's.
FIELDS = tuple(column.field for column in COLUMNS if column.field != "school_code")


def plain(title: str) -> str:
    """Return a title as it is compared: small letters, no stops or underscores, single spaces."""
    return re.sub(r"[\s_\-.:*]+", " ", title.replace("\ufeff", "").casefold()).strip()


_KNOWN = {plain(name): column.field for column in COLUMNS for name in (column.field, column.title, *column.also_called)}


def guess(titles: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return our field by the school's own title: as remembered for the school, else by name; "" where unknown.

    `remembered` is by title as compared (`plain`); the value `-` says that the column is not read.
    """
    kept = remembered or {}
    taken: set[str] = set()
    found: dict[str, str] = {}
    for title in titles:
        said = kept.get(plain(title))
        field = _KNOWN.get(plain(title), "") if said is None else said
        if said is None and (field in taken or field in kept.values()):
            field = ""
        taken.add(field)
        found[title] = field
    return found


def lacking(fields: set[str]) -> list[str]:
    """Return the titles of the columns that every file needs and these fields lack.

    A date of birth is not needed where a pupil number or a UPN says who it is.
    """
    has_number = bool(fields & {"pupil_key", "upn"})
    return [
        column.title
        for column in COLUMNS
        if column.is_needed and column.field not in fields and not (column.field == "born_on" and has_number)
    ]
