"""What an admission register holds of a pupil, and which of it a new pupil return lacks.

Source: SI 2024/208, contents of the admission register and reg 13(1): everything in the register; process.md section 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# Codes are kept for ever; the words say what is missing, never of whom.
PARTICULARS: dict[str, str] = {
    "surname": "Surname",
    "forename": "Forename",
    "born_on": "Date of birth",
    "sex": "Sex",
    "address": "Address",
    "last_school": "Last school, or that there was none",
    "boarder": "Whether the pupil boards",
    "parent": "Full name of a parent with whom the pupil lives",
    "parent_telephone": "A telephone number of each such parent for an emergency",
}


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent with whom the pupil lives: at the pupil's own address, where no other is given."""

    name: str
    telephone: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held of a pupil; empty or None: nothing. `is_boarder` None: not said."""

    surname: str
    forename: str
    born_on: date | None
    sex: str
    address: str
    last_school: str
    is_boarder: bool | None
    parents: Sequence[Parent]


def lacking(held: Held) -> tuple[str, ...]:
    """Return the codes of what a new pupil return lacks, in the order of the register; none: it is complete."""
    parents = [parent for parent in held.parents if parent.name.strip()]
    there = {
        "surname": held.surname.strip(),
        "forename": held.forename.strip(),
        "born_on": held.born_on,
        "sex": held.sex,
        "address": held.address.strip(),
        "last_school": held.last_school.strip(),
        "boarder": held.is_boarder is not None,
        "parent": parents,
        "parent_telephone": not parents or all(parent.telephone.strip() for parent in parents),
    }
    return tuple(code for code in PARTICULARS if not there[code])
