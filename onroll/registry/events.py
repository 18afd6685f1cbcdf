"""What the registry records."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildSighted(Event):
    """A source said something about a child; `is_new` when the child was not known before."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "Facts about a child were received"
    child_id: int
    sighting_id: int
    source: str
    source_reference: str
    is_new: bool
    disputes_child_id: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnrolmentRecorded(Event):
    """A school's roll was said to hold, or have held, a child."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "A child’s time on a roll was recorded"
    child_id: int
    enrolment_id: int
    organisation_id: int
    is_confirmed: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildShielded(Event):
    """A child was shielded: no search shows her any more, and a named officer is told of searches that would have."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "A child was shielded from searches"
    child_id: int
    shield_id: int
    reason_code: str
    officer_id: int
    until_on: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ShieldEnded(Event):
    """A shield was ended: searches show the child again."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "The shield of a child was ended"
    child_id: int
    shield_id: int
    why: str
