"""What is recorded of the register of children not in school."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotInSchoolRecorded(Event):
    """What the register of children not in school holds of a child was changed."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "An entry of the register of children not in school was changed"
    entry_id: int
    child_id: int
    fields: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotInSchoolEntered(Event):
    """A child was entered in the register of children not in school, or again after an end."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "A child was entered in the register of children not in school"
    entry_id: int
    child_id: int
    ground: str
    entered_from: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotInSchoolEnded(Event):
    """A child is on the register of children not in school no longer."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "An entry of the register of children not in school ended"
    entry_id: int
    child_id: int
    ended_on: date
    ended_as: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotInSchoolPassed(Event):
    """An authority gave another what its register holds of a child that moved there."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "An entry of the register of children not in school was passed on to another authority"
    entry_id: int
    child_id: int
    passing_id: int
    receiver_id: int
    fields: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotInSchoolPassingAnswered(Event):
    """The other authority took over a child, or said that she is not there; or the first took it back."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "What became of an entry that was passed on to another authority"
    entry_id: int
    child_id: int
    passing_id: int
    state: str
    receiver_entry_id: int | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProviderKept(Event):
    """A provider of a child not in school was entered, or its time ended."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "Who educates a child not in school was changed"
    entry_id: int
    provider_id: int
    is_ended: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class InformationRequired(Event):
    """A parent or a provider was required to give information for the register."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "Information for the register of children not in school was required"
    entry_id: int
    notice_id: int
    of_parent: bool
    due_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class InformationAnswered(Event):
    """What was required for the register came."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "Required information for the register of children not in school came"
    entry_id: int
    notice_id: int
    answered_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class HomeVisitNoted(Event):
    """An officer asked to see a child's home, or noted what came of it."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "A visit to the home of a child not in school was asked for, or answered"
    entry_id: int
    answer: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotInSchoolRead(Event):
    """Somebody read or saved the register of children not in school, or read one entry."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "The register of children not in school was read"
    authority_id: int
    which: str
    children: int
