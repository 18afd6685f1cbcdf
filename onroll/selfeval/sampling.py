"""Drawing a sample of authorities by region and band, the same one for the same seed.

Each stratum gets its share of the sample by largest remainder, so that no stratum is a whole authority off its share.
No rule of the 2006 survey is taken over: it planned three authorities a band and had 2, 3 and 4 (trap 31).
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onroll.selfeval import area_bands
from onroll.selfeval.score import Band


@dataclass(frozen=True, slots=True)
class Unit:
    """An authority that may be drawn. `figure` is what the bands are made of; None: not known, a stratum of its own."""

    key: str
    region: str
    figure: float | None


Stratum = tuple[str, Band | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """Who was drawn, and of each stratum how many there are and how many were drawn."""

    keys: frozenset[str]
    strata: Mapping[Stratum, tuple[int, int]]


def strata(units: Sequence[Unit]) -> dict[Stratum, list[Unit]]:
    """Return the units of each region and band, in the order of their keys."""
    bands = area_bands.bands([unit.figure for unit in units])
    found: dict[Stratum, list[Unit]] = defaultdict(list)
    for unit, band in sorted(zip(units, bands, strict=True), key=lambda pair: pair[0].key):
        found[unit.region, band].append(unit)
    return dict(sorted(found.items(), key=lambda pair: (pair[0][0], pair[0][1] or "")))


def draw(units: Sequence[Unit], *, size: int, seed: int) -> Sample:
    """Draw a sample.

    Raises: ValueError, if more are to be drawn than there are, or none.
    """
    if not 1 <= size <= len(units):
        raise ValueError(f"{size} of {len(units)}")
    chance = random.Random(seed)  # noqa: S311 - a sample that can be drawn again, no secret
    groups = strata(units)
    shares = _shares({stratum: len(group) for stratum, group in groups.items()}, size, len(units))
    drawn = [unit.key for stratum, group in groups.items() for unit in chance.sample(group, shares[stratum])]
    return Sample(frozenset(drawn), {stratum: (len(group), shares[stratum]) for stratum, group in groups.items()})


def _shares(sizes: Mapping[Stratum, int], size: int, total: int) -> dict[Stratum, int]:
    """Share the sample out by largest remainder; of equal remainders the larger stratum is first, then by name."""
    shares = {stratum: number * size // total for stratum, number in sizes.items()}
    left = size - sum(shares.values())
    order = sorted(sizes, key=lambda each: (-(sizes[each] * size % total), -sizes[each], each[0], each[1] or ""))
    for stratum in order[:left]:
        shares[stratum] += 1
    return shares
