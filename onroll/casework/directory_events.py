"""What is recorded of the directory of agencies. Names and numbers of contacts stay in the casework room."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgencyKept(Event):
    """An officer added, changed or ended an agency of the directory. `what`: added, changed, ended."""

    subject: ClassVar[str] = "agency_id"
    meaning: ClassVar[str] = "An agency of the directory was added, changed or ended"
    agency_id: int
    what: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContactKept(Event):
    """A contact was named, corrected or confirmed, or has left. `what`: named, corrected, confirmed, left."""

    subject: ClassVar[str] = "contact_id"
    meaning: ClassVar[str] = "A contact of an agency was named, corrected or confirmed, or has left"
    contact_id: int
    what: str
    how: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class DirectoryImported(Event):
    """A list was imported into the directory, as a whole."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "A list was imported into the directory of agencies"
    authority_id: int
    agencies: int
    contacts: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContactRoundBegun(Event):
    """An officer began a yearly round."""

    subject: ClassVar[str] = "round_id"
    meaning: ClassVar[str] = "A yearly round began: contacts are asked whether they are still right"
    round_id: int
    asked: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContactAsked(Event):
    """The email of a yearly round, or its reminder, went out."""

    subject: ClassVar[str] = "invitation_id"
    meaning: ClassVar[str] = "A contact was emailed a link of the yearly round, or reminded"
    invitation_id: int
    is_reminder: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContactAnswered(Event):
    """Whoever opened the link of a contact answered. `state` is how."""

    subject: ClassVar[str] = "invitation_id"
    meaning: ClassVar[str] = "A link of the yearly round was answered"
    invitation_id: int
    contact_id: int
    state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoutesPublished(Event):
    """An officer published the routes: page and leaflet."""

    subject: ClassVar[str] = "routes_id"
    meaning: ClassVar[str] = "The routes by which agencies tell of a child were published"
    routes_id: int
    number: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PolicyPublished(Event):
    """An officer published a version of the policy."""

    subject: ClassVar[str] = "policy_id"
    meaning: ClassVar[str] = "A version of the policy on children missing education was published"
    policy_id: int
    number: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PaperRead(Event):
    """Somebody said for an agency that she has read the policy or the routes. `paper`: policy, routes."""

    subject: ClassVar[str] = "reading_id"
    meaning: ClassVar[str] = "The policy or the routes were read for an agency"
    reading_id: int
    paper: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class KnowledgeChecked(Event):
    """Somebody answered the questions about the procedure for an agency."""

    subject: ClassVar[str] = "check_id"
    meaning: ClassVar[str] = "The short check of knowledge was answered for an agency"
    check_id: int
    right: int
    asked: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RefusalRecorded(Event):
    """An agency refused, or did not answer."""

    subject: ClassVar[str] = "refusal_id"
    meaning: ClassVar[str] = "An agency’s refusal was put on the ladder of escalation"
    refusal_id: int
    reason: str
    agency_request_id: int | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class RefusalStepTaken(Event):
    """A refusal went up a rung, ended, or was opened again."""

    subject: ClassVar[str] = "refusal_id"
    meaning: ClassVar[str] = "A refusal went up a rung of the ladder, ended, or was opened again"
    refusal_id: int
    rung: str
    state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ArrivalsTold(Event):
    """An agency or officer told that families are to arrive. No child is named."""

    subject: ClassVar[str] = "arrivals_notice_id"
    meaning: ClassVar[str] = "An arrival of families was told"
    arrivals_notice_id: int
    authority_id: int
    children: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ArrivalsWithdrawn(Event):
    """Whoever told of an arrival took it back."""

    subject: ClassVar[str] = "arrivals_notice_id"
    meaning: ClassVar[str] = "A notice that families are to arrive was taken back"
    arrivals_notice_id: int
