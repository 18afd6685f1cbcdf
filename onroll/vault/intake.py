"""Taking bytes in: sealed as they come, small ones kept in memory for the database, larger ones written to disk.

The one way in for every door: those that read a stream (`actions.take`) and those that are handed pieces.
"""

import hashlib
import os
import secrets
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

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


class IntakeAbandoned(Exception):
    """Bytes were added to an intake that was abandoned: the sender has gone."""


class Intake:
    """One stream on its way into the vault. Ends with `finish` or `abandon`; abandoned, it leaves nothing on disk.

    Holds no more than SMALL_BYTES and a segment in memory, and no database connection. It may be abandoned by another
    thread than the one that adds.
    """

    def __init__(self, *, limit: int) -> None:
        """`limit`: bytes, the most that is taken."""
        self.limit, self.size = limit, 0
        self._name, self._key, self._sha256 = secrets.token_hex(16), sealing.new_key(), hashlib.sha256()
        self._sealing, self._head = sealing.Sealing(self._key), bytearray()
        self._out: BinaryIO | None = None
        self._lock, self._is_over = threading.Lock(), False

    def add(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises: FileTooLarge, before a byte above the limit is kept, so that a 5 GB body never fills the disk; OSError.
        """
        self.size += len(piece)
        if self.size > self.limit:
            raise FileTooLarge(f"This file is larger than {self.limit // 1_000_000} MB, the most that can be sent.")
        with self._lock:
            self._check_not_over()
            self._sha256.update(piece)
            self._put(self._sealing.add(piece))

    def finish(self, act: Act) -> StoredFile:
        """Return the row, not yet saved, of all that came. A larger file's bytes are on disk then.

        Raises: OSError.
        """
        with self._lock:
            self._check_not_over()
            self._put([self._sealing.end()])
            return self._finished(act)

    def abandon(self) -> None:
        """Forget what came. After `finish` the bytes are `let_go`'s to forget."""
        with self._lock:
            self._is_over = True
            if self._out is not None:
                self._out.close()
                self._unfinished.unlink(missing_ok=True)
            self._out = None

    def _finished(self, act: Act) -> StoredFile:
        path = self._settle(self._out) if self._out is not None else ""
        return StoredFile(
            name=self._name,
            sha256=self._sha256.hexdigest(),
            size=self.size,
            stored_at=act.at,
            sealed_key=sealing.seal_key(self._key, master_key(), self._name),
            content=None if path else bytes(self._head),
            path=path,
        )

    def _check_not_over(self) -> None:
        if self._is_over:
            raise IntakeAbandoned

    def _put(self, segments: Iterable[bytes]) -> None:
        for segment in segments:
            if self._out is not None:
                self._out.write(segment)
                continue
            self._head += segment
            if len(self._head) > SMALL_BYTES:
                self._unfinished.parent.mkdir(parents=True, exist_ok=True)
                self._out = self._unfinished.open("wb")
                self._out.write(self._head)
                self._head.clear()

    def _settle(self, out: BinaryIO) -> str:
        """Fsync, rename, fsync the folder: after this returns, a power cut loses nothing."""
        out.flush()
        os.fsync(out.fileno())
        out.close()
        self._unfinished.rename(self._target)
        self._out = None
        for directory in (self._target.parent, folder()):
            descriptor = os.open(directory, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        return str(self._target.relative_to(folder()))

    @property
    def _target(self) -> Path:
        return folder() / self._name[:2] / self._name

    @property
    def _unfinished(self) -> Path:
        return self._target.with_suffix(".part")


def master_key() -> bytes:
    """Return the key that seals every file's key: 32 bytes, from the setting VAULT_KEY (64 hexadecimal digits)."""
    return bytes.fromhex(settings.VAULT_KEY)


def folder() -> Path:
    """Return the vault's folder."""
    return Path(settings.VAULT_FOLDER)
