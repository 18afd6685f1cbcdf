"""Precision and recall from decided pairs: known answers, and intervals that hold what they should."""

import pytest

from onroll.linkage.sampling import Stratum, precision, recall, wilson


def stratum(floor: float, found: float, decided: int, same: int, group: str = "polish") -> Stratum:
    return Stratum(floor=floor, group=group, found=found, decided=decided, same=same)


def test_wilsons_interval_is_the_published_one() -> None:
    """Source: the worked example of 81 of 263 in Newcombe (1998), Statistics in Medicine 17, table I."""
    share = wilson(81, 263)

    assert share is not None
    assert (round(share.low, 4), round(share.high, 4)) == (0.2553, 0.3662)


def test_nothing_decided_says_nothing() -> None:
    assert wilson(0, 0) is None
    assert precision([stratum(0.5, 10, 0, 0)], 0.5) is None
    assert recall([stratum(0.5, 10, 4, 0)], 0.5) is None


def test_a_stratum_counts_for_all_the_pairs_it_stands_for() -> None:
    """Half of the 10 likely pairs are one child, and 1 in 10 of the 200 unlikely: 5 of 25 are found from 0.5 on."""
    strata = [stratum(0.5, 10, 10, 5), stratum(0.0, 200, 10, 1)]

    right, found = precision(strata, 0.5), recall(strata, 0.5)

    assert right is not None
    assert found is not None
    assert right.value == pytest.approx(0.5)
    assert found.value == pytest.approx(0.2)
    assert right.low < 0.5 < right.high
    assert found.low < 0.2 < found.high


def test_more_decisions_make_the_interval_narrower_and_the_order_of_strata_changes_nothing() -> None:
    few = precision([stratum(0.5, 100, 10, 5)], 0.5)
    many = precision([stratum(0.5, 100, 100, 50)], 0.5)
    strata = [stratum(0.5, 10, 10, 5), stratum(0.8, 30, 10, 9, "irish")]

    assert few is not None
    assert many is not None
    assert many.high - many.low < few.high - few.low
    forwards, backwards = precision(strata, 0.5), precision(strata[::-1], 0.5)
    assert forwards is not None
    assert backwards is not None
    assert forwards.value == pytest.approx(backwards.value)
    assert forwards.low == pytest.approx(backwards.low, abs=0.01)
