"""Calls a message door with mesh-client, in a process of its own; prints what it measured as JSON."""

import json
import os
import resource
import socket
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta

import requests
from mesh_client import AuthTokenGenerator, MeshClient
from requests.adapters import HTTPAdapter

WORKFLOW = "ONROLL_DOCUMENT"


def send(url: str, sender: str, recipient: str, password: str, threads: str, size: str, seconds: str) -> dict:
    """Send as many messages of a size as several threads can, each with a client of its own."""
    data, counts = os.urandom(int(size)), [0] * int(threads)
    start = time.perf_counter()

    def one(number: int) -> None:
        with MeshClient(url, sender, password) as client:
            while time.perf_counter() - start < float(seconds):
                client.send_message(recipient, data, workflow_id=WORKFLOW, filename="bench.bin")
                counts[number] += 1

    senders = [threading.Thread(target=one, args=(number,)) for number in range(len(counts))]
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()
    return {"rate": sum(counts) / (time.perf_counter() - start)}


def list_inbox(url: str, mailbox: str, password: str) -> dict:
    """List one page and count all several times, then list every page."""
    with MeshClient(url, mailbox, password) as client, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # mesh-client calls counting deprecated
        times, counts = [], []
        for _ in range(7):
            start = time.perf_counter()
            client.list_messages()
            times.append((time.perf_counter() - start) * 1000)
            start = time.perf_counter()
            client.count_messages()
            counts.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        found = sum(1 for _ in client.iterate_message_ids(batch_size=5000))
        return {"page_ms": times, "count_ms": counts, "all_s": time.perf_counter() - start, "found": found}


def crowd(url: str, mailbox: str, password: str, connections: str) -> dict:
    """Open many connections from 127.0.0.1 with a token of one key on each, and call from 127.0.0.2 meanwhile."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    host, port = url.rsplit("/", 1)[1].split(":")
    token, times, answers = AuthTokenGenerator(b"BackBone", mailbox, password), [], Counter()
    with ExitStack() as stack:
        opened = [stack.enter_context(socket.create_connection((host, int(port)), 20)) for _ in range(int(connections))]
        for one in opened:
            with suppress(OSError):
                one.sendall(f"GET /messageexchange/{mailbox}/count HTTP/1.1\r\nHost: {host}\r\n".encode())
                one.sendall(f"Authorization: {token()}\r\n\r\n".encode())
        session = stack.enter_context(requests.Session())
        session.mount("http://", _FromElsewhere())
        for _ in range(20):
            start = time.perf_counter()
            session.get(f"{url}/messageexchange/_ping", timeout=20).raise_for_status()
            times.append((time.perf_counter() - start) * 1000)
        for one in opened:
            answers[_status(one)] += 1
    return {"ms": times, "answers": dict(answers)}


class _FromElsewhere(HTTPAdapter):
    def init_poolmanager(self, *arguments, **more) -> None:  # type: ignore[no-untyped-def]
        super().init_poolmanager(*arguments, **more, source_address=("127.0.0.2", 0))


def _status(connection: socket.socket) -> str:
    connection.settimeout(20)
    try:
        return connection.recv(64).split()[1].decode()
    except (OSError, IndexError):
        return "closed"


def large(url: str, sender: str, recipient: str, password: str, size: str) -> dict:
    """Send one large message in chunks of 64 MB, from a stream."""
    start = time.perf_counter()
    with MeshClient(url, sender, password, max_chunk_size=64 * 1024 * 1024) as client:
        client.send_message(recipient, Stream(int(size)), workflow_id=WORKFLOW, filename="large.bin")
    return {"s": time.perf_counter() - start}


class Stream:
    """So many bytes, made while they are read."""

    def __init__(self, size: int) -> None:
        self.size, self.place, self.piece = size, 0, os.urandom(1024 * 1024)
        self._content_length = size  # what mesh-client asks a stream for

    def __len__(self) -> int:
        return self.size

    def read(self, count: int = -1) -> bytes:
        """Return the next bytes."""
        wanted = self.size - self.place if count is None or count < 0 else min(count, self.size - self.place)
        self.place += wanted
        return (self.piece * (wanted // len(self.piece) + 1))[:wanted]

    def seek(self, place: int, whence: int = 0) -> int:
        """Go to a place, as a file does."""
        self.place = place if whence == 0 else self.size + place if whence == 2 else self.place + place
        return self.place

    def tell(self) -> int:
        """Return the place."""
        return self.place


def fill(count: str) -> dict:
    """Fill the inbox of 8384001 with rows that share one stored file; run with the installation's environment."""
    import django

    django.setup()
    from onroll.access.models import Organisation
    from onroll.transfer.models import Message
    from onroll.vault.models import StoredFile

    stored = StoredFile.objects.create(name="bench", sha256="0" * 64, size=1, stored_at=datetime.now(UTC), content=b"x")
    sender, taker = (Organisation.objects.with_code(code).get() for code in ("8201234", "8384001"))

    def rows() -> Iterator[Message]:
        for number in range(int(count)):
            yield Message(
                reference=f"B-{number:08}",
                sender=sender,
                recipient=taker,
                destination_code=taker.code,
                file_name="bench.dat",
                stored_file=stored,
                pupil_count=0,
                kind="document",
                workflow=WORKFLOW,
                state="waiting",
                received_at=datetime.now(UTC),
                sent_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
            )

    Message.objects.bulk_create(rows(), batch_size=2000)
    return {}


if __name__ == "__main__":
    run = {"send": send, "list": list_inbox, "crowd": crowd, "large": large, "fill": fill}[sys.argv[1]]
    print(json.dumps(run(*sys.argv[2:])), flush=True)
