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
class NotificationStatusRead(Event):
    """Somebody with the receipt, or the agency that told, asked what came of it."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "The notifier was told how far a notification is"
    notification_id: int


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
class NotificationSaidKnown(Event):
    """An officer said that a notification is about a child who is known."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A notification was filed under a child who is known"
    notification_id: int
    child_id: int
    child_id_before: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotificationSaidNew(Event):
    """An officer said that a notification is about nobody who is known."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A notification was said to be about a new child"
    notification_id: int
    child_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotificationJoined(Event):
    """A second notification of a child was joined to the child's open case."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A notification was joined to an open case"
    notification_id: int
    case_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotificationSeparated(Event):
    """An officer undid a wrong join; the reason stands in the case. `child_id`: whom it is filed under again."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A notification was taken out of a case that it was wrongly joined to"
    notification_id: int
    case_id: int
    child_id: int
    child_id_before: int


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
    """Dates of a case were set or changed; `changed` names which, and the case keeps what each was before."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "The dates of a case were recorded"
    case_id: int
    provision_determined_on: date | None
    provision_accessed_on: date | None
    provision_determined_on_before: date | None
    provision_accessed_on_before: date | None
    changed: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseStageMoved(Event):
    """A case went to another stage; with the reason, where it left one out."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case was moved to another stage"
    case_id: int
    from_stage: str
    to_stage: str
    skip_reason: str = ""


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
class CaseDeputyNamed(Event):
    """Another officer became the deputy of who is responsible, or nobody is any more."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "The deputy for a case was named or taken away"
    case_id: int
    from_person_id: int | None
    to_person_id: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseFollowedUp(Event):
    """An officer followed a case up, and set the day of the next time where she wished one sooner than a month."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case was followed up"
    case_id: int
    next_by: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseRiskAssessed(Event):
    """An officer wrote down how great the risk is; the signs and her reasons stand in the case."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "The risk of a case was assessed"
    case_id: int
    assessment_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseChecklistTicked(Event):
    """Lines of the checklists of a case were ticked, or ticks taken back."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "Lines of a case’s checklist were ticked"
    case_id: int
    ticked: tuple[str, ...]
    unticked: tuple[str, ...]


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
    evidence_kind: str = ""


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


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseLikenessNoted(Event):
    """A record came that may be the child's; people compare the two, and the case is as it was."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case heard of a record that may be its child’s"
    case_id: int
    pair_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseRecordsJoined(Event):
    """Two records of the child were found to be one, or two again."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "A case heard that records of its child were joined or split"
    case_id: int
    pair_id: int
    is_joined: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class CasesListed(Event):
    """An operator listed cases, without names. `authority_id` 0: the act is for none; `la_code` empty: of every one."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "An operator listed cases"
    authority_id: int
    la_code: str
    cases: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CasesExported(Event):
    """An operator exported cases with their children's names into a file."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "An operator exported cases with names into a file"
    authority_id: int
    la_code: str
    cases: int
    form: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildrenLookedFor(Event):
    """An officer looked for a child in the search box; never what she typed."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "An officer looked for a child by what she knew of her"
    authority_id: int
    kinds_of_fact: tuple[str, ...]
    found: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class LookedTooOften(Event):
    """An officer was refused further searches for a while: recorded once an hour, for an auditor to ask why."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "An officer searched for more children in an hour than the limit allows"
    authority_id: int
    most_an_hour: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class OfficerReminded(Event):
    """The clock emailed an officer how much is overdue: follow-ups, requests to bodies, hand-overs to answer."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "An officer was reminded of overdue work"
    person_id: int
    authority_id: int
    follow_ups: int
    requests: int
    hand_overs: int
