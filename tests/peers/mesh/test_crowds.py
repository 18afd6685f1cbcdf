"""Crowds of connections against a running `onroll serve`: one address or one sender never shuts out the others."""

import contextlib
import socket
from collections.abc import Iterator

import pytest
import requests
from mesh_client import AuthTokenGenerator
from requests.adapters import HTTPAdapter

from tests.peers.mesh.running import Running, serving

PATIENCE_SECONDS = 30  # the tests beside this one may have both cores
MOST = 12
OTHER_ADDRESS = "127.0.0.2"


@pytest.fixture(scope="module")
def small(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The same installation served by one process with two threads, and few connections for each address."""
    if "ONROLL_DATABASE_URL" in running.environment:
        pytest.skip("connections do not reach the database")
    env = {**running.environment, "ONROLL_CONNECTIONS_PER_ADDRESS": str(MOST)}
    with serving(tmp_path_factory.mktemp("small"), env, running.passwords, workers=1, threads=2) as one:
        yield one


class From(HTTPAdapter):
    """Calls from another address of this machine."""

    def init_poolmanager(self, *arguments, **more) -> None:
        super().init_poolmanager(*arguments, **more, source_address=(OTHER_ADDRESS, 0))


def served(one: Running) -> tuple[int, int]:
    """Return what another address gets for a sign of life and for its inbox."""
    with requests.Session() as session:
        session.mount("http://", From())
        token = AuthTokenGenerator(b"BackBone", "8205678", one.passwords["8205678"])()
        found = session.get(f"{one.url}/messageexchange/_ping", timeout=PATIENCE_SECONDS)
        inbox = session.get(
            f"{one.url}/messageexchange/8205678/inbox", headers={"Authorization": token}, timeout=PATIENCE_SECONDS
        )
        return found.status_code, inbox.status_code


def connect(one: Running) -> socket.socket:
    """Open a connection and say nothing."""
    return socket.create_connection(("127.0.0.1", int(one.url.rsplit(":", 1)[1])), timeout=PATIENCE_SECONDS)


def answer_of(connection: socket.socket) -> bytes:
    """Return all that comes until the connection ends."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            found += piece
    return found


def test_silent_connections_take_no_thread_and_those_over_the_limit_are_turned_away(small: Running) -> None:
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(connect(small)) for _ in range(4 * MOST)]

        assert served(small) == (200, 200)
        turned_away = [answer_of(connection) for connection in crowd[MOST:]]

        assert all(answer.startswith(b"HTTP/1.1 429 ") for answer in turned_away)
        assert all(b"TooManyConnections" in answer for answer in turned_away)
        crowd[0].sendall(b"GET /messageexchange/_ping HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert answer_of(crowd[0]).split()[1] == b"200"

    assert requests.get(f"{small.url}/messageexchange/_ping", timeout=10).status_code == 200


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"mex-subject: " + b"x" * 9_000, {400, 431}),
        (b"\r\n".join(b"mex-h%d: x" % number for number in range(150)), {400, 431}),
        (b"mex-subject: one\r\n two", {400}),
        (b"mex-subject : one", {400}),
        (b"Content-Length: -5", {400}),
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked", {400}),
        (b"Transfer-Encoding: chunked, identity", {400, 501}),
    ],
    ids=["long header", "many headers", "folded", "space before colon", "negative length", "two lengths", "coding"],
)
def test_a_request_that_is_no_http_or_far_too_large_is_refused_and_the_next_is_served(
    small: Running, line: bytes, status: set[int]
) -> None:
    with connect(small) as connection:
        connection.sendall(b"POST /messageexchange/8205678 HTTP/1.1\r\nHost: 127.0.0.1\r\n" + line + b"\r\n\r\n")
        first = answer_of(connection).split(b"\r\n")[0]

    assert int(first.split()[1]) in status, first
    assert served(small) == (200, 200)


def test_a_line_end_in_a_header_is_two_headers_and_never_reaches_an_answer(small: Running) -> None:
    token = AuthTokenGenerator(b"BackBone", "8201234", small.passwords["8201234"])()
    head = (
        "POST /messageexchange/8201234/outbox HTTP/1.1",
        *("Host: 127.0.0.1", "Connection: close", f"Authorization: {token}", "Content-Length: 1"),
        *("mex-to: 8205678", "mex-workflowid: ONROLL_DOCUMENT", "mex-subject: one", "mex-to: 8384001", "", "x"),
    )
    with connect(small) as connection:
        connection.sendall("\r\n".join(head).encode())
        answer = answer_of(connection)

    assert answer.split(b"\r\n")[0].split()[1] in (b"400", b"417")
    assert b"message_id" not in answer
