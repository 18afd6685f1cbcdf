"""What the returns room records in the ledger: numbers of records, kinds and days; never a name or what was written."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReturnOwed(Event):
    """A school owes a return from now on."""

    subject: ClassVar[str] = "return_id"
    meaning: ClassVar[str] = "A return of law is owed by a school"
    return_id: int
    kind: str
    school_id: int
    child_id: int
    due_on: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReturnMade(Event):
    """A school told its authority what the law asks."""

    subject: ClassVar[str] = "return_id"
    meaning: ClassVar[str] = "A school made a return of law"
    return_id: int
    kind: str
    school_id: int
    authority_id: int
    child_id: int
    route: str
    due_on: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReturnPassedOn(Event):
    """The authority of the area where the child lives knows of a return."""

    subject: ClassVar[str] = "return_id"
    meaning: ClassVar[str] = "A return of law reached the authority in whose area the child lives"
    return_id: int
    child_id: int
    home_authority_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReturnIncomplete(Event):
    """A feed told of a pupil, and lacks what the law asks; the return waits."""

    subject: ClassVar[str] = "return_id"
    meaning: ClassVar[str] = "A feed lacks what a return of law asks, so the return waits"
    return_id: int
    kind: str
    lacks: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class AbsenceByFeedChosen(Event):
    """A school chose which returns of absence are made from its marks."""

    subject: ClassVar[str] = "school_id"
    meaning: ClassVar[str] = "A school chose which returns of absence are made from its marks"
    school_id: int
    attendance: bool
    sickness: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReturnNotNeeded(Event):
    """A return is not owed, and why is written beside it."""

    subject: ClassVar[str] = "return_id"
    meaning: ClassVar[str] = "A return of law was found not to be needed"
    return_id: int
    kind: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReturnWithdrawn(Event):
    """A school took a return back that was made by mistake."""

    subject: ClassVar[str] = "return_id"
    meaning: ClassVar[str] = "A school took a return back"
    return_id: int
    kind: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeletionReturned(Event):
    """A school told its authority of a deletion whose ground is met."""

    subject: ClassVar[str] = "return_id"
    meaning: ClassVar[str] = "A school told the authority of a deletion from its register"
    return_id: int
    child_id: int
    school_id: int
    authority_id: int
    ground_code: str
    deleted_on: date
    is_late: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReturnsRead(Event):
    """Somebody read returns with the children's names: one, or a list of so many."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "Returns of law were read"
    organisation_id: int
    which: str
    returns: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ReturnsFileLoaded(Event):
    """A school made returns by a file."""

    subject: ClassVar[str] = "school_id"
    meaning: ClassVar[str] = "A school made returns by a file"
    school_id: int
    kind: str
    rows: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class TransitionsAsked(Event):
    """An authority asked for returns at usual moves too, or asks no more."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "An authority chose whether it asks for returns at usual moves"
    authority_id: int
    is_asked: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class HomeEducationRegistered(Event):
    """A child is on an authority's register of home education."""

    subject: ClassVar[str] = "home_id"
    meaning: ClassVar[str] = "A child was put on the register of home education"
    home_id: int
    child_id: int
    authority_id: int
    was_never_on_roll: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class SuitabilityDecided(Event):
    """An authority decided whether education at home is suitable."""

    subject: ClassVar[str] = "home_id"
    meaning: ClassVar[str] = "An authority decided whether education at home is suitable"
    home_id: int
    child_id: int
    suitability: str
    decided_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class HomeEducationEnded(Event):
    """Home education ended in an area."""

    subject: ClassVar[str] = "home_id"
    meaning: ClassVar[str] = "Home education ended in an area"
    home_id: int
    child_id: int
    ended_as: str
    ended_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class HomeEducationMoved(Event):
    """An authority told another one that a home-educated child moves to its area."""

    subject: ClassVar[str] = "home_id"
    meaning: ClassVar[str] = "An authority told another one that a home-educated child moves there"
    home_id: int
    child_id: int
    to_authority_id: int
    new_home_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class HomeRegisterRead(Event):
    """Somebody read the register of home education, or one child's entry."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "The register of home education was read"
    authority_id: int
    which: str
    children: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListCompared(Event):
    """An authority loaded a list and compared it with the rolls of its area."""

    subject: ClassVar[str] = "list_id"
    meaning: ClassVar[str] = "A list of children was compared with the rolls of the area"
    list_id: int
    authority_id: int
    purpose: str
    rows: int
    compared_with: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListedChildDecided(Event):
    """A person said what a row of a list is."""

    subject: ClassVar[str] = "listed_id"
    meaning: ClassVar[str] = "Somebody decided about a row of a list that was compared with the rolls"
    listed_id: int
    decision: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListRead(Event):
    """Somebody read the rows of a list with names."""

    subject: ClassVar[str] = "list_id"
    meaning: ClassVar[str] = "Rows of a loaded list were read"
    list_id: int
    rows: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class LeaversReconciled(Event):
    """Somebody read which leavers have no confirmed destination."""

    subject: ClassVar[str] = "authority_id"
    meaning: ClassVar[str] = "Leavers without a confirmed destination were read"
    authority_id: int
    leavers: int
    gaps: int
