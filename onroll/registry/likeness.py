"""How alike two records are: each fact compared, the score with its reasons, and whether they may be twins.

The comparisons and weights are `linkage`'s; which facts of a record are compared is said here.
"""

import dataclasses

from onroll import linkage
from onroll.linkage import Comparison, Field, Kind, Score
from onroll.registry.models import Sighting

# Below this a pair is not put before people. Source: `linkage.Band`: "possible" begins here.
WORTH_A_LOOK_FROM = 0.05
ENGINE = "weights of evidence"

_ALIKE_NAMES = frozenset({Kind.SAME, Kind.PART, Kind.SOUNDS_ALIKE, Kind.NEARLY})
_ALIKE_DATES = frozenset({Kind.SAME, Kind.PLACEHOLDER, Kind.DAY_OUT, Kind.SWAPPED})
_SAME_NUMBER = frozenset({Kind.SAME, Kind.FORMER})


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """Two records compared. `compared` holds each fact once; `twins` says in words why or why not twins."""

    compared: dict[Field, Comparison]
    score: Score
    may_be_twins: bool
    twins: str


def likeness(first: Sighting, second: Sighting) -> Likeness:
    """Return how alike two records are. The order of the two changes nothing but the order in which values are named.

    `score.value`: 0 to 1, higher is more likely one child.
    """
    surname, forename = linkage.compare_people(first.surname, _forenames(first), second.surname, _forenames(second))
    compared = (
        surname,
        forename,
        linkage.compare_birth_dates(first.birth_date, second.birth_date),
        linkage.compare_sex(first.sex, second.sex),
        linkage.compare_postcodes(first.postcode, second.postcode),
        linkage.compare_upn(first.upn, second.upn, former_a=first.former_upn, former_b=second.former_upn),
    )
    by_field = {each.field: each for each in compared}
    may_be_twins, words = _twins(by_field)
    return Likeness(by_field, linkage.score(compared), may_be_twins, words)


def is_for_a_person(found: Likeness) -> bool:
    """Say whether somebody should look: not for an unlikely pair, nor for twins who have a UPN each.

    Two permanent numbers beside two forenames are two children: every pair of twins would fill the queue.
    """
    if found.may_be_twins and found.compared[Field.UPN].kind is Kind.DIFFERENT:
        return False
    return found.score.value >= WORTH_A_LOOK_FROM


def _forenames(row: Sighting) -> str:
    return f"{row.forename} {row.middle_names}".strip()


def _twins(compared: dict[Field, Comparison]) -> tuple[bool, str]:
    surname, forename, born, sex, number = (
        compared[field].kind for field in (Field.SURNAME, Field.FORENAME, Field.BIRTH_DATE, Field.SEX, Field.UPN)
    )
    share_a_home = surname in _ALIKE_NAMES and born in _ALIKE_DATES
    if not share_a_home:
        what = "surname" if surname not in _ALIKE_NAMES else "birth date"
        return False, f"Not likely to be twins: twins share surname and birth date, and here the {what} does not agree."
    of_other_sex = sex is Kind.DIFFERENT and forename not in {Kind.SAME, Kind.MISSING}
    if forename in _ALIKE_NAMES and not of_other_sex:
        return False, "Not likely to be twins: twins have different forenames, and here the forename agrees."
    if forename is Kind.MISSING:
        return False, "Nothing tells them from twins: surname and birth date agree, and a forename is not known."
    if number in _SAME_NUMBER:
        words = "The UPN is the same, which twins’ schools mix up."
    elif number is Kind.DIFFERENT:
        words = "Each has a UPN of her own."
    else:
        words = "No UPN tells them apart."
    return True, f"They may be twins: surname and birth date agree, but the forename does not. {words}"
