"""What can be said of a pair by whole-number comparison alone, for millions of pairs: the first cheap filter's view."""

import numpy as np

from onroll.linkage.engine.candidates import Pairs
from onroll.linkage.engine.keys import skeleton_sets
from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.table import MISSING, Bytes, Flags, Ints

NAMES = ("shared_skeletons", "fewer_skeletons", "given", "surname", "born", "place", "home", "sex", "upn", "new_year")


def quick_features(rows: Prepared, pairs: Pairs) -> Bytes:
    """Return coarse levels. Shape: (10, pairs) uint8, a row for each of `NAMES`; higher is more alike, 0 is missing.

    `sex` and `upn`: 1 different, 2 the same. `shared_skeletons` and `fewer_skeletons` are counts; `new_year` is how
    many of the two were born on a first of January, which lists give to children whose birthday nobody knows.
    """
    a, b = pairs.left, pairs.right
    skeletons = skeleton_sets(rows)
    sizes = (skeletons >= 0).sum(axis=1, dtype=np.uint8)
    new_year = (rows.born[:, 1:] == 1).all(axis=1).astype(np.uint8)
    return np.stack(
        [
            _shared(skeletons, skeletons, a, b),
            np.minimum(sizes[a], sizes[b]),
            _names(rows, rows.given, rows.given_name, a, b),
            _names(rows, rows.surname, rows.surname_name, a, b),
            born_level(rows.born, a, b),
            place_level(rows, a, b),
            _home(rows, a, b),
            _same(rows.sex - 1, a, b),
            _same(rows.upn, a, b),
            new_year[a] + new_year[b],
        ]
    )


def born_level(born: Ints, a: Ints, b: Ints) -> Bytes:
    """Return how birth dates agree: 6 the same, 5 changed round, 4 all but the day, 3 two of three, 2 one, 1 none."""
    one, two = born[a], born[b]
    same = one == two
    count = same.sum(axis=1)
    level: Bytes = np.array([1, 2, 3, 6], dtype=np.uint8)[count]
    level[(count == 2) & ~same[:, 2]] = 4
    level[same[:, 0] & ~same[:, 1] & (one[:, 1] == two[:, 2]) & (one[:, 2] == two[:, 1])] = 5
    level[(one[:, 0] == 0) | (two[:, 0] == 0)] = 0
    return level


def place_level(rows: Prepared, a: Ints, b: Ints) -> Bytes:
    """Return how near two addresses are: 4 the same postcode, 3 sector, 2 district, 1 elsewhere, 0 not known."""
    level = np.where((rows.district[a] == MISSING) | (rows.district[b] == MISSING), 0, 1).astype(np.uint8)
    for number, codes in ((2, rows.district), (3, rows.sector), (4, rows.postcode)):
        level[(codes[a] == codes[b]) & (codes[a] != MISSING)] = number
    return level


def equal(codes: Ints, a: Ints, b: Ints) -> Flags:
    """Return where both are known and the same."""
    both: Flags = (codes[a] == codes[b]) & (codes[a] != MISSING)
    return both


def _same(codes: Ints, a: Ints, b: Ints) -> Bytes:
    level = np.where((codes[a] == MISSING) | (codes[b] == MISSING), 0, 1).astype(np.uint8)
    level[equal(codes, a, b)] = 2
    return level


def _home(rows: Prepared, a: Ints, b: Ints) -> Bytes:
    return equal(rows.house, a, b).astype(np.uint8) + 2 * equal(rows.street, a, b).astype(np.uint8)


def _names(rows: Prepared, words: Ints, names: Ints, a: Ints, b: Ints) -> Bytes:
    """Return how names agree: 4 the same, 3 the same first skeleton, 2 another shared skeleton, 1 none, 0 missing."""
    shapes = np.where(words == MISSING, MISSING, np.append(rows.words.skeleton, MISSING)[words])
    shared = _shared(shapes, shapes, a, b)
    level = np.where(shared > 0, 2, 1).astype(np.uint8)
    level[equal(shapes[:, 0], a, b)] = 3
    level[equal(names, a, b)] = 4
    level[(names[a] == MISSING) | (names[b] == MISSING)] = 0
    return level


def _shared(one: Ints, two: Ints, a: Ints, b: Ints) -> Bytes:
    count = np.zeros(len(a), dtype=np.uint8)
    right = [np.where(column[b] == MISSING, MISSING - 1, column[b]) for column in two.T]
    for column in one.T:
        left = column[a]
        found = np.zeros(len(a), dtype=bool)
        for other in right:
            found |= left == other
        count += found
    return count
