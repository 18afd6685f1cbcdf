"""Bytes that come, or are asked for, out of order. Pure."""

from collections.abc import Iterator

MOST_PIECES = 1024
AHEAD_BYTES = 3 * 1024 * 1024  # rclone keeps 64 writes of 32 KB under way, in any order: 2 MB


class OutOfOrder(Exception):
    """A piece came twice, or further ahead than is kept in memory."""


class InOrder:
    """Puts written pieces into order, keeping in memory only those that came before their turn."""

    def __init__(self, ahead: int = AHEAD_BYTES) -> None:
        self.place, self._ahead, self._early, self._kept = 0, ahead, dict[int, bytes](), 0

    def add(self, offset: int, data: bytes) -> Iterator[bytes]:
        """Yield the pieces whose turn has come. Read it to its end.

        Raises: OutOfOrder.
        """
        if not data:
            return
        if offset > self.place:
            is_full = self._kept + len(data) > self._ahead or len(self._early) >= MOST_PIECES
            if is_full or offset in self._early:
                raise OutOfOrder
            self._early[offset] = data
            self._kept += len(data)
            return
        if offset < self.place:
            raise OutOfOrder
        piece: bytes | None = data
        while piece is not None:
            self.place += len(piece)
            yield piece
            piece = self._early.pop(self.place, None)
            self._kept -= len(piece) if piece is not None else 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing before the last byte is missing."""
        return not self._early


class Served:
    """Which bytes of a file were handed out, joined up from the beginning."""

    def __init__(self, first: int = 0) -> None:
        """`first`: bytes from the beginning that were handed out before."""
        self.first, self._later = first, dict[int, int]()

    def add(self, offset: int, count: int) -> None:
        """Note some bytes."""
        if len(self._later) >= MOST_PIECES:  # somebody hops about: what she has read so is not counted
            self._later.clear()
        self._later[offset] = max(self._later.get(offset, 0), offset + count)
        reached = True
        while reached:
            reached = False
            for begin in [begin for begin in self._later if begin <= self.first]:
                self.first, reached = max(self.first, self._later.pop(begin)), True
