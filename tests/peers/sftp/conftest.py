"""The folders that the unmodified clients talk to, on each database that answers."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import ready
from tests.peers.mesh.conftest import databases
from tests.peers.sftp.running import Running, installation
from tools.packages import SFTP_CLIENTS

# Of this process alone: several runs may share one server.
DATABASE = f"onroll_peers_sftp_{uuid.uuid4().hex[:8]}"
SERVER = os.environ.get("ONROLL_TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/").rsplit("/", 1)[0]


@pytest.fixture(scope="session", params=databases())
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An installation that answers."""
    missing = [program for program in SFTP_CLIENTS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    is_sqlite = request.param == "sqlite"
    if not is_sqlite:
        _empty_database()
    with installation(tmp_path_factory.mktemp("sftp"), "" if is_sqlite else f"{SERVER}/{DATABASE}") as one:
        yield one
    if not is_sqlite:
        _empty_database(make=False)


def _empty_database(name: str = DATABASE, *, make: bool = True) -> None:
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if make:
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{ready.postgresql(f"{SERVER}/postgres")}"')


@pytest.fixture
def here(tmp_path: Path, running: Running) -> Path:
    """A folder of the client's, with nothing left over from other tests in the mailbox that takes."""
    running.rclone("move", "there:out", str(tmp_path / "swept"), mailbox="8205678")
    shutil.rmtree(tmp_path / "swept", ignore_errors=True)
    return tmp_path
