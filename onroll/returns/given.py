"""What a school gives for a return, before it is kept; and one thing that may be wrong with it."""

import dataclasses
from datetime import date
from typing import Any

from onroll.access.models import Organisation


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A parent, or somebody else to call in an emergency."""

    name: str
    address: str = ""
    telephone: str = ""
    lives_with: bool = True


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewPupil:
    """What the admission register holds beside the child's own facts. `not_obtained`: what could not be found out.

    `home_la_code`: three digits of the authority where the pupil lives, where it is another one.
    """

    started_on: date
    name_used: str = ""
    last_school: str = ""
    is_boarder: bool | None = None
    contacts: tuple[Contact, ...] = ()
    not_obtained: str = ""
    home_la_code: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A period for an attendance or a sickness return; both days are included. `expected_days`: still to be missed."""

    from_on: date
    until_on: date | None
    school_days: int
    expected_days: int = 0
    words: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What a deletion return tells. `answers`: by the code of the ground's question.

    `was_done_before`: the register was changed before the authority was told; the day may then be in the past.
    `home_la_code`: as of a new pupil.
    """

    ground_code: str
    deleted_on: date
    answers: dict[str, Any]
    contacts: tuple[Contact, ...] = ()
    was_done_before: bool = False
    destination_school: Organisation | None = None
    destination: str = ""
    destination_from: date | None = None
    future_address: str = ""
    future_parent: str = ""
    future_from: date | None = None
    not_obtained: str = ""
    words: str = ""
    home_la_code: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a file: a stable code, the row and column (row 1 holds the names), and plain words."""

    code: str
    row: int
    column: str
    words: str
