"""Which pairs are looked at: every usual slip in one fact still leaves a shared key; strangers share none."""

import pytest

from onroll.linkage.engine.candidates import candidate_pairs, connect
from onroll.linkage.engine.prepare import prepare
from tests.unit.linkage.lists_for_tests import row, table_of


def _pairs(*rows, within=False):
    with connect() as database:
        found = candidate_pairs(prepare(table_of(list(rows))), database, within=within)
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


@pytest.mark.parametrize(
    "changes",
    [
        {"forename": "Hossain", "surname": "Ameena"},
        {"forename": "Tamsin"},
        {"surname": "Jones"},
        {"dob": "2014-05-03"},
        {"dob": "2013-03-05"},
        {"dob": None},
        {"postcode": None, "house": None, "street": None},
        {"postcode": "HU1 1AA", "house": "7", "street": "quay"},
        {"forename": "Zed", "surname": "Other"},
        {"forename": None},
    ],
)
def test_one_fact_may_be_wrong_or_missing(changes):
    assert _pairs(row("1", "A"), row("2", "B", **changes)) == [(0, 1)]


def test_strangers_are_not_compared_and_a_pupil_number_alone_brings_rows_together():
    stranger = {"forename": "Zed", "surname": "Other", "dob": "2009-01-30", "postcode": "HU1 1AA", "street": "quay"}
    stranger["house"] = "3"

    assert _pairs(row("1", "A"), row("2", "B", **stranger)) == []
    assert _pairs(row("1", "A", upn="A201400000001"), row("2", "B", **stranger, upn="A201400000001")) == [(0, 1)]


def test_rows_of_one_list_are_compared_only_when_asked_for():
    assert _pairs(row("1", "A"), row("2", "A")) == []
    assert _pairs(row("1", "A"), row("2", "A"), within=True) == [(0, 1)]


def test_a_key_that_too_many_rows_share_is_left_out():
    with connect() as database:
        rows = prepare(table_of([row(str(number), "AB"[number % 2]) for number in range(30)]))
        assert len(candidate_pairs(rows, database, largest=10)) == 0
        assert len(candidate_pairs(rows, database, largest=40)) == 15 * 15
