"""Forests scored by bits give what walking each tree gives; a model file gives back what was written."""

import json

import numpy as np
import pytest

from onroll.linkage.engine import model as models
from onroll.linkage.engine.trees import score
from onroll.linkage.training.forests import forest

FEATURES = 4


def _tree(rng, leaves):
    if leaves == 1:
        return {"leaf_value": float(rng.normal())}
    left = int(rng.integers(1, leaves))
    return {
        "split_feature": int(rng.integers(FEATURES)),
        "threshold": float(np.round(rng.normal(), 2)),
        "left_child": _tree(rng, left),
        "right_child": _tree(rng, leaves - left),
    }


def _walk(node, row):
    while "leaf_value" not in node:
        node = node["left_child"] if row[node["split_feature"]] <= node["threshold"] else node["right_child"]
    return node["leaf_value"]


@pytest.mark.parametrize("leaves", [2, 7, 32])
def test_scoring_by_bits_gives_what_walking_the_trees_gives(leaves):
    rng = np.random.default_rng(leaves)
    dumped = [{"tree_structure": _tree(rng, leaves)} for _ in range(12)]
    rows = np.round(rng.normal(size=(FEATURES, 500)), 2).astype(np.float32)

    scored = score(forest(dumped), rows)

    walked = [sum(_walk(tree["tree_structure"], row.astype(float)) for tree in dumped) for row in rows.T]
    assert np.allclose(scored, walked, atol=1e-4)


def test_a_value_on_the_threshold_goes_left():
    stump = {
        "split_feature": 0,
        "threshold": 0.5,
        "left_child": {"leaf_value": -1.0},
        "right_child": {"leaf_value": 1.0},
    }

    scored = score(forest([{"tree_structure": stump}]), np.array([[0.5, 0.50001]], dtype=np.float32))

    assert scored.tolist() == [-1.0, 1.0]


def test_the_shipped_model_is_written_to_the_same_bytes_it_was_read_from(tmp_path):
    for name in ("one.npz", "two.npz"):
        models.write(models.shipped(), tmp_path / name)

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with np.load(tmp_path / "one.npz") as written, np.load(models.SHIPPED) as shipped:
        assert sorted(written) == sorted(shipped)
        assert all(np.array_equal(written[name], shipped[name]) for name in shipped)


def test_a_model_that_is_missing_or_made_for_other_features_is_refused(tmp_path):
    with pytest.raises(models.ModelUnreadable, match="missing"):
        models.read(tmp_path / "none.npz")
    np.savez_compressed(tmp_path / "old.npz", origin=np.array(json.dumps({"features": ["shoe size"]})))
    with pytest.raises(models.ModelUnreadable, match="another version"):
        models.read(tmp_path / "old.npz")
