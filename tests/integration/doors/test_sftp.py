"""The folder door: what is dropped becomes a message, what is read to its end is collected, and nothing half-way."""

from datetime import timedelta

import asyncssh
import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.doors.models import DropOutcome, SftpDrop
from onroll.doors.sftp import actions
from onroll.transfer.events import ReminderDue
from onroll.transfer.models import Message
from onroll.vault.models import StoredFile
from tests.cast import Cast
from tests.integration.doors.caller import operator
from tests.integration.doors.folder import LETTER, Dropper, RunningDoor, files_on_disk
from tests.integration.transfer.files import CANARY, name_of, transfer_file

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_transfer_file_that_is_dropped_waits_with_the_school_it_names(
    door: RunningDoor, dropper: Dropper, taker: Dropper
) -> None:
    content = transfer_file()
    door.put(dropper, name_of(), content)

    message = Message.objects.get()
    report = door.get(dropper, f"/in/{name_of()}.report.txt").decode()
    assert (message.state, message.door, message.recipient.code) == ("waiting", "sftp", "8205678")
    assert f"Reference: {message.reference}" in report
    assert "Result: accepted" in report
    assert "does not mean that a child is on roll" in report
    assert CANARY not in report
    assert door.names(taker, "/out") == [name_of()]
    assert door.get(taker, f"/out/{name_of()}") == content


def test_a_document_goes_to_whom_its_name_says_and_is_collected_when_read_to_its_end(
    door: RunningDoor, dropper: Dropper, taker: Dropper
) -> None:
    door.put(dropper, LETTER, b"five words of plain text")

    assert door.names(dropper, "/in") == [LETTER, f"{LETTER}.report.txt"]
    assert door.get(taker, "/out/letter.txt") == b"five words of plain text"
    message = Message.objects.get()
    assert message.state == "collected"
    names = list(LedgerEntry.objects.filter(subject_kind="message").order_by("sequence").values_list("name", flat=True))
    assert names == ["transfer.DocumentSent", "transfer.FileFetched", "transfer.FileCollected"]
    assert mail.outbox == []  # its own software collects
    assert LedgerEntry.objects.filter(name="doors.FileDropped").count() == 1


def test_a_collected_file_stays_until_it_is_removed_and_a_waiting_one_cannot_be(
    door: RunningDoor, dropper: Dropper, taker: Dropper
) -> None:
    door.put(dropper, LETTER, b"x")
    too_early = door.refusal(taker, "remove", "/out/letter.txt")
    door.get(taker, "/out/letter.txt")
    still_there = door.names(taker, "/out")

    async def remove() -> None:
        async with door.session(taker) as client:
            await client.remove("/out/letter.txt")

    door.do(remove())

    assert too_early == (asyncssh.SFTPPermissionDenied, "not-collected")
    assert still_there == ["letter.txt"]
    assert door.names(taker, "/out") == []
    assert Message.objects.get().state == "collected"


def test_a_reading_that_stops_before_the_last_byte_leaves_it_waiting_and_the_rest_completes_it(
    door: RunningDoor, dropper: Dropper, taker: Dropper
) -> None:
    data = b"".join(b"%015d\n" % number for number in range(32_000))
    door.put(dropper, LETTER, data)

    async def part(offset: int, size: int) -> bytes:
        async with door.session(taker) as client, client.open("/out/letter.txt", "rb") as file:
            return await file.read(size, offset)

    states = []
    for offset, size in ((0, 300_000), (511_999, 1), (299_000, 400_000)):
        assert door.do(part(offset, size)) == data[offset : offset + size]
        states.append(Message.objects.get().state)

    assert states == ["waiting", "waiting", "collected"]


def test_bytes_that_were_served_to_a_client_that_went_away_do_not_count_as_collected(
    door: RunningDoor, dropper: Dropper, taker: Dropper
) -> None:
    door.put(dropper, LETTER, b"all of it")

    async def read_and_vanish() -> None:
        async with door.connected(taker) as link:
            client = await link.start_sftp_client()
            file = await client.open("/out/letter.txt", "rb")
            await file.read()
            link.abort()

    door.do(read_and_vanish())
    door.names(taker, "/out")  # a round trip later, the first connection's end is known

    assert Message.objects.get().state == "waiting"
    assert door.get(taker, "/out/letter.txt") == b"all of it"
    assert Message.objects.get().state == "collected"


@pytest.mark.parametrize("size", [10, 700_000], ids=["small", "on disk"])
@pytest.mark.parametrize("is_graceful", [True, False])
def test_an_upload_that_broke_off_leaves_no_trace(
    door: RunningDoor, dropper: Dropper, size: int, is_graceful: bool
) -> None:
    before = files_on_disk()

    async def break_off() -> None:
        async with door.connected(dropper) as link:
            client = await link.start_sftp_client()
            file = await client.open(f"/in/{LETTER}", "wb")
            await file.write(b"x" * size)
            assert await client.listdir("/in") == []
            if is_graceful:
                client.exit()
                await client.wait_closed()
            else:
                link.abort()

    door.do(break_off())

    assert door.names(dropper, "/in") == []
    assert not Message.objects.exists()
    assert not SftpDrop.objects.exists()
    assert not StoredFile.objects.exists()
    assert files_on_disk() == before


def test_a_file_under_a_temporary_name_is_sent_when_it_is_renamed(
    door: RunningDoor, dropper: Dropper, taker: Dropper
) -> None:
    async def write_then_rename() -> list[str]:
        async with door.session(dropper) as client, client.open(f"/in/{LETTER}.partial", "wb") as file:
            await file.write(b"whole" * 100_000)
        async with door.session(dropper) as client:  # rclone may rename on another connection
            held = await client.listdir("/in")
            await client.rename(f"/in/{LETTER}.partial", f"/in/{LETTER}")
            return held

    assert door.do(write_then_rename()) == [f"{LETTER}.partial"]
    assert door.names(dropper, "/in") == [LETTER, f"{LETTER}.report.txt"]
    assert door.get(taker, "/out/letter.txt") == b"whole" * 100_000
    assert SftpDrop.objects.filter(outcome=DropOutcome.HELD).count() == 0
    assert StoredFile.objects.filter(destroyed_at__isnull=True).count() == 1


def test_times_and_permissions_that_a_client_sets_are_left_as_they_are(door: RunningDoor, dropper: Dropper) -> None:
    async def send() -> None:
        async with door.session(dropper) as client:
            async with client.open(f"/in/{LETTER}", "wb") as file:
                await file.write(b"x")
                await file.setstat(asyncssh.SFTPAttrs(permissions=0o777))
            await client.utime(f"/in/{LETTER}", (1, 1))
            assert (await client.stat(f"/in/{LETTER}")).size == 1
            line = next(name.longname for name in await client.readdir("/in") if name.filename == LETTER)
            assert line.startswith("-r--------    1 mailbox  onroll          1 ")

    door.do(send())


def test_the_same_file_dropped_again_is_the_same_message_until_it_was_withdrawn(
    door: RunningDoor, dropper: Dropper
) -> None:
    for _ in range(3):
        door.put(dropper, LETTER, b"once")
    first = Message.objects.get()

    Message.objects.filter(pk=first.pk).update(state="withdrawn")
    door.put(dropper, LETTER, b"once")
    door.put(dropper, LETTER, b"once")

    assert Message.objects.count() == 2
    assert door.names(dropper, "/in") == [LETTER, f"{LETTER}.report.txt"]


def test_two_messages_of_one_name_stand_side_by_side(
    door: RunningDoor, dropper: Dropper, taker: Dropper, everybody: Cast
) -> None:
    door.put(dropper, LETTER, b"one")
    door.put(Dropper(everybody.neighbour_school), LETTER, b"two")

    names = door.names(taker, "/out")

    assert len(names) == 2
    assert "letter.txt" in names
    assert {door.get(taker, f"/out/{name}") for name in names} == {b"one", b"two"}
    assert set(Message.objects.values_list("state", flat=True)) == {"collected"}


def test_reports_can_be_removed_and_go_by_themselves(door: RunningDoor, dropper: Dropper) -> None:
    door.put(dropper, LETTER, b"x")
    door.put(dropper, "TO_8205678_b.txt", b"y")

    async def remove() -> None:
        async with door.session(dropper) as client:
            await client.remove(f"/in/{LETTER}.report.txt")
            await client.remove(f"/in/{LETTER}")

    door.do(remove())
    left = door.names(dropper, "/in")
    SftpDrop.objects.update(
        dropped_at=timezone.now() - timedelta(days=31), reported_at=timezone.now() - timedelta(days=31)
    )
    gone = door.names(dropper, "/in")

    assert left == ["TO_8205678_b.txt", "TO_8205678_b.txt.report.txt"]
    assert gone == []
    assert actions.tidy(operator()) == (0, 2)
    assert set(SftpDrop.objects.values_list("report", flat=True)) == {""}
    assert Message.objects.filter(state="waiting").count() == 2


def test_what_nobody_renamed_is_destroyed_after_a_day(door: RunningDoor, dropper: Dropper) -> None:
    door.put(dropper, f"{LETTER}.part", b"x" * 400_000)
    SftpDrop.objects.update(dropped_at=timezone.now() - timedelta(days=2))

    assert actions.tidy(operator()) == (1, 0)
    assert not SftpDrop.objects.exists()
    assert files_on_disk() == []


def test_a_sender_whose_file_nobody_collects_finds_that_in_the_report(door: RunningDoor, dropper: Dropper) -> None:
    door.put(dropper, LETTER, b"x")
    with transaction.atomic():
        ledger.record(operator(), ReminderDue(message_id=Message.objects.get().pk, step="non_delivery", told_ids=()))

    assert "[not-delivered]" in door.get(dropper, f"/in/{LETTER}.report.txt").decode()
