"""What the access room records; the words are what an auditor reads. Nobody's address is ever in an event."""

import dataclasses
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """A person signed in with password and code."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "Someone signed in"
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignInFailed(Event):
    """A password or a code was wrong. `person_id` is 0 for an address that nobody has: recorded all the same,
    so that known and unknown addresses take the same time. Of very many in an hour only the first are kept.
    """

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "A sign-in failed"
    person_id: int
    step: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    """A person signed out."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "Someone signed out"
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A person changed her password, or set it anew with a link sent by email."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "A password was changed"
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ActingChanged(Event):
    """A person chose for which organisation, and in which role, she acts; `covers` says that it is a colleague's."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "Someone chose the organisation they act for"
    person_id: int
    membership_id: int
    covers: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    """An account was made."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "An account was made"
    person_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoleGiven(Event):
    """A person was given a role for an organisation; both dates count."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "A role was given"
    person_id: int
    membership_id: int
    organisation_id: int
    role: str
    from_on: str
    until_on: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A person's role for an organisation ended; `last_on` is the last day it counts, empty when none does."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "A role was ended"
    person_id: int
    membership_id: int
    organisation_id: int
    role: str
    last_on: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class CoverGiven(Event):
    """A colleague may act under somebody's role for a while; both dates count. `person_id` is she who covers."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "Someone was named to cover for a colleague"
    person_id: int
    covered_person_id: int
    membership_id: int
    organisation_id: int
    role: str
    from_on: str
    until_on: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class CoverEnded(Event):
    """A cover was ended before its last day. `person_id` is she who covered."""

    subject: ClassVar[str] = "person_id"
    meaning: ClassVar[str] = "A cover for a colleague was ended"
    person_id: int
    covered_person_id: int
    membership_id: int
    organisation_id: int
    role: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class NoticeAddressSet(Event):
    """It was set where an organisation gets its email notices."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "The address for email notices was changed"
    organisation_id: int
    is_empty: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class EstablishmentsLoaded(Event):
    """An extract of the national register was loaded. `register_id` is the start of the file's SHA-256."""

    subject: ClassVar[str] = "register_id"
    meaning: ClassVar[str] = "The register of schools was loaded"
    register_id: str
    new: int
    changed: int
    unchanged: int
    refused: int
    new_authorities: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class LinksLoaded(Event):
    """The register's links were loaded. `withdrawn` are those that the register does not state any more."""

    subject: ClassVar[str] = "register_id"
    meaning: ClassVar[str] = "Links between schools were loaded"
    register_id: str
    new: int
    changed: int
    unchanged: int
    withdrawn: int
    refused: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class LedgerRead(Event):
    """An auditor read the ledger. Which filters were set is kept."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "The ledger was read"
    organisation_id: int
    filters: tuple[str, ...]
    entries: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class LedgerVerified(Event):
    """The chain of the ledger was checked from its first entry. `broken` holds the first few bad sequence numbers."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "The ledger’s chain was checked"
    organisation_id: int
    entries: int
    broken: tuple[int, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrganisationAdded(Event):
    """A department, an agency or an end-point outside England was made."""

    subject: ClassVar[str] = "organisation_id"
    meaning: ClassVar[str] = "An organisation that is not in the register was added"
    organisation_id: int
