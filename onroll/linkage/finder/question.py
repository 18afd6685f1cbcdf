"""A question made ready: words of names, what is known of the birth date, numbers and places."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from onroll.identifiers import postcode as postcodes
from onroll.identifiers import upn as upns
from onroll.linkage.normalise import tokens
from onroll.linkage.query import SearchQuery

# What is read of a question; a name, a date and a school are far shorter.
LONGEST_QUESTION = 200
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Birth:
    """When the child was born, both days included; the same day twice is an exact date, which may hold a slip."""

    first: date
    last: date

    @property
    def is_exact(self) -> bool:
        """Whether a day was given."""
        return self.first == self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked. `words` are words of names in normal form, in no order that matters.

    `district` is the first half of a postcode, where only that was typed; `school_code` has seven digits.
    """

    words: tuple[str, ...] = ()
    birth: Birth | None = None
    postcode: str = ""
    district: str = ""
    upns: tuple[str, ...] = ()
    school_code: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked that a record could be found by."""
        long_enough = any(len(word) > 1 for word in self.words)
        return not (long_enough or self.birth or self.postcode or self.upns or self.school_code)


class Facts(Protocol):
    """What a source says of a child: `registry.Facts`, `registry.Sighting` and `linkage.SearchQuery` all fit."""

    @property
    def surname(self) -> str:
        """Surname, or empty."""

    @property
    def forename(self) -> str:
        """All forenames, or empty."""

    @property
    def birth_date(self) -> date | None:
        """Date of birth, where it is known."""

    @property
    def postcode(self) -> str:
        """Postcode, or empty."""

    @property
    def upn(self) -> str:
        """UPN, or empty."""

    @property
    def former_upn(self) -> str:
        """Former UPN, or empty."""


def question_of_facts(facts: Facts) -> Question:
    """Return the question that finds whoever these facts are about."""
    words = dict.fromkeys(
        word for name in (facts.surname, facts.forename, getattr(facts, "middle_names", "")) for word in tokens(name)
    )
    place = postcodes.parse(facts.postcode) or ""
    born = facts.birth_date
    return Question(
        words=tuple(words)[:MOST_WORDS],
        birth=Birth(born, born) if born else None,
        postcode="" if place and postcodes.is_placeholder(place) else place,
        upns=tuple(upns.normal_form(number) for number in (facts.upn, facts.former_upn) if number.strip()),
    )


def question_of_search(query: SearchQuery) -> Question:
    """Return the question that a filled-in form asks: an unsure birth date becomes the span in which it lies."""
    question = question_of_facts(query)
    unsure = timedelta(days=query.birth_date_tolerance_days)
    born = query.birth_date
    birth = Birth(born - unsure, born + unsure) if born and unsure else question.birth
    return replace(question, birth=birth, school_code=query.last_school.strip())
