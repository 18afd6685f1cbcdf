"""Pairs of rows worth comparing: those that share a key, found by DuckDB, which spills to disk when memory is short."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import duckdb
import numpy as np
import numpy.typing as npt

from onroll.linkage.engine.keys import key_columns
from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.table import Ints

# A key that more rows share says too little, and its pairs grow with the square of its rows.
LARGEST_BLOCK = 40
KeyRows = tuple[npt.NDArray[np.uint64], Ints]
_HALF, _LOW = 32, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of row numbers, `left` below `right`, each pair once, in rising order."""

    left: Ints
    right: Ints

    def __len__(self) -> int:
        return len(self.left)

    def where(self, kept: np.ndarray) -> "Pairs":
        """Return the pairs for which `kept` is true, or those it numbers."""
        return Pairs(self.left[kept], self.right[kept])


def connect(memory_limit: str = "", folder: str = "") -> duckdb.DuckDBPyConnection:
    """Return a database in memory that neither loads extensions nor reaches the network; it spills into `folder`."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if memory_limit:
        settings["memory_limit"] = memory_limit
    if folder:
        settings["temp_directory"] = folder
    database = duckdb.connect(":memory:", config=settings)
    database.execute("SET enable_progress_bar = false")  # it would write over our own
    return database


def candidate_pairs(
    rows: Prepared, database: duckdb.DuckDBPyConnection, *, within: bool = False, largest: int = LARGEST_BLOCK
) -> Pairs:
    """Return the pairs of rows of different lists that share a key; with `within`, of one list too.

    Keys that more than `largest` rows share are left out.
    """
    found = [met(rows, database, kind, within=within, largest=largest) for kind in _by_kind(rows)]
    both = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return Pairs((both >> _HALF).astype(np.int32), (both & _LOW).astype(np.int32))


def met(
    rows: Prepared, database: duckdb.DuckDBPyConnection, kind: KeyRows, *, within: bool, largest: int
) -> npt.NDArray[np.int64]:
    """Return the pairs that share a key of one `kind`: keys, and the rows that have them. A pair is one number, the
    left row in its upper half; each pair comes once, in rising order.
    """
    keys, numbers = kind
    database.register("keys", {"key": keys, "row": numbers, "list": rows.lists[numbers]})
    across = "" if within else "AND a.list <> b.list"
    found = database.execute(
        f"""
        WITH fit AS (SELECT key FROM keys GROUP BY key HAVING count(*) BETWEEN 2 AND {int(largest)}),
             kept AS (SELECT k.* FROM keys k SEMI JOIN fit f USING (key))
        SELECT (a.row::BIGINT << {_HALF}) | b.row AS pair
        FROM kept a JOIN kept b ON a.key = b.key AND a.row < b.row {across}
        """  # noqa: S608 (whole numbers and one of two fixed texts)
    ).fetchnumpy()
    database.unregister("keys")
    return np.unique(np.asarray(found["pair"], dtype=np.int64))


def _by_kind(rows: Prepared) -> Iterator[KeyRows]:
    """Yield the keys of one kind after another with the rows that have them, so that never all are held at once."""
    for _, columns in groupby(key_columns(rows), key=lambda column: column[0]):
        keys, numbers = [], []
        for _, key, has in columns:
            which = np.flatnonzero(has).astype(np.int32)
            keys.append(key[which])
            numbers.append(which)
        yield np.concatenate(keys), np.concatenate(numbers)
