"""Files go in as a stream, lie encrypted, come out the same, and leave nothing behind when they are refused."""

import contextlib
import hashlib
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from onroll.audit.act import by_the_system
from onroll.vault import actions, queries, sealing
from onroll.vault.models import StoredFile

SECRET = b"<Surname>Quenchbottle</Surname>"


@pytest.fixture
def act():
    return by_the_system(at=timezone.now(), purpose="test")


@pytest.fixture(autouse=True)
def vault_folder(tmp_path, settings) -> Path:
    settings.VAULT_FOLDER = tmp_path / "vault"
    settings.VAULT_FOLDER.mkdir()
    return settings.VAULT_FOLDER


def pieces(size: int, step: int = 50_000):
    """Yield a content of a given size in odd pieces."""
    content = (SECRET * (size // len(SECRET) + 1))[:size]
    for start in range(0, size, step):
        yield content[start : start + step]


def store_and_crash(act) -> None:
    """Write a file and roll its row back, as a crash between the two does."""
    with contextlib.suppress(RuntimeError), transaction.atomic():
        actions.store(act, pieces(3_000_000), limit=10_000_000)
        raise RuntimeError


SIZES = [0, 1, sealing.SEGMENT_BYTES, sealing.SEGMENT_BYTES + 1, actions.SMALL_BYTES + 1, 3_000_000]


@pytest.mark.django_db
@pytest.mark.parametrize("size", SIZES)
def test_what_is_stored_comes_back_the_same(act, size) -> None:
    stored = actions.store(act, pieces(size), limit=10_000_000)
    stored.refresh_from_db()

    content = b"".join(queries.pieces(stored))

    assert content == b"".join(pieces(size))
    assert stored.size == size
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert queries.opened(stored).read() == content


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1_000, 3_000_000])
def test_nothing_readable_lies_in_the_database_or_on_disk(act, vault_folder, size) -> None:
    stored = actions.store(act, pieces(size), limit=10_000_000)

    lying = [path.read_bytes() for path in vault_folder.rglob("*") if path.is_file()] + [bytes(stored.content or b"")]
    assert any(lying)
    assert not any(b"Quenchbottle" in content for content in lying)


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_while_it_streams_and_leaves_nothing(act, vault_folder) -> None:
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield b"x" * 100_000

    with pytest.raises(actions.FileTooLarge, match="larger than 1 MB"):
        actions.store(act, endless(), limit=1024 * 1024)

    assert taken <= 12
    assert not StoredFile.objects.exists()
    assert [path for path in vault_folder.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1_000, 3_000_000])
def test_one_changed_bit_is_noticed(act, vault_folder, size) -> None:
    stored = actions.store(act, pieces(size), limit=10_000_000)
    if stored.path:
        path = vault_folder / stored.path
        content = bytearray(path.read_bytes())
        content[size // 2] ^= 1
        path.write_bytes(content)
    else:
        content = bytearray(stored.content)
        content[size // 2] ^= 1
        stored.content = bytes(content)

    with pytest.raises(sealing.ContentDamaged):
        b"".join(queries.pieces(stored))


@pytest.mark.django_db
def test_a_file_cut_off_at_a_segment_is_noticed(act, vault_folder) -> None:
    stored = actions.store(act, pieces(3_000_000), limit=10_000_000)
    path = vault_folder / stored.path
    path.write_bytes(path.read_bytes()[: sealing.SEALED_SEGMENT_BYTES * 2])

    with pytest.raises(sealing.ContentDamaged):
        b"".join(queries.pieces(stored))


@pytest.mark.django_db
def test_another_master_key_opens_nothing(act, settings) -> None:
    stored = actions.store(act, pieces(100), limit=1000)
    settings.VAULT_KEY = "11" * 32

    with pytest.raises(sealing.ContentDamaged):
        b"".join(queries.pieces(stored))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [1_000, 3_000_000])
def test_a_destroyed_file_is_gone_and_its_row_says_when(act, vault_folder, size) -> None:
    stored = actions.store(act, pieces(size), limit=10_000_000)

    actions.destroy(act, stored_file=stored)

    stored.refresh_from_db()
    assert stored.destroyed_at == act.at
    assert bytes(stored.sealed_key) == b""
    assert [path for path in vault_folder.rglob("*") if path.is_file()] == []
    with pytest.raises(queries.FileDestroyed):
        list(queries.pieces(stored))


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_removes_what_a_crash_left_and_nothing_else(act, vault_folder) -> None:
    kept = actions.store(act, pieces(3_000_000), limit=10_000_000)
    store_and_crash(act)
    an_hour_ago = time.time() - 7200
    for path in vault_folder.glob("*/*"):
        os.utime(path, (an_hour_ago, an_hour_ago))

    removed = actions.sweep_orphans(act)

    assert removed == 1
    assert [path.name for path in vault_folder.glob("*/*")] == [kept.name]


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_leaves_a_file_that_is_still_being_written(act, vault_folder) -> None:
    store_and_crash(act)

    assert actions.sweep_orphans(act) == 0
    assert actions.sweep_orphans(by_the_system(at=act.at + timedelta(hours=2), purpose="sweep")) == 1


def test_the_installation_of_the_tests_keeps_its_files_apart() -> None:
    assert "onroll-tests-" in str(settings.VAR)
