"""Two facts compared, each with its reason in words: birth dates, sex, postcodes, numbers, schools; names
beside.

The reason is the text shown to people, so it says what was found, not how.
"""

from datetime import date

from rapidfuzz.distance import OSA, Hamming

from onroll.identifiers import postcode, upn
from onroll.linkage.compare_names import compare_names, compare_people
from onroll.linkage.comparison import Comparison, Field, Kind, missing

__all__ = [
    "compare_birth_dates",
    "compare_left",
    "compare_names",
    "compare_people",
    "compare_postcodes",
    "compare_schools",
    "compare_sex",
    "compare_upn",
]

_KNOWN_SEXES = frozenset({"F", "M"})


def compare_birth_dates(a: date | None, b: date | None, *, tolerance_days: int = 0) -> Comparison:
    """Return how alike two birth dates are.

    Scale: value 0 to 1, higher is more alike; 0.5 where a date is missing. A slip of the pen (a day out, day
    and month changed round, one digit, a year out) is told from another date; `tolerance_days` says how sure
    the asker was.
    """
    if a is None or b is None:
        return missing(Field.BIRTH_DATE)
    kind, value, reason = _birth_dates(a, b, tolerance_days)
    return Comparison(Field.BIRTH_DATE, kind, value, reason)


def compare_sex(a: str, b: str) -> Comparison:
    """Return whether two sexes (M or F) agree. Anything else is missing."""
    a, b = a.strip().upper(), b.strip().upper()
    if a not in _KNOWN_SEXES or b not in _KNOWN_SEXES:
        return missing(Field.SEX)
    if a == b:
        return Comparison(Field.SEX, Kind.SAME, 1.0, "same sex")
    return Comparison(Field.SEX, Kind.DIFFERENT, 0.0, "sex is different")


def compare_postcodes(a: str, b: str) -> Comparison:
    """Return how near two postcodes are. One without the shape of a postcode, or a stand-in for none, is
    missing.

    Scale: 1 the same, 0.7 the same sector (a few streets), 0.4 the same district, 0 elsewhere; 0.5 missing.
    """
    first, second = postcode.parse(a), postcode.parse(b)
    if first is None or second is None or postcode.is_placeholder(first) or postcode.is_placeholder(second):
        return missing(Field.POSTCODE)
    if first == second:
        return Comparison(Field.POSTCODE, Kind.SAME, 1.0, "same postcode")
    if postcode.sector(first) == postcode.sector(second):
        return Comparison(Field.POSTCODE, Kind.SECTOR, 0.7, "postcode in the same few streets")
    if postcode.outward(first) == postcode.outward(second):
        return Comparison(Field.POSTCODE, Kind.DISTRICT, 0.4, "postcode in the same district")
    return Comparison(Field.POSTCODE, Kind.DIFFERENT, 0.0, "postcode is different")


def compare_upn(a: str, b: str, *, former_a: str = "", former_b: str = "") -> Comparison:
    """Return whether two pupil numbers agree, straight or with the other's former number.

    A temporary number that differs is missing: a child can have had several.

    Scale: 1 the same, 0.9 by a former number, 0.6 one character differs, 0 another; 0.5 missing.
    """
    numbers_a, numbers_b = _numbers(a, former_a), _numbers(b, former_b)
    if not numbers_a or not numbers_b:
        return missing(Field.UPN)
    if upn.normal_form(a) == upn.normal_form(b) and a.strip():
        return Comparison(Field.UPN, Kind.SAME, 1.0, "same UPN")
    if numbers_a & numbers_b:
        return Comparison(Field.UPN, Kind.FORMER, 0.9, "UPN agrees with a former UPN")
    if any(upn.is_temporary(number) for number in numbers_a | numbers_b):
        return missing(Field.UPN)
    if any(OSA.distance(one, other) == 1 for one in numbers_a for other in numbers_b):
        return Comparison(Field.UPN, Kind.DIGIT_OUT, 0.6, "UPN differs in one character")
    return Comparison(Field.UPN, Kind.DIFFERENT, 0.0, "UPN is different")


def compare_schools(a: str, b: str) -> Comparison:
    """Return whether two schools, by number, are the same. An empty number is missing."""
    if not a.strip() or not b.strip():
        return missing(Field.LAST_SCHOOL)
    if a.strip() == b.strip():
        return Comparison(Field.LAST_SCHOOL, Kind.SAME, 1.0, "same last school")
    return Comparison(Field.LAST_SCHOOL, Kind.DIFFERENT, 0.0, "last school is different")


def compare_left(asked_from: date | None, asked_until: date | None, left_on: date | None) -> Comparison:
    """Return whether a leaving date lies in the period asked for. Both ends count; an end of None is open."""
    if left_on is None or (asked_from is None and asked_until is None):
        return missing(Field.LEFT)
    if (asked_from or left_on) <= left_on <= (asked_until or left_on):
        return Comparison(Field.LEFT, Kind.WITHIN, 1.0, "left in the time asked for")
    return Comparison(Field.LEFT, Kind.DIFFERENT, 0.0, "left at another time")


def _birth_dates(a: date, b: date, tolerance_days: int) -> tuple[Kind, float, str]:
    apart = abs((a - b).days)
    if apart == 0:
        if (a.month, a.day) == (1, 1):
            return Kind.PLACEHOLDER, 0.9, "born on the same 1 January, a date often given when none is known"
        return Kind.SAME, 1.0, "born on the same day"
    if a.year == b.year and (a.month, a.day) == (b.day, b.month):
        return Kind.SWAPPED, 0.8, "birth day and month changed round"
    if apart == 1:
        return Kind.DAY_OUT, 0.8, "born one day apart"
    if abs(a.year - b.year) == 1 and (a.month, a.day) == (b.month, b.day):
        return Kind.YEAR_OUT, 0.7, "same birthday, one year apart"
    if Hamming.distance(a.isoformat(), b.isoformat()) == 1:
        return Kind.DIGIT_OUT, 0.6, "one digit of the birth date differs"
    if apart <= tolerance_days:
        return Kind.WITHIN, 0.6, f"born {apart} days apart, within what was asked"
    if a.year == b.year:
        return Kind.SAME_YEAR, 0.2, "born in the same year, on another day"
    return Kind.DIFFERENT, 0.0, "birth date is different"


def _numbers(*upns: str) -> frozenset[str]:
    return frozenset(upn.normal_form(each) for each in upns if each.strip())
