"""Requests to an agency by its own software: listed, read, answered, refused, and twice the same is once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from onroll.access.models import Role
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.casework import actions as casework_actions
from onroll.casework.models import AgencyRequest
from onroll.doors import actions
from onroll.doors.models import KeyKind
from onroll.registry.actions import Facts
from onroll.registry.models import Sighting
from tests.cast import Cast, Member
from tests.integration.casework.tellers import reporter
from tests.integration.doors.test_agencies import caller, new_key

Call = Callable[..., Any]
ANSWER = {"version": 1, "answer": "something", "words": "Moved to an aunt", "address": "7 Canaryquill Lane"}


@pytest.fixture
def nurse(cast: Cast) -> Member:
    return reporter()


@pytest.fixture
def call(nurse: Member) -> Call:
    return caller(new_key(nurse.organisation))


@pytest.fixture
def request_(cast: Cast, nurse: Member) -> AgencyRequest:
    pupil = Facts(surname="Qvoxcanary", forename="Zelphine")
    enquiries = casework_actions.begin_for_pupil(cast.clerk.act(), facts=pupil, last_attended_on=None)
    return casework_actions.ask_agency(
        cast.officer.act(),
        enquiries=enquiries,
        body="health",
        asked_of="Nursing",
        question="Is she registered?",
        agency=nurse.organisation,
    )


def test_software_lists_reads_and_answers_as_a_person_does(call: Call, request_: AgencyRequest) -> None:
    where = f"/api/requests/{request_.reference}"
    listed = call("get", "/api/requests").json()
    assert [(each["reference"], each["state"], each["asked_by"]) for each in listed] == [
        (request_.reference, "asked", "Exampleton")
    ]
    assert "Qvoxcanary" not in str(listed)

    read = call("get", where).json()
    assert (read["child_name"], read["question"]) == ("Zelphine Qvoxcanary", "Is she registered?")
    assert read["power"] == request_.power
    assert LedgerEntry.objects.filter(name="casework.AgencyRequestRead").count() == 1

    answer = call("post", f"{where}/answer", ANSWER | {"version": read["version"]})

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["answer"], answer.json()["child_name"]) == (
        "answered",
        "something",
        "",
    )
    request_.refresh_from_db()
    assert (request_.replied_by, request_.reply) == (None, "Moved to an aunt")
    assert Sighting.objects.get(source="agency").address == "7 Canaryquill Lane"


def test_the_same_answer_under_the_same_key_is_kept_once_and_another_is_told_of_it(
    call: Call, request_: AgencyRequest
) -> None:
    where = f"/api/requests/{request_.reference}/answer"
    first, again = call("post", where, ANSWER), call("post", where, ANSWER)
    other = call("post", where, ANSWER, idempotency_key="second-key")

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 409)
    assert (other.json()["code"], "already" in other.json()["words"]) == ("agency_request_move_not_allowed", True)
    assert request_.enquiries.lines.count() == 1


def test_software_refuses_with_a_reason_and_asks_for_more_time(call: Call, request_: AgencyRequest) -> None:
    where = f"/api/requests/{request_.reference}"
    until = str(request_.due_on + timedelta(days=9))
    more = {"version": 1, "until": until, "because": "Archive"}
    assert call("post", f"{where}/more-time", more).json()["more_time_until"] == until
    assert call("post", f"{where}/more-time", more).status_code == 200

    stale = call("post", f"{where}/refuse", {"version": 1, "reason": "capacity", "words": "Nobody is here"})
    taken = call("post", f"{where}/refuse", {"version": 2, "reason": "capacity", "words": "Nobody is here"})

    assert (stale.status_code, stale.json()["code"]) == (409, "changed_by_someone_else")
    assert (taken.json()["state"], taken.json()["answer"]) == ("refused", "refused")
    request_.refresh_from_db()
    assert request_.refused_because == "capacity"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("answer", {"version": 1, "answer": "something"}, 422),
        ("answer", ANSWER | {"answer": "perhaps"}, 422),
        ("answer", ANSWER | {"words": "a\x00b"}, 422),
        ("answer", ANSWER | {"postcode": "nowhere"}, 422),
        ("answer", ANSWER | {"surprise": 1}, 422),
        ("refuse", {"version": 1, "reason": "no_answer", "words": "x"}, 422),
        ("more-time", {"version": 1, "until": "2020-01-01", "because": "x"}, 422),
    ],
)
def test_bad_input_is_refused_in_words_and_nothing_is_kept(
    call: Call, request_: AgencyRequest, path: str, body: dict[str, Any], status: int
) -> None:
    answer = call("post", f"/api/requests/{request_.reference}/{path}", body)

    assert answer.status_code == status
    assert answer.json()["words"]
    request_.refresh_from_db()
    assert (request_.state, request_.version) == ("asked", 1)


def test_another_agencys_request_does_not_exist_and_a_schools_key_opens_none(
    cast: Cast, request_: AgencyRequest
) -> None:
    where = f"/api/requests/{request_.reference}"
    other = caller(new_key(reporter("policewoman", "Police").organisation))
    theirs, none = other("get", where), other("get", "/api/requests/A-0000-0000")
    assert theirs.status_code == none.status_code == 404
    assert theirs.json() == none.json()
    assert other("get", "/api/requests").json() == []
    assert other("post", f"{where}/answer", ANSWER).status_code == 404

    act = by_the_system(at=timezone.now(), purpose="test")
    rolls = actions.add_key(act, organisation=cast.school, kind=KeyKind.ROLLS, role=Role.ADMISSIONS)
    assert caller(rolls)("get", "/api/requests").status_code == 403


def test_the_description_has_every_address_of_requests(cast: Cast) -> None:
    described = Client().get("/api/openapi.json").json()["paths"]

    assert {path for path in described if path.startswith("/api/requests")} == {
        "/api/requests",
        "/api/requests/{reference}",
        "/api/requests/{reference}/answer",
        "/api/requests/{reference}/refuse",
        "/api/requests/{reference}/more-time",
    }
