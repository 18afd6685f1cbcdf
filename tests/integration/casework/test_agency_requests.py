"""Requests to agencies: power shown, answer due, reminder, refusal with reason, and how each body answers."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from onroll.audit.refusals import Hidden, Stale
from onroll.casework import actions, queries
from onroll.casework.agency_requests import RequestMoveNotAllowed, RequestState
from onroll.casework.models import AgencyRequest, EnquiryList, Refusal
from onroll.rules import agencies
from tests.cast import Cast, Member
from tests.integration.casework import enquiry_world
from tests.integration.casework.enquiry_world import NOW, at
from tests.integration.casework.test_pages import errors, text

LATER = NOW + timedelta(days=5)


@pytest.fixture
def enquiries(cast: Cast) -> EnquiryList:
    return enquiry_world.begun(cast)


def asked(cast: Cast, enquiries: EnquiryList, body: str = "health", **change: str) -> AgencyRequest:
    given = {"asked_of": "School nursing", "question": "Is the family registered with a practice?", **change}
    return actions.ask_agency(at(cast.officer), enquiries=enquiries, body=body, **given)


def replied(cast: Cast, request: AgencyRequest, state: RequestState, **change: object) -> AgencyRequest:
    given = {
        "replied_on": LATER.date(),
        "reply": "Not registered here",
        "is_sign_of_harm": False,
        "expected_version": request.version,
        "refused_because": "data_protection" if state is RequestState.REFUSED else "",
        **change,
    }
    return actions.answer_agency_request(at(cast.officer, LATER), request=request, state=state, **given)


def test_a_request_keeps_the_power_and_the_day_by_which_it_is_due(cast: Cast, enquiries: EnquiryList) -> None:
    request = asked(cast, enquiries)

    assert request.power == agencies.body("health").power
    assert (request.asked_on, request.due_on) == (date(2026, 10, 9), date(2026, 10, 16))
    assert list(queries.agency_requests(at(cast.officer))) == [request]


def test_a_school_cannot_ask_the_tax_office(cast: Cast, enquiries: EnquiryList) -> None:
    with pytest.raises(actions.RequestImpossible, match="Your side cannot ask this body"):
        actions.ask_agency(at(cast.clerk), enquiries=enquiries, body="hmrc", asked_of="Office", question="Where?")


def test_an_answer_joins_the_list_as_a_line_that_the_other_side_reads_without_its_words(
    cast: Cast, enquiries: EnquiryList
) -> None:
    request = replied(cast, asked(cast, enquiries), RequestState.ANSWERED)

    line = enquiries.lines.get()
    assert (line.code, line.result, line.party, line.is_own_side_only) == ("HEALTH", "lead", "authority", True)
    assert line.evidence == f"Request {request.reference}"
    assert "Not registered here" in line.words


def test_a_refusal_keeps_its_reason_and_the_body_can_be_asked_again(cast: Cast, enquiries: EnquiryList) -> None:
    request = replied(cast, asked(cast, enquiries), RequestState.REFUSED, reply="Data protection")
    assert enquiries.lines.get().words.endswith("Data protection")

    again = actions.ask_agency_again(
        at(cast.officer, LATER), request=request, question="Under section 10", expected_version=request.version
    )

    assert (again.state, again.asked_on, again.reply) == (RequestState.ASKED, LATER.date(), "")
    assert enquiries.lines.count() == 1


def test_a_reminder_is_kept_and_the_due_day_stays(cast: Cast, enquiries: EnquiryList) -> None:
    request = asked(cast, enquiries)
    due_on = request.due_on

    actions.remind_agency(at(cast.officer, LATER), request=request, expected_version=request.version)

    assert (request.reminders, request.reminded_on, request.due_on) == (1, LATER.date(), due_on)


@pytest.mark.parametrize("state", [RequestState.ANSWERED, RequestState.NOTHING_KNOWN, RequestState.WITHDRAWN])
def test_what_has_ended_is_neither_answered_nor_reminded(
    cast: Cast, enquiries: EnquiryList, state: RequestState
) -> None:
    request = asked(cast, enquiries)
    if state is RequestState.WITHDRAWN:
        actions.withdraw_agency_request(at(cast.officer), request=request, expected_version=request.version)
    else:
        replied(cast, request, state)

    with pytest.raises(RequestMoveNotAllowed):
        replied(cast, request, RequestState.REFUSED)
    with pytest.raises(RequestMoveNotAllowed):
        actions.remind_agency(at(cast.officer), request=request, expected_version=request.version)


def test_a_reply_from_before_the_asking_or_from_tomorrow_is_refused(cast: Cast, enquiries: EnquiryList) -> None:
    request = asked(cast, enquiries)

    for day in (NOW.date() - timedelta(days=1), LATER.date() + timedelta(days=1)):
        with pytest.raises(actions.RequestImpossible, match="between the day of asking and today"):
            replied(cast, request, RequestState.ANSWERED, replied_on=day)


def test_a_reply_from_a_stale_tab_overwrites_nothing(cast: Cast, enquiries: EnquiryList) -> None:
    request = asked(cast, enquiries)
    seen = request.version
    actions.remind_agency(at(cast.officer), request=request, expected_version=seen)

    with pytest.raises(Stale):
        replied(cast, request, RequestState.ANSWERED, expected_version=seen)

    assert not enquiries.lines.exists()


def test_a_waiting_request_stops_the_signature(cast: Cast, enquiries: EnquiryList) -> None:
    enquiry_world.answered(cast, enquiries)
    asked(cast, enquiries)
    enquiries.refresh_from_db()

    with pytest.raises(actions.NotReadyToSign, match="waits for its answer"):
        actions.sign_enquiries(at(cast.officer), enquiries=enquiries, expected_version=enquiries.version)


def test_a_sign_of_harm_in_a_reply_is_one_of_the_list(cast: Cast, enquiries: EnquiryList) -> None:
    replied(cast, asked(cast, enquiries), RequestState.ANSWERED, is_sign_of_harm=True)

    assert len(queries.signs_to_act_on(enquiries)) == 1


def test_the_other_side_does_not_read_a_request(cast: Cast, enquiries: EnquiryList) -> None:
    request = asked(cast, enquiries)

    with pytest.raises(Hidden):
        queries.agency_request(at(cast.clerk), request.reference)
    with pytest.raises(Hidden):
        actions.withdraw_agency_request(at(cast.clerk), request=request, expected_version=1)


def test_the_record_of_each_body_counts_answers_refusals_and_time(cast: Cast, enquiries: EnquiryList) -> None:
    replied(cast, asked(cast, enquiries, "police"), RequestState.REFUSED)
    replied(cast, asked(cast, enquiries, "health"), RequestState.ANSWERED)
    asked(cast, enquiries, "health")

    health, police = queries.body_records(at(cast.officer, NOW + timedelta(days=30)))

    assert (health.asked, health.told, health.refused, health.waiting, health.overdue) == (2, 1, 0, 1, 1)
    assert (health.in_time, health.median_working_days) == (1, 3)
    assert (police.asked, police.refused, police.in_time, police.median_working_days) == (1, 1, 1, 3)
    assert queries.body_records(at(cast.clerk)) == ()


@pytest.mark.parametrize("reason", ["", "no_answer", "nonsense"])
def test_a_refusal_without_its_reason_is_not_recorded(cast: Cast, enquiries: EnquiryList, reason: str) -> None:
    request = asked(cast, enquiries)

    with pytest.raises(actions.RequestImpossible, match="Choose why the body refused"):
        replied(cast, request, RequestState.REFUSED, refused_because=reason)

    request.refresh_from_db()
    assert request.state == RequestState.ASKED


@pytest.mark.parametrize("reason", actions.GIVEN_REASONS)
def test_the_log_of_refusals_counts_by_the_reason_that_the_body_gave(
    cast: Cast, enquiries: EnquiryList, reason: str
) -> None:
    request = replied(cast, asked(cast, enquiries), RequestState.REFUSED, refused_because=reason)

    assert request.refused_because == reason
    assert Refusal.objects.get().reason == reason


def test_a_second_refusal_keeps_the_first_reason_and_tells_the_new_one(cast: Cast, enquiries: EnquiryList) -> None:
    request = replied(cast, asked(cast, enquiries), RequestState.REFUSED, refused_because="capacity")
    actions.ask_agency_again(
        at(cast.officer, LATER), request=request, question="By section 10", expected_version=request.version
    )
    assert request.refused_because == ""

    replied(cast, request, RequestState.REFUSED, refused_because="threshold")

    refusal = Refusal.objects.get()
    assert refusal.reason == "capacity"
    assert refusal.steps.get().words == "Refused again (Its threshold is not met): Not registered here"


def test_the_page_asks_why_a_body_refused_and_shows_it(
    cast: Cast, enquiries: EnquiryList, signed_in: Callable[[Member], Client]
) -> None:
    with time_machine.travel(LATER, tick=False):
        request = asked(cast, enquiries)
        client = signed_in(cast.officer)
        where = reverse("casework:answer-agency-request", args=[request.reference])
        day = {"replied_on_day": 14, "replied_on_month": 10, "replied_on_year": 2026}
        given = {"version": 1, "state": "refused", "reply": "No", "is_sign_of_harm": "no", **day}

        assert errors(client.post(where, given)) == ["Select why the body refused"]
        assert client.post(where, {**given, "refused_because": "not_its_task"}).status_code == 302
        shown = text(client.get(reverse("casework:agency-request", args=[request.reference])))

    assert "It says that this is not its task" in shown
    assert Refusal.objects.get().reason == "not_its_task"
