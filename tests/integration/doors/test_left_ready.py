"""A machine's file that a crash left ready to send is sent once: by a retry, or by the tick of the exchange's clock."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.config import leftover_commands
from onroll.doors.mesh import actions as mesh_actions
from onroll.doors.mesh.actions import accepting, chunking
from onroll.doors.models import MeshUpload
from onroll.transfer import actions
from onroll.transfer.actions import Ticked, passing_on, retrying
from onroll.transfer.models import Door, Message
from onroll.transfer.states import State
from onroll.vault.models import StoredFile
from tests.cast import Cast
from tests.integration.doors.caller import Software, reference_of
from tests.integration.transfer import steps
from tests.integration.transfer.files import name_of, transfer_file

pytestmark = pytest.mark.django_db
CTF = "ONROLL_CTF"
KNOWN = {"mex_filename": name_of(), "mex_onroll_problems_known": "Y", "idempotency_key": "one"}


def tick(minutes: int) -> Ticked:
    at = timezone.now() + timedelta(minutes=minutes)
    return actions.tick(acts.by_the_system(at=at, purpose="test"), is_clock_right=True)


@pytest.fixture
def left(sender: Software, monkeypatch) -> Message:
    """A file whose server died after it stood as checked, and before it was passed on."""

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(accepting, "pass_on", die)
        with pytest.raises(KeyboardInterrupt):
            sender.send("8205678", transfer_file(), workflow=CTF, **KNOWN)
    message = Message.objects.get()
    assert (message.state, message.stored_file.destroyed_at) == (State.CHECKED, None)
    return message


def test_a_retry_sends_it_once_and_the_tick_finds_nothing_more(
    left: Message, sender: Software, receiver: Software
) -> None:
    again = [reference_of(sender.send("8205678", transfer_file(), workflow=CTF, **KNOWN)) for _ in range(2)]

    assert again == [left.reference] * 2
    assert tick(10).passed_on == 0
    assert receiver.inbox() == [left.reference]


def test_a_retry_is_no_second_sending_where_the_server_that_starts_sends_the_file_meanwhile(
    left: Message, sender: Software, receiver: Software, monkeypatch
) -> None:
    check = actions.check_passing_on

    def check_too_late(act: acts.Act, **values: object) -> None:
        passing_on.pass_on_what_was_left(acts.by_the_system(at=timezone.now(), purpose="test"), is_start=True)
        check(act, **values)

    monkeypatch.setattr(actions, "check_passing_on", check_too_late)

    assert reference_of(sender.send("8205678", transfer_file(), workflow=CTF, **KNOWN)) == left.reference
    assert receiver.inbox() == [left.reference]


def test_a_retry_finds_the_first_try_although_its_commit_became_visible_only_meanwhile(
    sender: Software, receiver: Software, monkeypatch
) -> None:
    first = reference_of(sender.send("8205678", transfer_file(), workflow=CTF, **KNOWN))
    monkeypatch.setattr(retrying, "first_of", lambda *_: None)

    assert reference_of(sender.send("8205678", transfer_file(), workflow=CTF, **KNOWN)) == first
    assert receiver.inbox() == [first]


def test_without_a_retry_the_tick_sends_it_once_for_its_sender(
    left: Message, sender: Software, receiver: Software
) -> None:
    assert [tick(minutes).passed_on for minutes in (1, 6, 7)] == [0, 1, 0]

    assert receiver.inbox() == [left.reference]
    assert LedgerEntry.objects.filter(name="transfer.FileSent").count() == 1
    assert LedgerEntry.objects.get(name="transfer.FileSent").organisation_id == left.sender_id
    assert reference_of(sender.send("8205678", transfer_file(), workflow=CTF, **KNOWN)) == left.reference
    assert receiver.inbox() == [left.reference]
    assert list(ledger.broken_links()) == []


def test_one_that_can_no_longer_go_is_held_and_says_why(left: Message, cast: Cast) -> None:
    cast.other_school.status, cast.other_school.closed_on = "closed", timezone.localdate() - timedelta(days=1)
    cast.other_school.save()

    tick(6)

    left.refresh_from_db()
    assert left.state == State.HELD
    assert "closed" in left.events.last().why


def test_what_waits_for_a_person_is_left_to_that_person(cast: Cast) -> None:
    uploaded = steps.receive(cast.clerk, "8205678")
    split = steps.receive(cast.clerk, "8384001")
    Message.objects.filter(pk=split.pk).update(door=Door.MESH, split_from=uploaded)

    assert tick(10).passed_on == 0
    assert set(Message.objects.values_list("state", flat=True)) == {State.CHECKED}


@pytest.fixture
def left_in_chunks(sender: Software, monkeypatch) -> MeshUpload:
    """A file whose server died after its last chunk stood, and before it became a message."""

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    content = transfer_file()
    said = {"mex_filename": name_of(), "mex_onroll_problems_known": "Y"}
    reference = reference_of(sender.send("8205678", content[:50], workflow=CTF, mex_chunk_range="1:2", **said))
    with monkeypatch.context() as patched:
        patched.setattr(chunking, "complete", die)
        with pytest.raises(KeyboardInterrupt):
            sender.send_chunk(reference, 2, 2, content[50:])
    assert not Message.objects.exists()
    return MeshUpload.objects.get()


def test_a_server_that_starts_sends_what_was_left_ready_once(left: Message, receiver: Software) -> None:
    leftover_commands.finish_at_start()
    leftover_commands.finish_at_start()

    assert receiver.inbox() == [left.reference]
    assert [step.state for step in left.events.all()] == ["received", "checked", "waiting"]


def test_a_server_that_starts_makes_one_message_of_chunks_that_all_came(
    left_in_chunks: MeshUpload, sender: Software, receiver: Software
) -> None:
    leftover_commands.finish_at_start()
    leftover_commands.finish_at_start()

    again = sender.send_chunk(left_in_chunks.reference, 2, 2, transfer_file()[50:])
    assert again.status_code == 202
    assert receiver.inbox() == [left_in_chunks.reference]
    assert list(ledger.broken_links()) == []


def test_the_tick_completes_chunks_after_a_while(left_in_chunks: MeshUpload, receiver: Software) -> None:
    soon = acts.by_the_system(at=timezone.now() + timedelta(minutes=1), purpose="test")
    later = acts.by_the_system(at=timezone.now() + timedelta(minutes=6), purpose="test")

    assert [mesh_actions.complete_left_uploads(act) for act in (soon, later, later)] == [0, 1, 0]
    assert receiver.inbox() == [left_in_chunks.reference]


def test_the_command_that_lets_the_clock_tick_looks_for_chunks(left_in_chunks: MeshUpload) -> None:
    StoredFile.objects.update(stored_at=timezone.now() - timedelta(minutes=6))

    done = CliRunner().invoke(leftover_commands.exchange, ["tick"], catch_exceptions=False)

    assert "1 completed" in done.output
    assert Message.objects.get().state == State.WAITING


def test_only_the_system_completes_what_was_left(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        mesh_actions.complete_left_uploads(cast.clerk.act())
    with pytest.raises(NotAllowed):
        actions.finish_what_was_left(cast.clerk.act())
