"""What no score may override: likely twins and differing pupil numbers go to a person, and a person's word stands."""

from collections.abc import Collection

import numpy as np

from onroll.linkage.engine import facts
from onroll.linkage.engine.candidates import Pairs
from onroll.linkage.engine.features import ALL_NAMES, PAIR_NAMES
from onroll.linkage.engine.table import Flags, Floats

MOST_WITHOUT_LINK = 0.49
"""A pair with two pupil numbers or without names claims no more than this: a person may look, but it is no link."""

MOST_UNSURE = 0.94
"""A pair that may be twins claims no more than this: it may be a likely link, but not one that nobody looks at."""

_CLEARLY_DIFFERS, _PARTLY_ALIKE, _RUN_TOGETHER = 0.8, 0.86, 0.93
_ONE_SPELLING = 0.999
_SURNAME_AGREES = 0.85
_SAME_POSTCODE = 4
_PLACE = {name: number for number, name in enumerate(PAIR_NAMES)}


def held_as_twins(features: Floats) -> Flags:
    """Say of each pair whether it is held back for its forenames: they differ, or are only partly alike."""
    return may_be_twins(features, less_alike_than=_PARTLY_ALIKE)


def may_be_twins(features: Floats, *, less_alike_than: float = _CLEARLY_DIFFERS) -> Flags:
    """Say of each pair whether it looks like twins, or like brothers and sisters: one family, clearly other forenames.

    Whatever the birth dates: a twin's may have a slip in one of the lists. A pupil number that agrees is stronger.
    Without this guard every rule set in live use that was tried linked all lone twins (reference: what was measured).
    """
    of = {name: features[place] for name, place in _PLACE.items()}
    alike = np.maximum(np.maximum(of["given_first"], of["crossed"]), of["first_anywhere_low"])
    alike = np.maximum(alike, of["given_joined"] * (of["given_joined"] >= _RUN_TOGETHER))
    family = (of["surname_best"] >= _SURNAME_AGREES) | (of["place_level"] >= _SAME_POSTCODE)
    differ = (alike < less_alike_than) & (of["given_best"] >= 0)
    twins: Flags = differ & family & (of["upn"] < facts.NEAR_UPN)
    return twins


def numbers_differ(features: Floats) -> Flags:
    """Say of each pair whether both have permanent pupil numbers and these are not even nearly the same."""
    differ: Flags = features[_PLACE["upn"]] == facts.OTHER_UPN
    return differ


def outdone(features: Floats) -> Flags:
    """Say of each pair whether another row fits better and a child with this birth date and another name lives there.

    `features` with those of `context`. Then the other row may be the child, and this one the twin (Muhammad, Md).
    """
    of = {name: features[place] for place, name in enumerate(ALL_NAMES)}
    twin = (of["twin_home"] > 0) & (of["first_first"] < _ONE_SPELLING) & (of["upn"] < facts.SAME_UPN)
    other_fits: Flags = twin & (of["margin"] < 0)
    return other_fits


def held_back(probability: Floats, features: Floats) -> Floats:
    """Return the probabilities with every pair that a guard holds brought down to what a person must look at.

    Without a forename on both sides nobody can tell a child from a brother: such a pair, like one that may be twins,
    can be a likely link, not a sure one. Without any name, or with two permanent numbers, it is no link. `features` are
    those of the two rows, or all; only all of them show that another row fits better.
    """
    of = {name: features[place] for name, place in _PLACE.items()}
    no_link = numbers_differ(features) | (of["all_fewer"] < 0)
    nameless = (of["given_best"] < 0) & (of["upn"] < facts.SAME_UPN)
    unsure = held_as_twins(features) | nameless
    if len(features) == len(ALL_NAMES):
        unsure |= outdone(features)
    most = np.where(no_link, MOST_WITHOUT_LINK, np.where(unsure, MOST_UNSURE, 1.0))
    return np.minimum(probability, most).astype(np.float32)


def supported(held: Floats, claimed: Floats, pairs: Pairs, *, sure_from: float) -> Floats:
    """Return the probabilities with a pair let go again that a third row binds: sure of both rows, and held of neither.

    One row may call a child by her first name, another by her second, a third by both. A lone twin has no such row:
    whoever is sure of the one is held back from the other. `claimed` is the probability before any guard.
    """
    asked = np.flatnonzero((held < claimed) & (claimed >= sure_from) & (held > MOST_WITHOUT_LINK))
    wanted = np.zeros(int(max(pairs.left.max(initial=0), pairs.right.max(initial=0))) + 1, dtype=bool)
    wanted[pairs.left[asked]] = wanted[pairs.right[asked]] = True
    beside: dict[int, set[int]] = {}
    sure = np.flatnonzero((held >= sure_from) & (wanted[pairs.left] | wanted[pairs.right]))
    for left, right in zip(pairs.left[sure].tolist(), pairs.right[sure].tolist(), strict=True):
        beside.setdefault(left, set()).add(right)
        beside.setdefault(right, set()).add(left)
    free = held.copy()
    nobody: set[int] = set()
    for place, left, right in zip(asked.tolist(), pairs.left[asked].tolist(), pairs.right[asked].tolist(), strict=True):
        if not beside.get(left, nobody).isdisjoint(beside.get(right, nobody)):
            free[place] = claimed[place]
    return free


def decided(keys: Collection[tuple[str, str]], lefts: list[str], rights: list[str]) -> Flags:
    """Say of each pair of row references whether a person has decided on it, whichever row was named first."""
    known = {frozenset(key) for key in keys}
    return np.array([frozenset(pair) in known for pair in zip(lefts, rights, strict=True)], dtype=bool)
