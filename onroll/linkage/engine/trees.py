"""Boosted trees scored with numpy alone: every condition of a tree at once, as bits that strike out leaves.

Source: QuickScorer (Lucchese and others, 2015), with a table of bits for each feature in place of sorted conditions.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from onroll.linkage.engine.table import Floats

MOST_LEAVES = 32
_CHUNK = 16_384
# Multiplying a power of two by this puts a number of five bits on top that tells which power it was (de Bruijn).
_DE_BRUIJN = np.uint32(0x077CB531)
_PLACE = np.zeros(32, dtype=np.intp)
_PLACE[[((0x077CB531 << place) & 0xFFFFFFFF) >> 27 for place in range(32)]] = np.arange(32)

Masks = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees as they are stored: one entry a condition, `feature <= threshold`.

    `strikes` holds the bits of the leaves that stay when it is false; the leftmost leaf is the lowest bit.
    `values`: (trees, 32) float32, log odds of each leaf.
    """

    tree: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float64]
    strikes: Masks
    values: Floats


def score(forest: Forest, features: Floats) -> Floats:
    """Return the log odds (natural) of each pair. `features`: (features, pairs) float32; missing as trained."""
    edges, tables = _tables(forest)
    count = features.shape[1]
    total = np.zeros(count, dtype=np.float32)

    def one(start: int) -> None:
        part = features[:, start : start + _CHUNK]
        bins = {feature: np.searchsorted(edges[feature], part[feature], side="left") for feature in edges}
        for values, masks in tables:
            left = np.full(part.shape[1], 0xFFFFFFFF, dtype=np.uint32)
            for feature, mask in masks:
                left &= mask.take(bins[feature])
            lowest = left & (~left + np.uint32(1))
            total[start : start + _CHUNK] += values.take(_PLACE.take((lowest * _DE_BRUIJN) >> np.uint32(27)))

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(one, range(0, count, _CHUNK)))
    return total


@lru_cache(maxsize=8)
def _tables(forest: Forest) -> tuple[dict[int, npt.NDArray[np.float64]], list[tuple[Floats, list[tuple[int, Masks]]]]]:
    """Return the edges of each feature's bins, and for each tree its values and, by feature, a mask for each bin."""
    edges = {int(each): np.unique(forest.threshold[forest.feature == each]) for each in np.unique(forest.feature)}
    tables = []
    starts = np.searchsorted(forest.tree, np.arange(len(forest.values) + 1))
    for number, values in enumerate(forest.values):
        here = slice(starts[number], starts[number + 1])
        tables.append((values, list(_masks(forest, here, edges))))
    return edges, tables


def _masks(forest: Forest, here: slice, edges: dict[int, npt.NDArray[np.float64]]) -> Iterator[tuple[int, Masks]]:
    features = forest.feature[here]
    for feature in np.unique(features).tolist():
        mask = np.full(len(edges[feature]) + 1, 0xFFFFFFFF, dtype=np.uint32)
        conditions = features == feature
        for threshold, strikes in zip(
            forest.threshold[here][conditions], forest.strikes[here][conditions], strict=True
        ):
            mask[np.searchsorted(edges[feature], threshold) + 1 :] &= strikes
        yield feature, mask
