"""The body of a request, in pieces: never whole in memory, complete or refused, unpacked where it says it is gzip."""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from django.http import HttpRequest

from onroll.doors.mesh.errors import (
    BODY_INCOMPLETE,
    CHECKSUM_WRONG,
    ENCODING_BOMB,
    ENCODING_DAMAGED,
    ENCODING_UNKNOWN,
    MeshRefusal,
)

PIECE_BYTES = 64 * 1024
# What a gzip body may unpack to: so much whatever its size, and beyond that so many times its size. Ours: a long table
# of figures packs 50 times smaller, a file of zeros 1,000 times.
UNPACKED_FREE_BYTES = 32 * 1024 * 1024
UNPACKED_MOST_TIMES = 200
CHECKSUM = re.compile(r"(?:(MD5|SHA-?1|SHA-?256|SHA-?512)[ :=])?([0-9a-f]+)", re.IGNORECASE)
ALGORITHMS: dict[int, Callable[[], Any]] = {
    32: lambda: hashlib.md5(usedforsecurity=False),
    40: lambda: hashlib.sha1(usedforsecurity=False),
    64: hashlib.sha256,
    128: hashlib.sha512,
}


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def content(request: HttpRequest) -> Iterator[bytes]:
    """Yield what the sender means: the body, unpacked where `Content-Encoding` is gzip.

    Raises: MeshRefusal.
    """
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip"):
        raise MeshRefusal(ENCODING_UNKNOWN)
    return _unpacked(_raw(request)) if encoding == "gzip" else _raw(request)


def _raw(request: HttpRequest) -> Iterator[bytes]:
    """Yield the body as it comes. Its end is known by the server; one cut short must never pass for the whole.

    Django itself reads no body without a Content-Length, which a client that streams does not send.
    """
    source: _Readable = request.META["wsgi.input"] if request.META.get("wsgi.input_terminated") else request
    promised, taken = request.META.get("CONTENT_LENGTH") or "", 0
    try:
        while piece := source.read(PIECE_BYTES):
            taken += len(piece)
            yield piece
    except OSError as broken_off:
        raise MeshRefusal(BODY_INCOMPLETE) from broken_off
    if promised and taken != int(promised):
        raise MeshRefusal(BODY_INCOMPLETE)


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a gzip stream's content, a piece at a time however much each packed one holds."""
    unpacking, packed, size = zlib.decompressobj(wbits=31), 0, 0
    try:
        for piece in pieces:
            waiting, packed = piece, packed + len(piece)
            while waiting:
                if unpacking.eof:  # a further member follows
                    unpacking = zlib.decompressobj(wbits=31)
                unpacked = unpacking.decompress(waiting, PIECE_BYTES)
                waiting = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
                size += len(unpacked)
                if size > max(UNPACKED_FREE_BYTES, packed * UNPACKED_MOST_TIMES):
                    raise MeshRefusal(ENCODING_BOMB)
                if unpacked:
                    yield unpacked
        yield from _rest(unpacking)
    except zlib.error as damaged:
        raise MeshRefusal(ENCODING_DAMAGED) from damaged
    if not unpacking.eof:
        raise MeshRefusal(ENCODING_DAMAGED)


def _rest(unpacking: Any) -> Iterator[bytes]:
    while not unpacking.eof and (unpacked := unpacking.decompress(unpacking.unconsumed_tail, PIECE_BYTES)):
        yield unpacked


def checked(pieces: Iterable[bytes], checksum: str) -> Iterator[bytes]:
    """Yield the pieces, and refuse at their end where they are not those of the checksum that the sender gave.

    The algorithm is named, or known by the length. Raises: MeshRefusal.
    """
    if not checksum:
        yield from pieces
        return
    said = CHECKSUM.fullmatch(checksum.strip())
    if said is None or len(said[2]) not in ALGORITHMS:
        raise MeshRefusal(CHECKSUM_WRONG)
    digest = ALGORITHMS[len(said[2])]()
    for piece in pieces:
        digest.update(piece)
        yield piece
    if digest.hexdigest() != said[2].lower():
        raise MeshRefusal(CHECKSUM_WRONG)
