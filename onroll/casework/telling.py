"""What somebody tells of a child who may be missing education, as values, and what may be wrong with it.

Every route (public page, agency, school, sweep, email, list, machine) makes a `Told` and ends in the one action
`receive_notification`. Whatever is wrong is a list of problems with codes that never change their meaning.
"""

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from onroll.identifiers import postcode as postcodes
from onroll.identifiers import upn as upns

# Our own bound (mark P): some 3,500 words. What is longer is a document, and belongs in one.
MOST_BYTES = 20_000
LONGEST: dict[str, int] = {
    "place": 300,
    "forename": 100,
    "surname": 100,
    "age_words": 60,
    "teller_name": 150,
    "teller_contact": 200,
    "their_reference": 60,
}
OLDEST_YEARS = 20


class Route(StrEnum):
    """By which way a notification came. Stored as its source; never changed."""

    PUBLIC = "public"
    AGENCY = "agency"
    SCHOOL = "school"
    SWEEP = "sweep"
    EMAIL = "email"
    LIST = "list"
    MACHINE = "machine"


ROUTE_WORDS: dict[Route, str] = {
    Route.PUBLIC: "A member of the public, on the public page",
    Route.AGENCY: "A partner agency",
    Route.SCHOOL: "A school",
    Route.SWEEP: "A colleague who saw the child",
    Route.EMAIL: "An email that was imported",
    Route.LIST: "A list that was imported",
    Route.MACHINE: "A partner agency’s own software",
}


class Danger(StrEnum):
    """What the first question was answered: before anything else, whether the police or social care come first."""

    NONE = ""
    MISSING = "missing"
    HARM = "harm"


DANGER_WORDS: dict[Danger, str] = {
    Danger.NONE: "The notifier does not think so",
    Danger.MISSING: "The notifier says that the child is missing from home or care, and was told to call the police",
    Danger.HARM: "The notifier fears that the child is being hurt, and was told to call the police or social care",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a notifier says. Empty text and None mean: she does not say. Only `words` are needed.

    `seen_on`: the day on which the child was last seen. `teller_*`: who tells and how to reach her, if she wants to
    say. `their_reference`: what the notifier's own records call it.
    """

    words: str
    danger: Danger = Danger.NONE
    place: str = ""
    postcode: str = ""
    seen_on: date | None = None
    forename: str = ""
    surname: str = ""
    age_words: str = ""
    birth_date: date | None = None
    sex: str = ""
    upn: str = ""
    last_in_education_on: date | None = None
    teller_name: str = ""
    teller_contact: str = ""
    their_reference: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was told: a stable code, the field it is about, and plain words."""

    code: str
    field: str
    words: str


def problems_of(told: Told, on: date) -> tuple[Problem, ...]:
    """Return everything that is wrong with what was told on a day; nothing, where it can be kept."""
    return (*_of_words(told), *_of_length(told), *_of_dates(told, on), *_of_numbers(told))


def size_problem(words: str) -> str:
    """Return what to say where a text is too long, else nothing."""
    size = len(words.encode())
    if size <= MOST_BYTES:
        return ""
    return (
        f"Your text is {size // 1000} kB long. The most that fits is {MOST_BYTES // 1000} kB, about 3,500 words. "
        "Say the most important things here; the council will ask for the rest"
    )


def _of_words(told: Told) -> Iterator[Problem]:
    if not told.words.strip():
        yield Problem("N01", "words", "Say what you know of the child, even if it is very little")
    if too_long := size_problem(told.words):
        yield Problem("N02", "words", too_long)
    if any("\x00" in value for value in dataclasses.asdict(told).values() if isinstance(value, str)):
        yield Problem("N03", "words", "The text holds a sign that cannot be kept. Type it again")


def _of_length(told: Told) -> Iterator[Problem]:
    for name, longest in LONGEST.items():
        if len(getattr(told, name)) > longest:
            yield Problem("N04", name, f"This must be {longest} characters or fewer")


def _of_dates(told: Told, on: date) -> Iterator[Problem]:
    for name, day in (("seen_on", told.seen_on), ("last_in_education_on", told.last_in_education_on)):
        if day and day > on:
            yield Problem("N05", name, "The date must be today or in the past")
        if day and told.birth_date and day < told.birth_date:
            yield Problem("N06", name, "The date must not be before the child was born")
    if told.birth_date and told.birth_date > on:
        yield Problem("N07", "birth_date", "The date of birth must be in the past")
    if told.birth_date and told.birth_date < on - timedelta(days=365 * OLDEST_YEARS):
        yield Problem("N08", "birth_date", f"The date of birth must be in the last {OLDEST_YEARS} years")


def _of_numbers(told: Told) -> Iterator[Problem]:
    if told.postcode and not postcodes.is_well_formed(told.postcode):
        yield Problem("N09", "postcode", "Enter a full postcode, like HD1 1AA, or leave it empty")
    if told.sex not in {"", "F", "M"}:
        yield Problem("N10", "sex", "Say F, M or nothing")
    if told.upn and not upns.has_right_check_letter(upns.normal_form(told.upn)):
        yield Problem("N11", "upn", "This is not a unique pupil number (UPN). Check it, or leave it empty")
