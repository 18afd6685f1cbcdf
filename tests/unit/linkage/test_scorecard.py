"""The explainable engine: its score is the sum of its weights, and more alike never weighs less."""

import numpy as np
import pytest

from onroll.linkage.engine import scorecard
from onroll.linkage.engine.features import ALL_NAMES, PAIR_NAMES
from onroll.linkage.engine.model import shipped
from onroll.linkage.training.cards import card_of


def test_the_score_is_the_sum_of_the_weights_of_its_facts():
    rng = np.random.default_rng(3)
    features = rng.uniform(-1, 8, size=(len(PAIR_NAMES), 50)).astype(np.float32)

    bits = scorecard.bits_by_fact(shipped().first_card, scorecard.with_combined(features))

    assert np.allclose(bits.sum(axis=0) * scorecard.NATURAL, scorecard.score(shipped().first_card, features), atol=1e-3)


@pytest.mark.parametrize("fact", ["given_fewer", "surname_fewer", "all_fewer", "upn"])
def test_more_alike_never_weighs_less(fact):
    card = shipped().second_card
    weights = card.weight[card.fact == ALL_NAMES.index(fact)]

    assert (np.diff(weights) >= -1e-6).all()


def test_every_fact_belongs_to_a_field_that_people_know():
    fields = {scorecard.field_of(name) for name in scorecard.fact_names(len(ALL_NAMES))}

    assert fields == {
        "forename", "surname", "names", "birth date", "sex", "address", "UPN", "rivals", "third list", "family", "twin",
        "first score",
    }  # fmt: skip


def test_trees_of_one_fact_each_add_up_to_steps():
    def stump(feature, threshold, left, right):
        sides = {"left_child": {"leaf_value": left}, "right_child": {"leaf_value": right}}
        return {"tree_structure": {"split_feature": feature, "threshold": threshold, **sides}}

    card = card_of([stump(0, 1.0, -1.0, 1.0), stump(0, 2.0, 0.0, 2.0), {"tree_structure": {"leaf_value": 0.5}}], 2)

    bits = scorecard.bits_by_fact(card, np.array([[0.0, 1.5, 3.0], [9.0, 9.0, 9.0]], dtype=np.float32))
    assert np.allclose(bits[0] * scorecard.NATURAL, [-0.5, 1.5, 3.5], atol=1e-6)
    assert (bits[1] == 0).all()
