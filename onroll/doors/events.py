"""What the doors room records: keys, uploads in chunks, reports. What becomes of a file is recorded by `transfer`."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class MachineKeyMade(Event):
    """An organisation's software was given a key."""

    subject: ClassVar[str] = "key_id"
    meaning: ClassVar[str] = "A key was made for an organisation’s software"
    key_id: int
    for_organisation_id: int
    kind: str
    role: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class MachineKeyEnded(Event):
    """A key opens nothing any more."""

    subject: ClassVar[str] = "key_id"
    meaning: ClassVar[str] = "A key of an organisation’s software was ended"
    key_id: int
    for_organisation_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class UploadBegun(Event):
    """The first chunk of a message came in."""

    subject: ClassVar[str] = "upload_id"
    meaning: ClassVar[str] = "The first chunk of a message came in"
    upload_id: int
    total_chunks: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChunkKept(Event):
    """A further chunk came in."""

    subject: ClassVar[str] = "upload_id"
    meaning: ClassVar[str] = "A further chunk of a message came in"
    upload_id: int
    number: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class UploadEnded(Event):
    """An upload became a message, was refused as a whole, or was abandoned."""

    subject: ClassVar[str] = "upload_id"
    meaning: ClassVar[str] = "An upload in chunks came to its end"
    upload_id: int
    outcome: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReportMade(Event):
    """A sender's software is told that a message did not arrive."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "A report waits for the sender’s software"
    message_id: int
    report_id: int
    code: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReportAcknowledged(Event):
    """The sender's software has read a report."""

    subject: ClassVar[str] = "message_id"
    meaning: ClassVar[str] = "The sender’s software acknowledged a report"
    message_id: int
    report_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class FileDropped(Event):
    """A whole file came into a mailbox's folder. `outcome`: held, taken, refused or forgotten."""

    subject: ClassVar[str] = "drop_id"
    meaning: ClassVar[str] = "A file was dropped into a mailbox’s folder"
    drop_id: int
    message_id: int | None
    outcome: str
    codes: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class EntryRemoved(Event):
    """A mailbox's software took an entry out of its folder. The message it stands for is untouched."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "A mailbox’s software took an entry out of its folder"
    entry_id: int
    what: str  # a dropped file, a report on one, or a collected file
