"""Comparisons combined into one score that carries its reasons, with weights in bits and guards against known traps.

The weights are Fellegi and Sunter's: log2(m / u), where m is how often a kind of agreement is seen between two records
of one child and u how often between records of two children. A missing fact weighs 0 bits, never less. This table is
the explainable engine's first state: reasoned, and in part measured; not yet calibrated against linked data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from onroll.linkage.comparison import Comparison, Field, Kind

Band = Literal["strong", "good", "possible", "weak"]

# Source of the odds before any evidence: one child among a store of 100,000 (log2 of 1/100,000).
PRIOR_BITS = -16.6

STRONG_FROM, GOOD_FROM, POSSIBLE_FROM = 0.99, 0.80, 0.05
TWIN_CEILING = 0.5
SAME_UPN_FLOOR = 0.2

# Bits by field and kind. Sources and reasons:
# - forename, same: u is 1/193 for boys and 1/285 for girls, the sum of squared shares of first names in England and
#   Wales, births 2004 to 2020 (Office for National Statistics); m taken as .85. The other kinds scale from it.
# - surname, same: no list of children's surnames is published; u taken as 1/600, m as .85. A surname may change: -4.
# - birth date, same: u is 1/5,840 (sixteen years of school age), m .92. Slips of one day, one digit or one year and
#   swapped day and month: m .01 to .02 each, over the number of dates that such a slip could reach.
# - same 1 January: a stand-in for an unknown date, shared by many; judged, as are sex (m .99 of 1/2) and last school.
# - postcode: a family that has gone missing has often moved, so difference says little.
# - UPN: unique in law, but given twice or typed wrongly in practice: strong, never final (see the guards).
WEIGHTS: dict[Field, dict[Kind, float]] = {
    Field.SURNAME: {
        Kind.SAME: 9.0, Kind.PART: 7.0, Kind.SOUNDS_ALIKE: 6.5, Kind.NEARLY: 6.0, Kind.RHYMES: 4.5,
        Kind.CONSONANTS: 3.0, Kind.ROUGHLY: 2.5, Kind.OVERLAP: 2.5,
        Kind.SHORT: 2.0, Kind.INITIAL: 1.0, Kind.DIFFERENT: -4.0,
    },
    Field.FORENAME: {
        Kind.SAME: 7.5, Kind.PART: 6.0, Kind.SOUNDS_ALIKE: 5.5, Kind.NEARLY: 5.0, Kind.RHYMES: 2.5,
        Kind.CONSONANTS: 2.5, Kind.ROUGHLY: 2.0, Kind.OVERLAP: 2.0,
        Kind.SHORT: 3.0, Kind.INITIAL: 2.0, Kind.DIFFERENT: -5.0,
    },
    Field.BIRTH_DATE: {
        Kind.SAME: 12.0, Kind.SWAPPED: 6.0, Kind.DAY_OUT: 5.0, Kind.YEAR_OUT: 5.0, Kind.PLACEHOLDER: 5.0,
        Kind.WITHIN: 3.0, Kind.DIGIT_OUT: 2.5, Kind.SAME_YEAR: -2.5, Kind.DIFFERENT: -7.5,
    },
    Field.SEX: {Kind.SAME: 1.0, Kind.DIFFERENT: -5.5},
    Field.POSTCODE: {Kind.SAME: 9.0, Kind.SECTOR: 5.0, Kind.DISTRICT: 3.0, Kind.DIFFERENT: -1.0},
    Field.UPN: {Kind.SAME: 20.0, Kind.FORMER: 18.0, Kind.DIGIT_OUT: 10.0, Kind.DIFFERENT: -8.0},
    Field.LAST_SCHOOL: {Kind.SAME: 7.0, Kind.DIFFERENT: -2.0},
    Field.LEFT: {Kind.WITHIN: 2.0, Kind.DIFFERENT: -3.0},
}  # fmt: skip

_TWIN_SURNAMES = frozenset({Kind.SAME, Kind.PART, Kind.SOUNDS_ALIKE, Kind.NEARLY})
_TWIN_BIRTH_DATES = frozenset({Kind.SAME, Kind.PLACEHOLDER, Kind.DAY_OUT, Kind.SWAPPED})
_OTHER_FORENAMES = frozenset({Kind.DIFFERENT, Kind.CONSONANTS, Kind.RHYMES, Kind.ROUGHLY, Kind.OVERLAP})
_FORBIDS_STRONG = frozenset({Field.SURNAME, Field.FORENAME, Field.BIRTH_DATE, Field.SEX, Field.UPN})
_TWIN_WARNING = "may be a twin: same surname and birth date, but another forename"


@dataclass(frozen=True, slots=True)
class Score:
    """How likely two records are of one child, with the reasons.

    Scale: `value` runs from 0 to 1, higher is more likely; `bits` is the weight of the evidence alone, log2.
    `reasons` are for the screen: agreements first, the weightiest first, then what speaks against, each with "but".
    """

    value: float
    band: Band
    bits: float
    reasons: tuple[str, ...]


def weight(comparison: Comparison) -> float:
    """Return the weight of one comparison in bits; 0 for a missing fact.

    Raises: KeyError, for a kind that the field does not have.
    """
    return 0.0 if comparison.kind is Kind.MISSING else WEIGHTS[comparison.field][comparison.kind]


def score(comparisons: Iterable[Comparison]) -> Score:
    """Return the score of a pair from the comparisons of its facts, at most one for each field.

    Guards: a pair that may be twins is never more than possible; a pair that clearly disagrees on a name, birth date,
    sex or number is never strong; a shared UPN is never less than possible, and disagreement beside it is named.
    """
    found = {each.field: each for each in comparisons}
    bits = sum(map(weight, found.values()))
    value = 1.0 / (1.0 + 2.0 ** -(bits + PRIOR_BITS))
    may_be_twin = _may_be_twin({field: each.kind for field, each in found.items()})
    if any(found[field].kind is Kind.DIFFERENT for field in _FORBIDS_STRONG & found.keys()):
        value = min(value, STRONG_FROM - 0.01)
    if Field.UPN in found and found[Field.UPN].kind in {Kind.SAME, Kind.FORMER}:
        value = max(value, SAME_UPN_FLOOR)
    if may_be_twin:
        value = min(value, TWIN_CEILING)
    return Score(value, _band(value), bits, _reasons(found.values(), may_be_twin=may_be_twin))


def _may_be_twin(kinds: dict[Field, Kind]) -> bool:
    forename, sex = kinds.get(Field.FORENAME, Kind.MISSING), kinds.get(Field.SEX, Kind.MISSING)
    of_other_sex = sex is Kind.DIFFERENT and forename not in {Kind.SAME, Kind.MISSING}
    return (
        kinds.get(Field.SURNAME) in _TWIN_SURNAMES
        and kinds.get(Field.BIRTH_DATE) in _TWIN_BIRTH_DATES
        and (forename in _OTHER_FORENAMES or of_other_sex)
    )


def _band(value: float) -> Band:
    if value >= STRONG_FROM:
        return "strong"
    if value >= GOOD_FROM:
        return "good"
    return "possible" if value >= POSSIBLE_FROM else "weak"


def _reasons(comparisons: Iterable[Comparison], *, may_be_twin: bool) -> tuple[str, ...]:
    known = sorted((each for each in comparisons if each.kind is not Kind.MISSING), key=lambda each: -weight(each))
    agreements = [each.reason for each in known if weight(each) > 0]
    against = [f"but {each.reason}" for each in known if weight(each) <= 0]
    warning = [_TWIN_WARNING] if may_be_twin else []
    return (*agreements, *against, *warning)
