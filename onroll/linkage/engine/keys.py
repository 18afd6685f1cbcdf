"""Keys under which rows meet: skeletons of the words of a name, in no order, with birth date, place or number.

Two rows are candidates when they share a key. Keys are made wide enough for a slip in any one fact.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.table import MISSING, Ints

Keys = npt.NDArray[np.uint64]
_WORDS = 5
# Odd 64-bit constants that spread bits: the finaliser of MurmurHash3 (Austin Appleby, public domain).
_SPREAD = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))


def skeleton_sets(rows: Prepared) -> Ints:
    """Return the skeletons of each row's name as a set. Shape: (rows, 5) int32, rising, `MISSING` at the end."""
    words = np.concatenate([rows.given, rows.surname], axis=1)
    first = np.where(words == MISSING, MISSING, rows.words.skeleton[words]) if rows.words.text else words
    ordered = np.sort(np.where(first == MISSING, np.iinfo(np.int32).max, first), axis=1)
    repeated = np.zeros_like(ordered, dtype=bool)
    repeated[:, 1:] = ordered[:, 1:] == ordered[:, :-1]
    kept = np.sort(np.where(repeated, np.iinfo(np.int32).max, ordered), axis=1)[:, :_WORDS]
    return np.where(kept == np.iinfo(np.int32).max, MISSING, kept).astype(np.int32)


def key_columns(rows: Prepared) -> Iterator[tuple[str, Keys, npt.NDArray[np.bool_]]]:
    """Yield kinds of key: its name, the key of each row, and which rows have it. Columns of one kind come together."""
    names = skeleton_sets(rows)
    year, month, day = rows.born[:, 0], rows.born[:, 1], rows.born[:, 2]
    known = year > 0
    day_month = np.minimum(month, day) * 32 + np.maximum(month, day)  # the same when they are changed round
    born = year * 1024 + day_month
    starts = _starts(rows)
    sector, district, full = rows.sector, rows.district, rows.postcode
    yield _kind("upn", rows.upn >= 0, rows.upn)
    yield _kind("day-sector", known & (sector >= 0), born, sector)
    yield _kind("postcode-year", known & (full >= 0), full, year)
    yield _kind("postcode-day", known & (full >= 0), full, day_month)
    yield _kind("day", known, born)
    yield _kind("home", (full >= 0) & (rows.house >= 0), full, rows.house)
    home = (rows.house >= 0) & (rows.street >= 0)
    place = (("sector", sector, year), ("district", district, year), ("day-district", district, day_month))
    yield from (_kind("name-day", (name >= 0) & known, name, born) for name in names.T)
    yield from (_kind("name-postcode", (name >= 0) & (full >= 0), name, full) for name in names.T)
    yield from (_kind("name-home", (name >= 0) & home, name, rows.house, rows.street) for name in names.T)
    for kind, area, when in place:
        here = known & (area >= 0)
        yield from (_kind(f"name-{kind}", (name >= 0) & here, name, when, area) for name in names.T)
    yield from (_kind("start-day", (name >= 0) & known, starts[name], born) for name in names.T)
    both = list(combinations(names.T, 2))
    yield from (_kind("names-year", _all(known, pair), *pair, year) for pair in both)
    yield from (_kind("names-day", _all(known, pair), *pair, day_month) for pair in both)
    yield from (_kind("names", _all(None, pair), *pair) for pair in both)
    yield from (_kind("names-district", _all(district >= 0, pair), *pair, district) for pair in both)


def _all(has: npt.NDArray[np.bool_] | None, names: tuple[Ints, ...]) -> npt.NDArray[np.bool_]:
    present: npt.NDArray[np.bool_] = np.logical_and.reduce([name >= 0 for name in names])
    return present if has is None else present & has


def _starts(rows: Prepared) -> Ints:
    """Return a number for the first two letters of each skeleton; the last entry is for a missing one."""
    return np.array(
        [ord(text[0]) * 65536 + ord(text[1:2] or " ") for text in rows.words.skeleton_text] + [MISSING], dtype=np.int64
    )


def _kind(kind: str, has: npt.NDArray[np.bool_], *parts: Ints) -> tuple[str, Keys, npt.NDArray[np.bool_]]:
    seed = np.uint64(int.from_bytes(kind.encode()[:4] + kind.encode()[-4:], "big"))
    key = np.full(len(has), seed, dtype=np.uint64)
    for part in parts:
        key = spread(key ^ (part.astype(np.int64).astype(np.uint64) + _SPREAD[0]))
    return kind, key, has


def spread(values: Keys) -> Keys:
    """Return the values with their bits spread, so that near ones do not meet by chance."""
    for factor in _SPREAD:
        values = (values ^ (values >> np.uint64(33))) * factor
    return values ^ (values >> np.uint64(33))
