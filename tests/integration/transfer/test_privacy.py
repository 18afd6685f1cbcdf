"""A child's name stands on the pages of those who may read it, and nowhere else."""

import re

import pytest
from django.core import mail

from onroll.audit.models import LedgerEntry
from onroll.transfer.models import Message, MessageEvent, Notice
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY, transfer_file


def test_a_name_reaches_no_log_title_address_ledger_or_email(
    cast, signed_in, caplog, capsys, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = steps.send(cast.clerk, "8384001")
        steps.collect(cast.neighbour_clerk, message)
        lost_pupil = steps.file_lost(cast.clerk)
        steps.open_lost(cast.officer, lost_pupil)
    held = lost_pupil.message.reference
    pages = [
        (cast.clerk, f"/files/{message.reference}/pupils/"),
        (cast.neighbour_clerk, f"/files/{message.reference}/pupils/1/"),
        (cast.neighbour_clerk, f"/files/{message.reference}/confirm/"),
        (cast.officer, f"/files/lost-pupils/{held}/"),
    ]

    for member, address in pages:
        body = signed_in(member).get(address).content.decode()
        assert CANARY in body, address
        title = re.search(r"<title>(.*?)</title>", body, re.DOTALL)
        assert title is not None
        assert CANARY not in title[1]
        assert not [link for link in re.findall(r'href="([^"]*)"', body) if CANARY in link]

    written = capsys.readouterr()
    kept = [
        *LedgerEntry.objects.values_list("details", flat=True),
        *MessageEvent.objects.values_list("why", flat=True),
        *Message.objects.values_list("problems", flat=True),
        *(f"{sent.subject} {sent.body}" for sent in mail.outbox),
        caplog.text,
        written.out,
        written.err,
    ]
    assert Notice.objects.filter(sent_at__isnull=False).count() == 1
    assert CANARY not in str(kept)


def test_a_refusal_holds_no_name(cast) -> None:
    steps.send(cast.clerk, "8384001")

    with pytest.raises(Exception, match="already sent") as refused:
        steps.receive(cast.clerk, "8384001", name=f"{CANARY}.xml")
    assert CANARY not in str(refused.value)


def test_the_senders_own_name_for_a_file_is_not_kept(cast) -> None:
    steps.receive(cast.clerk, "8384001", name=f"leaver {CANARY}.xml")

    assert CANARY not in str(list(Message.objects.values()))


def test_reading_on_screen_is_recorded_each_time(cast, signed_in) -> None:
    message = steps.send(cast.clerk, "8384001")
    client = signed_in(cast.neighbour_clerk)

    client.get(f"/files/{message.reference}/pupils/")
    client.get(f"/files/{message.reference}/pupils/1/")

    opened = LedgerEntry.objects.filter(name="transfer.FileOpened")
    assert [entry.actor_id for entry in opened] == [cast.neighbour_clerk.person.pk] * 2


def test_what_is_stored_is_sealed(cast) -> None:
    message = steps.receive(cast.clerk, "8384001")

    sealed = bytes(message.stored_file.content)
    assert len(sealed) >= len(transfer_file(destination="8384001"))
    assert CANARY.encode() not in sealed
