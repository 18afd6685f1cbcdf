"""Pairs of rows worth comparing: those that share a key, found by DuckDB, which spills to disk when memory is short."""

from dataclasses import dataclass

import duckdb
import numpy as np

from onroll.linkage.engine.keys import key_columns
from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.table import Ints

# A key that more rows share says too little, and its pairs grow with the square of its rows.
LARGEST_BLOCK = 40


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
    keys, numbers = _key_rows(rows)
    table = {"key": keys, "row": numbers, "list": rows.lists[numbers]}
    database.register("raw_keys", table)
    across = "" if within else "AND a.list <> b.list"
    found = database.execute(
        f"""
        WITH keys AS (SELECT DISTINCT key, row, list FROM raw_keys),
             fit AS (SELECT key FROM keys GROUP BY key HAVING count(*) BETWEEN 2 AND {int(largest)}),
             kept AS (SELECT k.* FROM keys k SEMI JOIN fit f USING (key))
        SELECT DISTINCT a.row AS a, b.row AS b
        FROM kept a JOIN kept b ON a.key = b.key AND a.row < b.row {across}
        """  # noqa: S608 (one whole number and one of two fixed texts)
    ).fetchnumpy()
    database.unregister("raw_keys")
    left, right = (np.asarray(found[name], dtype=np.int32) for name in ("a", "b"))
    order = np.lexsort((right, left))
    return Pairs(left[order], right[order])


def _key_rows(rows: Prepared) -> tuple[np.ndarray, Ints]:
    keys, numbers = [], []
    for _, key, has in key_columns(rows):
        which = np.flatnonzero(has).astype(np.int32)
        keys.append(key[which])
        numbers.append(which)
    return np.concatenate(keys), np.concatenate(numbers)
