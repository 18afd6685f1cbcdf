"""The agencies' interface: a token for a key, a notification once under its key, its status, and nobody else's."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from onroll.access.models import Role
from onroll.audit.act import by_the_system
from onroll.casework import actions as casework_actions
from onroll.casework.models import Notification, Outcome
from onroll.doors import actions
from onroll.doors.agencies import api
from onroll.doors.models import KeyKind
from tests.cast import Cast
from tests.integration.casework.tellers import reporter

Call = Callable[..., Any]
CHILD = {"council": "820", "words": "boy, about 8, red coat, Mill Lane", "their_reference": "H 17"}


def new_key(agency, role: Role = Role.AGENCY_REPORTER) -> actions.NewKey:
    act = by_the_system(at=reporter_at(), purpose="test")
    return actions.add_key(act, organisation=agency, kind=KeyKind.AGENCY, role=role)


def reporter_at():
    from django.utils import timezone

    return timezone.now()


def token_of(key: actions.NewKey, secret: str = "", **more: str):
    pair = base64.b64encode(f"{key.key.reference}:{secret or key.password}".encode()).decode()
    return ask({"grant_type": "client_credentials", **more}, {"Authorization": f"Basic {pair}"})


def ask(body: dict[str, str], headers: dict[str, str] | None = None):
    """Ask for a token with a form, as RFC 6749 has it."""
    form = "application/x-www-form-urlencoded"
    return Client().post("/api/token", urlencode(body), content_type=form, headers=headers)


def caller(key: actions.NewKey) -> Call:
    """Return a function that calls the interface with a token of a key."""
    token = token_of(key).json()["access_token"]

    def call(method: str, path: str, body: object = None, idempotency_key: str = "first-key"):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": idempotency_key}
        if method == "post":
            return Client().post(path, body, content_type="application/json", headers=headers)
        return Client().get(path, headers=headers)

    return call


@pytest.fixture
def call(cast: Cast) -> Call:
    return caller(new_key(reporter().organisation))


def test_a_notification_gets_its_receipt_and_stands_in_the_work_list(call: Call, cast: Cast) -> None:
    answer = call("post", "/api/notifications", CHILD)

    kept = Notification.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "reference": kept.reference,
        "received_at": answer.json()["received_at"],
        "council": "820",
        "their_reference": "H 17",
        "status": {"code": "received", "words": "Received"},
        "outcome": {"code": "not_yet", "words": "Not finished yet"},
    }
    assert (kept.source, kept.authority, kept.telling.person) == ("machine", cast.exampleton, None)


def test_the_same_request_under_the_same_key_is_kept_once(call: Call) -> None:
    first = call("post", "/api/notifications", CHILD)
    again = call("post", "/api/notifications", CHILD)
    other = call("post", "/api/notifications", CHILD | {"words": "another"})

    assert (again.status_code, again.json()["reference"]) == (200, first.json()["reference"])
    assert (other.status_code, other.json()["code"]) == (409, "key_used_again")
    assert Notification.objects.count() == 1


def test_status_and_outcome_follow_the_officer(call: Call, cast: Cast) -> None:
    reference = call("post", "/api/notifications", CHILD).json()["reference"]
    officer = cast.officer.act()
    case = casework_actions.open_case(officer, notification=Notification.objects.get(), expected_version=1)
    assert call("get", f"/api/notifications/{reference}").json()["status"]["code"] == "looked_into"

    casework_actions.close_case(
        officer,
        case=case,
        outcome=Outcome.NOT_MISSING,
        evidence="The school has her",
        evidence_kind="REGISTER_ENTRY",
        expected_version=case.version,
    )

    told = call("get", f"/api/notifications/{reference}").json()
    assert (told["status"]["code"], told["outcome"]["code"]) == ("finished", "not_needed")
    assert "school has her" not in str(told)


def test_another_agencys_notification_does_not_exist(call: Call, cast: Cast) -> None:
    reference = call("post", "/api/notifications", CHILD).json()["reference"]
    other = caller(new_key(reporter("policewoman", "Police").organisation))

    theirs, none = other("get", f"/api/notifications/{reference}"), other("get", "/api/notifications/N-0000-0000")

    assert theirs.status_code == none.status_code == 404
    assert theirs.json() == none.json()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"words": "no council"}, 422, "N00"),
        (CHILD | {"surprise": 1}, 422, "N00"),
        (CHILD | {"words": "x" * 200_000}, 422, "N02"),
        (CHILD | {"seen_on": "2999-01-01"}, 422, "N05"),
        (CHILD | {"seen_on": "yesterday"}, 422, "N00"),
        (CHILD | {"words": "a\x00b"}, 422, "N03"),
        (CHILD | {"postcode": "nowhere"}, 422, "N09"),
    ],
)
def test_bad_input_gets_problems_with_codes_and_nothing_is_kept(call: Call, body: dict, status: int, code: str) -> None:
    answer = call("post", "/api/notifications", body)

    assert answer.status_code == status
    assert code in [problem["code"] for problem in answer.json()["problems"]]
    assert Notification.objects.count() == 0


def test_a_council_where_nobody_reads_is_refused(call: Call) -> None:
    answer = call("post", "/api/notifications", CHILD | {"council": "999"})

    assert (answer.status_code, answer.json()["code"]) == (422, "nobody_reads_there")


def test_a_request_without_an_idempotency_key_is_refused(cast: Cast) -> None:
    token = token_of(new_key(reporter().organisation)).json()["access_token"]

    answer = Client().post(
        "/api/notifications", CHILD, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == 422


def test_a_body_that_is_no_json_is_refused(call: Call) -> None:
    assert call("post", "/api/notifications", "{").status_code == 400


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic x"}])
def test_nobody_comes_in_without_a_token(cast: Cast, header: dict) -> None:
    answer = Client().post("/api/notifications", CHILD, content_type="application/json", headers=header)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_secret_an_unknown_client_and_another_grant_get_no_token(cast: Cast) -> None:
    key = new_key(reporter().organisation)

    assert token_of(key, secret="wrong").status_code == 401
    assert token_of(key, scope="everything").status_code == 400
    assert ask({"grant_type": "client_credentials"}).status_code == 401
    assert token_of(key, grant_type="password").status_code == 400


def test_the_secret_may_stand_in_the_body(cast: Cast) -> None:
    key = new_key(reporter().organisation)
    body = {"client_id": key.key.reference, "client_secret": key.password, "grant_type": "client_credentials"}

    assert ask(body).json()["expires_in"] == 900


def test_many_wrong_secrets_lock_the_client(cast: Cast) -> None:
    key = new_key(reporter().organisation)
    for _ in range(30):
        token_of(key, secret="wrong")

    assert token_of(key).status_code == 401


def test_a_key_that_was_ended_opens_nothing_at_once(cast: Cast) -> None:
    key = new_key(reporter().organisation)
    call = caller(key)

    actions.end_key(by_the_system(at=reporter_at(), purpose="test"), reference=key.key.reference)

    assert call("post", "/api/notifications", CHILD).status_code == 401


@pytest.mark.parametrize("role", [Role.ADMISSIONS, Role.EXCHANGE_ADMINISTRATOR, Role.CME_OFFICER])
def test_a_key_of_this_kind_is_an_agencys_in_one_role(cast: Cast, role: Role) -> None:
    with pytest.raises(actions.RoleNotForMachines):
        new_key(reporter().organisation, role)
    with pytest.raises(actions.RoleNotForMachines):
        new_key(cast.school)


def test_the_description_says_what_may_be_asked(client: Client) -> None:
    described = client.get("/api/openapi.json").json()

    feeds = {"/api/rolls/{on}", "/api/attendance/{on}"}
    paths = {path for path in described["paths"] if not path.startswith("/api/requests")}
    assert paths == {"/api/notifications", "/api/notifications/{reference}", *feeds}
    assert described["info"]["version"] == api.VERSION
