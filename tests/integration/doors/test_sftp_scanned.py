"""The folder door: files that are looked into, kept apart, or wait for the scanner."""

from pathlib import Path

import asyncssh
import pytest

from onroll.transfer.models import Message
from onroll.transfer.states import State
from onroll.vault import queries as vault_queries
from tests.integration.doors.folder import LETTER, Dropper, RunningDoor
from tests.integration.transfer import clock, parts
from tests.integration.transfer.files import name_of, transfer_file

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_harmful_transfer_file_is_refused_with_its_code_kept_apart_and_reaches_nobody(
    door: RunningDoor, dropper: Dropper, taker: Dropper, tmp_path: Path
) -> None:
    content = transfer_file() + b"\n" * 300_000 + b"<!-- a harmful mark -->"  # too large to stand in the database
    with parts.scanner(tmp_path), pytest.raises(asyncssh.SFTPFailure, match="virus"):
        door.put(dropper, name_of(), content)

    message = Message.objects.get()
    assert "[virus]" in door.get(dropper, f"/in/{name_of()}.report.txt").decode()
    assert door.names(taker, "/out") == []
    assert message.state == State.REFUSED
    assert b"".join(vault_queries.pieces(message.stored_file)) == content  # kept apart, for the named role


def test_a_large_document_that_is_refused_is_kept_apart_with_its_bytes(
    door: RunningDoor, dropper: Dropper, taker: Dropper
) -> None:
    content = b"MZ\0\0" + b"x" * 300_000
    with pytest.raises(asyncssh.SFTPFailure, match="executable"):
        door.put(dropper, LETTER, content)

    assert b"".join(vault_queries.pieces(Message.objects.get().stored_file)) == content
    assert door.names(taker, "/out") == []


def test_while_the_scanner_is_away_a_dropped_file_stays_received_and_the_tick_sends_it(
    door: RunningDoor, dropper: Dropper, taker: Dropper, tmp_path: Path
) -> None:
    with parts.scanner_away(tmp_path):
        door.put(dropper, name_of(), transfer_file())
        report = door.get(dropper, f"/in/{name_of()}.report.txt").decode()
        before = Message.objects.get().state, door.names(taker, "/out")
    with parts.scanner(tmp_path):
        clock.tick(0, hours=1)

    assert before == (State.RECEIVED, [])
    assert "State: Received (received)" in report
    assert "virus scanner does not answer" in report
    assert door.names(taker, "/out") == [name_of()]


def test_what_turns_out_harmful_later_stands_in_the_report_beside_the_file(
    door: RunningDoor, dropper: Dropper, taker: Dropper, tmp_path: Path
) -> None:
    with parts.scanner_away(tmp_path):
        door.put(dropper, name_of(), transfer_file() + b"<!-- a harmful mark -->")
    with parts.scanner(tmp_path):
        clock.tick(0, hours=1)

    report = door.get(dropper, f"/in/{name_of()}.report.txt").decode()
    assert "[virus] The file was refused by a later check" in report
    assert door.names(taker, "/out") == []
