"""All that is known of a pair from its own two rows, in the order that the trees were trained on."""

import numpy as np

from onroll.linkage.engine import context, facts, names, rarity
from onroll.linkage.engine.candidates import Pairs
from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.table import Floats

PAIR_NAMES = (*names.NAMES, *facts.NAMES, *rarity.NAMES)
ALL_NAMES = (*PAIR_NAMES, *context.NAMES)
_CHUNK = 200_000


def pair_features(rows: Prepared, pairs: Pairs) -> Floats:
    """Return the features of each pair. Shape: (features, pairs) float32, a row for each of `PAIR_NAMES`."""
    found = np.empty((len(PAIR_NAMES), len(pairs)), dtype=np.float32)
    whole, commonness, words = names.full_names(rows), rarity.row_rarity(rows), rarity.word_bits(rows)
    for start in range(0, len(pairs), _CHUNK):
        a, b = (side[start : start + _CHUNK] for side in (pairs.left, pairs.right))
        parts = (
            names.name_features(rows, whole, a, b),
            facts.fact_features(rows, a, b),
            rarity.rarity_features(commonness, a, b),
            rarity.surprise_features(rows, words, commonness[-1], a, b),
        )
        found[:, start : start + _CHUNK] = np.concatenate(parts)
    return found
