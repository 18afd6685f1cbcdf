"""A transfer file that software sends meets the virus scanner at either door, and goes on once it could be checked."""

from pathlib import Path

import pytest

from onroll.transfer.models import Message
from onroll.transfer.states import State
from tests.cast import Cast
from tests.integration.doors.caller import Software, codes, reference_of
from tests.integration.transfer import clock, parts
from tests.integration.transfer.files import Child, name_of, transfer_file

pytestmark = pytest.mark.django_db
CTF = "ONROLL_CTF"
HARMFUL = transfer_file() + b"<!-- a harmful mark -->"
SAID = {"mex_filename": name_of(), "mex_onroll_problems_known": "Y", "idempotency_key": "one"}


def send(sender: Software, content: bytes) -> str:
    return reference_of(sender.send("8205678", content, workflow=CTF, **SAID))


def test_a_harmful_file_is_refused_with_its_code_kept_apart_and_reaches_nobody(
    sender: Software, receiver: Software, tmp_path: Path
) -> None:
    with parts.scanner(tmp_path):
        answer = sender.send("8205678", HARMFUL, workflow=CTF, **SAID)

    message = Message.objects.get()
    assert (answer.status_code, "virus" in codes(answer)) == (417, True)
    assert (message.state, clock.is_kept(message), receiver.inbox()) == (State.REFUSED, True, [])
    for path in ("", "/1", "/status/acknowledged"):
        for who in (sender, receiver):
            method = "put" if "status" in path else "get"
            assert who.call(method, f"/inbox/{message.reference}{path}").status_code == 404


def test_a_harmful_file_in_chunks_is_refused(sender: Software, tmp_path: Path) -> None:
    with parts.scanner(tmp_path):
        reference = reference_of(
            sender.send("8205678", HARMFUL[:100], workflow=CTF, mex_chunk_range="1:2", mex_filename=name_of())
        )
        answer = sender.send_chunk(reference, 2, 2, HARMFUL[100:])

    assert (answer.status_code, Message.objects.get().state) == (417, State.REFUSED)


def test_while_the_scanner_is_away_it_is_accepted_tracked_and_sent_by_the_tick_once(
    sender: Software, receiver: Software, tmp_path: Path
) -> None:
    with parts.scanner_away(tmp_path):
        reference, again = send(sender, transfer_file()), send(sender, transfer_file())
        clock.tick(0, hours=1)
        before = receiver.inbox()
        tracked = sender.call("get", f"/outbox/tracking?messageID={reference}").json()
    with parts.scanner(tmp_path):
        clock.tick(0, hours=2)
        clock.tick(0, hours=3)

    assert (again, before) == (reference, [])
    assert (tracked["status"], tracked["state"]) == ("accepted", "received")
    assert receiver.inbox() == [reference]
    steps = [step.state for step in Message.objects.get().events.all()]
    assert steps == ["received", "checked", "waiting"]


def test_problems_that_nobody_said_are_known_are_refused_before_the_check_that_comes_later(
    sender: Software, tmp_path: Path
) -> None:
    without = {key: value for key, value in SAID.items() if key != "mex_onroll_problems_known"}
    content = transfer_file(children=(Child(birth_date=""),))
    with parts.scanner_away(tmp_path):
        answer = sender.send("8205678", content, workflow=CTF, **without)

    assert answer.status_code == 422
    assert codes(answer)[-1] == "problems_not_known"
    assert not Message.objects.exists()


def test_what_turns_out_harmful_later_is_reported_in_the_senders_inbox(
    sender: Software, receiver: Software, tmp_path: Path
) -> None:
    with parts.scanner_away(tmp_path):
        reference = send(sender, HARMFUL)
    with parts.scanner(tmp_path):
        clock.tick(0, hours=1)
        clock.tick(0, hours=2)

    (report,) = sender.inbox()
    answer = sender.call("get", f"/inbox/{report}")
    assert answer.headers["mex-LinkedMsgID"] == reference
    assert "harmful" in answer.headers["mex-StatusDescription"]
    assert receiver.inbox() == []
    assert Message.objects.get().state == State.REFUSED


def test_an_unchecked_file_for_nobody_known_is_held_for_enquiries_once_checked(
    cast: Cast, sender: Software, tmp_path: Path
) -> None:
    content = transfer_file(destination="XXXXXXX")
    with parts.scanner_away(tmp_path):
        sender.send("XXXXXXX", content, workflow=CTF, **{**SAID, "mex_filename": name_of(destination="XXXXXXX")})
        first = Message.objects.get().state
    with parts.scanner(tmp_path):
        clock.tick(0, hours=1)

    assert (first, Message.objects.get().state) == (State.RECEIVED, State.HELD)
    assert "enquiries" in Message.objects.get().events.last().why
