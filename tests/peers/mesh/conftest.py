"""The server that the peers talk to, on each database that answers."""

import os
import socket
import uuid
from collections.abc import Callable, Iterator

import psycopg
import pytest
from mesh_client import MeshClient

from tests import ready
from tests.peers.mesh.running import Running, installation

# Of this process alone: several runs may share one server.
DATABASE = f"onroll_peers_mesh_{uuid.uuid4().hex[:8]}"


def _server() -> str:
    return os.environ.get("ONROLL_TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/").rsplit("/", 1)[0]


def databases() -> list[str]:
    """Return SQLite, and PostgreSQL where it answers."""
    with socket.socket() as probe:
        probe.settimeout(1)
        answers = "ONROLL_TEST_DATABASE_URL" in os.environ or probe.connect_ex(("127.0.0.1", 5432)) == 0
    return ["sqlite", "postgresql"] if answers else ["sqlite"]


@pytest.fixture(scope="session", params=databases())
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An installation that answers."""
    url = "" if request.param == "sqlite" else f"{_server()}/{DATABASE}"
    if url:
        _empty_database(url)
    with installation(tmp_path_factory.mktemp("mesh"), url) as one:
        yield one
    if url:
        _empty_database(url, make=False)


def _empty_database(url: str, *, make: bool = True) -> None:
    with psycopg.connect(f"{url.rsplit('/', 1)[0]}/postgres", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')
        if make:
            server.execute(f'CREATE DATABASE "{DATABASE}" TEMPLATE "{ready.postgresql(url)}"')


@pytest.fixture
def client_of(running: Running) -> Iterator[Callable[..., MeshClient]]:
    """Return the unmodified mesh-client of a mailbox."""
    made: list[MeshClient] = []

    def client(mailbox: str, **more: object) -> MeshClient:
        options = {"password": running.passwords[mailbox], "max_retries": 0, **more}
        made.append(MeshClient(running.url, mailbox, **options))
        return made[-1]

    yield client
    for one in made:
        one.close()
