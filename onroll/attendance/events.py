"""What the attendance room records. A register, a file or a sweep has one entry with counts; an alert has its own."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class RegisterKept(Event):
    """Marks of a school were written; `changed` are marks that stood already and now stand otherwise."""

    subject: ClassVar[str] = "school_id"
    meaning: ClassVar[str] = "Marks were written into a school’s attendance register"
    school_id: int
    first_on: date
    last_on: date
    written: int
    changed: int
    source: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class MarksFileReceived(Event):
    """A school's file of marks was kept, for somebody to see what it would change."""

    subject: ClassVar[str] = "file_id"
    meaning: ClassVar[str] = "A school’s attendance file was received, and changed nothing yet"
    file_id: int
    school_id: int
    as_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class MarksFileRefused(Event):
    """A school's file of marks could not be taken; nothing was changed."""

    subject: ClassVar[str] = "file_id"
    meaning: ClassVar[str] = "A school’s attendance file could not be taken"
    file_id: int
    school_id: int
    problems: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MarksFeedAgreed(Event):
    """How a school's marks come was agreed, or which of its columns is which."""

    subject: ClassVar[str] = "feed_id"
    meaning: ClassVar[str] = "How a school’s attendance marks come was agreed"
    feed_id: int
    school_id: int
    form: str
    expected_every: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MarksStopped(Event):
    """No marks have come from a school for longer than was agreed."""

    subject: ClassVar[str] = "feed_id"
    meaning: ClassVar[str] = "A school’s attendance marks have stopped coming"
    feed_id: int
    school_id: int
    last_on: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class MarksRead(Event):
    """Somebody read attendance of several pupils; `what` says which page."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "Attendance of pupils was read"
    organisation_id: int
    what: str
    on: date
    pupils: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class WeekRead(Event):
    """Somebody read one child's week across places."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "A child’s week across places was read"
    entry_id: int
    monday: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class AlertRaised(Event):
    """A sweep found a cause for an alert; `child_id` None where the pupil is not linked to a child yet."""

    subject: ClassVar[str] = "alert_id"
    meaning: ClassVar[str] = "A sweep of the registers raised an alert"
    alert_id: int
    rule: str
    entry_id: int
    child_id: int | None
    school_id: int
    since: date
    until: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class AlertTaken(Event):
    """Somebody took an alert up."""

    subject: ClassVar[str] = "alert_id"
    meaning: ClassVar[str] = "An alert was taken up"
    alert_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AlertEnded(Event):
    """An alert is over: its cause is gone, or a person closed it."""

    subject: ClassVar[str] = "alert_id"
    meaning: ClassVar[str] = "An alert ended"
    alert_id: int
    rule: str
    entry_id: int
    state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class AlertRead(Event):
    """Somebody read an alert with its evidence."""

    subject: ClassVar[str] = "alert_id"
    meaning: ClassVar[str] = "An alert was read"
    alert_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RegistersSwept(Event):
    """Registers were swept by every rule in force."""

    subject: ClassVar[str] = "run_id"
    meaning: ClassVar[str] = "Registers were swept by the rules"
    run_id: int
    on: date
    raised: int
    passed: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CallTaken(Event):
    """Somebody took a call about an absence."""

    subject: ClassVar[str] = "call_id"
    meaning: ClassVar[str] = "A call about an absence was taken"
    call_id: int
    entry_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CallEnded(Event):
    """What came of a call."""

    subject: ClassVar[str] = "call_id"
    meaning: ClassVar[str] = "A call about an absence was ended"
    call_id: int
    entry_id: int
    result: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PlacementRecorded(Event):
    """A pupil's time at a place beside the school was recorded."""

    subject: ClassVar[str] = "placement_id"
    meaning: ClassVar[str] = "A pupil’s place beside the school was recorded"
    placement_id: int
    entry_id: int
    place_id: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PlacementEnded(Event):
    """A last day at a place was set."""

    subject: ClassVar[str] = "placement_id"
    meaning: ClassVar[str] = "A pupil’s place beside the school was given its last day"
    placement_id: int
    entry_id: int
    until_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class PlaceMarksGiven(Event):
    """A place said who was there."""

    subject: ClassVar[str] = "place_id"
    meaning: ClassVar[str] = "A place said which pupils were there on a day"
    place_id: int
    on: date
    pupils: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class LetterPrinted(Event):
    """A letter about attendance was made for a pupil's parents."""

    subject: ClassVar[str] = "letter_id"
    meaning: ClassVar[str] = "A letter about attendance was made"
    letter_id: int
    entry_id: int
    letter: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class AttendanceLetterRead(Event):
    """Somebody read a letter about attendance; `form` is `page`, `pdf` or `docx`."""

    subject: ClassVar[str] = "letter_id"
    meaning: ClassVar[str] = "A letter about attendance was read"
    letter_id: int
    form: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class AttendanceLetterTextChanged(Event):
    """A school gave one of its letters about attendance a new text."""

    subject: ClassVar[str] = "text_id"
    meaning: ClassVar[str] = "The text of a letter about attendance was changed"
    text_id: int
    letter: str
    number: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CertificatesMade(Event):
    """Certificates for full attendance were made as a file."""

    subject: ClassVar[str] = "school_id"
    meaning: ClassVar[str] = "Certificates for full attendance were made"
    school_id: int
    pupils: int
    on: date
