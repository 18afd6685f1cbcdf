"""Why a pair is, or is not, one child: in words for the person who must judge it, the twin beside it not forgotten.

The words of single facts are those of `onroll.linkage.compare`, so a pair in bulk reads as one on a screen.
"""

from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from onroll.linkage.compare import compare_birth_dates, compare_people, compare_postcodes, compare_sex, compare_upn
from onroll.linkage.comparison import Comparison, Kind
from onroll.linkage.engine import guards
from onroll.linkage.engine.addresses import birth_date
from onroll.linkage.engine.features import ALL_NAMES, PAIR_NAMES
from onroll.linkage.engine.match import LINK_FROM, Matched
from onroll.linkage.engine.model import Model
from onroll.linkage.engine.scorecard import Scorecard, bits_by_fact, fact_names, field_of, with_combined
from onroll.linkage.engine.table import Floats

_PLACE = {name: number for number, name in enumerate(ALL_NAMES)}
_HEAVY = 0.1  # bits
_AROUND = frozenset({"rivals", "third list", "family", "twin"})
_SUPPORT, _CONFLICT = 0.5, 0.8
_CLOSE_RIVAL = 2.0  # log odds
_SAME_DAY = 6  # the level of birth dates that agree


def reasons(matched: Matched, which: npt.NDArray[np.intp]) -> list[str]:
    """Return the reasons of the numbered pairs, the facts first and what stands around them after.

    They hold names: for the eyes of who may see the lists, never for a log.
    """
    twins = guards.held_as_twins(matched.features[: len(PAIR_NAMES), which])
    around = matched.features[:, which]
    rows = zip(matched.pairs.left[which].tolist(), matched.pairs.right[which].tolist(), strict=True)
    return [
        "; ".join(
            _facts(matched, left, right)
            + _around(around[:, place], float(matched.probability[pair]), bool(twins[place]))
        )
        for place, ((left, right), pair) in enumerate(zip(rows, which.tolist(), strict=True))
    ]


def weights(matched: Matched, which: npt.NDArray[np.intp], model: Model) -> list[str]:
    """Return the weights of evidence of the numbered pairs, in bits, by field: "birth date +8.0, forename +6.1".

    First what the rows' own facts weigh, then what stands around them (rivals, third list, family, twin). Heaviest
    first; what weighs less than a tenth of a bit is left out.
    """
    own = matched.features[: len(PAIR_NAMES), which]
    facts = _by_field(model.first_card, own)
    around = {
        field: bits
        for field, bits in _by_field(model.second_card, matched.features[:, which]).items()
        if field in _AROUND
    }
    return [", ".join(_told(facts, place) + _told(around, place)) for place in range(len(which))]


def _by_field(card: Scorecard, features: Floats) -> dict[str, Floats]:
    sums: dict[str, Floats] = {}
    bits = bits_by_fact(card, with_combined(features))
    for name, weight in zip(fact_names(len(features)), bits, strict=True):
        sums[field_of(name)] = sums.get(field_of(name), np.float32(0)) + weight
    return sums


def _told(fields: dict[str, Floats], place: int) -> list[str]:
    heavy = [(float(bits[place]), field) for field, bits in fields.items() if abs(bits[place]) >= _HEAVY]
    return [f"{field} {bits:+.1f}" for bits, field in sorted(heavy, key=lambda each: (-abs(each[0]), each[1]))]


def _facts(matched: Matched, left: int, right: int) -> list[str]:
    text = matched.table.text
    given = [f"{text['forename'][row]} {text['middle'][row]}".strip() for row in (left, right)]
    surname = [text["surname"][row] for row in (left, right)]
    found = [
        compare_upn(text["upn"][left], text["upn"][right]),
        *_people(surname[0], given[0], surname[1], given[1]),
        _births(text["dob"][left], text["dob"][right]),
        _postcodes(text["postcode"][left], text["postcode"][right]),
    ]
    sex = compare_sex(text["sex"][left], text["sex"][right])
    told = [each.reason for each in found if each.kind is not Kind.MISSING]
    return [*told, sex.reason] if sex.kind is Kind.DIFFERENT else told


def _around(features: npt.NDArray[np.float32], chance: float, twins: bool) -> list[str]:
    of = {name: float(features[place]) for name, place in _PLACE.items()}
    told = []
    if of["house"] == 1 and of["street"] > 0.9:
        told.append("same house and street")
    if of["third_agrees"] > _SUPPORT:
        told.append("both agree with one row of another list")
    if of["third_conflicts"] > _CONFLICT and of["third_agrees"] <= _SUPPORT:
        told.append("but another list has two rows, one for each")
    if of["family"] >= 1:
        told.append("others of the two households are linked as well")
    if of["margin"] < 0:
        told.append("but another row fits better")
    elif of["margin"] < _CLOSE_RIVAL:
        told.append("but another row fits nearly as well")
    if twins and chance > guards.MOST_UNSURE:
        told.append("the forenames differ, but a row of another list has both")
    elif twins:
        who = "a twin" if of["born_level"] >= _SAME_DAY else "a brother or sister"
        agree = "birth date and family agree" if of["born_level"] >= _SAME_DAY else "the family agrees"
        told.append(f"the forenames differ while {agree}: this may be {who}, so a person decides")
    elif of["twin_home"] > 0:
        end = ", and the forename tells them apart" if chance > LINK_FROM and of["margin"] >= 0 else ""
        told.append(f"but a brother or sister with this birth date lives there{end}")
    return told


@lru_cache(maxsize=65_536)
def _people(surname_a: str, given_a: str, surname_b: str, given_b: str) -> tuple[Comparison, Comparison]:
    return compare_people(surname_a.title(), given_a.title(), surname_b.title(), given_b.title())


@lru_cache(maxsize=65_536)
def _births(one: str, two: str) -> Comparison:
    first, second = (birth_date(text) for text in (one, two))
    return compare_birth_dates(date(*first) if first[0] else None, date(*second) if second[0] else None)


@lru_cache(maxsize=65_536)
def _postcodes(one: str, two: str) -> Comparison:
    return compare_postcodes(one, two)
