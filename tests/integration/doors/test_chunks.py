"""Messages in chunks: in order, each once, complete or nothing."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from onroll.doors.mesh import actions as mesh_actions
from onroll.doors.mesh import views_inbox
from onroll.doors.models import MeshUpload
from onroll.transfer.models import Message
from onroll.vault import sealing
from onroll.vault.models import StoredFile
from tests.integration.doors.caller import Software, codes, content_of, operator, reference_of
from tests.integration.transfer.files import name_of, transfer_file

pytestmark = pytest.mark.django_db


def begin(sender: Software, data: bytes = b"one ", total: int = 3, **headers: str) -> str:
    """Send the first chunk."""
    return reference_of(sender.send("8205678", data, mex_chunk_range=f"1:{total}", **headers))


def test_chunks_become_one_message_with_the_id_of_the_first(sender: Software, receiver: Software) -> None:
    reference = begin(sender, mex_filename="a.bin", mex_partnerid="partner")
    assert receiver.inbox() == []
    tracked = sender.call("GET", f"/outbox/tracking?messageID={reference}").json()
    assert (tracked["status"], tracked["status_description"]) == ("uploading", "1 of 3 chunks have come")
    assert sender.send_chunk(reference, 2, 3, b"two ").status_code == 202
    assert sender.send_chunk(reference, 3, 3, b"three").status_code == 202

    assert receiver.inbox() == [reference]
    fetched = receiver.call("GET", f"/inbox/{reference}")
    assert content_of(fetched) == b"one two three"
    assert fetched.headers["mex-PartnerID"] == "partner"
    assert StoredFile.objects.filter(destroyed_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("number", "total", "code"), [(3, 3, "ChunkOrder"), (2, 4, "InvalidHeaderChunks"), (4, 4, "InvalidHeaderChunks")]
)
def test_a_chunk_out_of_order_or_of_another_total_is_refused(
    sender: Software, number: int, total: int, code: str
) -> None:
    reference = begin(sender)
    answer = sender.send_chunk(reference, number, total, b"x")

    assert (answer.status_code, codes(answer)) == (417, [code])
    assert answer.json()["message_id"] == reference


@pytest.mark.parametrize("said", ["", "3:3", "2", "0:0"])
def test_a_chunk_whose_range_is_not_the_addresss_is_refused(sender: Software, said: str) -> None:
    answer = sender.send_chunk(begin(sender), 2, 3, b"x", **{"mex-chunk-range": said})

    assert codes(answer) == ["InvalidHeaderChunks"]


def test_a_chunk_sent_twice_is_a_retry_with_the_same_bytes_and_a_fault_with_others(sender: Software) -> None:
    reference = begin(sender)
    sender.send_chunk(reference, 2, 3, b"two")

    assert sender.send_chunk(reference, 2, 3, b"two").status_code == 202
    assert codes(sender.send_chunk(reference, 2, 3, b"TWO")) == ["ChunkTwice"]
    assert codes(sender.send_chunk(reference, 3, 3, b"")) == ["02"]
    assert MeshUpload.objects.get().received_chunks == 2


def test_after_the_last_chunk_a_retry_is_known_and_anything_else_is_refused(sender: Software) -> None:
    reference = begin(sender, total=2)
    sender.send_chunk(reference, 2, 2, b"two")

    assert sender.send_chunk(reference, 2, 2, b"two").status_code == 202
    assert codes(sender.send_chunk(reference, 2, 2, b"TWO")) == ["ChunkTwice"]
    assert Message.objects.count() == 1


def test_the_whole_send_again_under_the_same_local_id_is_the_first_message(
    sender: Software, receiver: Software
) -> None:
    found = set()
    for _ in range(2):
        reference = begin(sender, total=2, mex_localid="mine")
        assert sender.send_chunk(reference, 2, 2, b"two").status_code == 202
        found.add(reference)

    assert receiver.inbox() == list(found)
    assert len(found) == 1


def test_a_checksum_is_that_of_the_whole_and_a_wrong_one_ends_the_upload(sender: Software, receiver: Software) -> None:
    right = hashlib.sha256(b"one two").hexdigest()
    good = begin(sender, total=2, mex_content_checksum=right)
    assert sender.send_chunk(good, 2, 2, b"two").status_code == 202
    bad = begin(sender, total=2, mex_content_checksum=right)

    assert codes(sender.send_chunk(bad, 2, 2, b"2")) == ["InvalidChecksum"]
    ended = sender.send_chunk(bad, 2, 2, b"two")
    assert (ended.status_code, codes(ended)) == (423, ["UploadEnded"])
    assert receiver.inbox() == [good]
    assert sender.call("GET", f"/outbox/tracking?messageID={bad}").json()["status"] == "undeliverable"
    assert StoredFile.objects.filter(destroyed_at__isnull=True).count() == 1


def test_a_transfer_file_in_chunks_is_checked_as_a_whole(sender: Software, receiver: Software) -> None:
    content = transfer_file()
    headers = {"workflow": "ONROLL_CTF", "mex_filename": name_of(), "mex_onroll_problems_known": "Y"}
    good = begin(sender, content[:500], 2, **headers)
    sender.send_chunk(good, 2, 2, content[500:])
    bad = begin(sender, content[:600], 2, **headers)
    refused = sender.send_chunk(bad, 2, 2, b"cut short")

    assert receiver.inbox() == [good]
    assert (refused.status_code, codes(refused)[0]) == (417, "InvalidFileFormat")
    assert codes(sender.send_chunk(bad, 2, 2, b"cut short")) == ["UploadEnded"]


def test_a_large_message_is_handed_out_in_chunks_of_whole_segments(
    sender: Software, receiver: Software, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_inbox, "CHUNK_SEGMENTS", 5)
    monkeypatch.setattr(views_inbox, "CHUNK_BYTES", 5 * sealing.SEGMENT_BYTES)
    data = os.urandom(10 * sealing.SEGMENT_BYTES + 17)
    reference = reference_of(sender.send("8205678", data))

    answers = [receiver.call("GET", f"/inbox/{reference}/{number}") for number in (1, 2, 3)]

    assert [answer.status_code for answer in answers] == [206, 206, 200]
    assert [answer.headers["mex-Chunk-Range"] for answer in answers] == ["1:3", "2:3", "3:3"]
    assert b"".join(content_of(answer) for answer in answers) == data
    assert receiver.call("GET", f"/inbox/{reference}/4").status_code == 404
    described = receiver.call("HEAD", f"/inbox/{reference}")
    assert (described.status_code, described.headers["mex-Total-Chunks"]) == (200, "3")


def test_an_upload_whose_rest_never_comes_is_ended_and_its_chunks_destroyed(sender: Software) -> None:
    reference = begin(sender, os.urandom(300_000))

    assert mesh_actions.end_abandoned_uploads(operator(), days=1) == 0
    MeshUpload.objects.update(started_at=MeshUpload.objects.get().started_at - timedelta(days=2))
    assert mesh_actions.end_abandoned_uploads(operator(), days=1) == 1
    assert codes(sender.send_chunk(reference, 2, 3, b"x")) == ["UploadEnded"]
    assert StoredFile.objects.filter(destroyed_at__isnull=True).count() == 0


def test_a_refused_message_leaves_no_file_behind(sender: Software) -> None:
    before = set(Path(settings.VAULT_FOLDER).glob("*/*"))
    token = sender.token()
    headers = {"mex-to": "8205678", "mex-workflowid": "ONROLL_DOCUMENT"}
    sender.call("POST", "/outbox", token=token, data=b"x", headers=headers)
    sender.call("POST", "/outbox", token=token, data=os.urandom(400_000), headers=headers)

    assert set(Path(settings.VAULT_FOLDER).glob("*/*")) == before
