"""What the evaluation room records. What people write stays in the round; the ledger says that they wrote."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """An authority began a round of self-evaluation."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A round of self-evaluation was opened"
    round_id: int
    authority_id: int
    number: int
    set_key: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepAnswered(Event):
    """Somebody answered a step, or answered it anew; earlier answers stay."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A step of self-evaluation was answered"
    round_id: int
    step: str
    number: int
    result: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceAdded(Event):
    """Evidence was attached to a step, or it was said where it is."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "Evidence was added to a step"
    round_id: int
    step: str
    evidence_id: int
    kind: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceRead(Event):
    """Somebody took a file of evidence out of the vault."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A file of evidence was read"
    round_id: int
    evidence_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceTakenAway(Event):
    """Evidence was taken away; that there was some stays."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "Evidence was taken away"
    round_id: int
    step: str
    evidence_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class TaskSet(Event):
    """A gap got an owner and a day."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A task was added to the action plan"
    round_id: int
    step: str
    task_id: int
    due_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class TaskChanged(Event):
    """A task got another owner or day."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A task of the action plan was changed"
    round_id: int
    task_id: int
    due_on: date
    due_on_before: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class TaskDone(Event):
    """Somebody said that a task is done."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A task of the action plan was done"
    round_id: int
    task_id: int
    done_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundSubmitted(Event):
    """Every step was answered, and the round waits for the leader."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A round was put before the leader"
    round_id: int
    authority_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundGivenBack(Event):
    """The leader wants more done before she signs."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A round was given back to the team"
    round_id: int
    authority_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepSettled(Event):
    """The leader settled a difference, with a reason that stands in the round."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A leader settled the result of a step"
    round_id: int
    step: str
    level: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundSigned(Event):
    """The leader signed a round; its results are kept."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A round was signed"
    round_id: int
    authority_id: int
    set_key: str
    total: int
    band: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoundAbandoned(Event):
    """A round was given up before it was signed."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A round was given up"
    round_id: int
    authority_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepsMeasured(Event):
    """The system measured each step that it can."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "The steps were measured from the authority’s own data"
    round_id: int
    measured: int
    not_measured: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseDrawn(Event):
    """A case was drawn at random, from how many."""

    subject: ClassVar[str] = "draw_id"
    meaning: ClassVar[str] = "A case was drawn at random to be traced"
    draw_id: int
    authority_id: int
    case_id: int
    drawn_from: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class CaseTraced(Event):
    """Somebody read the trace of a drawn case."""

    subject: ClassVar[str] = "draw_id"
    meaning: ClassVar[str] = "The trace of a drawn case was read"
    draw_id: int
    case_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class NumbersGivenRecorded(Event):
    """It was recorded that numbers were given, and they were kept as they stood."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "Numbers were given to senior officers or elected members"
    authority_id: int
    given_id: int
    audience: str
    given_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReportRead(Event):
    """Somebody saved the report of a round as a file."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A report of a round was saved"
    round_id: int
    form: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class TotalsRead(Event):
    """An auditor of the Department read the signed totals; `authority_id` is 0."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "Signed totals of every authority were read"
    authority_id: int
    rounds: int
