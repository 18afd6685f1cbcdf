"""Tokens at the message door: who is let in, and that no token works twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from onroll.access.models import Role
from onroll.audit.refusals import NotAllowed
from onroll.doors import actions
from onroll.doors.mesh import actions as mesh_actions
from onroll.doors.models import KeyKind, MachineKey, SpentToken
from onroll.transfer.models import Message
from tests.cast import Cast
from tests.integration.doors.caller import Software, codes, operator, reference_of

pytestmark = pytest.mark.django_db


def test_a_fresh_token_of_the_right_password_is_let_in(sender: Software) -> None:
    for method in ("GET", "POST"):
        answer = sender.call(method)
        assert (answer.status_code, answer.json()) == (200, {"mailbox_id": "8201234"})


@pytest.mark.parametrize(
    "token",
    ["", "Bearer x", "NHSMESH 8201234:n:1", "NHSMESH 8201234:n:x:202611220930:" + "0" * 64, "NHSMESH a b:c:1:2:3"],
)
def test_an_unreadable_token_is_refused(sender: Software, token: str) -> None:
    answer = sender.call("GET", "/inbox", token=token)

    assert (answer.status_code, codes(answer)) == (403, ["AuthorizationHeader"])


def test_a_wrong_password_another_mailbox_and_none_at_all_get_the_same_answer(
    cast: Cast, sender: Software, receiver: Software
) -> None:
    answers = [
        sender.call("GET", "/inbox", token=sender.token(password="wrong")),
        sender.call("GET", "/inbox", mailbox=receiver.mailbox),
        sender.call("GET", "/inbox", mailbox="9999999"),
        sender.call("GET", "/inbox", mailbox="9999999", token=sender.token(mailbox="9999999")),
        sender.call("GET", "/inbox", mailbox="8384001", token=sender.token(mailbox="8384001")),
    ]

    assert {(answer.status_code, *codes(answer)) for answer in answers} == {(403, "InvalidAuthToken")}
    assert len({str(answer.json()["detail"]) for answer in answers}) == 1


@pytest.mark.parametrize("ago", [timedelta(minutes=17), timedelta(minutes=-17), timedelta(days=400)])
def test_a_token_from_another_time_is_stale(sender: Software, ago: timedelta) -> None:
    assert codes(sender.call("GET", "/inbox", token=sender.token(ago=ago))) == ["StaleAuthToken"]


def test_a_token_whose_time_is_no_time_is_stale(sender: Software) -> None:
    from onroll.doors.mesh import tokens

    digest = tokens.digest_of("8201234", "n", "1", sender.password, "202613999999")
    token = f"NHSMESH 8201234:n:1:202613999999:{digest}"

    assert codes(sender.call("GET", "/inbox", token=token)) == ["StaleAuthToken"]


def test_a_token_is_taken_once_for_a_reading(sender: Software) -> None:
    token = sender.token()

    assert sender.call("GET", "/inbox", token=token).status_code == 200
    assert codes(sender.call("GET", "/count", token=token)) == ["DuplicatedAuthToken"]


def test_a_token_is_taken_once_for_a_message_and_a_replay_sends_nothing(sender: Software, receiver: Software) -> None:
    token, headers = sender.token(), {"mex-to": "8205678", "mex-workflowid": "ONROLL_DOCUMENT"}

    reference_of(sender.call("POST", "/outbox", token=token, data=b"x", headers=headers))
    replayed = sender.call("POST", "/outbox", token=token, data=b"x", headers=headers)

    assert codes(replayed) == ["DuplicatedAuthToken"]
    assert Message.objects.count() == 1


def test_the_token_of_a_refused_message_is_used_up_too(sender: Software) -> None:
    token, headers = sender.token(), {"mex-to": "9999999", "mex-workflowid": "ONROLL_DOCUMENT"}

    assert codes(sender.call("POST", "/outbox", token=token, data=b"x", headers=headers)) == ["12"]
    assert codes(sender.call("GET", "/inbox", token=token)) == ["DuplicatedAuthToken"]


def test_two_keys_of_one_mailbox_both_open_it_each_in_its_role(cast: Cast, sender: Software) -> None:
    other = Software(cast.school, Role.EXCHANGE_ADMINISTRATOR)

    assert sender.call("GET", "/inbox").status_code == other.call("GET", "/inbox").status_code == 200


def test_an_ended_key_opens_nothing_and_is_ended_once(sender: Software) -> None:
    actions.end_key(operator(), reference=sender.key.reference)

    assert codes(sender.call("GET", "/inbox")) == ["InvalidAuthToken"]
    with pytest.raises(actions.NoSuchKey):
        actions.end_key(operator(), reference=sender.key.reference)


@pytest.mark.parametrize("role", [Role.CME_OFFICER, Role.AUDITOR])
def test_what_the_law_gives_to_a_person_no_key_can_hold(cast: Cast, role: Role) -> None:
    with pytest.raises(actions.RoleNotForMachines):
        actions.add_key(operator(), organisation=cast.exampleton, kind=KeyKind.MESH, role=role)


def test_nobody_in_the_cast_makes_or_ends_keys(cast: Cast, sender: Software) -> None:
    for member in cast.members().values():
        with pytest.raises(NotAllowed):
            actions.add_key(member.act(), organisation=cast.school, kind=KeyKind.MESH, role=Role.ADMISSIONS)
        with pytest.raises(NotAllowed):
            actions.end_key(member.act(), reference=sender.key.reference)
        with pytest.raises(NotAllowed):
            mesh_actions.end_abandoned_uploads(member.act(), days=0)
    assert MachineKey.objects.filter(ended_at__isnull=True).count() == 1


def test_the_password_of_a_key_stands_nowhere_in_clear(sender: Software) -> None:
    assert sender.password.encode() not in bytes(MachineKey.objects.get().sealed_secret)


def test_tokens_are_forgotten_only_when_they_are_too_old_to_be_taken_again(sender: Software) -> None:
    sender.call("GET", "/inbox")

    assert mesh_actions.forget_old_tokens(timezone.now() + timedelta(minutes=15)) == 0
    assert mesh_actions.forget_old_tokens(timezone.now() + timedelta(hours=1)) == 1
    assert SpentToken.objects.count() == 0


def test_a_mailbox_is_known_in_small_letters_too(cast: Cast) -> None:
    software = Software(cast.exampleton, Role.EXCHANGE_ADMINISTRATOR)

    assert software.call("GET", "/inbox", mailbox="820llll").status_code == 200


def test_another_organisations_message_is_hidden_like_one_that_never_was(
    cast: Cast, sender: Software, receiver: Software
) -> None:
    reference = reference_of(sender.send("8205678", b"x"))
    stranger = Software(cast.neighbour_school)
    asked = [
        ("GET", "/inbox/{}"),
        ("HEAD", "/inbox/{}"),
        ("GET", "/inbox/{}/1"),
        ("PUT", "/inbox/{}/status/acknowledged"),
        ("GET", "/outbox/tracking?messageID={}"),
        ("POST", "/outbox/{}/2"),
    ]
    for method, path in asked:
        for known in (reference, "F-0000-0000"):
            answer = stranger.call(method, path.format(known), headers={"mex-chunk-range": "2:2"})
            assert answer.status_code == 404, (method, path)
            assert method == "HEAD" or codes(answer) == ["20"]


def test_an_authoritys_software_cannot_fetch_what_its_schools_receive(
    cast: Cast, sender: Software, receiver: Software
) -> None:
    reference = reference_of(sender.send("8205678", b"x"))
    authority = Software(cast.exampleton, Role.EXCHANGE_ADMINISTRATOR)

    assert authority.call("GET", f"/inbox/{reference}").status_code == 404
    assert authority.inbox() == []


def test_unknown_addresses_and_methods_are_answered_in_json(sender: Software) -> None:
    wrong_method = sender.call("DELETE", "/inbox")

    assert (wrong_method.status_code, wrong_method.headers["Allow"]) == (405, "GET, HEAD")
    assert codes(sender.call("GET", "/nothing/here")) == ["UnknownAddress"]
    assert sender.client.post("/messageexchange/_ping").status_code == 405
    assert sender.client.get("/messageexchange/openapi.json").json()["openapi"] == "3.1.0"
