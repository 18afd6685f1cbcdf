"""How common names are in the lists themselves, and how many namesakes to expect: a rare name that agrees says more."""

import numpy as np
import numpy.typing as npt

from onroll.linkage.engine.keys import skeleton_sets
from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.quick import born_level
from onroll.linkage.engine.table import MISSING, Floats, Ints

NAMES = (
    "surname_common_low",
    "surname_common_high",
    "given_common_low",
    "given_common_high",
    "namesakes",
    "born_crowd",
    "size",
    "shared_bits",
    "left_bits",
    "surprise",
)
_FINENESS = 2.0
_LEAST_SURPRISE, _MOST_BITS = -12.0, 60.0
# What a birth date says that agrees less than wholly, in bits, by its level: about the share of days that come so near.
_NEAR_DATE_BITS = (0.0, 0.0, 3.0, 7.0, 7.5, 11.0, 0.0)
_SAME_DAY = 6


def row_rarity(rows: Prepared) -> Floats:
    """Return, for each row, how common its names and birth date are. Shape: (4, rows), log2.

    Surname and given name as log2 of the share of rows, rows with both first skeletons and with the birth date as log2.
    """
    count = len(rows.lists)
    surname, given = shape_of(rows, rows.surname[:, 0]), shape_of(rows, rows.given[:, 0])
    shares = [np.maximum(np.log2(np.maximum(_counts(each), 1e-6) / max(count, 1)), -20) for each in (surname, given)]
    both = surname.astype(np.int64) * (1 << 32) + given
    both[(surname == MISSING) | (given == MISSING)] = MISSING
    born = rows.born[:, 0] * 512 + rows.born[:, 1] * 32 + rows.born[:, 2]
    crowd = _counts(np.where(rows.born[:, 0] > 0, born, MISSING))
    return np.stack([*shares, np.log2(1 + _counts(both)), np.log2(1 + crowd)])


def word_bits(rows: Prepared) -> tuple[Ints, npt.NDArray[np.float64]]:
    """Return the skeletons of each row's name, (rows, 5), and how much each says, (rows, 5) bits: log2 of rows a row.

    A skeleton that one row in a thousand has says ten bits.
    """
    skeletons = skeleton_sets(rows)
    counts = np.bincount(skeletons[skeletons != MISSING], minlength=1)
    each = np.where(skeletons == MISSING, 0, np.log2(max(len(skeletons), 1) / np.maximum(counts[skeletons], 1)))
    return skeletons, each


def surprise_features(
    rows: Prepared, words: tuple[Ints, npt.NDArray[np.float64]], crowd: npt.NDArray[np.float64], a: Ints, b: Ints
) -> Floats:
    """Return how much agreement says beside the size of the lists. Shape: (3, pairs) float32, the last of `NAMES`.

    `shared_bits`: of words that both names have, `left_bits`: of words that only one has, of the row with fewer such;
    `surprise`: bits of shared words and birth date less those of the size: at 0 chance alone would give each row one
    such other row, at 10 one row in a thousand. Higher says more. Rounded to halves. `words` is of `word_bits`, `crowd`
    the last row of `row_rarity`.
    """
    skeletons, bits = words
    shared, rest = np.zeros(len(a)), bits[b].sum(axis=1)
    left = skeletons[b]
    for place in range(skeletons.shape[1]):
        own = skeletons[a, place]
        found = ((left == own[:, None]) & (left != MISSING)).any(axis=1)
        shared += np.where(found, bits[a, place], 0)
    unshared = np.minimum(bits[a].sum(axis=1), rest) - shared
    size = np.log2(max(len(skeletons), 1))
    level = born_level(rows.born, a, b)
    born = np.where(level == _SAME_DAY, size - np.maximum(crowd[a], crowd[b]), np.array(_NEAR_DATE_BITS)[level])
    surprise = np.clip(shared + born - size, _LEAST_SURPRISE, _MOST_BITS)
    lines = np.stack([shared, np.maximum(unshared, 0), surprise])
    return (np.round(lines * _FINENESS) / _FINENESS).astype(np.float32)


def rarity_features(of_rows: Floats, a: Ints, b: Ints) -> Floats:
    """Return how common the names are. Shape: (7, pairs) float32, a row for each of `NAMES`; -20 is as rare as missing.

    Scale: `_common_` is log2 of the share of rows that have the skeleton, the rarer and the commoner of the two rows.
    `namesakes` is log2 of the rows with both first skeletons, `born_crowd` of those with the birth date, `size` of all
    rows. Rounded to halves, so that a few rows more change nothing.
    """
    surname, given, namesakes, crowd = of_rows
    size = np.full(len(a), np.log2(max(of_rows.shape[1], 1)))
    lines = [extreme(share[a], share[b]) for share in (surname, given) for extreme in (np.minimum, np.maximum)]
    lines += [np.maximum(namesakes[a], namesakes[b]), np.maximum(crowd[a], crowd[b]), size]
    return (np.round(np.stack(lines) * _FINENESS) / _FINENESS).astype(np.float32)


def shape_of(rows: Prepared, words: Ints) -> Ints:
    """Return the skeletons of words, `MISSING` for a missing one."""
    return np.append(rows.words.skeleton, np.int32(MISSING))[words].astype(np.int32)


def _counts(codes: npt.NDArray[np.int32] | npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return for each row how many have its code; 0 for a missing one."""
    _, back, counts = np.unique(codes, return_inverse=True, return_counts=True)
    return np.where(codes == MISSING, 0, counts[back.reshape(-1)]).astype(np.float64)
