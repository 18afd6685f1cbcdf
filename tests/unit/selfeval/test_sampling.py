"""Samples by region and band, and three equal bands of any figure."""

import pytest

from onroll.selfeval import area_bands, sampling
from onroll.selfeval.sampling import Unit
from onroll.selfeval.score import Band

LOW, MEDIUM, HIGH = Band
UNITS = [Unit(f"authority {number:03}", f"region {number % 4}", float(number)) for number in range(153)]


def test_bands_are_three_of_equal_number() -> None:
    found = area_bands.bands([9.0, 1.0, 5.0, 3.0, 7.0, 8.0])

    assert found == [HIGH, LOW, MEDIUM, LOW, MEDIUM, HIGH]


def test_equal_figures_share_a_band_and_an_unknown_one_has_none() -> None:
    assert area_bands.bands([2.0, 2.0, 2.0, None]) == [MEDIUM, MEDIUM, MEDIUM, None]
    assert area_bands.bands([1.0, 2.0, 2.0, 2.0, 3.0]) == [LOW, MEDIUM, MEDIUM, MEDIUM, HIGH]
    assert area_bands.bands([]) == []


@pytest.mark.parametrize("number", [149, 153])
def test_bands_of_149_or_153_authorities_differ_by_one_at_most(number: int) -> None:
    found = area_bands.bands([float(each) for each in range(number)])

    assert max(found.count(band) for band in Band) - min(found.count(band) for band in Band) <= 1


def test_the_same_seed_draws_the_same_and_another_seed_another() -> None:
    one = sampling.draw(UNITS, size=60, seed=2006)

    assert one == sampling.draw(list(reversed(UNITS)), size=60, seed=2006)
    assert one.keys != sampling.draw(UNITS, size=60, seed=2007).keys
    assert len(one.keys) == 60


def test_each_stratum_gets_its_share_to_within_one() -> None:
    found = sampling.draw(UNITS, size=50, seed=1)

    for number, drawn in found.strata.values():
        assert abs(drawn - number * 50 / 153) < 1
    assert len(found.strata) == 12


def test_everybody_can_be_drawn_and_an_unknown_figure_is_a_stratum_of_its_own() -> None:
    units = [*UNITS[:5], Unit("unknown", "region 1", None)]

    assert sampling.draw(units, size=6, seed=1).keys == {unit.key for unit in units}
    assert ("region 1", None) in sampling.strata(units)


@pytest.mark.parametrize("size", [0, 154])
def test_no_sample_of_nobody_nor_of_more_than_there_are(size: int) -> None:
    with pytest.raises(ValueError, match=str(size)):
        sampling.draw(UNITS, size=size, seed=1)
