"""What the casework room records of work between authorities. Words that officers write stay in the records."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandOverOffered(Event):
    """An authority offered a case to another."""

    subject: ClassVar[str] = "hand_over_id"
    meaning: ClassVar[str] = "A case was offered to another authority"
    hand_over_id: int
    case_id: int
    receiver_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandOverRead(Event):
    """The authority that is offered a case read what it is told of the child."""

    subject: ClassVar[str] = "hand_over_id"
    meaning: ClassVar[str] = "An offered case was read by the authority it is offered to"
    hand_over_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandOverAccepted(Event):
    """The other authority took the case."""

    subject: ClassVar[str] = "hand_over_id"
    meaning: ClassVar[str] = "An authority accepted the hand-over of a case"
    hand_over_id: int
    case_id: int
    receiver_case_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandOverDeclined(Event):
    """The other authority did not take the case."""

    subject: ClassVar[str] = "hand_over_id"
    meaning: ClassVar[str] = "An authority declined the hand-over of a case"
    hand_over_id: int
    case_id: int
    reason_code: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandOverWithdrawn(Event):
    """The authority that offered a case took the offer back, or closed the case."""

    subject: ClassVar[str] = "hand_over_id"
    meaning: ClassVar[str] = "The offer of a case was taken back"
    hand_over_id: int
    case_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandOverTimedOut(Event):
    """Nobody answered in time: the clock escalated the offer, or ended it."""

    subject: ClassVar[str] = "hand_over_id"
    meaning: ClassVar[str] = "The offer of a case was not answered in time"
    hand_over_id: int
    case_id: int
    state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandOverOutcomeTold(Event):
    """The authority that handed a case over was told how the other one's case ended."""

    subject: ClassVar[str] = "hand_over_id"
    meaning: ClassVar[str] = "An authority heard how a case that it handed over ended"
    hand_over_id: int
    case_id: int
    outcome: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class OthersAsked(Event):
    """An authority asked others whether a child is with them."""

    subject: ClassVar[str] = "question_id"
    meaning: ClassVar[str] = "Other authorities were asked whether a child is with them"
    question_id: int
    case_id: int
    authority_ids: tuple[int, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuestionRead(Event):
    """An authority that was asked read the question."""

    subject: ClassVar[str] = "asked_id"
    meaning: ClassVar[str] = "A question about a child was read by an authority that was asked"
    asked_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """An authority said whether the child is with it."""

    subject: ClassVar[str] = "asked_id"
    meaning: ClassVar[str] = "An authority answered whether a child is with it"
    asked_id: int
    question_id: int
    case_id: int
    answer: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class MoveEvidenceRecorded(Event):
    """An officer recorded what shows that a child has moved out of England."""

    subject: ClassVar[str] = "case_id"
    meaning: ClassVar[str] = "Evidence of a move out of England was recorded"
    case_id: int
    evidence_id: int
