"""What is recorded of reasonable enquiries. Words that people write stay in the list; the ledger says that they did."""

import dataclasses
from datetime import date
from typing import ClassVar

from onroll.audit.ledger import Event


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnquiriesBegun(Event):
    """A school or an authority began to make reasonable enquiries about a child."""

    subject: ClassVar[str] = "enquiry_list_id"
    meaning: ClassVar[str] = "Reasonable enquiries about a child were begun"
    enquiry_list_id: int
    child_id: int
    school_id: int | None
    authority_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnquiriesOpened(Event):
    """Somebody read the list with the child's details."""

    subject: ClassVar[str] = "enquiry_list_id"
    meaning: ClassVar[str] = "A list of reasonable enquiries was read"
    enquiry_list_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnquiryRecorded(Event):
    """One side recorded an enquiry, or lines that do not apply."""

    subject: ClassVar[str] = "enquiry_list_id"
    meaning: ClassVar[str] = "An enquiry was recorded"
    enquiry_list_id: int
    codes: tuple[str, ...]
    party: str
    is_not_applicable: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class HarmSignRecorded(Event):
    """An enquiry gave a sign of significant harm: somebody must tell social care or the police at once."""

    subject: ClassVar[str] = "enquiry_list_id"
    meaning: ClassVar[str] = "An enquiry gave a sign of significant harm"
    enquiry_list_id: int
    line_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class HarmReferred(Event):
    """What was done about a sign of significant harm was recorded."""

    subject: ClassVar[str] = "enquiry_list_id"
    meaning: ClassVar[str] = "What was done about a sign of significant harm was recorded"
    enquiry_list_id: int
    line_id: int
    decision: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class AbsenceRecorded(Event):
    """The school said what its register shows, or either side whether the child is found."""

    subject: ClassVar[str] = "enquiry_list_id"
    meaning: ClassVar[str] = "What decides about a deletion was recorded"
    enquiry_list_id: int
    fields: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnquiriesSigned(Event):
    """One side signed that the enquiries are reasonable and complete."""

    subject: ClassVar[str] = "enquiry_list_id"
    meaning: ClassVar[str] = "Reasonable enquiries were signed as complete by one side"
    enquiry_list_id: int
    party: str
    on_version: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgencyAsked(Event):
    """A body outside was asked about a child, or asked again."""

    subject: ClassVar[str] = "agency_request_id"
    meaning: ClassVar[str] = "A body outside was asked about a child"
    agency_request_id: int
    enquiry_list_id: int
    body: str
    due_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgencyReminded(Event):
    """A body that had not answered was reminded."""

    subject: ClassVar[str] = "agency_request_id"
    meaning: ClassVar[str] = "A body outside was reminded of a request"
    agency_request_id: int
    reminders: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgencyReminderMailed(Event):
    """A reminder went to the office by email; no word of the child is in it."""

    subject: ClassVar[str] = "agency_request_id"
    meaning: ClassVar[str] = "A reminder of a request was emailed"
    agency_request_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgencyRequestRead(Event):
    """Somebody of the agency that was asked read a request, with what it says of the child."""

    subject: ClassVar[str] = "agency_request_id"
    meaning: ClassVar[str] = "An agency read a request made to it"
    agency_request_id: int
    child_id: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MoreTimeAsked(Event):
    """The agency that was asked cannot answer by the day due, and said by when it can."""

    subject: ClassVar[str] = "agency_request_id"
    meaning: ClassVar[str] = "An agency asked for more time to answer"
    agency_request_id: int
    due_on: date
    until: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class MoreTimeGiven(Event):
    """Whoever asked agreed to the day that the agency named: the answer is due then."""

    subject: ClassVar[str] = "agency_request_id"
    meaning: ClassVar[str] = "An agency was given more time to answer"
    agency_request_id: int
    due_on_before: date
    due_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgencyReplied(Event):
    """A body answered, knew nothing or refused; or the request was taken back."""

    subject: ClassVar[str] = "agency_request_id"
    meaning: ClassVar[str] = "A request to a body outside came to an end"
    agency_request_id: int
    from_state: str
    to_state: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PupilDeleted(Event):
    """A school deleted a pupil under a joint ground; this is its deletion return to the authority."""

    subject: ClassVar[str] = "enquiry_list_id"
    meaning: ClassVar[str] = "A pupil was deleted from a school’s register after joint enquiries"
    enquiry_list_id: int
    child_id: int
    school_id: int
    authority_id: int
    ground_code: str
    deleted_on: date
