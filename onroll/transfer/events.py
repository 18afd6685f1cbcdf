"""What the transfer room records. Higher rooms subscribe to these; the words are what an auditor reads."""

import dataclasses
from datetime import date, datetime
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
    sighting_id: int
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
    """An officer opened one held child in full; `again`: looked once more on the day of the opening.

    `area_la_code` is the area of the school that filed the child: its auditor reads of it, wherever the officer works.
    """

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A child in the lost-pupil repository was opened in full"
    message_id: int
    lost_pupil_id: int
    reason_code: str
    reason: str
    again: bool
    area_la_code: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class LostPupilClaimed(Event):
    """An officer claimed a held child's file for a school; `area_la_code` as in `LostPupilOpened`."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A child's file was claimed for a school"
    message_id: int
    lost_pupil_id: int
    child_id: int
    claimed_for_id: int
    reason: str
    area_la_code: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class LostPupilReturned(Event):
    """A claimed file was another child's: it went back to the repository."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A claimed file went back to the lost-pupil repository: it is another child’s"
    message_id: int
    lost_pupil_id: int
    child_id: int
    claimed_by_id: int
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


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileRedirected(Event):
    """A file was sent on to another organisation than it was made for."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file was sent on to another school than it was made for"
    message_id: int
    from_id: int
    to_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileHeld(Event):
    """A file was held for the authority: uncollected for too long, or its school has closed."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file was held, because nobody collected it or its school has closed"
    message_id: int
    recipient_id: int
    has_closed: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileReleased(Event):
    """An authority let a held file go to its school after all."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A held file was released to its school"
    message_id: int
    recipient_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReminderDue(Event):
    """A recipient was reminded, or a non-delivery or a coming destruction was reported; `step` says which."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "Somebody was reminded of a file, or told that it was not collected or will be destroyed"
    message_id: int
    step: str
    told_ids: tuple[int, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileDestroyed(Event):
    """The content of a file was destroyed for ever, under a rule; a certificate says so."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "The content of a file was destroyed, with a certificate"
    message_id: int
    certificate: str
    rule: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class LeaversListed(Event):
    """Somebody opened the list of a school's leavers whose file is due."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "The leavers of a school whose file is due were listed"
    organisation_id: int
    listed: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class OtherNoticeSent(Event):
    """An email notice without personal data went out, about something that is not one file: a request or a shield."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "An email notice was sent, about something other than one file"
    organisation_id: int
    kind: str
    about: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileRequested(Event):
    """A school that admitted a child without a file asked for it."""

    subject: ClassVar[str] = "request_id"
    meaning: ClassVar[str] = "A school asked for a child’s file"
    request_id: int
    asked_id: int
    due_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequestOpened(Event):
    """Somebody read whom a request for a file is about."""

    subject: ClassVar[str] = "request_id"
    meaning: ClassVar[str] = "A request for a file was read on screen"
    request_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequestMoved(Event):
    """A request for a file was answered, passed on or taken back; `message_id` is the file that answers it."""

    subject: ClassVar[str] = "request_id"
    meaning: ClassVar[str] = "A request for a file was answered, passed on or taken back"
    request_id: int
    state: str
    asked_id: int
    message_id: int | None
    by_itself: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequestOverdue(Event):
    """A request for a file had no answer on its last day, and the authority was told."""

    subject: ClassVar[str] = "request_id"
    meaning: ClassVar[str] = "An authority was told of a request without an answer in time"
    request_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileSplit(Event):
    """A file of several pupils was split into one file for each, with the sender's consent."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file of several pupils was split into one file for each"
    message_id: int
    part_ids: tuple[int, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ShieldMet(Event):
    """A search would have found a shielded child. The system records it: no auditor of the searcher's sees it."""

    subject: ClassVar[str] = "shield_id"
    meaning: ClassVar[str] = "A search met a shielded child, and the named officer was told"
    shield_id: int
    search_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ShieldMeetingsRead(Event):
    """A named officer's organisation read which searches met a child it shields."""

    subject: ClassVar[str] = "shield_id"
    meaning: ClassVar[str] = "The searches that met a shielded child were read"
    shield_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PatternsRead(Event):
    """An auditor read, or exported, a month's report on how the repository was used."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "The report on odd patterns of search was read"
    organisation_id: int
    month: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class NamesInFileRead(Event):
    """Somebody who handles no files read whose a file is, to let a document of her role travel with it."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "The names in a file were read, to add a document to it"
    message_id: int
    children: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PartAdded(Event):
    """A document for one role was added to a file. It waits once the file is sent."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A document for one role was added to a file"
    message_id: int
    part_of_id: int
    role: str
    state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PartsMoved(Event):
    """The parts of a bundle went where their file went."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "The documents of a file went where the file went"
    message_id: int
    part_ids: tuple[int, ...]
    state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContentFound(Event):
    """A content check found something in a file, which is refused or held; `codes` say what."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A content check found something in a file, which is kept apart"
    message_id: int
    codes: tuple[str, ...]
    verdict: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContentCleared(Event):
    """A file that a content check kept apart goes on: a later check found nothing, or the named role let it go."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file that a content check kept apart was let go"
    message_id: int
    codes: tuple[str, ...]
    by_itself: bool
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class KeptApartOpened(Event):
    """The named role looked into a file that a content check keeps apart."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A file that a content check keeps apart was opened by the role named for it"
    message_id: int
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConversationOpened(Event):
    """A secure message was written to another mailbox."""

    subject: ClassVar[str] = "conversation_id"
    meaning: ClassVar[str] = "A secure message began a conversation with another mailbox"
    conversation_id: int
    partner_id: int
    partner_role: str
    matter: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConversationAnswered(Event):
    """A secure message was answered."""

    subject: ClassVar[str] = "conversation_id"
    meaning: ClassVar[str] = "A secure message was answered"
    conversation_id: int
    entry_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConversationRead(Event):
    """Somebody read a conversation; `entry_ids` are those that her mailbox had not read before."""

    subject: ClassVar[str] = "conversation_id"
    meaning: ClassVar[str] = "A conversation was read"
    conversation_id: int
    entry_ids: tuple[int, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConversationClosed(Event):
    """One side closed a conversation."""

    subject: ClassVar[str] = "conversation_id"
    meaning: ClassVar[str] = "A conversation was closed"
    conversation_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClockDoubted(Event):
    """A tick found that the machine's clock had jumped; nothing is held or destroyed until a person has looked."""

    subject: ClassVar[str] = "reading_id"
    meaning: ClassVar[str] = "The machine’s clock jumped, so nothing is held or destroyed"
    reading_id: int
    last_tick_at: datetime


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClockBelieved(Event):
    """After a doubt, the clock went on as before, or a person said that it is right."""

    subject: ClassVar[str] = "reading_id"
    meaning: ClassVar[str] = "The machine’s clock is believed again"
    reading_id: int
    is_said_by_a_person: bool
