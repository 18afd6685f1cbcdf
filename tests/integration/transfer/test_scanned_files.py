"""A transfer file meets the virus scanner as every document does: clean, harmful, too large, or not checked yet."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from onroll.access.models import Role
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, RuleBroken
from onroll.transfer import actions, queries
from onroll.transfer.models import Finding, Message, Notice
from onroll.transfer.states import State
from tests.cast import Cast, Member, make_member
from tests.integration.transfer import clock, parts, steps
from tests.integration.transfer.files import Child, name_of, transfer_file
from tests.integration.transfer.test_pages import text_of
from tests.unit.vault.fake_clamd import fake_clamd

MARK = b"<!-- a harmful mark -->"


ATTEMPTS = (
    lambda act, message: actions.open_file(act, message=message),
    lambda act, message: actions.send_file(act, message=message, expected_version=message.version),
    lambda act, message: actions.split_file(act, message=message, expected_version=message.version),
    lambda act, message: actions.file_as_lost(
        act, message=message, enquiries=[steps.enquiry(act)], expected_version=message.version
    ),
)


@pytest.fixture
def administrator(cast: Cast) -> Member:
    """The exchange administrator of the clerk's school."""
    return make_member("schooladministrator", cast.school, Role.EXCHANGE_ADMINISTRATOR)


def receive(cast: Cast, content: bytes) -> Message:
    return actions.receive_file(cast.clerk.act(), name=name_of(), pieces=[content])


def harmful() -> bytes:
    return transfer_file() + MARK


def test_a_clean_file_is_received_then_checked(cast: Cast, tmp_path: Path) -> None:
    with parts.scanner(tmp_path):
        message = receive(cast, transfer_file())

    assert [(step.state, step.why) for step in message.events.all()] == [
        ("received", "Every byte is stored"),
        ("checked", "Read and checked"),
    ]


def test_a_harmful_file_is_refused_kept_apart_and_its_sender_told(cast: Cast, tmp_path: Path) -> None:
    with parts.scanner(tmp_path):
        message = receive(cast, harmful())

    assert (message.state, message.sent_at, clock.is_kept(message)) == (State.REFUSED, None, True)
    assert message.problems[-1]["code"] == "virus"
    assert Finding.objects.get(message=message).scanner == "clamav"
    notice = Notice.objects.get(message=message)
    assert (notice.organisation, notice.kind) == (cast.school, "content_refused")
    assert LedgerEntry.objects.get(name="transfer.ContentFound").details["codes"] == ["virus"]


def test_what_is_no_transfer_file_at_all_is_scanned_too(cast: Cast, tmp_path: Path) -> None:
    with parts.scanner(tmp_path):
        message = receive(cast, b"not XML, and a harmful mark")

    assert message.state == State.REFUSED
    assert clock.is_kept(message)
    assert message.problems[-1]["code"] == "virus"


def test_a_file_refused_for_its_content_alone_is_not_kept(cast: Cast, tmp_path: Path) -> None:
    with parts.scanner_away(tmp_path):
        message = receive(cast, b"not XML")

    assert (message.state, clock.is_kept(message)) == (State.REFUSED, False)
    assert not Finding.objects.exists()


def test_nobody_reads_sends_splits_or_files_what_is_kept_apart(cast: Cast, tmp_path: Path, signed_in) -> None:
    with parts.scanner(tmp_path):
        refused = receive(cast, harmful())
    with parts.scanner_away(tmp_path):
        unchecked = steps.receive(cast.clerk, "8384001")
        lost = steps.receive(cast.clerk, "XXXXXXX", children=(Child(), Child(upn="", surname="Otherby")))
    clerk = signed_in(cast.clerk)

    for message in (refused, unchecked, lost):
        for attempt in ATTEMPTS:
            with pytest.raises((RuleBroken, NotAllowed)):
                attempt(cast.clerk.act(), message)
        for member in (cast.other_clerk, cast.neighbour_clerk, cast.officer, cast.neighbour_officer):
            with pytest.raises(Hidden):
                queries.message(member.act(), message.reference)
        page = clerk.get(f"/files/{message.reference}/pupils/")
        assert "Quillfeather" not in page.content.decode()
        assert parts.fresh(message).state == message.state


def test_while_the_scanner_is_away_a_file_stays_received_and_its_sender_hears_when_it_is_ready(
    cast: Cast, tmp_path: Path, signed_in
) -> None:
    clerk = signed_in(cast.clerk)
    upload = SimpleUploadedFile(name_of(), transfer_file())
    with parts.scanner_away(tmp_path):
        page = clerk.post("/files/send/", {"file": upload}, follow=True)
        message = Message.objects.get()
        clock.tick(0, hours=1)
        still = parts.fresh(message).state
        again = receive(cast, transfer_file())
    with parts.scanner(tmp_path):
        clock.tick(0, hours=2)
        clock.tick(0, hours=3)

    assert "does not answer" in text_of(page)
    assert (message.state, still, again) == (State.RECEIVED, State.RECEIVED, message)
    assert parts.fresh(message).state == State.CHECKED
    assert Notice.objects.filter(message=message).values_list("kind", flat=True).get() == "file_ready"
    assert [step.state for step in message.events.all()] == ["received", "checked"]
    message = parts.fresh(message)
    actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)
    assert list(queries.inbox(cast.other_clerk.act())) == [message]


def test_what_could_not_be_checked_and_turns_out_harmful_is_refused_with_its_documents(
    cast: Cast, tmp_path: Path
) -> None:
    with parts.scanner_away(tmp_path):
        message = receive(cast, harmful())
        part = parts.add(cast.clerk, message)
    with parts.scanner(tmp_path):
        clock.tick(0, hours=1)

    assert parts.fresh(message).state == State.REFUSED
    assert parts.fresh(part).state == State.WITHDRAWN
    assert Notice.objects.filter(message=message, kind="content_refused").exists()
    assert not any("Quillfeather" in sent.subject + sent.body for sent in mail.outbox)


def test_a_file_too_large_to_scan_is_let_go_by_the_administrator_and_then_sent(
    cast: Cast, tmp_path: Path, administrator: Member
) -> None:
    with (
        fake_clamd(tmp_path / "clamd.ctl", lambda _: b"INSTREAM size limit exceeded. ERROR\0") as setting,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr("django.conf.settings.SCANNER", setting)
        message = receive(cast, transfer_file())
    held = message.state

    message = actions.let_go(
        administrator.act(), message=message, reason="A whole year", expected_version=message.version
    )
    ready = message.state
    message = actions.send_file(cast.clerk.act(), message=message, expected_version=message.version)

    assert (held, ready, message.state) == (State.HELD, State.CHECKED, State.WAITING)


def test_a_file_that_was_not_checked_can_be_taken_back(cast: Cast, tmp_path: Path) -> None:
    with parts.scanner_away(tmp_path):
        message = receive(cast, transfer_file())

    actions.withdraw_file(cast.clerk.act(), message=message, reason="A mistake", expected_version=message.version)
    with parts.scanner(tmp_path):
        clock.tick(0, hours=1)

    assert (parts.fresh(message).state, clock.is_kept(message)) == (State.WITHDRAWN, False)


def test_the_administrator_finds_it_among_what_is_kept_apart(
    cast: Cast, tmp_path: Path, signed_in, administrator: Member
) -> None:
    with parts.scanner(tmp_path):
        message = receive(cast, harmful())
    client = signed_in(administrator)

    listed = text_of(client.get("/files/kept-apart/"))
    one = text_of(client.get(f"/files/kept-apart/{message.reference}/"))

    assert message.reference in listed
    assert "harmful software" in one
    opened = actions.open_kept_apart(administrator.act(), message=message, reason="What is it?")
    assert b"".join(opened.pieces) == harmful()
