"""Fits a scorecard: LightGBM may use one fact in a tree, so its trees add up to a weight for each level of a fact."""

import importlib
from typing import Any

import numpy as np

from onroll.linkage.engine.scorecard import NATURAL, Scorecard, fact_names, with_combined
from onroll.linkage.engine.table import Flags, Floats

_SETTINGS = {
    "objective": "binary",
    "num_leaves": 8,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 20261122,
    "verbosity": -1,
    "boost_from_average": False,
    "data_sample_strategy": "goss",  # most pairs are plain: a tree looks at the hard ones and at some of the others
    "learning_rate": 0.15,
    "min_data_in_leaf": 60,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
}
# More alike must never weigh less. The others (how common a name is) may go either way.
_RISING = (
    "first_first", "given_best", "given_fewer", "surname_best", "surname_fewer", "all_fewer", "full_text", "upn",
    "margin", "third_agrees", "family", "first_score", "given_first", "given_joined", "share", "shared_bits",
    "surprise",
)  # fmt: skip


def fit(features: Floats, truth: Flags, *, trees: int) -> Scorecard:
    """Return the scorecard of pairs. `features`: (features, pairs); `truth`: whether the two rows are one child."""
    lightgbm = importlib.import_module("lightgbm")
    facts = with_combined(features)
    names = fact_names(len(features))
    settings = _SETTINGS | {
        "interaction_constraints": [[number] for number in range(len(names))],
        "monotone_constraints": [int(name in _RISING) for name in names],
    }
    data = lightgbm.Dataset(np.ascontiguousarray(facts.T), truth.astype(np.float32))
    booster = lightgbm.train(settings, data, num_boost_round=trees)
    return card_of(booster.dump_model()["tree_info"], len(names))


def card_of(trees: list[dict[str, Any]], count: int) -> Scorecard:
    """Return the trees of single facts, as LightGBM dumped them, added up into the steps of a scorecard."""
    steps: list[list[tuple[float, float, float]]] = [[] for _ in range(count)]  # above, up to, value
    constant = 0.0
    for tree in trees:
        structure = tree["tree_structure"]
        if "leaf_value" in structure:
            constant += structure["leaf_value"]
        else:
            _leaves(structure, -np.inf, np.inf, steps[structure["split_feature"]])
    fact, above, weight = [], [], []
    for number, parts in enumerate(steps):
        edges = sorted({start for start, _, _ in parts})
        for edge in edges:
            fact.append(number)
            above.append(edge)
            weight.append(sum(value for start, end, value in parts if start <= edge < end) / NATURAL)
    if fact:
        first = np.array(fact) == fact[0]
        weight = [value + constant / NATURAL * here for value, here in zip(weight, first.tolist(), strict=True)]
    return Scorecard(np.array(fact, dtype=np.int32), np.array(above), np.array(weight, dtype=np.float32))


def _leaves(node: dict[str, Any], start: float, end: float, parts: list[tuple[float, float, float]]) -> None:
    if "leaf_value" in node:
        parts.append((start, end, float(node["leaf_value"])))
        return
    threshold = float(node["threshold"])
    _leaves(node["left_child"], start, min(end, threshold), parts)
    _leaves(node["right_child"], max(start, threshold), end, parts)
