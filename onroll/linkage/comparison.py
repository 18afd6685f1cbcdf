"""What a comparison of two facts says: how alike they are, of which kind, and the words that people are shown."""

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """The facts that are compared. The values are the words shown to people."""

    SURNAME = "surname"
    FORENAME = "forename"
    BIRTH_DATE = "birth date"
    SEX = "sex"
    POSTCODE = "postcode"
    UPN = "UPN"
    LAST_SCHOOL = "last school"
    LEFT = "leaving date"


class Kind(StrEnum):
    """How two facts agree or differ. `score` holds the weight of each kind for each field."""

    SAME = "same"
    PART = "part"
    SOUNDS_ALIKE = "sounds alike"
    NEARLY = "nearly the same spelling"
    RHYMES = "nearly the same, with another first sound"
    ROUGHLY = "roughly the same spelling"
    CONSONANTS = "same consonants, other vowels"
    OVERLAP = "shares a name, the rest differs"
    SHORT = "short form"
    INITIAL = "initial"
    PLACEHOLDER = "same, on a date often used as a stand-in"
    SWAPPED = "day and month changed round"
    DAY_OUT = "one day apart"
    DIGIT_OUT = "one digit differs"
    YEAR_OUT = "same day, one year apart"
    WITHIN = "within what was asked"
    SAME_YEAR = "same year"
    FORMER = "agrees with the former number"
    SECTOR = "same few streets"
    DISTRICT = "same district"
    DIFFERENT = "different"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The likeness of two facts.

    Scale: `value` runs from 0 (nothing alike) to 1 (the same), higher is more alike; 0.5 where a fact is missing, which
    says nothing either way. It orders and draws; the evidence is weighed by `kind`, in `score`.

    `reason` may hold names: it is for the screen of somebody who may see them, never for a log or an exception.
    """

    field: Field
    kind: Kind
    value: float
    reason: str


def missing(field: Field) -> Comparison:
    """Return the comparison of facts of which at least one is not known."""
    return Comparison(field, Kind.MISSING, 0.5, f"{field} not known on both sides")
