"""Of two who answer a request to an agency, or answer one that has ended, the second is told who was first."""

import threading
from collections.abc import Callable

import pytest
import time_machine
from django.db import close_old_connections, connection
from django.test import Client

from onroll.access.models import Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Stale
from onroll.casework import actions, queries
from onroll.casework.agency_requests import RequestMoveNotAllowed
from onroll.casework.models import AgencyRequest, EnquiryList, Outcome
from tests.cast import Cast, Member, make_member
from tests.integration.casework import enquiry_world, world
from tests.integration.casework.enquiry_world import at
from tests.integration.casework.request_world import (
    LATER,
    answered,
    asked,
    office,
    recorded_by_officer,
    refused,
    withdrawn,
)
from tests.integration.casework.tellers import reporter
from tests.integration.casework.test_pages import errors, text


@pytest.fixture
def nurse(cast: Cast) -> Member:
    return reporter()


@pytest.fixture
def enquiries(cast: Cast) -> EnquiryList:
    return enquiry_world.begun(cast)


# Who comes second


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (recorded_by_officer, "Exampleton has recorded your organisation’s answer already"),
        (withdrawn, "Exampleton took this request back"),
    ],
)
def test_an_answer_after_it_has_ended_is_told_why_and_keeps_nothing(
    cast: Cast,
    enquiries: EnquiryList,
    nurse: Member,
    before: Callable[[Cast, AgencyRequest], AgencyRequest],
    words: str,
) -> None:
    request = asked(cast, enquiries, nurse)
    seen = AgencyRequest.objects.get(pk=request.pk)
    before(cast, request)
    lines = enquiries.lines.count()

    for do in (answered, refused):
        with pytest.raises(RequestMoveNotAllowed, match=words):
            do(nurse, seen)

    assert enquiries.lines.count() == lines


def test_a_colleagues_second_answer_names_who_answered_first_and_keeps_her_words_on_the_page(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    colleague = make_member("secondnurse", nurse.organisation, Role.AGENCY_REPORTER)
    request = asked(cast, enquiries, nurse)
    answered(nurse, request)
    with time_machine.travel(LATER, tick=False):
        sent = {"version": 1, "answer": "found", "words": "She is with us on Mondays", "is_sign_of_harm": "no"}
        page = signed_in(colleague).post(office("answer-request", request.reference), sent)

    assert errors(page) == [
        "Healthvisitor Invented has answered this request for your organisation already. Nothing more was sent."
    ]
    assert "She is with us on Mondays" in text(page)
    assert enquiries.lines.count() == 1


def test_from_a_stale_tab_nothing_is_sent_and_the_words_stay(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    request = asked(cast, enquiries, nurse)
    actions.remind_agency(at(cast.officer), request=request, expected_version=1)
    with time_machine.travel(LATER, tick=False):
        client = signed_in(nurse)
        sent = {"version": 1, "answer": "something", "words": "Moved in June", "is_sign_of_harm": "no"}
        page = client.post(office("answer-request", request.reference), sent)
        assert "The request changed while you wrote" in errors(page)[0]
        assert "Moved in June" in text(page)
        assert not enquiries.lines.exists()

        again = client.post(office("answer-request", request.reference), {**sent, "version": request.version})

    assert again.status_code == 302
    assert enquiries.lines.get().person == nurse.person


def test_a_request_whose_search_has_ended_is_not_needed_and_names_no_child(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    case = world.opened_case(cast)
    EnquiryList.objects.filter(pk=enquiries.pk).update(child=case.child)
    request = asked(cast, enquiries, nurse)
    assert queries.requests_to_us(at(nurse)).waiting == [request]
    actions.close_case(
        cast.officer.act(), case=case, outcome=Outcome.NOT_MISSING, evidence="Seen in the register",
        evidence_kind="REGISTER_ENTRY", expected_version=case.version,
    )  # fmt: skip

    assert queries.requests_to_us(at(nurse)).waiting == []
    with pytest.raises(RequestMoveNotAllowed, match="does not need an answer any more"):
        answered(nurse, request)
    shown = text(signed_in(nurse).get(office("request-to-us", request.reference)))
    assert "Not needed" in shown
    assert "Zelphine" not in shown


@pytest.mark.django_db(transaction=True)
def test_of_an_officer_and_an_agency_at_the_same_moment_one_wins_and_the_other_is_told(
    cast: Cast, enquiries: EnquiryList, nurse: Member
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("two writers at once are PostgreSQL's to decide")
    request = asked(cast, enquiries, nurse)
    ready, told = threading.Barrier(2), []

    def race(do: Callable[[AgencyRequest], object]) -> None:
        seen = AgencyRequest.objects.select_related("enquiries", "asked_for", "agency").get(pk=request.pk)
        ready.wait(10)
        try:
            do(seen)
        except (Stale, RequestMoveNotAllowed) as lost:
            told.append(type(lost))
        finally:
            close_old_connections()
            connection.close()

    both = [
        threading.Thread(target=race, args=(lambda seen: answered(nurse, seen),)),
        threading.Thread(target=race, args=(lambda seen: recorded_by_officer(cast, seen),)),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(30)

    assert len(told) == 1
    assert enquiries.lines.count() == 1
    assert LedgerEntry.objects.filter(name="casework.AgencyReplied").count() == 1
