"""Precision and recall from decided pairs, drawn by strata, each with an interval. Pure; needs numpy.

Source of the method: stratified estimation (Cochran, Sampling Techniques, chapter 5), each stratum's share with
Jeffreys' prior, Beta(same + 1/2, different + 1/2); the interval of what is put together from strata is read from draws
of those. One share alone has Wilson's interval.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z = 1.959964  # both ends of a 95 % interval of the normal distribution
_DRAWS, _SEED = 4000, 20261122
_Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """Pairs of one band of scores and one group. `floor`: the least score of the band.

    `found`: how many pairs there are in all, so a pair drawn by lot counts for those it was drawn from; `decided` and
    `same`: of how many people have said something, and for how many that they are one child.
    """

    floor: float
    group: str
    found: float
    decided: int
    same: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval, 0 to 1, and on how many decisions it stands."""

    value: float
    low: float
    high: float
    decided: int


def wilson(same: int, decided: int) -> Estimate | None:
    """Return a share with Wilson's interval; None where nothing was decided."""
    if not decided:
        return None
    share, z2 = same / decided, Z * Z
    middle = (share + z2 / (2 * decided)) / (1 + z2 / decided)
    half = Z * math.sqrt(share * (1 - share) / decided + z2 / (4 * decided * decided)) / (1 + z2 / decided)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), decided)


def precision(strata: Sequence[Stratum], threshold: float) -> Estimate | None:
    """Return which share of the pairs from a threshold on are one child; None where nothing there was decided."""
    above = [each for each in strata if each.floor >= threshold and each.decided]
    found = np.array([each.found for each in above])
    return _estimate(above, lambda shares: shares @ found / found.sum())


def recall(strata: Sequence[Stratum], threshold: float) -> Estimate | None:
    """Return which share of all pairs that are one child lie from a threshold on; None where nothing was decided.

    Of all that were compared: what no index ever brought together is not counted.
    """
    known = [each for each in strata if each.decided]
    found = np.array([each.found for each in known])
    is_above = np.array([each.floor >= threshold for each in known])

    def of(shares: _Shares) -> _Shares:
        true = shares * found
        return np.asarray(true[..., is_above].sum(axis=-1) / np.maximum(true.sum(axis=-1), 1e-12))

    if not any(each.same for each in known):
        return None
    return _estimate(known, of)


def _estimate(strata: Sequence[Stratum], of: Callable[[_Shares], _Shares]) -> Estimate | None:
    if not strata:
        return None
    same, decided = (
        np.array(values, dtype=float) for values in zip(*((s.same, s.decided) for s in strata), strict=True)
    )
    draws = np.random.default_rng(_SEED).beta(same + 0.5, decided - same + 0.5, size=(_DRAWS, len(strata)))
    low, high = np.quantile(of(draws), (0.025, 0.975))
    value = float(of(same / decided))
    return Estimate(value, min(float(low), value), max(float(high), value), int(decided.sum()))
