"""What the rolls room records in the ledger. A snapshot has one entry with its counts; who came or left, one each."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class SnapshotReceived(Event):
    """A school's file was stored, for somebody to see what it would change."""

    subject: ClassVar[str] = "snapshot_id"
    meaning: ClassVar[str] = "A school’s roll file was received, and changed nothing yet."
    snapshot_id: int
    school_id: int
    as_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class SnapshotTaken(Event):
    """A school's roll is now as its file says."""

    subject: ClassVar[str] = "snapshot_id"
    meaning: ClassVar[str] = "A school’s file was taken: its roll is now as the file says."
    snapshot_id: int
    school_id: int
    as_on: date
    rows: int
    counts: dict[str, int]


@dataclasses.dataclass(frozen=True, kw_only=True)
class SnapshotHeld(Event):
    """A file waits for a person: by it more than half of the roll has left."""

    subject: ClassVar[str] = "snapshot_id"
    meaning: ClassVar[str] = "A school’s file was held for a person, since by it more than half of the roll had left."
    snapshot_id: int
    school_id: int
    as_on: date
    rows: int
    on_roll: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class SnapshotReleased(Event):
    """A person said that a held file is right."""

    subject: ClassVar[str] = "snapshot_id"
    meaning: ClassVar[str] = "Somebody said that a held file is right, and it was taken."
    snapshot_id: int
    school_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class SnapshotRefused(Event):
    """A file was not taken; `codes` are of the table of problems, `person` whether somebody decided it."""

    subject: ClassVar[str] = "snapshot_id"
    meaning: ClassVar[str] = "A school’s file was not taken. Nothing was changed."
    snapshot_id: int
    school_id: int
    as_on: date
    codes: tuple[str, ...]
    by_person: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class PupilJoined(Event):
    """A child is on a school's roll from a day on: new, or come back.

    `is_taking_on`: found there by the first snapshot of all, so nobody has just joined. `on` None: since before that.
    """

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "A school said that a child joined its roll, and on which day."
    entry_id: int
    child_id: int
    school_id: int
    on: date | None
    is_taking_on: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class PupilLeft(Event):
    """A child is no longer on a school's roll; `on` is the last day."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "A school said that a child left its roll, and which day was the last."
    entry_id: int
    child_id: int
    school_id: int
    on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class FeedStopped(Event):
    """Nothing came from a school for longer than it should."""

    subject: ClassVar[str] = "feed_id"
    meaning: ClassVar[str] = "Nothing came from a school for longer than it should, and an alarm was raised."
    feed_id: int
    school_id: int
    last_as_on: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class FeedAgreed(Event):
    """How a school's roll comes was agreed or changed, or which of its columns is which."""

    subject: ClassVar[str] = "feed_id"
    meaning: ClassVar[str] = "How a school’s roll comes was agreed or changed."
    feed_id: int
    school_id: int
    form: str
    expected_every: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RollEntered(Event):
    """Somebody at a school put a pupil on its roll, took one off or changed one, on a page."""

    subject: ClassVar[str] = "entry_id"
    meaning: ClassVar[str] = "A pupil was put on a school’s roll, taken off it or changed, on a page."
    entry_id: int
    school_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AnnouncedDaysPassed(Event):
    """Pupils of a school were taken off its roll, since the last day that it had announced for each has passed."""

    subject: ClassVar[str] = "school_id"
    meaning: ClassVar[str] = (
        "The last day that a school had announced for pupils passed, and they were taken off its roll."
    )
    school_id: int
    pupils: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RollRead(Event):
    """Somebody read a school's roll with its pupils' names, or (with `entry_id`) one pupil's time there."""

    subject: ClassVar[str] = "school_id"
    meaning: ClassVar[str] = "A school’s roll was read."
    school_id: int
    entry_id: int | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class SchoolDatesTold(Event):
    """A school told a term or a closure."""

    subject: ClassVar[str] = "dates_id"
    meaning: ClassVar[str] = "A school told a term, or days on which it is closed."
    dates_id: int
    school_id: int
    kind: str
    first_on: date
    last_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class SchoolDatesTakenBack(Event):
    """A term or a closure was wrong, and is counted no more."""

    subject: ClassVar[str] = "dates_id"
    meaning: ClassVar[str] = "A school took a term or a closure back that it had told."
    dates_id: int
    school_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class BoardersSaid(Event):
    """A school said whether it has boarders, from a day on."""

    subject: ClassVar[str] = "boarding_id"
    meaning: ClassVar[str] = "A school said whether it has boarders."
    boarding_id: int
    school_id: int
    on: date
    has_none: bool
