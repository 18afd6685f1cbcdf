"""What the tests of requests to agencies begin with: one asked, answered, refused, ended, and a shield."""

from datetime import timedelta

from django.urls import reverse

from onroll.casework import actions
from onroll.casework.agency_requests import OwnAnswer, RequestState
from onroll.casework.models import AgencyRequest, EnquiryList
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Facts
from onroll.registry.models import ShieldReason
from tests.cast import Cast, Member
from tests.integration.casework.enquiry_world import NOW, at

LATER = NOW + timedelta(days=3)
QUESTION = "Is Zelphine registered with a practice?"
LANE = Facts(surname="", forename="", address="7 Canaryquill Lane", postcode="HD1 1AA")


def asked(
    cast: Cast, enquiries: EnquiryList, nurse: Member | None, *, by: Member | None = None, body: str = "health"
) -> AgencyRequest:
    return actions.ask_agency(
        at(by or cast.officer),
        enquiries=enquiries,
        body=body,
        asked_of="School nursing",
        question=QUESTION,
        agency=nurse.organisation if nurse else None,
    )


def answered(nurse: Member, request: AgencyRequest, **change: object) -> AgencyRequest:
    given = {
        "answer": OwnAnswer.SOMETHING,
        "words": "Moved to an aunt in June",
        "is_sign_of_harm": False,
        "expected_version": request.version,
        **change,
    }
    return actions.answer_request_to_us(at(nurse, LATER), request=request, **given)


def refused(nurse: Member, request: AgencyRequest, **change: object) -> AgencyRequest:
    given = {
        "refused_because": "data_protection",
        "words": "Our governance lead decided so",
        "expected_version": request.version,
        **change,
    }
    return actions.refuse_request_to_us(at(nurse, LATER), request=request, **given)


def shield(cast: Cast, enquiries: EnquiryList) -> None:
    registry_actions.shield_child(
        at(cast.officer),
        child=enquiries.child,
        reason_code=ShieldReason.AT_RISK,
        officer=cast.officer.person,
        until_on=None,
    )


def office(*parts: str) -> str:
    return reverse(f"telling:{parts[0]}", args=parts[1:])


def recorded_by_officer(cast: Cast, request: AgencyRequest) -> AgencyRequest:
    return actions.answer_agency_request(
        at(cast.officer),
        request=request,
        state=RequestState.ANSWERED,
        replied_on=NOW.date(),
        reply="said on the telephone",
        is_sign_of_harm=False,
        expected_version=request.version,
    )


def withdrawn(cast: Cast, request: AgencyRequest) -> AgencyRequest:
    return actions.withdraw_agency_request(at(cast.officer), request=request, expected_version=request.version)
