"""What a person may search by, what a candidate is known by, and whether enough was asked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

A_YEAR_EITHER_WAY = 366
MIN_KINDS_OF_FACT = 2


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is known of the child looked for. Empty text and None mean not known.

    `forename` holds all forenames; `birth_date_tolerance_days` says how unsure the birth date is
    (`A_YEAR_EITHER_WAY` at most is useful); `left_from` and `left_until` both count.
    """

    surname: str = ""
    forename: str = ""
    birth_date: date | None = None
    birth_date_tolerance_days: int = 0
    sex: str = ""
    postcode: str = ""
    upn: str = ""
    former_upn: str = ""
    last_school: str = ""
    left_from: date | None = None
    left_until: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a child in the store. `key` is the caller's and means nothing here.

    The other names are former and preferred ones: a child is found and judged by the likest.
    """

    key: str
    surname: str
    forename: str
    birth_date: date | None = None
    sex: str = ""
    postcode: str = ""
    upn: str = ""
    former_upn: str = ""
    last_school: str = ""
    left_on: date | None = None
    other_surnames: tuple[str, ...] = ()
    other_forenames: tuple[str, ...] = ()


class FactKind(StrEnum):
    """Kinds of fact that a search may rest on. Sex is none: it says too little to narrow anything."""

    NAME = "name"
    BIRTH_DATE = "birth date"
    POSTCODE = "postcode"
    UPN = "UPN"
    LAST_SCHOOL = "last school"
    LEAVING_DATE = "leaving date"


_ABOUT_THE_CHILD = frozenset({FactKind.NAME, FactKind.BIRTH_DATE, FactKind.POSTCODE, FactKind.UPN})


def kinds_of_fact(query: SearchQuery) -> frozenset[FactKind]:
    """Return the kinds of fact that a query holds. Surname and forename are one kind; so are UPN and former UPN."""
    held = {
        FactKind.NAME: query.surname.strip() or query.forename.strip(),
        FactKind.BIRTH_DATE: query.birth_date,
        FactKind.POSTCODE: query.postcode.strip(),
        FactKind.UPN: query.upn.strip() or query.former_upn.strip(),
        FactKind.LAST_SCHOOL: query.last_school.strip(),
        FactKind.LEAVING_DATE: query.left_from or query.left_until,
    }
    return frozenset(kind for kind, fact in held.items() if fact)


def is_specific_enough(query: SearchQuery) -> bool:
    """Return whether a query may be answered: two kinds of fact, one of them about the child and not the school.

    Source: this project's proposal for lost-pupil search; a school and its leaving dates alone would list a school's
    lost pupils to anybody who asks.
    """
    kinds = kinds_of_fact(query)
    return len(kinds) >= MIN_KINDS_OF_FACT and bool(kinds & _ABOUT_THE_CHILD)
