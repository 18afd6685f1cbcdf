"""Writes what a match found: pairs with probability and reasons, and the child of each row, as CSV or Parquet."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from onroll.linkage.engine.candidates import connect
from onroll.linkage.engine.match import DOUBTFUL_FROM, LINK_FROM, SURE_FROM, Engine, Matched
from onroll.linkage.engine.model import shipped
from onroll.linkage.engine.reasons import reasons, weights

Format = Literal["csv", "parquet"]
PAIR_COLUMNS = ("list_a", "id_a", "list_b", "id_b", "probability", "answer", "reasons", "weights")
CHILD_COLUMNS = ("list", "id", "child", "rows")
# A cell that begins so is a formula to a spreadsheet; a name from a list could be one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_pairs(matched: Matched, path: Path) -> int:
    """Write the pairs that are links or need a person, likeliest first, and return how many there are.

    `weights` is filled for the explainable engine: what each field weighed, in bits.
    """
    which = np.flatnonzero(matched.probability >= DOUBTFUL_FROM)
    which = which[np.lexsort((matched.pairs.right[which], matched.pairs.left[which], -matched.probability[which]))]
    told = reasons(matched, which)
    weighed = weights(matched, which, shipped()) if matched.engine is Engine.EXPLAINABLE else [""] * len(which)
    left, right = matched.pairs.left[which].tolist(), matched.pairs.right[which].tolist()
    rows = [
        (*_parted(matched.table.rids[one]), *_parted(matched.table.rids[two]), round(chance, 4), answer(chance), *why)
        for one, two, chance, *why in zip(left, right, matched.probability[which].tolist(), told, weighed, strict=True)
    ]
    _write(path, PAIR_COLUMNS, rows)
    return len(rows)


def write_children(matched: Matched, path: Path) -> int:
    """Write the child of each row, named after the child's first row, and return how many children there are."""
    rids = matched.table.rids
    sizes = np.bincount(matched.child, minlength=len(rids))
    rows = [
        (*_parted(rid), rids[child], int(sizes[child])) for rid, child in zip(rids, matched.child.tolist(), strict=True)
    ]
    _write(path, CHILD_COLUMNS, sorted(rows, key=lambda row: (row[2], row[0], row[1])))
    return int((sizes > 0).sum())


def answer(chance: float) -> str:
    """Return what a probability says: "link" where it is sure, "for a person" where it is not."""
    if chance >= SURE_FROM:
        return "link"
    return "for a person: likely" if chance > LINK_FROM else "for a person: unlikely"


def _parted(rid: str) -> tuple[str, str]:
    name, _, reference = rid.partition("/")
    return name, reference


def _write(path: Path, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_plain(value) for value in row] for row in rows)
    if path.suffix == ".parquet":
        written = path.with_suffix(".csv")
        with connect() as database:
            source = f"read_csv('{_quoted(written)}', header = true, all_varchar = {columns == CHILD_COLUMNS})"
            database.execute(f"COPY (SELECT * FROM {source}) TO '{_quoted(path)}' (FORMAT parquet)")  # noqa: S608
        written.unlink()


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
