"""Figures of a match beside the truth: precision, recall and F1 by threshold, by group and by household.

Only pairs of different lists count. A true pair that never became a candidate counts against recall.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from onroll.linkage.engine.match import DOUBTFUL_FROM, LINK_FROM, SURE_FROM, Matched
from onroll.linkage.engine.table import Flags, Floats, Ints

THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
BANDS = ((0.05, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 0.99), (0.99, 1.01))
_WANTED_PRECISION = 0.99


class TruthDoesNotFit(Exception):
    """The truth leaves out rows of the lists, or names none of them."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Who is who, by row reference: child, household and naming tradition (or "")."""

    person: Mapping[str, str]
    household: Mapping[str, str]
    group: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Judged:
    """The scored pairs of different lists, and how many true pairs of each group there are, found or not."""

    chance: Floats
    true: Flags
    one_home: Flags
    left: Ints
    right: Ints
    true_pairs: dict[str, int]


def evaluate(matched: Matched, truth: Truth) -> dict[str, Any]:
    """Return the figures, ready for JSON. Shares are between 0 and 1; a share of nothing is None.

    Raises: TruthDoesNotFit, if it has no person for a row.
    """
    judged, group = _judged(matched, truth)
    total = sum(judged.true_pairs.values())
    links = judged.chance > LINK_FROM
    sure = int((judged.chance >= SURE_FROM).sum())
    doubtful = (judged.chance >= DOUBTFUL_FROM) & (judged.chance < SURE_FROM)
    return {
        "records": len(matched.table),
        "true_pairs": total,
        "candidates": matched.candidates,
        "candidates_per_record": _share(matched.candidates, len(matched.table)),
        "fixed": {"threshold": LINK_FROM, **_figures(links, judged.true, total)},
        "best": _best(judged, total),
        "recall_at_99_precision": _recall_at(judged, total),
        "by_threshold": [
            {"threshold": threshold, **_figures(judged.chance > threshold, judged.true, total)}
            for threshold in THRESHOLDS
        ],
        "sure_links": sure,
        "for_a_person": {"pairs": int(doubtful.sum()), "share_of_true_pairs": _share(int(doubtful.sum()), total)},
        "calibration": [_band(judged, *band) for band in BANDS],
        "by_name_group": _by_group(judged, links, group),
        "by_household": _by_household(judged, links),
        "by_lists": _by_lists(matched, judged, links, truth),
    }


def _judged(matched: Matched, truth: Truth) -> tuple[_Judged, npt.NDArray[np.str_]]:
    rids = matched.table.rids
    missing = sum(rid not in truth.person for rid in rids)
    if missing:
        raise TruthDoesNotFit(f"the truth has no person for {missing} of {len(rids)} rows")
    person = np.unique([truth.person[rid] for rid in rids], return_inverse=True)[1].reshape(-1)
    household = np.unique([truth.household.get(rid, "") for rid in rids], return_inverse=True)[1].reshape(-1)
    group = np.array([truth.group.get(rid, "") for rid in rids])
    lists = matched.rows.lists
    across = lists[matched.pairs.left] != lists[matched.pairs.right]
    left, right = matched.pairs.left[across], matched.pairs.right[across]
    judged = _Judged(
        matched.probability[across], person[left] == person[right], household[left] == household[right], left, right,
        _true_pairs(person, lists, group),
    )  # fmt: skip
    return judged, group


def _true_pairs(person: npt.NDArray[np.intp], lists: Ints, group: npt.NDArray[np.str_]) -> dict[str, int]:
    """Return how many pairs of rows of different lists are one child, by the group of the child's first row."""
    width = int(lists.max(initial=0)) + 1
    counts = np.bincount(person * width + lists, minlength=(int(person.max(initial=0)) + 1) * width).reshape(-1, width)
    pairs = (counts.sum(axis=1) ** 2 - (counts**2).sum(axis=1)) // 2
    _, first = np.unique(person, return_index=True)
    of_person = group[first]
    return {str(name): int(pairs[of_person == name].sum()) for name in np.unique(of_person)}


def _figures(links: Flags, true: Flags, total: int) -> dict[str, float | int | None]:
    right, made = int((links & true).sum()), int(links.sum())
    precision, recall = _share(right, made), _share(right, total)
    both = (precision or 0) + (recall or 0)
    f1 = round(2 * (precision or 0) * (recall or 0) / both, 5) if both else None
    return {"precision": precision, "recall": recall, "f1": f1, "links": made, "false_links": made - right}


def _falling(judged: _Judged) -> tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return each distinct probability, falling, with the links and the true links at or above it."""
    order = np.argsort(-judged.chance, kind="stable")
    chance = judged.chance[order]
    last = np.append(chance[1:] != chance[:-1], True) if len(chance) else np.zeros(0, dtype=bool)
    made = np.arange(1, len(chance) + 1)
    return chance[last], made[last], np.cumsum(judged.true[order])[last]


def _best(judged: _Judged, total: int) -> dict[str, Any]:
    chance, made, right = _falling(judged)
    if not len(chance) or not total:
        return {"threshold": None, "precision": None, "recall": None, "f1": None}
    best = int(np.argmax(2 * right / (made + total)))
    return {"threshold": float(chance[best]), **_figures(judged.chance >= chance[best], judged.true, total)}


def _recall_at(judged: _Judged, total: int) -> float | None:
    _, made, right = _falling(judged)
    precise = np.flatnonzero(right >= _WANTED_PRECISION * made)
    return _share(int(right[precise[-1]]) if len(precise) else 0, total)


def _band(judged: _Judged, low: float, high: float) -> dict[str, Any]:
    inside = (judged.chance >= low) & (judged.chance < high)
    count = int(inside.sum())
    claimed = round(float(judged.chance[inside].mean()), 4) if count else None
    true = _share(int(judged.true[inside].sum()), count)
    return {"from": low, "to": min(high, 1.0), "pairs": count, "claimed": claimed, "true": true}


def _by_group(judged: _Judged, links: Flags, group: npt.NDArray[np.str_]) -> dict[str, Any]:
    """Recall is of the group's children; precision of the links that have a row of the group."""
    groups = {}
    for name, total in judged.true_pairs.items():
        if not name:
            continue
        touched = links & ((group[judged.left] == name) | (group[judged.right] == name))
        right = int((links & judged.true & (group[judged.left] == name)).sum())
        groups[name] = {
            "true_pairs": total,
            "recall": _share(right, total),
            "precision": _share(int((touched & judged.true).sum()), int(touched.sum())),
        }
    recalls = [each["recall"] for each in groups.values() if each["recall"] is not None]
    precisions = [each["precision"] for each in groups.values() if each["precision"] is not None]
    return {
        "groups": groups,
        "recall_spread": round(max(recalls) - min(recalls), 5) if recalls else None,
        "worst_precision": min(precisions, default=None),
    }


def _by_household(judged: _Judged, links: Flags) -> dict[str, Any]:
    false = links & ~judged.true
    inside = int((false & judged.one_home).sum())
    return {
        "false_links": int(false.sum()),
        "false_links_inside_one_household": inside,
        "share_of_false_links": _share(inside, int(false.sum())),
        "share_of_all_links": _share(inside, int(links.sum())),
    }


def _by_lists(matched: Matched, judged: _Judged, links: Flags, truth: Truth) -> dict[str, Any]:
    names, lists = matched.table.list_names, matched.rows.lists
    person = np.unique([truth.person[rid] for rid in matched.table.rids], return_inverse=True)[1].reshape(-1)
    size = int(person.max(initial=0)) + 1
    counts = [np.bincount(person[lists == number], minlength=size) for number in range(len(names))]
    here = np.sort(np.stack([lists[judged.left], lists[judged.right]]), axis=0)
    return {
        f"{names[one]}-{names[two]}": _figures(
            links & (here[0] == one) & (here[1] == two), judged.true, int((counts[one] * counts[two]).sum())
        )
        for one, two in combinations(range(len(names)), 2)
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 5) if whole else None
