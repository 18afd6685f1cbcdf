"""Birth dates, sex, addresses and pupil numbers of pairs compared."""

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler

from onroll.linkage.engine.names import UNKNOWN, compared, distinct
from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.quick import born_level, equal, place_level
from onroll.linkage.engine.table import MISSING, Flags, Floats, Ints, Texts

NAMES = (
    "born_level", "born_years_apart", "born_digits_out", "born_days_apart", "born_new_year", "sex",
    "place_level", "postcode_slips", "house", "flat", "street", "upn",
)  # fmt: skip
_MANY = 12.0
SAME_UPN, NEAR_UPN, OTHER_UPN = 3.0, 2.0, 1.0


def fact_features(rows: Prepared, a: Ints, b: Ints) -> Floats:
    """Return how facts other than names agree. Shape: (12, pairs) float32, a row for each of `NAMES`; -1 is missing.

    Levels are those of `quick`, higher more alike. `_apart` and `_out` and `_slips` count differences: lower is more
    alike. `sex`, `house`, `flat`: 1 the same, 0 not. `street` 0 to 1. `upn`: 3 the same, 2 one slip apart, 1 another.
    """
    years, digits, days, new_year = _births(rows.born, a, b)
    return np.stack(
        [
            born_level(rows.born, a, b).astype(np.float32), years, digits, days, new_year,
            _agreement(rows.sex - 1, a, b), place_level(rows, a, b).astype(np.float32),
            _slips(rows.postcode, rows.postcode_texts, a, b), _agreement(rows.house, a, b), _agreement(rows.flat, a, b),
            _street(rows, a, b), _upn(rows, a, b),
        ]
    ).astype(np.float32)  # fmt: skip


def _births(born: Ints, a: Ints, b: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    one, two = born[a], born[b]
    known = (one[:, 0] > 0) & (two[:, 0] > 0)
    years = np.minimum(np.abs(one[:, 0] - two[:, 0]), _MANY)
    digits = np.zeros(len(a), dtype=np.int32)
    for column, places in ((0, 4), (1, 2), (2, 2)):
        for place in range(places):
            digits += one[:, column] // 10**place % 10 != two[:, column] // 10**place % 10
    rough = np.array([372, 31, 1], dtype=np.int64)  # days, near enough to tell a slip of days from one of years
    days = np.log2(1 + np.abs((one * rough).sum(axis=1) - (two * rough).sum(axis=1)))
    first = ((one[:, 1:] == 1).all(axis=1)).astype(np.float32) + (two[:, 1:] == 1).all(axis=1)
    return tuple(np.where(known, each, UNKNOWN).astype(np.float32) for each in (years, digits, days, first))  # type: ignore[return-value]


def _agreement(codes: Ints, a: Ints, b: Ints) -> Floats:
    known = (codes[a] != MISSING) & (codes[b] != MISSING)
    return np.where(known, equal(codes, a, b).astype(np.float32), np.float32(UNKNOWN))


def _slips(codes: Ints, texts: Texts, a: Ints, b: Ints) -> Floats:
    known = (codes[a] != MISSING) & (codes[b] != MISSING)
    value = np.full(len(a), UNKNOWN, dtype=np.float32)
    low, high, back = distinct(codes[a][known], codes[b][known], len(texts))
    value[known] = np.minimum(compared(texts, low, high, OSA.distance)[back], 5)
    return value


def _street(rows: Prepared, a: Ints, b: Ints) -> Floats:
    known: Flags = (rows.street[a] != MISSING) & (rows.street[b] != MISSING)
    value = np.full(len(a), UNKNOWN, dtype=np.float32)
    low, high, back = distinct(rows.street[a][known], rows.street[b][known], len(rows.street_texts))
    value[known] = compared(rows.street_texts, low, high, JaroWinkler.similarity)[back]
    return value


def _upn(rows: Prepared, a: Ints, b: Ints) -> Floats:
    """A temporary number that differs says nothing: a child can have had several."""
    slips = _slips(rows.upn, rows.upn_texts, a, b)
    level = np.select([slips == UNKNOWN, slips == 0, slips == 1], [UNKNOWN, SAME_UPN, NEAR_UPN], OTHER_UPN)
    passing = (rows.temporary[a] | rows.temporary[b]).astype(bool) & (level != SAME_UPN)
    return np.where(passing, UNKNOWN, level).astype(np.float32)
