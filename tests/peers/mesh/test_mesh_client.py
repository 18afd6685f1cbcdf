"""The unmodified PyPI `mesh-client` against a running `onroll serve`."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import requests
from mesh_client import AuthTokenGenerator, MeshClient, MeshError

from tests.integration.transfer.files import Child, name_of, transfer_file
from tests.peers.mesh.running import Running

Clients = Callable[..., MeshClient]
SENDER, RECEIVER = "8201234", "8205678"


def empty(client: MeshClient) -> None:
    """Acknowledge all that waits."""
    for waiting in client.iterate_message_ids():
        client.acknowledge_message(waiting)


def test_it_pings_and_shakes_hands(client_of: Clients) -> None:
    client = client_of(SENDER)

    assert client.ping() == {"status": "ok"}
    assert client.handshake() == b"hello"


def test_it_is_refused_with_a_wrong_password_and_for_a_mailbox_that_does_not_exist_alike(client_of: Clients) -> None:
    answers = []
    for client in (client_of(SENDER, password="wrong"), client_of(RECEIVER, password="wrong")):
        with pytest.raises(requests.HTTPError) as refused:
            client.handshake()
        answers.append((refused.value.response.status_code, refused.value.response.json()["detail"]))

    assert answers[0] == answers[1]
    assert answers[0][0] == 403


def test_it_sends_lists_retrieves_acknowledges_and_tracks(client_of: Clients) -> None:
    sender, receiver = client_of(SENDER), client_of(RECEIVER)
    empty(receiver)

    reference = sender.send_message(
        RECEIVER, b"plain words", workflow_id="ONROLL_DOCUMENT", filename="a note.txt", local_id="mine", subject="café"
    )
    assert receiver.list_messages() == [reference]
    with pytest.warns(DeprecationWarning, match="deprecated"):
        assert receiver.count_messages() == 1
    with receiver.retrieve_message(reference) as message:
        assert message.read() == b"plain words"
        assert (message.sender, message.recipient, message.filename) == (SENDER, RECEIVER, "a note.txt")
        assert (message.workflow_id, message.local_id, message.message_type) == ("ONROLL_DOCUMENT", "mine", "DATA")
        assert message.subject.encode("latin-1").decode() == "café"
    assert receiver.list_messages() == []
    tracked = sender.track_message(reference)
    assert (tracked["status"], tracked["status_success"], tracked["on_roll"]) == ("acknowledged", True, False)


def test_a_message_is_tracked_by_its_senders_own_id_and_counted(running: Running, client_of: Clients) -> None:
    """mesh-client has no call for either of the two as version 2 has them, so they are made with its tokens."""
    sender, receiver = client_of(SENDER), client_of(RECEIVER)
    empty(receiver)
    reference = sender.send_message(RECEIVER, b"by own id", workflow_id="ONROLL_DOCUMENT", local_id="own-7")

    def asked(client: MeshClient, mailbox: str, path: str) -> dict:
        token = AuthTokenGenerator(b"BackBone", mailbox, running.passwords[mailbox])()
        return requests.get(f"{client.mailbox_url}{path}", headers={"Authorization": token}, timeout=10).json()

    for path in ("/outbox/tracking?localID=own-7", "/outbox/tracking/own-7"):
        assert asked(sender, SENDER, path)["message_id"] == reference
    assert asked(receiver, RECEIVER, "/count") == {"count": 1}


def test_a_token_that_was_used_or_is_of_another_time_is_refused_by_the_running_server(
    running: Running, client_of: Clients
) -> None:
    generator = AuthTokenGenerator(b"BackBone", SENDER, running.passwords[SENDER])
    token, address = generator(), f"{client_of(SENDER).mailbox_url}/inbox"
    answers = [requests.get(address, headers={"Authorization": token}, timeout=10) for _ in range(2)]

    assert answers[0].status_code == 200
    assert (answers[1].status_code, answers[1].json()["detail"][0]["code"]) == (403, "DuplicatedAuthToken")


def test_an_idempotency_key_makes_one_message_of_two_posts(running: Running, client_of: Clients) -> None:
    generator = AuthTokenGenerator(b"BackBone", SENDER, running.passwords[SENDER])
    said = {"mex-to": RECEIVER, "mex-workflowid": "ONROLL_DOCUMENT", "Idempotency-Key": "peers-1"}
    sent = [
        requests.post(
            f"{client_of(SENDER).mailbox_url}/outbox",
            data=b"one message",
            headers={**said, "Authorization": generator()},
            timeout=10,
        )
        for _ in range(2)
    ]

    assert [answer.status_code for answer in sent] == [202, 202]
    assert len({answer.json()["message_id"] for answer in sent}) == 1


def test_it_sends_a_transfer_file_that_the_other_confirms_on_roll(client_of: Clients, running: Running) -> None:
    sender, receiver = client_of(SENDER), client_of(RECEIVER)
    empty(receiver)
    content = transfer_file(children=(Child(entry_on="2021-09-02"),))  # no other test of this server sends these bytes
    reference = sender.send_message(RECEIVER, content, workflow_id="ONROLL_CTF", filename=name_of())

    with receiver.retrieve_message(reference) as message:
        assert message.read() == content
        assert message.filename == name_of()
    token = AuthTokenGenerator(b"BackBone", RECEIVER, running.passwords[RECEIVER])
    confirmed = requests.post(
        f"{receiver.mailbox_url}/inbox/{reference}/onroll",
        json={"pupil": 1, "from": (datetime.now(UTC).date() - timedelta(days=2)).isoformat()},
        headers={"Authorization": token()},
        timeout=10,
    )

    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    assert sender.track_message(reference)["on_roll"] is True


def test_it_is_told_why_a_file_was_refused(client_of: Clients) -> None:
    with pytest.raises(MeshError) as refused:
        client_of(SENDER).send_message(RECEIVER, b"<CTfile/>", workflow_id="ONROLL_CTF", filename=name_of())

    words, answer = refused.value.args
    assert words == "File Level Error (file not formed correctly)"
    assert len(answer["detail"]) > 1


def test_a_retry_of_a_whole_send_is_the_first_message(client_of: Clients) -> None:
    sent = {
        client_of(SENDER).send_message(RECEIVER, b"once", workflow_id="ONROLL_DOCUMENT", local_id="retry")
        for _ in range(3)
    }

    assert len(sent) == 1


def test_it_compresses_and_chunks_and_both_sides_have_the_same_bytes(client_of: Clients) -> None:
    sender, receiver = client_of(SENDER), client_of(RECEIVER)
    data = os.urandom(3_000_000)
    reference = sender.send_message(
        RECEIVER, data, max_chunk_size=1_000_000, compress=True, workflow_id="ONROLL_DOCUMENT", local_id="chunks"
    )
    again = sender.send_message(
        RECEIVER, data, max_chunk_size=1_000_000, compress=True, workflow_id="ONROLL_DOCUMENT", local_id="chunks"
    )

    assert again == reference
    with receiver.retrieve_message(reference) as message:
        assert message.read() == data


def test_a_large_message_is_fetched_in_chunks(client_of: Clients) -> None:
    data = os.urandom(1024 * 1024) * 45
    reference = client_of(SENDER).send_message(RECEIVER, data, max_chunk_size=40_000_000, workflow_id="ONROLL_DOCUMENT")

    with client_of(RECEIVER).retrieve_message(reference) as message:
        assert message.mex_header("total-chunks") == "3"
        assert message.read() == data


def test_it_pages_through_its_inbox(client_of: Clients) -> None:
    sender, receiver = client_of(SENDER), client_of("8384001")
    sent = [sender.send_message("8384001", str(number).encode(), workflow_id="ONROLL_DOCUMENT") for number in range(25)]

    assert list(receiver.iterate_message_ids(batch_size=10)) == sent
    assert receiver.list_messages(workflow_filter="ONROLL_CTF") == []


def test_it_looks_up_a_mailbox(client_of: Clients) -> None:
    found = client_of(SENDER).lookup_endpoint(RECEIVER, "ONROLL_CTF")

    assert found == {"results": [{"mailbox_id": RECEIVER, "mailbox_name": "Placeholder Academy"}]}
