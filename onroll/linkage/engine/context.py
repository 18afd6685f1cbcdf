"""What the other pairs say of a pair: rivals, a third list, the family beside them, twins. Needs a first score."""

import numpy as np
import numpy.typing as npt

from onroll.linkage.engine.candidates import Pairs
from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.rarity import shape_of
from onroll.linkage.engine.table import MISSING, Floats, Ints

NAMES = (
    "first_score", "rival_high", "rival_low", "margin", "third_agrees", "third_conflicts", "family",
    "household_few", "household_many", "twin_home", "twin_name", "links_few", "links_many",
    "crowd_few", "crowd_many", "share",
)  # fmt: skip
NO_RIVAL = -12.0
_LIKELY = 0.2
_FEW, _CROWD = 8, 32


def context_features(rows: Prepared, pairs: Pairs, logit: Floats) -> Floats:
    """Return what stands around each pair. Shape: (16, pairs) float32, a row for each of `NAMES`.

    Scale: `logit` and the scores of rivals are log odds, -12 to 12, `NO_RIVAL` where there is none. `third_`: 0 to 1,
    the weaker of two scores to one row of another list, or to two different rows. `family`: likely links between the
    two households, these two rows left out. `twin_`: others of the list and birth date, in the home or of the surname.
    `links_` and `crowd_`: how many likely pairs, and how many pairs at all, the two rows stand in. `share`, 0 to 1: how
    much of the odds of all pairs of a row with the other's list this one has, of the row where it has less.
    """
    a, b = pairs.left, pairs.right
    logit = np.clip(logit, NO_RIVAL, -NO_RIVAL).astype(np.float32)
    best = _best(rows.lists, pairs, logit)
    rivals = (_rival(best, a, rows.lists[b], b), _rival(best, b, rows.lists[a], a))
    agrees, conflicts = _third(rows.lists, best, a, b)
    chance = probability(logit)
    home = households(rows)
    sizes = np.minimum(_group_sizes(home), _FEW)
    links = np.bincount(np.concatenate([a, b]), np.concatenate([chance, chance]) > _LIKELY, minlength=len(rows.lists))
    links = np.minimum(links, _FEW)
    crowd = np.minimum(np.bincount(np.concatenate([a, b]), minlength=len(rows.lists)), _CROWD)
    twins = _twins(rows, home)
    return np.stack(
        [
            logit, np.maximum(*rivals), np.minimum(*rivals), logit - np.maximum(*rivals), agrees, conflicts,
            _family(home, a, b, chance), np.minimum(sizes[a], sizes[b]), np.maximum(sizes[a], sizes[b]),
            np.maximum(twins[0][a], twins[0][b]), np.maximum(twins[1][a], twins[1][b]),
            np.minimum(links[a], links[b]), np.maximum(links[a], links[b]),
            np.minimum(crowd[a], crowd[b]), np.maximum(crowd[a], crowd[b]),
            np.minimum(_share(rows.lists, pairs, logit, a, b), _share(rows.lists, pairs, logit, b, a)),
        ]
    ).astype(np.float32)  # fmt: skip


def probability(logit: Floats) -> Floats:
    """Return log odds as a chance between 0 and 1."""
    return (1.0 / (1.0 + np.exp(-logit))).astype(np.float32)


Best = tuple[Ints, Floats, Floats]


def _best(lists: Ints, pairs: Pairs, logit: Floats) -> Best:
    """Return for each row and list the best other row, its score, and the second score. Shapes: (rows, lists)."""
    count, width = len(lists), int(lists.max(initial=0)) + 1
    source = np.concatenate([pairs.left, pairs.right])
    target = np.concatenate([pairs.right, pairs.left])
    score = np.concatenate([logit, logit])
    group = source.astype(np.int64) * width + lists[target]
    order = np.lexsort((target, -score, group))
    group, target, score = group[order], target[order], score[order]
    first = np.ones(len(group), dtype=bool)
    first[1:] = group[1:] != group[:-1]
    second = np.zeros(len(group), dtype=bool)
    second[1:] = first[:-1] & ~first[1:]
    who = np.full(count * width, MISSING, dtype=np.int32)
    top, next_top = (np.full(count * width, NO_RIVAL, dtype=np.float32) for _ in range(2))
    who[group[first]], top[group[first]], next_top[group[second]] = target[first], score[first], score[second]
    return who.reshape(count, width), top.reshape(count, width), next_top.reshape(count, width)


def _rival(best: Best, row: Ints, in_list: Ints, but: Ints) -> Floats:
    who, top, second = best
    return np.where(who[row, in_list] == but, second[row, in_list], top[row, in_list])


def _share(lists: Ints, pairs: Pairs, logit: Floats, row: Ints, other: Ints) -> Floats:
    """Return the odds of each pair beside those of all pairs of `row` with the list of `other`, and of none of them."""
    width = int(lists.max(initial=0)) + 1
    odds = np.exp(logit.astype(np.float64))
    here = np.concatenate([pairs.left, pairs.right]).astype(np.int64)
    there = lists[np.concatenate([pairs.right, pairs.left])]
    total = np.bincount(here * width + there, np.tile(odds, 2), minlength=len(lists) * width)
    share: Floats = (odds / (1 + total[row.astype(np.int64) * width + lists[other]])).astype(np.float32)
    return share


def _third(lists: Ints, best: Best, a: Ints, b: Ints) -> tuple[Floats, Floats]:
    who, top, _ = best
    agrees, conflicts = (np.zeros(len(a), dtype=np.float32) for _ in range(2))
    for number in range(who.shape[1]):
        other = (lists[a] != number) & (lists[b] != number)
        one, two = who[a, number], who[b, number]
        known = other & (one != MISSING) & (two != MISSING)
        weaker = np.where(known, probability(np.minimum(top[a, number], top[b, number])), 0)
        agrees = np.maximum(agrees, np.where(one == two, weaker, 0))
        conflicts = np.maximum(conflicts, np.where(one != two, weaker, 0))
    return agrees, conflicts


def households(rows: Prepared) -> Ints:
    """Return a number for each row's household in its own list (one address), `MISSING` without an address."""
    known = (rows.postcode != MISSING) & (rows.house != MISSING)
    keys = np.stack([rows.lists, rows.postcode, rows.house, rows.flat], axis=1)
    _, numbers = np.unique(keys, axis=0, return_inverse=True)
    return np.where(known, numbers.reshape(-1), MISSING).astype(np.int32)


def _family(home: Ints, a: Ints, b: Ints, chance: Floats) -> Floats:
    """Return the sum of likely links between the households of a pair, without those of its own two rows."""
    width = int(max(home.max(initial=0), len(home))) + 1
    home_a, home_b = home[a].astype(np.int64), home[b].astype(np.int64)
    likely = (chance > _LIKELY) & (home_a != MISSING) & (home_b != MISSING)
    weight = np.where(likely, chance, 0).astype(np.float64)
    both = np.minimum(home_a, home_b) * width + np.maximum(home_a, home_b)
    total = _summed(both, weight, both)
    of_row = _summed(np.concatenate([a * width + home_b, b * width + home_a]), np.tile(weight, 2), a * width + home_b)
    of_other = _summed(np.concatenate([a * width + home_b, b * width + home_a]), np.tile(weight, 2), b * width + home_a)
    known = (home_a != MISSING) & (home_b != MISSING)
    return np.where(known, np.clip(np.round((total - of_row - of_other + weight) * 8) / 8, 0, _FEW), -1).astype(
        np.float32
    )


def _summed(
    keys: npt.NDArray[np.int64], weight: npt.NDArray[np.float64], asked: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    distinct, back = np.unique(keys, return_inverse=True)
    sums = np.bincount(back.reshape(-1), weight)
    return sums[np.searchsorted(distinct, asked)].astype(np.float64)


def _twins(rows: Prepared, home: Ints) -> tuple[Ints, Ints]:
    """Return how many rows of the same list and birth date share the home, and the surname, with another first name."""
    born = rows.born[:, 0] * 512 + rows.born[:, 1] * 32 + rows.born[:, 2]
    given, surname = shape_of(rows, rows.given[:, 0]), shape_of(rows, rows.surname[:, 0])
    known = rows.born[:, 0] > 0
    return tuple(  # type: ignore[return-value]
        np.where(known & (place != MISSING), _others(np.stack([rows.lists, place, born], axis=1), given), 0)
        for place in (home, surname)
    )


def _others(keys: npt.NDArray[np.int32], name: Ints) -> Ints:
    """Return how many distinct names the rows of a key have besides the row's own."""
    _, group = np.unique(keys, axis=0, return_inverse=True)
    group = group.reshape(-1)
    named = np.unique(np.stack([group, name], axis=1), axis=0)
    return np.minimum(np.bincount(named[:, 0])[group] - 1, _FEW).astype(np.int32)


def _group_sizes(codes: Ints) -> Ints:
    _, back, counts = np.unique(codes, return_inverse=True, return_counts=True)
    return np.where(codes == MISSING, 1, counts[back.reshape(-1)]).astype(np.int32)
