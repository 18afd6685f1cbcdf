"""The rows of the lists to be compared, in columns of text, and whole numbers that stand for text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Texts = list[str]

FIELDS = ("upn", "forename", "middle", "surname", "dob", "sex", "postcode", "house", "street")
MISSING = -1


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of all lists one after another. `lists` numbers the list of each row; `text` holds each field, "" where
    it is missing.
    """

    rids: Sequence[str]
    lists: Ints
    list_names: tuple[str, ...]
    text: dict[str, Texts]

    def __len__(self) -> int:
        return len(self.rids)


def table(rids: Sequence[str], lists: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> Table:
    """Return a table from columns of any values. A field that is not given, or None, is missing."""
    names = tuple(sorted(set(lists)))
    place = {name: number for number, name in enumerate(names)}
    count = len(rids)
    text = {
        field: ["" if value is None else str(value) for value in columns[field]] if field in columns else [""] * count
        for field in FIELDS
    }
    return Table(list(rids), np.array([place[each] for each in lists], dtype=np.int32), names, text)


def from_records(records: Sequence[Mapping[str, Any]]) -> Table:
    """Return a table from rows that have `rid`, `list` and any of `FIELDS`."""
    columns = {field: [row.get(field) for row in records] for field in FIELDS}
    return table([row["rid"] for row in records], [row["list"] for row in records], columns)


def encode(values: Iterable[str]) -> tuple[Ints, Texts]:
    """Return a number for each value and the distinct values they stand for; the empty text is `MISSING`."""
    found: dict[str, int] = {"": MISSING}
    codes = np.array([found.setdefault(value, len(found) - 1) for value in values], dtype=np.int32)
    return codes, list(found)[1:]


def in_order(rows: Table) -> Table:
    """Return the table with its rows in an order of their own: by list, by what they say, by reference.

    Nothing that follows can then depend on the order in which rows came.
    """
    columns = [rows.text[field] for field in FIELDS]
    keys = list(zip(rows.lists.tolist(), zip(*columns, strict=True), rows.rids, strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    text = {field: [values[place] for place in order] for field, values in rows.text.items()}
    return Table([rows.rids[place] for place in order], rows.lists[order], rows.list_names, text)
