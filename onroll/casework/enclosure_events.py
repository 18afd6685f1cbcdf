"""What the casework room records of documents that come with a telling. Their names stay in the records."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnclosureKept(Event):
    """A document came with a telling, was checked and kept."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A document came with a notification"
    notification_id: int
    enclosure_id: int
    size: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnclosureOpened(Event):
    """An officer opened a document that came with a telling."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A document that came with a notification was opened"
    notification_id: int
    enclosure_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnclosureDestroyed(Event):
    """The clock destroyed a document that was kept long enough, with its name."""

    subject: ClassVar[str] = "notification_id"
    meaning: ClassVar[str] = "A document that came with a notification was destroyed"
    notification_id: int
    enclosure_id: int
