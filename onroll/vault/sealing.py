"""Sealing of one stream with a key of its own: AES-256-GCM in segments, so that nothing is ever whole in memory.

Each segment is sealed under a nonce made of its number and of whether it is the last, so segments cannot be dropped,
repeated, put in another order or cut off at the end. Design: the STREAM construction of Hoang, Reyhanitabar, Rogaway
and Vizár (CRYPTO 2015), section 6.
"""

import os
import struct
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEGMENT_BYTES = 64 * 1024
SEALED_SEGMENT_BYTES = SEGMENT_BYTES + 16


class ContentDamaged(Exception):
    """What is stored is not what was sealed: a bit has changed, a piece is missing, or the key is another."""


def new_key() -> bytes:
    """Return a fresh key for one file: 32 bytes."""
    return AESGCM.generate_key(bit_length=256)


class Sealing:
    """Seals a stream that comes piece by piece: `add` for each piece, `end` once, after the last."""

    def __init__(self, key: bytes) -> None:
        self._cipher, self._number, self._waiting = AESGCM(key), 0, bytearray()

    def add(self, piece: bytes) -> Iterator[bytes]:
        """Yield the segments that are whole with this piece; nothing is added before they are asked for."""
        self._waiting += piece
        while len(self._waiting) > SEGMENT_BYTES:  # keep one segment back: only the end knows which is the last
            yield self._sealed(bytes(self._waiting[:SEGMENT_BYTES]), is_last=False)
            del self._waiting[:SEGMENT_BYTES]
            self._number += 1

    def end(self) -> bytes:
        """Return the last segment, which may be empty inside."""
        return self._sealed(bytes(self._waiting), is_last=True)

    def _sealed(self, segment: bytes, *, is_last: bool) -> bytes:
        return self._cipher.encrypt(_nonce(self._number, is_last=is_last), segment, None)


def seal(pieces: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """Yield sealed segments for a stream cut in pieces of any size."""
    sealing = Sealing(key)
    for piece in pieces:
        yield from sealing.add(piece)
    yield sealing.end()


def unseal(pieces: Iterable[bytes], key: bytes, *, first_number: int = 0, is_end: bool = True) -> Iterator[bytes]:
    """Yield the content of a sealed stream, segment by segment; of a part of one, from segment `first_number` on.

    `is_end` says whether the part goes to the end of the stream.
    Raises: ContentDamaged, before the first byte of a segment that does not hold.
    """
    cipher, number, waiting = AESGCM(key), first_number, bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > SEALED_SEGMENT_BYTES:
            yield _open(cipher, number, bytes(waiting[:SEALED_SEGMENT_BYTES]), is_last=False)
            del waiting[:SEALED_SEGMENT_BYTES]
            number += 1
    yield _open(cipher, number, bytes(waiting), is_last=is_end)


def seal_key(key: bytes, master: bytes, name: str) -> bytes:
    """Return a file's key sealed with the master key and bound to the file's name."""
    nonce = os.urandom(12)
    return nonce + AESGCM(master).encrypt(nonce, key, name.encode())


def unseal_key(sealed: bytes, master: bytes, name: str) -> bytes:
    """Return a file's key.

    Raises: ContentDamaged, when the master key or the name is another.
    """
    try:
        return AESGCM(master).decrypt(sealed[:12], sealed[12:], name.encode())
    except InvalidTag as damaged:
        raise ContentDamaged("the key of a stored file does not open") from damaged


def _open(cipher: AESGCM, number: int, segment: bytes, *, is_last: bool) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, is_last=is_last), segment, None)
    except InvalidTag as damaged:
        raise ContentDamaged(f"segment {number} of a stored file does not hold") from damaged


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">QHBB", number, 0, 0, 1 if is_last else 0)
