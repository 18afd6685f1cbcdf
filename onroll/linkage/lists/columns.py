"""Which column of a list is which fact, guessed from its heading. The guess is shown to a person before it is used."""

import re
from collections.abc import Sequence

FIELDS = ("id", "upn", "forename", "middle", "surname", "dob", "sex", "postcode", "house", "street", "group")
"""The facts a column can hold. `name` and `address` in one column are guessed as `forename` and `street`."""

_HEADINGS = {
    "id": ("rid", "id", "record id", "reference", "ref", "row id", "pupil id", "person id", "nhs number", "case id"),
    "upn": ("upn", "unique pupil number", "pupil number"),
    "forename": ("forename", "forenames", "first name", "firstname", "given name", "given names", "legal forename",
                 "name", "full name", "child name", "pupil name", "preferred forename", "christian name"),
    "middle": ("middle", "middle name", "middle names", "second name", "other names"),
    "surname": ("surname", "last name", "lastname", "family name", "legal surname", "preferred surname"),
    "dob": ("dob", "date of birth", "birth date", "birthdate", "born", "d o b"),
    "sex": ("sex", "gender", "m f"),
    "postcode": ("postcode", "post code", "home postcode", "postal code", "zip"),
    "house": ("house", "house number", "house no", "number", "saon", "paon", "property", "building"),
    "street": ("street", "street name", "road", "address", "address line 1", "address 1", "addr1", "home address"),
    "group": ("group", "name group", "ethnicity", "ethnic group", "language", "first language"),
}  # fmt: skip


class UnknownColumn(Exception):
    """A column was named that the list does not have, or a fact that there is not."""


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Return the heading for each fact that one was found for. A heading serves one fact; earlier synonyms win."""
    plain = {_plain(heading): heading for heading in reversed(headings)}
    found: dict[str, str] = {}
    for field in FIELDS:
        match = next((plain[each] for each in _HEADINGS[field] if each in plain), None)
        if match is not None and match not in found.values():
            found[field] = match
    return found


def with_choices(guessed: dict[str, str], choices: dict[str, str], headings: Sequence[str]) -> dict[str, str]:
    """Return the guess with a person's choices in place of it; an empty column takes a fact out.

    Raises: UnknownColumn, if a choice names a fact or a column that there is not.
    """
    for field, heading in choices.items():
        if field not in FIELDS:
            raise UnknownColumn(f"{field} is none of the facts: {', '.join(FIELDS)}")
        if heading and heading not in headings:
            raise UnknownColumn(f"the list has no column {heading!r}: it has {', '.join(headings)}")
    taken = set(choices.values())
    kept = {field: heading for field, heading in guessed.items() if field not in choices and heading not in taken}
    return kept | {field: heading for field, heading in choices.items() if heading}


def _plain(heading: str) -> str:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", parted.lower()).split())
