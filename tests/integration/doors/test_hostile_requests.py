"""What hostile or broken software sends at the machine interface is answered in plain words, with no fault of ours."""

import base64
import json

import pytest
from django.test import Client

from onroll.rolls.models import RollEntry
from tests.cast import Cast
from tests.integration.casework.tellers import reporter
from tests.integration.doors.test_agencies import CHILD, caller, new_key
from tests.integration.doors.test_feeds import PUPILS, post, token

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("client_id", ["%00", "%00K-1234", "%ed%a0%80", "x" * 3000])
def test_a_client_id_that_no_database_can_hold_is_an_unknown_client(cast: Cast, client_id: str) -> None:
    pair = base64.b64encode(f"{client_id}:x".encode()).decode()
    named = f"grant_type=client_credentials&client_id={client_id}&client_secret={client_id}"

    in_header = Client().post(
        "/api/token", "grant_type=client_credentials", content_type=FORM, headers={"Authorization": f"Basic {pair}"}
    )
    in_body = Client().post("/api/token", named, content_type=FORM)

    assert {in_header.status_code, in_body.status_code} == {401}


@pytest.mark.parametrize("field", ["pupil_key", "forename"])
def test_half_of_a_surrogate_pair_is_no_letter_and_stops_no_roll(cast: Cast, field: str) -> None:
    odd = {**PUPILS[0], field: f"{PUPILS[0][field]}\ud83d"}

    answer = post("/api/rolls/2026-09-07", {"pupils": [odd, PUPILS[1]]}, token(cast))

    assert answer.status_code == 200
    assert RollEntry.objects.filter(**{field: f"{PUPILS[0][field]}?"}).count() == 1


@pytest.mark.parametrize("change", [{"words": "a\ud83db"}, {"place": "\x00"}, {"birth_date": "0001-01-01"}])
def test_what_cannot_be_kept_of_a_notification_is_said_and_nothing_is_kept(cast: Cast, change: dict[str, str]) -> None:
    call = caller(new_key(reporter().organisation))

    assert call("post", "/api/notifications", json.dumps(CHILD | change)).status_code == 422
