"""An installation to kill and to trouble, on each database that answers."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.durability import databases, killing, proxy
from tests.durability.killing import Rig

DISK_BYTES = 192 * 1024 * 1024


@pytest.fixture(scope="session", params=databases.answering())
def installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Rig, proxy.Proxy | None]]:
    """An installation on a small disk of its own, where the machine lets us have one; PostgreSQL behind a door."""
    with ExitStack() as stack:
        address, door = stack.enter_context(databases.empty(request.param)), None
        if address:
            address, door = stack.enter_context(proxy.in_front_of(address))
        folder: Path = tmp_path_factory.mktemp("durability")
        size = DISK_BYTES if killing.has_own_disks() else 0
        wait = {"ONROLL_DATABASE_WAIT_SECONDS": "2"}
        yield stack.enter_context(killing.rig(folder, address, disk_bytes=size, **wait)), door


@pytest.fixture
def rig(installation: tuple[Rig, proxy.Proxy | None]) -> Rig:
    """An installation with a server, clients and a way to kill it."""
    return installation[0]


@pytest.fixture
def small_disk(rig: Rig) -> Rig:
    """The installation, where its disk can be filled."""
    if not rig.has_small_disk:
        pytest.skip("this machine does not let us mount a small disk (unshare -rm)")
    return rig


@pytest.fixture
def door(installation: tuple[Rig, proxy.Proxy | None]) -> proxy.Proxy:
    """The door in front of the installation's database."""
    if installation[1] is None:
        pytest.skip("SQLite is a file: it cannot go away")
    return installation[1]
