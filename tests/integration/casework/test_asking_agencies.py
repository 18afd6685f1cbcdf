"""Which agencies can be asked in OnRoll, by whom, and who reads the answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import act as acts
from onroll.audit.refusals import Refusal
from onroll.casework import actions, queries
from onroll.casework.actions import directory_support
from onroll.casework.models import AgencyRequest, Case, CaseEvent, EnquiryList
from onroll.casework.models import Refusal as LoggedRefusal
from onroll.transfer import actions as transfer_actions
from onroll.transfer.models import Notice
from tests.cast import Cast, Member
from tests.integration.casework import enquiry_world, world
from tests.integration.casework.enquiry_world import NOW, at
from tests.integration.casework.request_world import LATER, QUESTION, answered, asked, refused
from tests.integration.casework.tellers import reporter
from tests.integration.casework.test_pages import text


@pytest.fixture
def nurse(cast: Cast) -> Member:
    return reporter()


@pytest.fixture
def enquiries(cast: Cast) -> EnquiryList:
    return enquiry_world.begun(cast)


# Asking


def test_an_agency_can_only_be_asked_as_the_body_that_it_is(cast: Cast, enquiries: EnquiryList, nurse: Member) -> None:
    with pytest.raises(actions.RequestImpossible, match="not the body you chose"):
        asked(cast, enquiries, nurse, body="police")

    assert asked(cast, enquiries, nurse, body="other").agency == nurse.organisation


def test_an_agency_without_a_reader_or_of_another_area_is_asked_by_letter(
    cast: Cast, enquiries: EnquiryList, nurse: Member
) -> None:
    elsewhere = reporter("farnurse", la_code="838")
    empty = Organisation.objects.create(
        kind=OrganisationKind.AGENCY, name="Nobody reads here", type_name="Health", la_code="820"
    )

    assert list(queries.agencies_to_ask(at(cast.officer))) == [nurse.organisation]
    for organisation in (elsewhere.organisation, empty, cast.school):
        with pytest.raises(actions.RequestImpossible, match="Send the letter"):
            actions.ask_agency(
                at(cast.officer), enquiries=enquiries, body="health", asked_of="x", question="x", agency=organisation
            )


def test_the_page_asks_an_agency_in_onroll_and_says_that_no_letter_is_needed(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    with time_machine.travel(NOW, tick=False):
        client = signed_in(cast.officer)
        where = reverse("casework:ask-agency", args=[enquiries.reference])
        assert "Invented Health (Health)" in text(client.get(where))
        client.post(
            where,
            {"body": "health", "asked_of": "Nursing", "question": QUESTION, "agency": nurse.organisation.pk},
        )
        request = AgencyRequest.objects.get()
        shown = text(client.get(reverse("casework:agency-request", args=[request.reference])))

    assert request.agency == nurse.organisation
    assert "What Invented Health reads in OnRoll" in shown
    assert "You need send nothing" in shown


def test_a_schools_own_request_is_answered_to_the_school_alone(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    case = world.opened_case(cast)
    Case.objects.filter(pk=case.pk).update(child=enquiries.child)

    request = answered(nurse, asked(cast, enquiries, nurse, by=cast.clerk))

    assert enquiries.lines.get().party == "school"
    assert Notice.objects.get(kind="agency_replied").person == cast.clerk.person
    assert not CaseEvent.objects.filter(case=case, organisation=nurse.organisation).exists()
    assert not LoggedRefusal.objects.exists()
    with time_machine.travel(LATER, tick=False):
        read = text(signed_in(cast.officer).get(reverse("casework:enquiries", args=[enquiries.reference])))
    assert "Moved to an aunt" not in read
    assert "Invented Health" not in read
    assert request.reference not in read


def test_the_clock_reminds_an_agency_by_its_own_notice(cast: Cast, enquiries: EnquiryList, nurse: Member) -> None:
    request = asked(cast, enquiries, nurse)
    late = acts.by_the_system(at=NOW + timedelta(days=30), purpose="test")

    assert actions.remind_agencies(late) == actions.Reminded(sent=1, left=0)

    request.refresh_from_db()
    assert request.reminders == 1
    assert Notice.objects.get(kind="agency_reminded").organisation == nurse.organisation
    assert transfer_actions.send_owed_notices(late)[1] == 0


def test_steps_about_refusals_of_agencies_are_the_officers(cast: Cast, enquiries: EnquiryList, nurse: Member) -> None:
    refused(nurse, asked(cast, enquiries, nurse))

    with pytest.raises(Refusal):
        directory_support.take_refusal_step(
            at(nurse, LATER), refusal=LoggedRefusal.objects.get(), rung="resolved", taken_on=LATER.date(),
            with_whom="", words="x", expected_version=1,
        )  # fmt: skip
