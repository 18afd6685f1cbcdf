"""Storing and destroying files. A file is stored only when its bytes are on disk; the row comes after the bytes."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import transaction

from onroll.audit.act import Act
from onroll.audit.refusals import TooLarge
from onroll.vault import sealing
from onroll.vault.models import StoredFile

# A sealed file up to this size stands in the database: one fsync for row and content, and no orphan after a crash.
# Source: ../shared/reference/stack.md section 2 (two to three times the uploads a second on PostgreSQL).
SMALL_BYTES = 256 * 1024


class FileTooLarge(TooLarge):
    """The stream is longer than its door allows."""

    code = "file_too_large"


class _Counting:
    """Counts and hashes what passes, and refuses at the limit, so that a 5 GB body never fills the disk."""

    def __init__(self, pieces: Iterable[bytes], limit: int) -> None:
        self.pieces, self.limit, self.size, self.sha256 = pieces, limit, 0, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.size += len(piece)
            if self.size > self.limit:
                raise FileTooLarge(f"This file is larger than {self.limit // 1_000_000} MB, the most that can be sent.")
            self.sha256.update(piece)
            yield piece


def store(act: Act, pieces: Iterable[bytes], *, limit: int) -> StoredFile:
    """Store a stream sealed and return its row; the caller records what the file means, in the same transaction.

    `limit`: bytes, the most that is taken. Never holds more than a few segments in memory beyond SMALL_BYTES.
    Raises: FileTooLarge, with nothing left on disk.
    """
    return keep(take(act, pieces, limit=limit))


def take(act: Act, pieces: Iterable[bytes], *, limit: int) -> StoredFile:
    """Seal a stream and return its row, not yet saved. No database is touched, so a slow sender holds no lock.

    The bytes of a larger file are on disk when this returns; `keep` saves the row, `let_go` forgets the bytes, and
    what a crash leaves between the two is swept as an orphan.
    Raises: FileTooLarge, with nothing left on disk.
    """
    name, key = secrets.token_hex(16), sealing.new_key()
    counting = _Counting(pieces, limit)
    sealed = sealing.seal(counting, key)
    head = bytearray()
    for segment in sealed:
        head += segment
        if len(head) > SMALL_BYTES:
            break
    is_small = len(head) <= SMALL_BYTES
    path = "" if is_small else _write(name, chain([bytes(head)], sealed))
    return StoredFile(
        name=name,
        sha256=counting.sha256.hexdigest(),
        size=counting.size,
        stored_at=act.at,
        sealed_key=sealing.seal_key(key, master_key(), name),
        content=bytes(head) if is_small else None,
        path=path,
    )


def keep(taken: StoredFile) -> StoredFile:
    """Save the row of what was taken, in the transaction of the action that says what it means."""
    taken.save(force_insert=True)
    return taken


def let_go(taken: StoredFile) -> None:
    """Forget what was taken and never kept."""
    if taken.path:
        (folder() / taken.path).unlink(missing_ok=True)


@transaction.atomic
def destroy(act: Act, *, stored_file: StoredFile) -> None:
    """Destroy a file's content and key for ever; the row stays, to say that there was one and when it went."""
    path = stored_file.path
    stored_file.content, stored_file.path, stored_file.sealed_key, stored_file.destroyed_at = (
        None,
        "",
        b"",
        act.at,
    )
    stored_file.save(update_fields=["content", "path", "sealed_key", "destroyed_at"])
    if path:
        transaction.on_commit(lambda: (folder() / path).unlink(missing_ok=True))


def sweep_orphans(act: Act, *, older_than_seconds: int = 3600) -> int:
    """Remove files on disk that no row knows of: what a crash between writing and commit left. Returns how many."""
    known = set(StoredFile.objects.exclude(path="").values_list("path", flat=True))
    removed = 0
    for file in folder().glob("*/*"):
        is_old = act.at.timestamp() - file.stat().st_mtime > older_than_seconds
        if is_old and str(file.relative_to(folder())) not in known:
            file.unlink()
            removed += 1
    return removed


def master_key() -> bytes:
    """Return the key that seals every file's key: 32 bytes, from the setting VAULT_KEY (64 hexadecimal digits)."""
    return bytes.fromhex(settings.VAULT_KEY)


def folder() -> Path:
    """Return the vault's folder."""
    return Path(settings.VAULT_FOLDER)


def _write(name: str, segments: Iterable[bytes]) -> str:
    """Write, fsync, rename, fsync the folder: after this returns, a power cut loses nothing."""
    path = f"{name[:2]}/{name}"
    target = folder() / path
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    try:
        with unfinished.open("wb") as out:
            for segment in segments:
                out.write(segment)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    for directory in (target.parent, folder()):
        descriptor = os.open(directory, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
    return path
