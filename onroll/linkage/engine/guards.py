"""What no score may override: likely twins and differing pupil numbers go to a person, and a person's word stands."""

from collections.abc import Collection

import numpy as np

from onroll.linkage.engine import facts
from onroll.linkage.engine.features import PAIR_NAMES
from onroll.linkage.engine.table import Flags, Floats

MOST_WITHOUT_LINK = 0.49
"""A pair with two pupil numbers or without names claims no more than this: a person may look, but it is no link."""

MOST_UNSURE = 0.94
"""A pair that may be twins claims no more than this: it may be a likely link, but not one that nobody looks at."""

_CLEARLY_DIFFERS, _PARTLY_ALIKE = 0.8, 0.86
_SURNAME_AGREES = 0.85
_SAME_DAY, _SAME_POSTCODE = 6, 4
_PLACE = {name: number for number, name in enumerate(PAIR_NAMES)}


def may_be_twins(features: Floats, *, less_alike_than: float = _CLEARLY_DIFFERS) -> Flags:
    """Say of each pair whether it looks like twins: born the same day into one family, with clearly other forenames.

    A pupil number that agrees is stronger. Without this guard every rule set in live use that was tried linked all lone
    twins (reference: what was measured).
    """
    of = {name: features[place] for name, place in _PLACE.items()}
    alike = np.maximum(np.maximum(of["given_best"], of["crossed"]), of["first_anywhere_low"])
    family = (of["surname_best"] >= _SURNAME_AGREES) | (of["place_level"] >= _SAME_POSTCODE)
    differ = (alike < less_alike_than) & (of["given_best"] >= 0)
    twins: Flags = differ & (of["born_level"] >= _SAME_DAY) & family & (of["upn"] < facts.NEAR_UPN)
    return twins


def numbers_differ(features: Floats) -> Flags:
    """Say of each pair whether both have permanent pupil numbers and these are not even nearly the same."""
    differ: Flags = features[_PLACE["upn"]] == facts.OTHER_UPN
    return differ


def held_back(probability: Floats, features: Floats) -> Floats:
    """Return the probabilities with every pair that a guard holds brought down to what a person must look at.

    Without a forename on both sides nobody can tell a child from a brother: such a pair, like one that may be twins,
    can be a likely link, not a sure one. Without any name, or with two permanent numbers, it is no link.
    """
    of = {name: features[place] for name, place in _PLACE.items()}
    no_link = numbers_differ(features) | (of["all_fewer"] < 0)
    nameless = (of["given_best"] < 0) & (of["upn"] < facts.SAME_UPN)
    unsure = may_be_twins(features, less_alike_than=_PARTLY_ALIKE) | nameless
    most = np.where(no_link, MOST_WITHOUT_LINK, np.where(unsure, MOST_UNSURE, 1.0))
    return np.minimum(probability, most).astype(np.float32)


def decided(keys: Collection[tuple[str, str]], lefts: list[str], rights: list[str]) -> Flags:
    """Say of each pair of row references whether a person has decided on it, whichever row was named first."""
    known = {frozenset(key) for key in keys}
    return np.array([frozenset(pair) in known for pair in zip(lefts, rights, strict=True)], dtype=bool)
