"""How a session is run: the library's SFTP server with fewer requests, which knows what the client closed itself."""

from collections.abc import Callable
from typing import Any, cast

import asyncssh
from asyncssh.constants import FXP_WRITE
from asyncssh.packet import SSHPacket
from asyncssh.sftp import SFTPServerHandler
from asyncssh.stream import SSHReader, SSHServerStreamSession, SSHWriter

from onroll.doors.sftp.folders import Folders

VERSION = 3
# What we do beyond version 3. Hard links, copies between handles and the like are not offered.
EXTENSIONS = (b"posix-rename@openssh.com", b"lsetstat@openssh.com", b"limits@openssh.com")


class Handler(SFTPServerHandler):
    """Answers requests one after the other."""

    _extensions = [pair for pair in SFTPServerHandler._extensions if pair[0] in EXTENSIONS]  # noqa: SLF001 - extended here

    async def _process_write(self, packet: SSHPacket) -> int:
        """Take a write, and no notice of bytes behind it.

        rclone (1.60, by pkg/sftp) sends its whole buffer with the last, shorter piece of a file and says the right
        length; OpenSSH's server reads that length alone, the library refuses. `test_rclone.py` holds this to it.
        """
        handle, offset, data = packet.get_string(), packet.get_uint64(), packet.get_string()
        file = self._file_handles.get(handle)
        if file is None:
            raise asyncssh.SFTPInvalidHandle("There is nothing open under this handle")
        return await cast("Folders", self._server).write(file, offset, data)

    _packet_handlers: dict[int | bytes, Any] = {
        kind: handler
        for kind, handler in SFTPServerHandler._packet_handlers.items()  # noqa: SLF001 - extended here
        if isinstance(kind, int) or kind in EXTENSIONS
    } | {FXP_WRITE: _process_write}

    async def _cleanup(self, exc: Exception | None) -> None:
        """End the session. What is still open then was not closed by the client, so it must not be received."""
        folders = self._server
        if isinstance(folders, Folders):
            folders.break_off()
        await super()._cleanup(exc)


class Session(SSHServerStreamSession[bytes]):
    """A session that is nothing but SFTP: no shell, no command, no copy of files by `scp` of the old kind."""

    def __init__(self, make_folders: Callable[["asyncssh.SSHServerChannel[bytes]"], Folders]) -> None:
        super().__init__(None)
        self._make_folders = make_folders

    def subsystem_requested(self, subsystem: str) -> bool:
        """Take SFTP alone."""
        return subsystem == "sftp"

    def session_started(self) -> None:
        """Run the server for this session."""
        channel = cast("asyncssh.SSHServerChannel[bytes]", self._chan)
        connection = cast("asyncssh.SSHServerConnection", self._conn)
        channel.set_encoding(None)
        self._encoding = None
        reader, writer = SSHReader[bytes](self, channel), SSHWriter[bytes](self, channel)
        handler = Handler(self._make_folders(channel), reader, writer, VERSION)
        connection.create_task(handler.run(), reader.logger)
