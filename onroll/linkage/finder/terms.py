"""What a record is filed under: the words of its names, its numbers, postcodes, birth dates and schools."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from onroll.identifiers import postcode, upn
from onroll.linkage.normalise import fold, run_together, tokens

LONGEST_TERM = 40
# Words of a school's name that most schools share.
_OF_MOST_SCHOOLS = frozenset({
    "school", "academy", "primary", "secondary", "high", "infant", "junior", "nursery", "college", "the", "of", "and",
    "for",
})  # fmt: skip


class Sort(StrEnum):
    """The sorts of term. Only names and words of a school's name are looked for by likeness."""

    NAME = "name"
    SCHOOL = "school"  # a word of a school's name
    SCHOOL_CODE = "code"  # a school's seven-digit number
    UPN = "upn"
    POSTCODE = "postcode"
    BORN = "born"


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """One thing that a record is filed under, in its normal form."""

    sort: Sort
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a record is to be found by. `names` are whole names (a surname, all forenames), any number of them."""

    names: tuple[str, ...] = ()
    birth_date: date | None = None
    upns: tuple[str, ...] = ()
    postcode: str = ""
    school_code: str = ""
    school_name: str = ""


def terms_of(entry: Entry) -> frozenset[Term]:
    """Return the terms to file an entry under. They are personal data.

    A name of several words is filed as one word too, so that "Abdulrahman" finds "Abdul Rahman".
    """
    found = {(Sort.NAME, word) for name in entry.names for word in name_words(name)}
    found |= {(Sort.UPN, upn.normal_form(number)) for number in entry.upns if number.strip()}
    found |= {(Sort.SCHOOL, word) for word in school_words(entry.school_name)}
    place = postcode.parse(entry.postcode)
    if place and not postcode.is_placeholder(place):
        found.add((Sort.POSTCODE, place))
    if entry.school_code.strip():
        found.add((Sort.SCHOOL_CODE, entry.school_code.strip()))
    if entry.birth_date:
        found.add((Sort.BORN, entry.birth_date.isoformat()))
    return frozenset(Term(sort, text[:LONGEST_TERM]) for sort, text in found if text)


def name_words(name: str) -> frozenset[str]:
    """Return the words to file one name under: those that tell people apart, and all of them as one."""
    words = tokens(name)
    return frozenset({*words, run_together(name)} if len(words) > 1 else words)


def school_words(name: str) -> frozenset[str]:
    """Return the words that tell one school's name from another's."""
    return frozenset(word for word in fold(name).split() if len(word) > 1 and word not in _OF_MOST_SCHOOLS)
