"""What an open handle stands for: a file on its way in, a message on its way out, or a report."""

import dataclasses

from onroll.doors.sftp.desk import Desk
from onroll.doors.sftp.errors import BYTES_MISSING, NOT_SUPPORTED, NOT_THERE, OUT_OF_ORDER, TOO_LARGE, SftpRefusal
from onroll.doors.sftp.streams import InOrder, OutOfOrder, Served
from onroll.transfer.models import Message
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries
from onroll.vault import sealing
from onroll.vault.models import StoredFile

BUFFER_BYTES = 256 * 1024
MOST_READ_BYTES = 256 * 1024
SEGMENT = sealing.SEGMENT_BYTES


class Upload:
    """A file on its way in. Sealed as it comes; nothing of it is anywhere until it is closed."""

    def __init__(self, name: str, *, limit: int) -> None:
        self.name, self.limit = name, limit
        self._intake, self._order, self._buffer = vault_actions.Intake(limit=limit), InOrder(), bytearray()
        self._fault: SftpRefusal | None = None
        self._is_handed_over = False

    @property
    def size(self) -> int:
        """How many bytes have come, without a gap."""
        return self._order.place

    async def write(self, desk: Desk, offset: int, data: bytes) -> None:
        """Take some bytes. After a fault nothing more is taken, and nothing of the file is kept.

        Raises: SftpRefusal.
        """
        self._check()
        try:
            _check_room(offset + len(data), self.limit)
            for piece in self._order.add(offset, data):
                self._buffer += piece
            if len(self._buffer) >= BUFFER_BYTES:
                await self._pass_on(desk)
        except OutOfOrder:
            self._end(SftpRefusal(OUT_OF_ORDER))
            self._check()
        except SftpRefusal as refusal:
            self._end(refusal)
            raise

    async def intake(self, desk: Desk) -> vault_actions.Intake:
        """Return the intake with every byte in it, which is the caller's to finish or abandon from then on.

        Raises: SftpRefusal, when one is missing or a write was refused.
        """
        self._check()
        if not self._order.is_whole:
            self._end(SftpRefusal(BYTES_MISSING))
            self._check()
        try:
            await self._pass_on(desk)
        except SftpRefusal as refusal:
            self._end(refusal)
            raise
        self._check()  # the connection may have ended meanwhile
        self._is_handed_over = True
        return self._intake

    def abandon(self) -> None:
        """Forget what came; the client may go on writing, in vain."""
        self._end(SftpRefusal(NOT_THERE))

    async def _pass_on(self, desk: Desk) -> None:
        piece, self._buffer = bytes(self._buffer), bytearray()
        await desk.run(self._intake.add, piece)

    def _end(self, fault: SftpRefusal) -> None:
        if self._is_handed_over:
            return
        self._fault = self._fault or fault
        self._intake.abandon()
        self._buffer.clear()

    def _check(self) -> None:
        if self._fault is not None:
            raise self._fault


@dataclasses.dataclass(slots=True)
class Reading:
    """A message on its way out, a segment of the vault at a time; the last two are kept, as clients read 32 KB."""

    name: str
    message: Message
    stored: StoredFile
    served: Served
    segments: dict[int, bytes] = dataclasses.field(default_factory=dict)

    async def read(self, desk: Desk, offset: int, size: int) -> bytes:
        """Return some bytes, fewer than asked for where that is easier; none after the end.

        Raises: SftpRefusal.
        """
        end = min(self.stored.size, offset + min(size, MOST_READ_BYTES))
        if offset >= end:
            return b""
        wanted = range(offset // SEGMENT, (end - 1) // SEGMENT + 1)
        if any(number not in self.segments for number in wanted):
            await desk.run(self._load, wanted)
        joined = b"".join(self.segments[number] for number in wanted)
        begin = offset - wanted[0] * SEGMENT
        data = joined[begin : begin + end - offset]
        self.served.add(offset, len(data))
        return data

    def _load(self, wanted: range) -> None:
        pieces = vault_queries.part(self.stored, first_segment=wanted[0], segments=len(wanted))
        self.segments = dict(zip(wanted, pieces, strict=True))


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """A report, read from memory."""

    name: str
    content: bytes


Handle = Upload | Reading | Text


def _check_room(end: int, limit: int) -> None:
    if end > limit:
        raise SftpRefusal(TOO_LARGE, f"{TOO_LARGE.words}: {limit} bytes")


def upload_of(handle: object) -> Upload:
    """Return a handle that is written to.

    Raises: SftpRefusal.
    """
    if not isinstance(handle, Upload):
        raise SftpRefusal(NOT_SUPPORTED, "This file was opened to be read")
    return handle
