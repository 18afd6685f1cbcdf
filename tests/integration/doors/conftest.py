"""Two organisations with software of their own, and the folder door with what speaks to it."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from tests.cast import Cast, make_cast
from tests.integration.doors.caller import Software
from tests.integration.doors.folder import Dropper, RunningDoor


@pytest.fixture
def sender(cast: Cast) -> Software:
    """The software of the school."""
    return Software(cast.school)


@pytest.fixture
def receiver(cast: Cast) -> Software:
    """The software of the other school."""
    return Software(cast.other_school)


@pytest.fixture
def everybody(transactional_db: None, settings: LazySettings, tmp_path_factory: pytest.TempPathFactory) -> Cast:
    folder = tmp_path_factory.mktemp("installation")
    settings.SFTP_HOST_KEY, settings.VAULT_FOLDER = folder / "keys" / "host.key", folder / "vault"
    return make_cast()


@pytest.fixture
def door(everybody: Cast) -> Iterator[RunningDoor]:
    """A server."""
    one = RunningDoor()
    yield one
    one.stop()


@pytest.fixture
def dropper(everybody: Cast) -> Dropper:
    """The software of the school."""
    return Dropper(everybody.school)


@pytest.fixture
def taker(everybody: Cast) -> Dropper:
    """The software of the other school."""
    return Dropper(everybody.other_school)
