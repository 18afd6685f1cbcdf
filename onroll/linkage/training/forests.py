"""Trains one forest with LightGBM and turns it into our own form, which numpy can score."""

import importlib
from typing import Any

import numpy as np

from onroll.linkage.engine.table import Flags, Floats
from onroll.linkage.engine.trees import MOST_LEAVES, Forest

ALL_LEAVES = 0xFFFFFFFF
# Deterministic on any number of cores; the same seed gives the same trees.
_SETTINGS = {
    "objective": "binary",
    "num_leaves": MOST_LEAVES,
    "max_bin": 127,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 20261122,
    "verbosity": -1,
    "boost_from_average": False,
    "data_sample_strategy": "goss",  # most pairs are plain: a tree looks at the hard ones and at some of the others
}


def train(features: Floats, truth: Flags, *, trees: int, rate: float, leaf_rows: int = 40) -> Forest:
    """Return a forest trained on pairs. `features`: (features, pairs); `truth`: whether the two rows are one child."""
    lightgbm = importlib.import_module("lightgbm")
    settings = _SETTINGS | {
        "learning_rate": rate,
        "min_data_in_leaf": leaf_rows,
        "feature_fraction": 0.7,
        "lambda_l2": 5.0,
    }
    data = lightgbm.Dataset(np.ascontiguousarray(features.T), truth.astype(np.float32))
    booster = lightgbm.train(settings, data, num_boost_round=trees)
    return forest(booster.dump_model()["tree_info"])


def forest(dumped: list[dict[str, Any]]) -> Forest:
    """Return the trees that LightGBM dumped in our form: the bits of the leaves that each condition strikes out."""
    conditions: list[tuple[int, int, float, int]] = []
    values = np.zeros((len(dumped), MOST_LEAVES), dtype=np.float32)
    for number, tree in enumerate(dumped):
        _walk(tree["tree_structure"], number, 0, conditions, values)
    columns = list(zip(*conditions, strict=True))
    return Forest(
        np.array(columns[0], dtype=np.int32),
        np.array(columns[1], dtype=np.int32),
        np.array(columns[2], dtype=np.float64),
        np.array(columns[3], dtype=np.uint32),
        values,
    )


def _walk(
    node: dict[str, Any], tree: int, first: int, conditions: list[tuple[int, int, float, int]], values: Floats
) -> int:
    """Number the leaves from the left, note each condition, and return the number after this branch's last leaf."""
    if "leaf_value" in node:
        values[tree, first] = node["leaf_value"]
        return first + 1
    middle = _walk(node["left_child"], tree, first, conditions, values)
    struck = sum(1 << leaf for leaf in range(first, middle))
    conditions.append((tree, int(node["split_feature"]), float(node["threshold"]), ALL_LEAVES & ~struck))
    return _walk(node["right_child"], tree, middle, conditions, values)
