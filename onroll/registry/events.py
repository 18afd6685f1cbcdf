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
class EducationFactRecorded(Event):
    """A dated fact of a child's education was recorded; `supersedes_id` is the one whose place it takes."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "A fact of a child’s education was recorded"
    child_id: int
    fact_id: int
    kind: str
    source: str
    supersedes_id: int | None
    is_void: bool


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


@dataclasses.dataclass(frozen=True, kw_only=True)
class PairRaised(Event):
    """Two records that may be one child were put before people. `first` was known before, `second` came."""

    subject: ClassVar[str] = "pair_id"
    meaning: ClassVar[str] = "Two records that may be one child were put before people"
    pair_id: int
    first_child_id: int
    second_child_id: int
    first_sighting_id: int
    second_sighting_id: int
    cause: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PairOpened(Event):
    """Somebody read two records side by side."""

    subject: ClassVar[str] = "pair_id"
    meaning: ClassVar[str] = "Two records that may be one child were read side by side"
    pair_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PairDecided(Event):
    """A person decided about a pair: agreed, kept apart, asked a question, or looks at it again."""

    subject: ClassVar[str] = "pair_id"
    meaning: ClassVar[str] = "A person decided whether two records are one child"
    pair_id: int
    from_state: str
    to_state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildrenMerged(Event):
    """Two people agreed that two records are one child. Both stay as they are, and are read together."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "Two records were found to be one child, by two people"
    child_id: int
    same_as_id: int
    pair_id: int
    merge_id: int
    decided_first_id: int
    decided_second_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildrenSplit(Event):
    """Two records that were read as one child are two again."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "Two records that were read as one child are two again"
    child_id: int
    same_as_id: int
    pair_id: int
    merge_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PairReminded(Event):
    """A pair has waited, and its authorities are told. Nothing is decided by time."""

    subject: ClassVar[str] = "pair_id"
    meaning: ClassVar[str] = "A pair of records has waited, and its authorities were told"
    pair_id: int
    authority_ids: tuple[int, ...]
    is_escalated: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChildRecordRead(Event):
    """Somebody read all that is known of a child."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "All that is known of a child was read"
    child_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class StandingMatchRun(Event):
    """Every child was compared with every other; nothing was joined by it."""

    subject: ClassVar[str] = "engine"
    meaning: ClassVar[str] = "Every child was compared with every other"
    engine: str
    children: int
    raised: int
    drawn: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class FamilyLinked(Event):
    """Somebody said that two children belong to one family; what they are to each other stands in the link."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "Two children were linked as one family"
    child_id: int
    other_id: int
    link_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class FamilyUnlinked(Event):
    """A link between two children proved wrong."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "A family link proved wrong and was ended"
    child_id: int
    link_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class SealedAddressOpened(Event):
    """The named role opened a sealed address, with the reason; never the address."""

    subject: ClassVar[str] = "child_id"
    meaning: ClassVar[str] = "A sealed address was opened"
    child_id: int
    sighting_id: int
    reason: str
