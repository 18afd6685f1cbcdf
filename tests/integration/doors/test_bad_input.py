"""Every kind of bad input at the message door: its status, its code, and nothing left behind."""

import gzip
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onroll.doors import queries as doors_queries
from onroll.doors.mesh import crowding, tokens
from onroll.doors.models import MeshUpload, PostKey
from onroll.transfer.models import Message
from onroll.vault.models import StoredFile
from tests.cast import Cast
from tests.integration.doors.caller import Software, codes, reference_of
from tests.integration.transfer.files import name_of, transfer_file

pytestmark = pytest.mark.django_db


def test_a_mailbox_that_is_not_yours_answers_byte_for_byte_like_none_after_the_same_work(
    cast: Cast, sender: Software, receiver: Software, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsealed, signed = [], []
    unseal, sign = doors_queries.password_of, tokens.digest_of
    monkeypatch.setattr(doors_queries, "password_of", lambda key: unsealed.append(1) or unseal(key))
    monkeypatch.setattr(tokens, "digest_of", lambda *parts: signed.append(1) or sign(*parts))

    def asked(mailbox: str) -> tuple[bytes, int, int, int]:
        token = f"NHSMESH {mailbox}:n:1:202611220930:{'0' * 64}"
        del unsealed[:], signed[:]
        with CaptureQueriesContext(connection) as statements:
            answer = sender.call("GET", "/inbox", mailbox=mailbox, token=token)
        body = answer.content.replace(answer.json()["internal_id"].encode(), b"")  # type: ignore[attr-defined]
        return body, len(statements), len(unsealed), len(signed)

    assert asked(receiver.mailbox) == asked("9999999") == asked(cast.neighbour_school.code)
    assert asked("9999999")[1:] == (1, 1, 1)


@pytest.mark.parametrize("name", ["n" * 201, "é" * 128, "日" * 86])
def test_a_name_over_255_bytes_or_200_characters_is_refused(sender: Software, name: str) -> None:
    wire = name.encode().decode("latin-1")
    answer = sender.send("8205678", b"x", mex_filename=wire)

    assert (answer.status_code, codes(answer)) == (400, ["06"])
    assert Message.objects.count() == 0


@pytest.mark.parametrize("value", ["one\r\nmex-to: 8384001", "one\nSet-Cookie: a=b", "one\x00two", "one\x7f"])
@pytest.mark.parametrize("header", ["mex-subject", "mex-filename", "mex-localid", "mex-partnerid"])
def test_a_header_that_holds_a_line_end_or_a_control_character_is_refused(
    sender: Software, header: str, value: str
) -> None:
    answer = sender.send("8205678", b"x", **{header: value})

    assert (answer.status_code, codes(answer)) == (400, ["06"])


def zeros(megabytes: int) -> bytes:
    """Return so many megabytes of zeros, packed to a thousandth."""
    return gzip.compress(bytes(megabytes * 1024 * 1024))


@pytest.mark.parametrize(
    ("packed", "status", "code"),
    [
        (zeros(48), 413, "ContentEncodingRatio"),
        (gzip.compress(b"x") + zeros(48), 413, "ContentEncodingRatio"),
        (zeros(1)[:-5], 422, "DamagedContentEncoding"),
    ],
)
def test_a_gzip_that_unpacks_to_far_more_than_was_sent_leaves_nothing(
    sender: Software, packed: bytes, status: int, code: str
) -> None:
    answer = sender.send("8205678", packed, content_encoding="gzip")

    assert (answer.status_code, codes(answer)) == (status, [code])
    assert not StoredFile.objects.exists()


def test_a_bomb_inside_a_gzip_is_kept_from_its_recipient_by_the_content_check(
    sender: Software, receiver: Software
) -> None:
    sender.send("8205678", gzip.compress(zeros(48)), content_encoding="gzip")

    assert receiver.inbox() == []


@pytest.mark.parametrize(
    ("path", "said", "status", "code"),
    [
        ("/-1", "-1:2", 404, "UnknownAddress"),
        ("/0", "0:2", 417, "InvalidHeaderChunks"),
        ("/1", "1:2", 417, "ChunkTwice"),
        ("/2", "2:99999", 417, "InvalidHeaderChunks"),
        ("/2", "2:-2", 417, "InvalidHeaderChunks"),
        ("/2", "٢:٢", 417, "InvalidHeaderChunks"),
        ("/" + "9" * 30, "9" * 30 + ":" + "9" * 30, 417, "InvalidHeaderChunks"),
        ("/1e1", "2:2", 404, "UnknownAddress"),
    ],
)
def test_a_chunk_number_that_is_none_or_far_too_large_is_refused(
    sender: Software, path: str, said: str, status: int, code: str
) -> None:
    reference = reference_of(sender.send("8205678", b"one", mex_chunk_range="1:2"))
    wire = said.encode().decode("latin-1")
    answer = sender.call("POST", f"/outbox/{reference}{path}", data=b"x", headers={"mex-chunk-range": wire})

    assert (answer.status_code, codes(answer)) == (status, [code])
    assert MeshUpload.objects.get().received_chunks == 1


def test_a_chunk_far_beyond_the_last_is_no_chunk_to_fetch(sender: Software, receiver: Software) -> None:
    reference = reference_of(sender.send("8205678", b"x"))

    for number in ("0", "2", "9" * 30):
        assert codes(receiver.call("GET", f"/inbox/{reference}/{number}")) == ["20"]


def test_a_type_that_is_none_or_could_run_in_a_browser_is_passed_on_as_plain_bytes_to_save(
    sender: Software, receiver: Software
) -> None:
    for said in ("text/<script>", "x", "multipart/form-data; boundary=x"):
        sender.send("8205678", b"x", mex_content_type=said)
    for reference in receiver.inbox():
        fetched = receiver.call("GET", f"/inbox/{reference}")
        assert fetched.headers["Content-Disposition"] == "attachment"
        assert fetched.headers["X-Content-Type-Options"] == "nosniff"
        assert fetched.headers["Content-Type"] in ("application/octet-stream", "multipart/form-data")


@pytest.mark.parametrize("said", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_a_confirmation_that_is_not_said_to_be_json_is_refused(receiver: Software, said: str) -> None:
    answer = receiver.call("POST", "/inbox/F-0000-0000/onroll", data=b"{}", content_type=said)

    assert (answer.status_code, codes(answer)) == (415, ["UnsupportedMediaType"])


@pytest.fixture
def full(sender: Software, settings) -> Iterator[None]:
    """The sender has as many requests under way as it may."""
    settings.MESH_REQUESTS_AT_ONCE = 1
    with crowding.place_for(sender.key.pk):
        yield


def test_a_key_with_too_many_requests_under_way_must_wait_and_others_are_served(
    sender: Software, receiver: Software, full: None
) -> None:
    token = sender.token()
    refused = sender.call("GET", "/inbox", token=token)

    assert (refused.status_code, codes(refused), refused.headers["Retry-After"]) == (429, ["TooManyRequests"], "1")
    assert receiver.call("GET", "/inbox").status_code == 200


def test_a_place_is_given_back_and_the_token_of_a_request_that_found_none_is_still_good(
    sender: Software, settings
) -> None:
    settings.MESH_REQUESTS_AT_ONCE, token = 1, sender.token()
    with crowding.place_for(sender.key.pk):
        assert sender.call("GET", "/inbox", token=token).status_code == 429

    assert sender.call("GET", "/inbox", token=token).status_code == 200
    assert not crowding._under_way


def test_an_idempotency_key_of_a_chunk_stands_for_that_chunk(sender: Software) -> None:
    reference = reference_of(sender.send("8205678", b"one", mex_chunk_range="1:3"))
    key = {"Idempotency-Key": "k-1"}

    assert sender.send_chunk(reference, 2, 3, b"two", **key).status_code == 202
    assert sender.send_chunk(reference, 2, 3, b"two", **key).status_code == 202
    reused = sender.send_chunk(reference, 3, 3, b"three", **key)

    assert (reused.status_code, codes(reused)) == (422, ["RuleBroken", "key_used_before"])
    assert PostKey.objects.count() == 1
    assert Message.objects.count() == 0


def test_an_idempotency_key_of_a_confirmation_stands_for_that_confirmation(
    sender: Software, receiver: Software
) -> None:
    reference = reference_of(
        sender.send(
            "8205678", transfer_file(), workflow="ONROLL_CTF", mex_filename=name_of(), mex_onroll_problems_known="Y"
        )
    )
    receiver.call("PUT", f"/inbox/{reference}/status/acknowledged")

    def confirm(day: str) -> tuple[int, list[str]]:
        answer = receiver.call(
            "POST",
            f"/inbox/{reference}/onroll",
            data=f'{{"pupil": 1, "from": "{day}"}}',
            content_type="application/json",
            headers={"Idempotency-Key": "k-2", "mex-onroll-early-date-meant": "Y"},
        )
        return answer.status_code, [] if answer.status_code == 200 else codes(answer)

    assert confirm("2026-09-07") == confirm("2026-09-07") == (200, [])
    assert confirm("2026-09-08") == (422, ["RuleBroken", "key_used_before"])


def test_a_handshake_takes_a_key_and_keeps_none(sender: Software) -> None:
    for _ in range(2):
        assert sender.call("POST", headers={"Idempotency-Key": "k"}).status_code == 200
    assert not PostKey.objects.exists()
