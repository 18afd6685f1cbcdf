"""What the transfer room records. Higher rooms subscribe to these; the words are what an auditor reads."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileReceived(Event):
    """A file was uploaded and checked (or refused)."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file was uploaded and checked"
    message_id: int
    state: str
    problem_codes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileSent(Event):
    """A file was sent to a school or authority and waits there."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file was sent and waits for its recipient"
    message_id: int
    recipient_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class LostPupilFiled(Event):
    """A pupil's file went to the lost-pupil repository."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file went to the lost-pupil repository"
    message_id: int
    lost_pupil_id: int
    child_id: int
    sender_id: int
    left_on: date | None
    enquiry_codes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileOpened(Event):
    """Somebody read a file's pupils on screen."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file was read on screen"
    message_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileCollected(Event):
    """A file was downloaded by its recipient."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file was downloaded by its recipient"
    message_id: int
    again: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ArrivalConfirmed(Event):
    """The receiving school confirmed that a child is on its roll."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A school confirmed that a child is on its roll"
    message_id: int
    child_id: int
    enrolment_id: int
    recipient_id: int
    on_roll_from: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileWithdrawn(Event):
    """The sender took a file back."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "The sender took a file back"
    message_id: int
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RepositorySearched(Event):
    """An officer searched the repository. Which kinds of fact were asked is kept, never the values."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "The lost-pupil repository was searched"
    organisation_id: int
    reason_code: str
    reason: str
    kinds_of_fact: tuple[str, ...]
    found: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class LostPupilOpened(Event):
    """An officer opened one held child in full."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A child in the lost-pupil repository was opened in full"
    message_id: int
    lost_pupil_id: int
    reason_code: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class LostPupilClaimed(Event):
    """An officer claimed a held child's file for a school."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A child's file was claimed for a school"
    message_id: int
    lost_pupil_id: int
    child_id: int
    claimed_for_id: int
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class NoticeSent(Event):
    """An email notice without personal data went out."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "An email notice was sent"
    message_id: int
    kind: str
    organisation_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class DocumentSent(Event):
    """A document came in whole, and waits for its recipient."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A document was received and sent, and waits for its recipient"
    message_id: int
    recipient_id: int
    door: str
    size: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileFetched(Event):
    """The recipient's software was handed a file's bytes; it has not said that it has them all."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file was handed to the recipient’s software"
    message_id: int
