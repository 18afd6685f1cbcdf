"""Names compared: as sets of words, by sound, by spelling, and crossed where the two were changed round."""

from rapidfuzz.distance import OSA, JaroWinkler

from onroll.linkage.comparison import Comparison, Field, Kind, missing
from onroll.linkage.normalise import run_together, tokens
from onroll.linkage.skeleton import skeletons, vowel_shape

# No two are equal, so that the best and the worst of several words are the same whichever comes first.
_VALUES = {
    Kind.SAME: 1.0,
    Kind.PART: 0.9,
    Kind.SOUNDS_ALIKE: 0.85,
    Kind.NEARLY: 0.8,
    Kind.RHYMES: 0.65,
    Kind.CONSONANTS: 0.6,
    Kind.ROUGHLY: 0.55,
    Kind.SHORT: 0.5,
    Kind.OVERLAP: 0.45,
    Kind.INITIAL: 0.4,
    Kind.DIFFERENT: 0.0,
}
_REASONS = {
    Kind.SAME: "same {field} {a}",
    Kind.PART: "{field} {a} / {b}: one is part of the other",
    Kind.SOUNDS_ALIKE: "{field} {a} / {b} sounds alike",
    Kind.NEARLY: "{field} {a} / {b} is spelt nearly the same",
    Kind.RHYMES: "{field} {a} / {b} is spelt nearly the same but begins with another sound",
    Kind.ROUGHLY: "{field} {a} / {b} is spelt roughly the same",
    Kind.CONSONANTS: "{field} {a} / {b} has the same consonants, other vowels",
    Kind.OVERLAP: "{field} {a} / {b} shares a name, the rest differs",
    Kind.SHORT: "{field} {a} / {b}: one may be short for the other",
    Kind.INITIAL: "{field} {a} / {b}: one is the initial of the other",
    Kind.DIFFERENT: "{field} {a} / {b} is different",
}
_NEAR_VOWELS = frozenset({"ae", "ea", "ei", "ie"})
_NEARLY_FROM = 0.93
_LONG_ENOUGH_FOR_ONE_SLIP = 4
_LONG_ENOUGH_FOR_TWO_SLIPS = 6
_LONG_ENOUGH_FOR_SHORT_FORM = 3


def compare_names(a: str, b: str, field: Field = Field.SURNAME) -> Comparison:
    """Return how alike two names of one person's part (surname, or all forenames) are.

    Order, case, marks, hyphens, titles and particles do not matter. An empty name is missing.

    Scale: value 0 to 1, higher is more alike; 0.5 where a name is missing.
    """
    words_a, words_b = tokens(a), tokens(b)
    if not words_a or not words_b:
        return missing(field)
    kind = _kind_of_names(words_a, words_b)
    if kind is not Kind.SAME and run_together(a) == run_together(b):
        kind = Kind.SAME
    return Comparison(field, kind, _VALUES[kind], _REASONS[kind].format(field=field, a=a.strip(), b=b.strip()))


def compare_people(surname_a: str, forename_a: str, surname_b: str, forename_b: str) -> tuple[Comparison, Comparison]:
    """Return how alike two people's surnames and forenames are, crossed where only that makes either agree.

    Scale: as `compare_names`; a crossed agreement is worth 0.9 of a straight one.
    """
    straight = (
        compare_names(surname_a, surname_b, Field.SURNAME),
        compare_names(forename_a, forename_b, Field.FORENAME),
    )
    if any(each.kind is not Kind.DIFFERENT for each in straight):
        return straight
    crossed = (
        compare_names(surname_a, forename_b, Field.SURNAME),
        compare_names(forename_a, surname_b, Field.FORENAME),
    )
    if not any(each.value for each in crossed):
        return straight
    return (_crossed(crossed[0]), _crossed(crossed[1]))


def _crossed(each: Comparison) -> Comparison:
    if each.kind in {Kind.DIFFERENT, Kind.MISSING}:
        return each
    return Comparison(each.field, each.kind, each.value * 0.9, f"{each.reason} (names in the other order)")


def _kind_of_names(a: tuple[str, ...], b: tuple[str, ...]) -> Kind:
    few, many = sorted((frozenset(a), frozenset(b)), key=len)
    best = _best_kinds(few, many)
    if len(few) == len(many):  # then each side has to find the other, or the answer would depend on their order
        best += _best_kinds(many, few)
    worst = min(best, key=_VALUES.__getitem__)
    if worst is Kind.SAME:
        return Kind.SAME if len(few) == len(many) else Kind.PART
    if worst is Kind.DIFFERENT and any(kind is not Kind.DIFFERENT for kind in best):
        return Kind.OVERLAP
    return worst


def _best_kinds(words: frozenset[str], others: frozenset[str]) -> list[Kind]:
    return [max((_kind_of_words(word, other) for other in others), key=_VALUES.__getitem__) for word in words]


def _kind_of_words(a: str, b: str) -> Kind:
    if a == b:
        return Kind.SAME
    if skeletons(a) & skeletons(b):
        return Kind.SOUNDS_ALIKE if _vowels_agree(a, b) else Kind.CONSONANTS
    if _one_slip(a, b):
        return Kind.NEARLY if _first_sounds(a) & _first_sounds(b) else Kind.RHYMES
    short, long = sorted((a, b), key=len)
    if long.startswith(short):
        if len(short) == 1:
            return Kind.INITIAL
        return Kind.SHORT if len(short) >= _LONG_ENOUGH_FOR_SHORT_FORM else Kind.DIFFERENT
    return Kind.ROUGHLY if _two_slips(a, b) else Kind.DIFFERENT


def _one_slip(a: str, b: str) -> bool:
    if max(len(a), len(b)) < _LONG_ENOUGH_FOR_ONE_SLIP:
        return False
    return OSA.distance(a, b) <= 1 or JaroWinkler.similarity(a, b) >= _NEARLY_FROM


def _two_slips(a: str, b: str) -> bool:
    longer = max(len(a), len(b))
    allowed = 2 if longer >= _LONG_ENOUGH_FOR_TWO_SLIPS else 1
    return longer >= _LONG_ENOUGH_FOR_SHORT_FORM and OSA.distance(a, b) <= allowed


def _first_sounds(word: str) -> frozenset[str]:
    return frozenset(key[0] for key in skeletons(word))


def _vowels_agree(a: str, b: str) -> bool:
    (first_a, ends_a), (first_b, ends_b) = vowel_shape(a), vowel_shape(b)
    return ends_a == ends_b and (first_a == first_b or first_a + first_b in _NEAR_VOWELS)
