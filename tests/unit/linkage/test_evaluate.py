"""Figures beside the truth, worked out by hand on six rows."""

import numpy as np
import pytest

from onroll.linkage.engine.candidates import Pairs
from onroll.linkage.engine.evaluate import Truth, TruthDoesNotFit, evaluate
from onroll.linkage.engine.match import Matched
from onroll.linkage.engine.prepare import prepare
from onroll.linkage.engine.recalibrate import Correction
from tests.unit.linkage.lists_for_tests import row, table_of

# Persons p (three rows), q (two rows) and r (one row, q's brother); "a" and "d" are of list A, and so on.
ROWS = [row("a", "A"), row("d", "A"), row("b", "B"), row("e", "B"), row("c", "C"), row("f", "C")]
PERSON = {"a": "p", "b": "p", "c": "p", "d": "q", "e": "q", "f": "r"}
TRUTH = Truth(
    PERSON,
    {rid: "one" if person == "p" else "two" for rid, person in PERSON.items()},
    {rid: "irish" if person == "p" else "polish" for rid, person in PERSON.items()},
)


def _matched(*scored):
    table = table_of(ROWS)
    place = {rid: number for number, rid in enumerate(table.rids)}
    left, right, chance = zip(*((place[one], place[two], chance) for one, two, chance in scored), strict=True)
    pairs = Pairs(np.array(left, dtype=np.int32), np.array(right, dtype=np.int32))
    empty = np.zeros((0, len(pairs)), dtype=np.float32)
    child = np.arange(6, dtype=np.int32)
    return Matched(table, prepare(table), pairs, np.array(chance, dtype=np.float32), empty, child, 10, Correction())


MATCHED = _matched(("a", "b", 0.99), ("b", "c", 0.9), ("d", "e", 0.3), ("d", "f", 0.8), ("a", "d", 0.97))


def test_precision_recall_and_f1_count_pairs_of_different_lists_and_pairs_never_found():
    figures = evaluate(MATCHED, TRUTH)

    assert figures["true_pairs"] == 4
    assert figures["fixed"] == {
        "threshold": 0.5, "precision": 0.66667, "recall": 0.5, "f1": 0.57143, "links": 3, "false_links": 1,
    }  # fmt: skip
    assert figures["candidates_per_record"] == pytest.approx(10 / 6, abs=1e-4)
    assert figures["recall_at_99_precision"] == 0.5
    assert figures["best"]["threshold"] == pytest.approx(0.3)
    assert figures["best"]["f1"] == 0.75
    assert figures["for_a_person"] == {"pairs": 3, "share_of_true_pairs": 0.75}


def test_figures_by_group_by_household_and_by_lists():
    figures = evaluate(MATCHED, TRUTH)

    assert figures["by_name_group"]["groups"] == {
        "irish": {"true_pairs": 3, "recall": 0.66667, "precision": 1.0},
        "polish": {"true_pairs": 1, "recall": 0.0, "precision": 0.0},
    }
    assert figures["by_name_group"]["recall_spread"] == 0.66667
    assert figures["by_household"] == {
        "false_links": 1,
        "false_links_inside_one_household": 1,
        "share_of_false_links": 1.0,
        "share_of_all_links": 0.33333,
    }
    assert {name: each["links"] for name, each in figures["by_lists"].items()} == {"A-B": 1, "A-C": 1, "B-C": 1}


def test_bands_say_what_was_claimed_and_what_was_true():
    bands = {band["from"]: band for band in evaluate(MATCHED, TRUTH)["calibration"]}

    assert (bands[0.2]["pairs"], bands[0.2]["claimed"], bands[0.2]["true"]) == (1, 0.3, 1.0)
    assert (bands[0.8]["pairs"], bands[0.8]["claimed"], bands[0.8]["true"]) == (2, 0.85, 0.5)
    assert bands[0.5]["claimed"] is None


def test_a_truth_without_a_row_is_refused_by_count_and_not_by_name():
    with pytest.raises(TruthDoesNotFit, match="no person for 6 of 6 rows"):
        evaluate(MATCHED, Truth({}, {}, {}))


def test_without_links_or_truth_the_shares_are_unknown_and_nothing_breaks():
    figures = evaluate(_matched(("a", "b", 0.1)), Truth({rid: rid for rid in PERSON}, {}, {}))

    assert figures["fixed"]["precision"] is None
    assert figures["best"]["f1"] is None
    assert figures["recall_at_99_precision"] is None
    assert figures["by_name_group"]["recall_spread"] is None
