"""What the casework room records. Words that officers write stay in the case; the ledger says that they wrote."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotificationReceived(Event):
    """Word came that a child may be missing education."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "An authority was notified of a child who may be missing education"
    notification_id: int
    authority_id: int
    source: str
    message_id: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotificationAnswered(Event):
    """It needs no case: the child is on a roll, or (without an enrolment) an officer wrote why."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A notification was answered without a case"
    notification_id: int
    enrolment_id: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotificationRecordOpened(Event):
    """An officer read a notification with the child's details."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A notification was read"
    notification_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotificationJoined(Event):
    """A second notification of a child was joined to the child's open case."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A notification was joined to an open case"
    notification_id: int
    case_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """An officer opened a case from a notification."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case was opened"
    case_id: int
    notification_id: int
    responsible_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseRecordOpened(Event):
    """An officer read a case with the child's details."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case was read"
    case_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseDatesRecorded(Event):
    """The dates on which provision was determined and accessed were set or changed."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "The dates of a case were recorded"
    case_id: int
    provision_determined_on: date | None
    provision_accessed_on: date | None
    provision_determined_on_before: date | None
    provision_accessed_on_before: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseStageMoved(Event):
    """A case went to another stage."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case was moved to another stage"
    case_id: int
    from_stage: str
    to_stage: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseNoteAdded(Event):
    """An officer wrote a note."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A note was added to a case"
    case_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseAssigned(Event):
    """Another officer became responsible for a case."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case was given to another officer"
    case_id: int
    from_person_id: int
    to_person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseArrivalNoted(Event):
    """A school confirmed the child on its roll; the case is offered for closing, never closed by itself."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case heard that a school confirmed the child on its roll"
    case_id: int
    enrolment_id: int
    on_roll_from: date
    provision_determined_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseArrivalDoubted(Event):
    """A school confirmed the child on its roll, and that cannot be right; the case is as it was, with a hint."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case heard a confirmation that an officer must look at"
    case_id: int
    enrolment_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """An officer closed a case with its outcome; the evidence stands in the case."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case was closed"
    case_id: int
    outcome: str
    confirmed_by_id: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseReopened(Event):
    """An officer opened a closed case again; the reason stands in the case."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A closed case was opened again"
    case_id: int
    outcome_before: str
    confirmed_by_before_id: int | None
    provision_determined_on_before: date | None
    provision_accessed_on_before: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseFileWithdrawn(Event):
    """The school took back the file that the case was opened from, or that was joined to it."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case heard that its file was taken back"
    case_id: int
    message_id: int
