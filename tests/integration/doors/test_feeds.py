"""A school's own system sends its roll as JSON under a key of its own."""

import json

from django.test import Client

from onroll.access.models import Role
from onroll.audit.act import by_the_system
from onroll.doors import actions
from onroll.doors.models import KeyKind
from onroll.rolls.models import RollEntry
from tests.cast import Cast
from tests.integration.doors.test_agencies import token_of

PUPILS = [
    {"pupil_key": "1", "surname": "Quillon", "forename": "Zelphine", "born_on": "2015-03-14"},
    {"pupil_key": "2", "surname": "Marchbank", "forename": "Oswin", "born_on": "2014-11-02"},
]


def token(cast: Cast) -> str:
    act = by_the_system(at=cast.clerk.act().at, purpose="test")
    key = actions.add_key(act, organisation=cast.school, kind=KeyKind.ROLLS, role=Role.ADMISSIONS)
    return str(token_of(key).json()["access_token"])


def post(path: str, body: object, its: str):
    headers = {"Authorization": f"Bearer {its}"}
    return Client().post(path, json.dumps(body), content_type="application/json", headers=headers)


def test_a_roll_sent_by_a_schools_system_is_taken_once_and_says_what_changed(cast: Cast) -> None:
    its = token(cast)

    dry = post("/api/rolls/2026-09-07?dry_run=true", {"pupils": PUPILS}, its)
    assert (dry.status_code, dry.json()["counts"], RollEntry.objects.count()) == (200, {"joined": 2, "unchanged": 0}, 0)

    first = post("/api/rolls/2026-09-07", {"pupils": PUPILS}, its)
    again = post("/api/rolls/2026-09-07", {"pupils": PUPILS}, its)

    assert (first.status_code, first.json()["state"], first.json()["counts"]["joined"]) == (200, "taken", 2)
    assert again.json()["same_file_again"] is True
    assert RollEntry.objects.filter(school=cast.school, until_on=None).count() == 2


def test_a_roll_with_a_fault_is_refused_with_the_row_and_without_what_stood_there(cast: Cast) -> None:
    answer = post("/api/rolls/2026-09-07", {"pupils": [{**PUPILS[0], "born_on": "03/14/2015"}]}, token(cast))

    assert answer.status_code == 422
    assert [(one["code"], one["row"]) for one in answer.json()["problems"]] == [("R24", 1)]
    assert "03/14" not in answer.content.decode()


def test_without_a_token_nothing_is_taken(cast: Cast) -> None:
    assert post("/api/rolls/2026-09-07", {"pupils": PUPILS}, "nothing").status_code == 401
    assert RollEntry.objects.count() == 0


def test_a_roll_may_be_larger_than_a_form_and_not_larger_than_any_school(cast: Cast) -> None:
    headers = {"Authorization": f"Bearer {token(cast)}"}
    body = json.dumps({"pupils": PUPILS})

    def sent(size: int) -> int:
        padded = body + " " * size
        answer = Client().post("/api/rolls/2026-09-07", padded, content_type="application/json", headers=headers)
        return answer.status_code

    assert sent(3_000_000) == 200
    assert sent(20_000_000) == 413
