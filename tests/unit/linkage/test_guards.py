"""Guards, correction and clusters: what holds whatever the score."""

import numpy as np
import pytest

from onroll.linkage.engine import guards, recalibrate
from onroll.linkage.engine.candidates import Pairs
from onroll.linkage.engine.clusters import clusters
from onroll.linkage.engine.features import pair_features
from onroll.linkage.engine.prepare import prepare
from tests.unit.linkage.lists_for_tests import row, table_of


def _held(**changes):
    first = {key.removeprefix("first_"): changes.pop(key) for key in list(changes) if key.startswith("first_")}
    rows = prepare(table_of([row("1", "A", **first), row("2", "B", **changes)]))
    pairs = Pairs(np.array([0], dtype=np.int32), np.array([1], dtype=np.int32))
    return float(guards.held_back(np.array([0.999], dtype=np.float32), pair_features(rows, pairs))[0])


@pytest.mark.parametrize("name", ["Georgia", "Khadija", "Rose"])
@pytest.mark.parametrize("dob", ["2014-03-05", "2014-03-06", "2014-08-05", ""])
def test_another_forename_in_the_same_family_may_be_a_twin_and_goes_to_a_person_whatever_the_dates(name, dob):
    assert _held(forename=name, dob=dob) == pytest.approx(guards.MOST_UNSURE)


@pytest.mark.parametrize(
    "changes",
    [
        {"forename": "Aminah"},
        {"middle": "Rose"},
        {"forename": "Rose", "middle": "Amina"},
        {"forename": "Rose", "surname": "Oak", "postcode": "HU1 1AA"},
    ],
)
def test_a_spelling_a_middle_name_or_another_family_is_no_sign_of_a_twin(changes):
    assert _held(**changes) == pytest.approx(0.999)


@pytest.mark.parametrize("name", ["Tamsin", "Anna"])
def test_a_forename_that_is_only_partly_alike_is_never_linked_without_a_person(name):
    assert _held(forename=name) == pytest.approx(guards.MOST_UNSURE)


def test_a_second_name_that_two_sisters_share_hides_neither_from_the_guard():
    assert _held(middle="Rose", forename="Georgia", first_middle="Rose") == pytest.approx(guards.MOST_UNSURE)


def test_names_run_together_are_no_other_names():
    assert _held(forename="Hoyin", first_forename="Ho Yin") == pytest.approx(0.999)


def _let_go(rows, claims):
    """Return what is claimed at last of pairs of rows, given as (row, row): probability before any guard."""
    prepared = prepare(table_of(rows))
    left, right = (np.array(side, dtype=np.int32) for side in zip(*claims, strict=True))
    pairs, claimed = Pairs(left, right), np.array(list(claims.values()), dtype=np.float32)
    held = guards.held_back(claimed, pair_features(prepared, pairs))
    return guards.supported(held, claimed, pairs, sure_from=0.95).tolist()


def test_a_third_row_with_both_names_shows_that_two_first_names_are_one_child():
    rows = [row("1", "A", forename="Sadie"), row("2", "B", forename="Mia"), row("3", "C", forename="Sadie Mia")]

    assert _let_go(rows, {(0, 1): 0.99, (0, 2): 0.99, (1, 2): 0.99}) == pytest.approx([0.99] * 3)
    assert _let_go(rows, {(0, 1): 0.9, (0, 2): 0.99, (1, 2): 0.99})[0] == pytest.approx(0.9)


def test_a_lone_twin_is_not_let_go_by_rows_that_are_sure_of_her_sister_only():
    rows = [row("1", "A", forename="Sadie"), row("2", "B", forename="Mia"), row("3", "C", forename="Sadie")]

    found = _let_go(rows, {(0, 1): 0.99, (0, 2): 0.99, (1, 2): 0.99})

    assert found == pytest.approx([guards.MOST_UNSURE, 0.99, guards.MOST_UNSURE])


def test_two_permanent_numbers_that_differ_forbid_a_link_and_a_temporary_one_does_not():
    assert _held(first_upn="A201400000001", upn="B305499999992") == pytest.approx(guards.MOST_WITHOUT_LINK)
    assert _held(first_upn="A201400000001", upn="B30549999999A") == pytest.approx(0.999)


def test_without_a_forename_no_link_is_sure_and_without_a_name_there_is_none():
    assert _held(forename="") == pytest.approx(guards.MOST_UNSURE)
    assert _held(forename="", surname="") == pytest.approx(guards.MOST_WITHOUT_LINK)


def test_a_claim_too_high_is_brought_down_by_what_pupil_numbers_show():
    rng = np.random.default_rng(1)
    claimed = rng.normal(size=4000).astype(np.float32) * 3
    true = rng.random(4000) < 1 / (1 + np.exp(-(0.8 * claimed - 0.7)))

    by = recalibrate.correction(claimed, true)

    assert by.slope == pytest.approx(0.8, abs=0.08)
    assert by.shift == pytest.approx(-0.7, abs=0.15)
    assert recalibrate.corrected(np.array([2.0], dtype=np.float32), by)[0] == pytest.approx(0.9, abs=0.25)


def test_few_answers_or_answers_of_one_kind_correct_nothing():
    claimed = np.linspace(-5, 5, 1000).astype(np.float32)

    assert recalibrate.correction(claimed[:50], claimed[:50] > 0) == recalibrate.Correction()
    assert recalibrate.correction(claimed, np.ones(1000, dtype=bool)) == recalibrate.Correction()


def _children(rows, links, apart=()):
    left, right, chance = (np.array(column) for column in zip(*links, strict=True))
    pairs = Pairs(left.astype(np.int32), right.astype(np.int32))
    return clusters(prepare(table_of(rows)), pairs, chance.astype(np.float32), chance > 0.5, apart).tolist()


def test_links_gather_rows_into_children_named_after_their_first_row():
    rows = [row(str(number), "ABCD"[number]) for number in range(4)]

    assert _children(rows, [(1, 2, 0.9), (0, 1, 0.8), (2, 3, 0.2)]) == [0, 0, 0, 3]


def test_the_weaker_of_two_links_that_would_join_two_numbers_is_left_out():
    rows = [row("1", "A", upn="A201400000001"), row("2", "B"), row("3", "C", upn="B305499999992")]

    assert _children(rows, [(0, 1, 0.8), (1, 2, 0.9)]) == [0, 1, 1]


def test_rows_that_a_person_keeps_apart_are_not_joined_by_a_third():
    rows = [row(str(number), "ABC"[number]) for number in range(3)]

    assert _children(rows, [(0, 1, 0.99), (1, 2, 0.9)], apart=[(0, 2)]) == [0, 0, 2]
