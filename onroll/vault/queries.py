"""Reading stored files back, as streams."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from onroll.vault import sealing
from onroll.vault.models import StoredFile


class FileDestroyed(Exception):
    """The content was destroyed; only the row is left."""


def pieces(stored_file: StoredFile) -> Iterator[bytes]:
    """Yield a stored file's content, a segment (64 KB) at a time.

    Raises: FileDestroyed; sealing.ContentDamaged, when what is stored is not what was sealed.
    """
    if stored_file.destroyed_at is not None:
        raise FileDestroyed(stored_file.name)
    key = sealing.unseal_key(bytes(stored_file.sealed_key), bytes.fromhex(settings.VAULT_KEY), stored_file.name)
    return sealing.unseal(_sealed_pieces(stored_file), key)


def part(stored_file: StoredFile, *, first_segment: int, segments: int) -> Iterator[bytes]:
    """Yield some segments (64 KB each) of a stored file without reading what stands before them.

    Raises: FileDestroyed; sealing.ContentDamaged.
    """
    if stored_file.destroyed_at is not None:
        raise FileDestroyed(stored_file.name)
    key = sealing.unseal_key(bytes(stored_file.sealed_key), bytes.fromhex(settings.VAULT_KEY), stored_file.name)
    first, size = first_segment * sealing.SEALED_SEGMENT_BYTES, segments * sealing.SEALED_SEGMENT_BYTES
    is_end = (first_segment + segments) * sealing.SEGMENT_BYTES >= stored_file.size
    return sealing.unseal(_sealed_part(stored_file, first, size), key, first_number=first_segment, is_end=is_end)


def opened(stored_file: StoredFile) -> BinaryIO:
    """Return a stored file as a readable binary stream, for `ctf`; reads forward only and keeps one segment."""
    return io.BufferedReader(_Reader(pieces(stored_file)), sealing.SEGMENT_BYTES)


def seekable(stored_file: StoredFile) -> BinaryIO:
    """Return a stored file as a binary stream that can be read from any place; keeps one segment in memory.

    For content checks: the directory of an archive stands at its end.
    """
    return io.BufferedReader(_Seeker(stored_file), sealing.SEGMENT_BYTES)


def _sealed_pieces(stored_file: StoredFile) -> Iterator[bytes]:
    if stored_file.content is not None:
        yield bytes(stored_file.content)
        return
    with (Path(settings.VAULT_FOLDER) / stored_file.path).open("rb") as file:
        while piece := file.read(sealing.SEALED_SEGMENT_BYTES):
            yield piece


def _sealed_part(stored_file: StoredFile, first: int, size: int) -> Iterator[bytes]:
    if stored_file.content is not None:
        yield bytes(stored_file.content)[first : first + size]
        return
    with (Path(settings.VAULT_FOLDER) / stored_file.path).open("rb") as file:
        file.seek(first)
        while size > 0 and (piece := file.read(min(size, sealing.SEALED_SEGMENT_BYTES))):
            size -= len(piece)
            yield piece


class _Reader(io.RawIOBase):
    """A raw stream over an iterator of bytes."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source, self._left = source, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            piece = next(self._source, None)
            if piece is None:
                return 0
            self._left = piece
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


class _Seeker(io.RawIOBase):
    """A raw stream over the segments of a stored file, from any place."""

    def __init__(self, stored_file: StoredFile) -> None:
        self._file, self._place = stored_file, 0
        self._number, self._segment = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._file.size}[whence]
        self._place = max(0, begin + offset)
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._place >= self._file.size:
            return 0
        number, start = divmod(self._place, sealing.SEGMENT_BYTES)
        if number != self._number:
            self._segment = b"".join(part(self._file, first_segment=number, segments=1))
            self._number = number
        found = self._segment[start : start + len(buffer)]
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)
