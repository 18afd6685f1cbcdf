"""The folder door: what it refuses, in words and codes, and that nothing half-way is left."""

import asyncio
import errno
import logging
from collections.abc import Callable

import asyncssh
import psycopg
import pytest
from django.conf import LazySettings, settings
from django.db import OperationalError, connection

from onroll.audit.models import LedgerEntry
from onroll.doors import actions as door_actions
from onroll.doors.models import KeyKind, MachineKey, SftpDrop, SftpTaking
from onroll.doors.sftp import hostkey, queries
from onroll.doors.sftp.actions import dropping
from onroll.transfer.models import Message
from onroll.vault import actions as vault_actions
from tests.cast import Cast
from tests.integration.doors.caller import operator
from tests.integration.doors.folder import LETTER, Dropper, RunningDoor, files_on_disk
from tests.integration.transfer.files import CANARY, Child, name_of, transfer_file

pytestmark = pytest.mark.django_db(transaction=True)


def away() -> OperationalError:
    """Return what Django raises when PostgreSQL has closed the connection."""
    raised = OperationalError("the server closed the connection")
    raised.__cause__ = psycopg.OperationalError("the server closed the connection")
    return raised


def test_a_file_is_refused_with_its_codes_in_the_answer_and_its_reasons_in_the_report(
    door: RunningDoor, dropper: Dropper
) -> None:
    async def send(name: str, data: bytes) -> str:
        async with door.session(dropper) as client:
            file = await client.open(f"/in/{name}", "wb")
            await file.write(data)
            with pytest.raises(asyncssh.SFTPFailure) as refused:
                await file.close()
            return refused.value.reason

    cases = {
        "leaver.xml": (transfer_file(), "name-unknown"),
        "TO_9999999_a.pdf": (b"x", "to-unknown"),
        "TO_8201234_a.pdf": (b"x", "to-yourself"),
        "TO_8205678_a.pdf": (b"a text that says it is a PDF", "type-not-name"),
        name_of(number=2): (b"<CTfile/>", "xml"),
        name_of(number=3): (transfer_file(source="8205678"), "source-not-yours"),
    }
    for name, (data, code) in cases.items():
        said, report = door.do(send(name, data)), door.get(dropper, f"/in/{name}.report.txt").decode()
        assert said.startswith("file-refused: ")
        assert "Result: refused" in report
        assert code in report or code == "xml", report
        assert "[" in report
    assert door.names(dropper, "/in") == sorted(f"{name}.report.txt" for name in cases)
    assert not Message.objects.exclude(state="refused").exists()
    assert files_on_disk() == []


def test_a_file_with_problems_of_a_pupil_is_not_sent_and_the_report_names_them(
    door: RunningDoor, dropper: Dropper
) -> None:
    bad = transfer_file(children=(Child(birth_date="soon"),))

    with pytest.raises(asyncssh.SFTPFailure, match="problems_not_known"):
        door.put(dropper, name_of(), bad)

    report = door.get(dropper, f"/in/{name_of()}.report.txt").decode()
    assert report.count("[") > 1
    assert CANARY not in report
    assert "soon" not in report
    assert not Message.objects.filter(state="waiting").exists()


def test_tricks_are_refused_each_with_an_error_of_the_right_kind(door: RunningDoor, dropper: Dropper) -> None:
    denied, failed, missing = asyncssh.SFTPPermissionDenied, asyncssh.SFTPFailure, asyncssh.SFTPNoSuchFile
    door.put(dropper, LETTER, b"x")

    assert door.refusal(dropper, "open", "/../etc/passwd", "rb") == (denied, "path-outside")
    assert door.refusal(dropper, "open", "/etc/passwd", "rb") == (missing, "no-such-file")
    assert door.refusal(dropper, "open", "/in/a\0b", "wb") == (failed, "name-not-taken")
    assert door.refusal(dropper, "open", "/in/" + "a" * 256, "wb") == (failed, "name-too-long")
    assert door.refusal(dropper, "open", "/in/" + "a" * 201, "wb") == (failed, "name-too-long")
    assert door.refusal(dropper, "open", "/in/a.report.txt", "wb") == (denied, "name-reserved")
    assert door.refusal(dropper, "open", "/out/a", "wb") == (denied, "only-in")
    assert door.refusal(dropper, "open", "/a", "wb") == (denied, "only-in")
    assert door.refusal(dropper, "open", f"/in/{LETTER}", "ab") == (asyncssh.SFTPOpUnsupported, "not-supported")
    assert door.refusal(dropper, "open", f"/in/{LETTER}", "rb") == (denied, "not-read-back")
    assert door.refusal(dropper, "mkdir", "/in/a") == (denied, "no-folders")
    assert door.refusal(dropper, "rmdir", "/in") == (denied, "no-folders")
    assert door.refusal(dropper, "symlink", "/etc/passwd", "/in/a") == (asyncssh.SFTPOpUnsupported, "no-links")
    assert door.refusal(dropper, "readlink", "/in") == (asyncssh.SFTPOpUnsupported, "no-links")
    assert door.refusal(dropper, "rename", f"/in/{LETTER}", "/in/b") == (denied, "not-renamed")
    assert door.refusal(dropper, "rename", "/in/none", "/in/b") == (missing, "no-such-file")
    assert door.refusal(dropper, "rename", f"/in/{LETTER}", "/out/b") == (denied, "only-in")
    assert door.refusal(dropper, "remove", "/in/none") == (missing, "no-such-file")
    assert door.refusal(dropper, "remove", "/in") == (failed, "is-a-folder")
    assert door.refusal(dropper, "listdir", "/elsewhere") == (missing, "no-such-file")
    assert door.refusal(dropper, "truncate", f"/in/{LETTER}", 0) == (asyncssh.SFTPOpUnsupported, "not-supported")
    assert door.refusal(dropper, "utime", "/out/a", (1, 1)) == (denied, "only-in")
    assert Message.objects.count() == 1


def test_another_mailbox_answers_exactly_like_one_that_does_not_exist(
    door: RunningDoor, dropper: Dropper, taker: Dropper
) -> None:
    door.put(dropper, LETTER, b"x")
    answers = []

    async def knock(mailbox: str, pair: asyncssh.SSHKey) -> None:
        with pytest.raises(asyncssh.PermissionDenied) as refused:
            async with door.connected(dropper, mailbox=mailbox, pair=pair):
                pass
        answers.append((refused.value.code, refused.value.reason.replace(mailbox, "")))

    for mailbox, pair in (
        ("8205678", dropper.pair),
        ("9999999", dropper.pair),
        ("no mailbox", dropper.pair),
        (dropper.mailbox, asyncssh.generate_private_key("ssh-ed25519")),
    ):
        door.do(knock(mailbox, pair))

    assert len(set(answers)) == 1
    assert door.refusal(dropper, "open", "/out/letter.txt", "rb") == (asyncssh.SFTPNoSuchFile, "no-such-file")


def test_an_ended_key_is_cut_off_and_nothing_of_it_is_taken_from_then_on(door: RunningDoor, dropper: Dropper) -> None:
    async def go_on() -> str:
        async with door.connected(dropper) as link:
            client = await link.start_sftp_client()
            file = await client.open(f"/in/{LETTER}", "wb")
            await file.write(b"x")
            await _in_thread(lambda: door_actions.end_key(operator(), reference=dropper.key.reference))
            with pytest.raises(asyncssh.SFTPPermissionDenied, match="key-ended"):
                await file.close()
            with pytest.raises(asyncssh.SFTPPermissionDenied, match="key-ended"):
                await client.open(f"/in/{LETTER}", "wb")
            await door.house.look_for_ended_keys()
            await link.wait_closed()
        with pytest.raises(asyncssh.PermissionDenied):
            async with door.connected(dropper):
                pass
        return "cut off"

    assert door.do(go_on()) == "cut off"
    assert not Message.objects.exists()


async def _in_thread(work: Callable[[], object]) -> object:
    def done() -> object:
        try:
            return work()
        finally:
            connection.close()

    return await asyncio.to_thread(done)


def test_limits_of_size_day_and_pace_are_kept(door: RunningDoor, dropper: Dropper, settings: LazySettings) -> None:
    settings.SFTP_LIMIT_BYTES, settings.SFTP_DAY_BYTES = 1_000_000, 1_500_000
    with pytest.raises(asyncssh.SFTPFailure, match="file-too-large"):
        door.put(dropper, LETTER, b"x" * 1_000_001)
    door.put(dropper, LETTER, b"x" * 1_000_000)
    with pytest.raises(asyncssh.SFTPFailure, match="quota-exceeded"):
        door.put(dropper, "TO_8205678_b.txt", b"x" * 600_000)
    with pytest.raises(asyncssh.SFTPFailure, match="file-empty"):
        door.put(dropper, "TO_8205678_c.txt", b"")
    door.house.turnstile._began[dropper.key.pk].extend([door.loop.time()] * 600)

    assert door.refusal(dropper, "open", f"/in/{LETTER}", "wb") == (asyncssh.SFTPFailure, "too-often")
    assert Message.objects.count() == 1


def test_too_many_files_open_or_held_are_refused(
    door: RunningDoor, dropper: Dropper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dropping, "MOST_HELD", 1)
    door.put(dropper, "a.partial", b"x")
    with pytest.raises(asyncssh.SFTPFailure, match="too-many-temporary"):
        door.put(dropper, "b.partial", b"x")

    async def open_many() -> str:
        async with door.session(dropper) as client:
            for number in range(8):
                await client.open(f"/in/{number}", "wb")
            with pytest.raises(asyncssh.SFTPFailure) as refused:
                await client.open("/in/more", "wb")
            return refused.value.reason

    assert door.do(open_many()).startswith("too-many-open")


def test_a_key_with_too_many_connections_is_told_so_and_others_are_served(
    door: RunningDoor, dropper: Dropper, taker: Dropper
) -> None:
    async def crowd() -> tuple[int, int]:
        inside, outside = [], 0
        for _ in range(40):
            try:
                connection = await door.connected(dropper)
                await connection.start_sftp_client()
                inside.append(connection)
            except (asyncssh.Error, OSError):
                outside += 1
        async with door.session(taker) as client:
            assert await client.listdir("/") == ["in", "out"]
        for one in inside:
            one.abort()
        return len(inside), outside

    assert door.do(crowd()) == (settings.SFTP_CONNECTIONS_PER_KEY, 30)


def test_an_address_with_too_many_strangers_is_closed_at_once_and_another_is_served(
    door: RunningDoor, dropper: Dropper, settings: LazySettings
) -> None:
    async def crowd() -> int:
        streams = [await asyncio.open_connection("127.0.0.1", door.port) for _ in range(100)]
        closed = 0
        for reader, _ in streams:
            closed += (await reader.read(3)) == b""
        async with door.connected(dropper, source="127.0.0.2") as link:
            client = await link.start_sftp_client()
            assert await client.listdir("/in") == []
        for _, writer in streams:
            writer.close()
        return closed

    assert door.do(crowd()) == 100 - settings.SFTP_CONNECTIONS_PER_ADDRESS


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disc-full"),
        (away(), "try-again"),
        (ZeroDivisionError(CANARY), "internal"),
    ],
)
def test_a_fault_at_our_end_is_said_to_be_one_and_leaves_nothing(
    door: RunningDoor,
    dropper: Dropper,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
    code: str,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(dropping.ledger, "record", broken)
        with pytest.raises(asyncssh.SFTPFailure, match=f"^{code}: "):
            door.put(dropper, LETTER, b"x" * 500_000)

    assert not Message.objects.exists()
    assert not SftpDrop.objects.exists()
    assert files_on_disk() == []
    assert CANARY not in caplog.text
    door.put(dropper, LETTER, b"later")
    assert Message.objects.count() == 1


def test_a_database_that_is_away_at_sign_in_is_not_called_a_wrong_key(
    door: RunningDoor, dropper: Dropper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_away(*_: object) -> None:
        raise away()

    async def knock() -> asyncssh.DisconnectError:
        with pytest.raises(asyncssh.DisconnectError) as refused:
            async with door.connected(dropper):
                pass
        return refused.value

    with monkeypatch.context() as patched:
        patched.setattr(queries, "key_with", raise_away)
        refused = door.do(knock())

    assert refused.code == asyncssh.DISC_SERVICE_NOT_AVAILABLE
    assert refused.reason.startswith("try-again: ")


def test_a_name_that_is_sent_stands_in_no_log_and_no_ledger(
    door: RunningDoor, dropper: Dropper, taker: Dropper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    door.put(dropper, f"TO_8205678_{CANARY}.txt", CANARY.encode())
    door.get(taker, f"/out/{CANARY}.txt")
    with pytest.raises(asyncssh.SFTPFailure):
        door.put(dropper, f"{CANARY}.pdf", b"x")

    assert CANARY not in caplog.text
    assert CANARY not in str(list(LedgerEntry.objects.values_list("details", "purpose")))


def test_the_host_key_is_made_once_and_is_its_owners_alone(door: RunningDoor, settings: LazySettings) -> None:
    path = settings.SFTP_HOST_KEY
    before = path.read_bytes()

    assert path.stat().st_mode & 0o777 == 0o600
    assert hostkey.at(path).get_algorithm() == "ssh-ed25519"
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_key_that_was_made_twice_is_refused_until_the_first_is_ended(everybody: Cast, dropper: Dropper) -> None:
    more = {"organisation": everybody.school, "kind": KeyKind.SFTP, "role": dropper.key.role}
    public = MachineKey.objects.get().public_key
    with pytest.raises(door_actions.KeyInForce):
        door_actions.add_key(operator(), **more, public_key=public)
    with pytest.raises(door_actions.PublicKeyMissing):
        door_actions.add_key(operator(), **more)
    with pytest.raises(door_actions.PublicKeyMissing):
        door_actions.add_key(operator(), **{**more, "kind": KeyKind.MESH}, public_key=public)
    door_actions.end_key(operator(), reference=dropper.key.reference)

    assert door_actions.add_key(operator(), **more, public_key=public).password == ""
    assert SftpTaking.objects.count() == 0


def test_a_disc_that_fills_while_a_file_comes_ends_it_and_leaves_nothing(
    door: RunningDoor, dropper: Dropper, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = vault_actions.Intake.add

    def full_after_some(self: vault_actions.Intake, piece: bytes) -> None:
        if self.size > 500_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken(self, piece)

    with monkeypatch.context() as patched:
        patched.setattr(vault_actions.Intake, "add", full_after_some)
        with pytest.raises(asyncssh.SFTPFailure, match=r"^disc-full: "):
            door.put(dropper, LETTER, b"x" * 2_000_000)

    assert files_on_disk() == []
    assert door.names(dropper, "/in") == []
    assert not SftpDrop.objects.exists()
