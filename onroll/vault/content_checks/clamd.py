"""A small client of ClamAV's daemon: streams a file to it and reads its one-line verdict.

Why our own: docs/decisions/0007-content-checks.md. Source: clamd(8), "COMMANDS", INSTREAM: chunks of a four-byte
big-endian length and as many bytes, a length of zero at the end; with the prefix z, command and answer end in NUL.
"""

import dataclasses
import socket
import struct
from contextlib import suppress
from typing import BinaryIO
from urllib.parse import urlsplit

import structlog

from onroll.vault.content_checks.scanner import Content, ScannerAway

log = structlog.get_logger()

PIECE_BYTES = 64 * 1024
LONGEST_ANSWER_BYTES = 4096
SECONDS = 60  # for one step of the talk, not for the whole file: a scan of a large archive takes long
BUILT_IN = "built-in"


class ScannerSettingUnreadable(ValueError):
    """ONROLL_SCANNER names nothing that is known."""


@dataclasses.dataclass(frozen=True, slots=True)
class Clamd:
    """ClamAV's daemon at a Unix socket (`path`) or at a host and port."""

    path: str = ""
    host: str = ""
    port: int = 0
    seconds: float = SECONDS

    @property
    def name(self) -> str:
        """What findings call it."""
        return "clamav"

    def scan(self, content: Content) -> tuple[str, ...]:
        """Return `virus` where the daemon finds something, `too-large-to-scan` where it does not take all of it.

        Raises: ScannerAway, where it does not answer, or answers with an error.
        """
        try:
            with self._connected() as connection, content.open() as stream:
                answer = _talk(connection, stream)
        except OSError as away:
            raise ScannerAway(type(away).__name__) from away
        return _codes_of(answer)

    def _connected(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=self.seconds)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self.seconds)
        try:
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        return connection


def from_setting(value: str) -> Clamd | None:
    """Return the daemon that a setting names: `clamd:///run/clamav/clamd.ctl` or `clamd://host:3310`; None for none.

    Raises: ScannerSettingUnreadable.
    """
    if value == BUILT_IN:
        return None
    parts = urlsplit(value)
    if parts.scheme == "clamd" and not parts.netloc and parts.path:
        return Clamd(path=parts.path)
    if parts.scheme == "clamd" and parts.hostname and parts.port and not parts.path:
        return Clamd(host=parts.hostname, port=parts.port)
    raise ScannerSettingUnreadable(
        f"ONROLL_SCANNER is {value!r}: write {BUILT_IN}, clamd:///path/of/its/socket or clamd://host:port"
    )


def _talk(connection: socket.socket, stream: BinaryIO) -> bytes:
    connection.sendall(b"zINSTREAM\0")
    # A daemon that has heard enough answers and closes while we still send: its answer counts, not our failed write.
    with suppress(BrokenPipeError, ConnectionResetError):
        while piece := stream.read(PIECE_BYTES):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
    answer = bytearray()
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER_BYTES:
        piece = connection.recv(LONGEST_ANSWER_BYTES)
        if not piece:
            break
        answer += piece
    return bytes(answer)


def _codes_of(answer: bytes) -> tuple[str, ...]:
    words = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if words == "stream: OK":
        return ()
    if words.startswith("stream: ") and words.endswith(" FOUND"):
        log.warning("vault.scanner.found", signature=words[len("stream: ") : -len(" FOUND")][:100])
        # Heuristics may say that they met a limit or a lock; each counts as found: such a file is not let through.
        return ("virus",)
    if words.startswith("INSTREAM size limit exceeded"):
        return ("too-large-to-scan",)
    raise ScannerAway("answer not understood")
