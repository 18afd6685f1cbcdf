"""The explainable engine: weights of evidence in bits, one for each level of each fact, added up.

Source: Fellegi and Sunter (1969). Their weights are log2 of m/u for each field alone; these were fitted together on
simulated pairs, so that facts which go together (surname and address of brothers) are not counted twice.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onroll.linkage.engine.features import ALL_NAMES
from onroll.linkage.engine.table import Floats

# Facts that only say something together. A level is 32 times the first plus the second.
COMBINED = (
    ("given_fewer", "given_common_high", "forename"),
    ("surname_fewer", "surname_common_high", "surname"),
    ("given_fewer", "born_level", "forename"),
    ("all_fewer", "place_level", "names"),
    ("all_fewer", "born_level", "names"),
    ("given_fewer", "twin_home", "twin"),
    ("born_level", "namesakes", "birth date"),
    ("given_fewer", "surname_fewer", "names"),
    ("place_level", "house", "address"),
    ("given_fewer", "place_level", "forename"),
    ("all_fewer", "third_agrees", "third list"),
    ("all_fewer", "margin", "rivals"),
    ("born_level", "place_level", "birth date"),
    ("first_first", "given_best", "forename"),
    ("born_level", "born_new_year", "birth date"),
    ("surprise", "place_level", "names"),
    ("given_first", "born_level", "forename"),
    ("surname_fewer", "surprise", "names"),
    ("all_fewer", "share", "rivals"),
)
_FIELDS = {
    "first_score": "first score", "first": "forename", "given": "forename", "surname": "surname", "born": "birth date",
    "sex": "sex", "place": "address", "postcode": "address", "house": "address", "flat": "address",
    "street": "address", "upn": "UPN", "rival": "rivals", "margin": "rivals", "links": "rivals", "crowd": "rivals",
    "share": "rivals", "third": "third list", "family": "family", "twin": "twin",
}  # fmt: skip
_LEVELS = {
    "given_fewer": (-0.5, 0.5, 0.62, 0.72, 0.8, 0.86, 0.9, 0.94, 0.97, 0.999),
    "given_best": (-0.5, 0.5, 0.62, 0.72, 0.8, 0.86, 0.9, 0.94, 0.97, 0.999),
    "first_first": (-0.5, 0.5, 0.62, 0.72, 0.8, 0.86, 0.9, 0.94, 0.97, 0.999),
    "surname_fewer": (-0.5, 0.5, 0.7, 0.8, 0.88, 0.94, 0.97, 0.999),
    "all_fewer": (-0.5, 0.5, 0.6, 0.66, 0.72, 0.78, 0.84, 0.88, 0.92, 0.95, 0.98, 0.999),
    "given_common_high": (-16, -14, -13, -12, -11, -10, -9, -8, -7, -6, -5),
    "surname_common_high": (-16, -14, -13, -12, -11, -10, -9, -8, -7, -6, -5),
    "born_level": (0.5, 1.5, 2.5, 3.5, 4.5, 5.5),
    "place_level": (0.5, 1.5, 2.5, 3.5),
    "house": (-0.5, 0.5),
    "namesakes": (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8),
    "share": (0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 0.99, 0.999),
    "twin_home": (0.5,),
    "born_new_year": (-0.5, 0.5, 1.5),
    "given_first": (-0.5, 0.5, 0.62, 0.72, 0.8, 0.86, 0.9, 0.94, 0.97, 0.999),
    "surprise": (-8, -4, -2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 25),
    "third_agrees": (0.1, 0.3, 0.5, 0.8, 0.95, 0.99),
    "margin": (-6, -3, -1, 0, 1, 2, 4, 6, 8, 10, 12, 16, 20),
}
_APART = 32
NATURAL = float(np.log(2.0))
"""Log odds (natural) in one bit."""


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Weights in bits. `fact` numbers the fact of each entry (features, then `COMBINED`); from `above` on, its
    `weight` holds until the fact's next one. The first entry of a fact begins at minus infinity.
    """

    fact: npt.NDArray[np.int32]
    above: npt.NDArray[np.float64]
    weight: Floats


def with_combined(features: Floats, names: tuple[str, ...] = ALL_NAMES) -> Floats:
    """Return features with the combined facts after them; those that need features not given are left out."""
    place = {name: number for number, name in enumerate(names[: len(features)])}
    more = [
        _level(features[place[one]], one) * _APART + _level(features[place[two]], two)
        for one, two, _ in COMBINED
        if one in place and two in place
    ]
    return np.concatenate([features, np.stack(more).astype(np.float32)])


def fact_names(count: int) -> tuple[str, ...]:
    """Return the names of the facts for so many features, combined ones as "one+two"."""
    known = ALL_NAMES[:count]
    return (*known, *(f"{one}+{two}" for one, two, _ in COMBINED if one in known and two in known))


def bits_by_fact(card: Scorecard, facts: Floats) -> Floats:
    """Return the weight of each fact. Shape: (facts, pairs) float32, bits; above 0 speaks for one child."""
    found = np.zeros_like(facts)
    for number, values in enumerate(facts):
        found[number] = _weights(card, number, values)
    return found


def _weights(card: Scorecard, number: int, values: Floats) -> Floats:
    entries = card.fact == number
    if not entries.any():
        return np.zeros(len(values), dtype=np.float32)
    weights: Floats = card.weight[entries][np.searchsorted(card.above[entries][1:], values, side="left")]
    return weights


def score(card: Scorecard, features: Floats) -> Floats:
    """Return the log odds (natural) of each pair: the sum of its weights."""
    facts = with_combined(features)
    total = np.zeros(facts.shape[1], dtype=np.float32)
    for number, values in enumerate(facts):
        total += _weights(card, number, values)
    return (total * NATURAL).astype(np.float32)


def field_of(fact: str) -> str:
    """Return the field, in words, that a fact belongs to."""
    combined = {f"{one}+{two}": field for one, two, field in COMBINED}
    if fact in combined:
        return combined[fact]
    return next((field for start, field in _FIELDS.items() if fact.startswith(start)), "names")


def _level(values: Floats, name: str) -> npt.NDArray[np.int64]:
    return np.searchsorted(np.array(_LEVELS[name]), values, side="left")
