"""The two folders as one connection sees them: every request of the protocol, answered for the mailbox of its key."""

import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import islice
from typing import Any, ParamSpec, TypeVar

import asyncssh
import structlog
from django.conf import settings

from onroll.audit.act import Act
from onroll.doors import acting
from onroll.doors.models import MachineKey, SftpDrop
from onroll.doors.sftp import actions, listing, names, queries
from onroll.doors.sftp.desk import Desk
from onroll.doors.sftp.errors import (
    EXISTS,
    IS_FOLDER,
    KEY_ENDED,
    NO_FOLDERS,
    NO_LINKS,
    NOT_RENAMED,
    NOT_SUPPORTED,
    NOT_THERE,
    ONLY_IN,
    ONLY_OUT,
    QUOTA,
    TOO_MANY_OPEN,
    TOO_OFTEN,
    SftpRefusal,
)
from onroll.doors.sftp.handles import Handle, Reading, Text, Upload, upload_of
from onroll.doors.sftp.names import Folder, Place, place_of
from onroll.doors.sftp.queries import Entry
from onroll.doors.sftp.streams import Served
from onroll.doors.sftp.turnstile import Turnstile
from onroll.transfer.models import Message
from onroll.vault import actions as vault_actions

# With two sessions a connection, ten connections a key and 3 MB an upload, a key holds 480 MB of memory at the worst.
MOST_OPEN, MOST_LISTED = 8, 100_000
WRITES = asyncssh.FXF_WRITE | asyncssh.FXF_APPEND | asyncssh.FXF_CREAT | asyncssh.FXF_TRUNC
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
log = structlog.get_logger()


def answering(
    method: Callable[Parameters, Awaitable[Result]],
) -> Callable[Parameters, Awaitable[Result]]:
    """Answer a refusal in the words of the protocol, and log its code."""

    @functools.wraps(method)
    async def answer(*arguments: Parameters.args, **named: Parameters.kwargs) -> Result:
        try:
            return await method(*arguments, **named)
        except SftpRefusal as refusal:
            log.info("doors.sftp.refused", code=refusal.error.code)
            raise refusal.answer() from refusal

    return answer


class Folders(asyncssh.SFTPServer):
    """One session. The methods are those of `asyncssh.SFTPServer`, called one at a time."""

    def __init__(self, channel: Any, *, key: MachineKey, session_id: str, desk: Desk, turnstile: Turnstile) -> None:
        super().__init__(channel)
        self._key, self._session_id, self._desk, self._turnstile = key, session_id, desk, turnstile
        self._open: list[Handle] = []
        self._is_broken_off = False

    def break_off(self) -> None:
        """Say that the connection has ended. What is still open was not closed by the client: it leaves no trace."""
        self._is_broken_off = True
        for one in self._open:
            if isinstance(one, Upload):
                one.abandon()

    @answering
    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Handle:  # noqa: ARG002
        """Open a file: of `in` to send one, of `out` or a report to read it."""
        if len(self._open) >= MOST_OPEN:
            raise SftpRefusal(TOO_MANY_OPEN)
        place = place_of(path)
        handle = await (self._begun(place, pflags) if pflags & WRITES else self._opened(place))
        self._open.append(handle)
        return handle

    async def _begun(self, place: Place, pflags: int) -> Handle:
        if place.folder is not Folder.IN or not place.name:
            raise SftpRefusal(ONLY_IN)
        if pflags & asyncssh.FXF_APPEND:
            raise SftpRefusal(NOT_SUPPORTED, "A file is sent whole, never added to")
        names.check_drop_name(place.name)
        if not self._turnstile.may_begin_file(self._key.pk):
            raise SftpRefusal(TOO_OFTEN)
        await self._desk.run(_check_may_begin, self._act("send"), self._key, place.name, pflags)
        return Upload(place.name, limit=settings.SFTP_LIMIT_BYTES)

    async def _opened(self, place: Place) -> Handle:
        _check_file(place)
        return await self._desk.run(_open_to_read, self._act("read"), self._key, place)

    @answering
    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """Take some bytes of a file that is being sent."""
        await upload_of(file_obj).write(self._desk, offset, data)
        return len(data)

    @answering
    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """Return some bytes of what is being read; none after its end."""
        if isinstance(file_obj, Reading):
            return await file_obj.read(self._desk, offset, size)
        if isinstance(file_obj, Text):
            return file_obj.content[offset : offset + size]
        raise SftpRefusal(ONLY_OUT)

    @answering
    async def close(self, file_obj: object) -> None:
        """End a handle. For a file that was sent: receive it. What the client did not close itself is forgotten."""
        self._open = [one for one in self._open if one is not file_obj]
        if isinstance(file_obj, Upload):
            intake = await file_obj.intake(self._desk)
            await self._desk.run(_receive, self._act("send"), self._key, file_obj.name, intake)
        elif isinstance(file_obj, Reading) and file_obj.served.first > 0:
            await self._desk.run(
                actions.end_reading,
                self._act("collect"),
                message=file_obj.message,
                served_bytes=file_obj.served.first,
                is_broken_off=self._is_broken_off,
            )

    @answering
    async def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """Say what is at a path."""
        place = place_of(path)
        if not place.name:
            return listing.folder(place.folder, acting.now())
        upload = self._upload_named(place)
        if upload is not None:
            return listing.file(Entry(upload.name, upload.size, acting.now()))
        return listing.file(await self._desk.run(_entry_at, self._act("look"), place))

    async def lstat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """Say what is at a path: there are no links."""
        return await self.stat(path)

    @answering
    async def fstat(self, file_obj: object) -> asyncssh.SFTPAttrs:
        """Say what is open."""
        if isinstance(file_obj, Upload):
            return listing.file(Entry(file_obj.name, file_obj.size, acting.now()))
        if isinstance(file_obj, Reading):
            at = file_obj.message.sent_at or file_obj.message.received_at
            return listing.file(Entry(file_obj.name, file_obj.stored.size, at))
        if isinstance(file_obj, Text):
            return listing.file(Entry(file_obj.name, len(file_obj.content), acting.now()))
        raise SftpRefusal(NOT_THERE)

    @answering
    async def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Take note of times and permissions that a client wants to set, and leave them as they are."""
        place = place_of(path)
        if place.folder is not Folder.IN:
            raise SftpRefusal(ONLY_IN)
        if attrs.size is not None:
            raise SftpRefusal(NOT_SUPPORTED, "A file is sent whole, never cut")

    async def lsetstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Do what `setstat` does."""
        await self.setstat(path, attrs)

    @answering
    async def fsetstat(self, file_obj: object, attrs: asyncssh.SFTPAttrs) -> None:
        """Do what `setstat` does, for what is open."""
        upload = upload_of(file_obj)
        if attrs.size not in (None, upload.size):
            raise SftpRefusal(NOT_SUPPORTED, "A file is sent whole, never cut")

    def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """List a folder."""
        try:
            which = _folder_at(path)
        except SftpRefusal as refusal:
            raise refusal.answer() from refusal
        return self._listed(which)

    async def _listed(self, which: Folder) -> AsyncIterator[asyncssh.SFTPName]:
        at = acting.now()
        if which is Folder.TOP:
            for one in (Folder.IN, Folder.OUT):
                yield asyncssh.SFTPName(one.value.encode(), attrs=listing.folder(one, at))
            return
        try:
            entries = await self._desk.run(_entries, self._act("list"), which)
        except SftpRefusal as refusal:
            raise refusal.answer() from refusal
        for entry in entries:
            yield listing.named(entry)

    @answering
    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Give a whole file that lies under a temporary name its own: it is received then."""
        old, new = place_of(oldpath), place_of(newpath)
        if old.folder is not Folder.IN or new.folder is not Folder.IN:
            raise SftpRefusal(ONLY_IN)
        if not old.name or not new.name:
            raise SftpRefusal(NO_FOLDERS)
        if self._upload_named(old) is not None:
            raise SftpRefusal(NOT_RENAMED, "Close the file before it is renamed")
        await self._desk.run(_rename, self._act("send"), self._key, old.name, new.name)

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Do what `rename` does."""
        await self.rename(oldpath, newpath)

    @answering
    async def remove(self, path: bytes) -> None:
        """Remove a file's entry: one that is being sent, was sent, a report, or one that was collected."""
        place = place_of(path)
        _check_file(place)
        upload = self._upload_named(place)
        if upload is not None:
            upload.abandon()
            return
        await self._desk.run(_remove, self._act("remove"), place)

    async def realpath(self, path: bytes) -> bytes:
        """Return the one form of a path, whether something is there or not."""
        try:
            return place_of(path).path
        except SftpRefusal as refusal:
            raise refusal.answer() from refusal

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:  # noqa: ARG002 - the protocol's signature
        """Refuse: there are two folders."""
        raise SftpRefusal(NO_FOLDERS).answer()

    def rmdir(self, path: bytes) -> None:  # noqa: ARG002 - the protocol's signature
        """Refuse: there are two folders."""
        raise SftpRefusal(NO_FOLDERS).answer()

    def readlink(self, path: bytes) -> bytes:  # noqa: ARG002 - the protocol's signature
        """Refuse: there are no links."""
        raise SftpRefusal(NO_LINKS).answer()

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:  # noqa: ARG002 - the protocol's signature
        """Refuse: there are no links."""
        raise SftpRefusal(NO_LINKS).answer()

    def format_user(self, uid: int | None) -> str:  # noqa: ARG002 - the protocol's signature
        """Return whose the files are."""
        return listing.OWNER

    def format_group(self, gid: int | None) -> str:  # noqa: ARG002 - the protocol's signature
        """Return the group of the files."""
        return listing.GROUP

    def _act(self, purpose: str) -> Act:
        return acting.act_for_key(
            self._key, at=acting.now(), purpose=f"file folder: {purpose}", request_id=self._session_id
        )

    def _upload_named(self, place: Place) -> Upload | None:
        if place.folder is not Folder.IN:
            return None
        return next((one for one in self._open if isinstance(one, Upload) and one.name == place.name), None)


def _folder_at(path: bytes) -> Folder:
    place = place_of(path)
    if place.name:
        raise SftpRefusal(NOT_THERE)
    return place.folder


def _check_file(place: Place) -> None:
    if not place.name:
        raise SftpRefusal(IS_FOLDER)
    if place.folder is Folder.TOP:
        raise SftpRefusal(NOT_THERE)


def _check_may_begin(act: Act, key: MachineKey, name: str, pflags: int) -> None:
    if not queries.is_in_force(key):
        raise SftpRefusal(KEY_ENDED)
    if queries.sent_bytes(act) >= settings.SFTP_DAY_BYTES:
        raise SftpRefusal(QUOTA)
    if pflags & asyncssh.FXF_EXCL and queries.dropped_file(act, name) is not None:
        raise SftpRefusal(EXISTS)


def _open_to_read(act: Act, key: MachineKey, place: Place) -> Handle:
    if not queries.is_in_force(key):
        raise SftpRefusal(KEY_ENDED)
    if place.folder is Folder.IN:
        report = queries.dropped_report(act, place.name)
        if report is not None:
            return Text(place.name, report.report.encode())
        raise SftpRefusal(ONLY_OUT if queries.dropped_file(act, place.name) else NOT_THERE)
    message = _message_at(act, place)
    stored = actions.begin_reading(act, message=message)
    return Reading(place.name, message, stored, Served(queries.served_bytes(act, message)))


def _receive(act: Act, key: MachineKey, name: str, intake: vault_actions.Intake) -> None:
    try:
        taken = intake.finish(act)
    except BaseException:
        intake.abandon()
        raise
    receive = actions.hold_file if names.is_temporary(name) else actions.drop_file
    receive(act, key=key, name=name, taken=taken)


def _entry_at(act: Act, place: Place) -> Entry:
    if place.folder is Folder.IN:
        drop = queries.dropped_file(act, place.name)
        if drop is not None:
            return Entry(drop.name, drop.size, drop.dropped_at)
        report = queries.dropped_report(act, place.name)
        if report is not None:
            return queries.report_entry(report)
        raise SftpRefusal(NOT_THERE)
    message = _message_at(act, place)
    return Entry(place.name, message.stored_file.size, message.sent_at or message.received_at)


def _entries(act: Act, which: Folder) -> list[Entry]:
    found: Iterator[Entry] = queries.entries_in(act) if which is Folder.IN else queries.entries_out(act)
    return list(islice(found, MOST_LISTED))


def _rename(act: Act, key: MachineKey, old_name: str, name: str) -> None:
    if queries.held_drop(act, old_name) is None and queries.dropped_file(act, old_name) is None:
        raise SftpRefusal(NOT_THERE)
    actions.drop_held(act, key=key, old_name=old_name, name=name)


def _remove(act: Act, place: Place) -> None:
    if place.folder is Folder.OUT:
        actions.remove_collected(act, message=_message_at(act, place))
        return
    drop: SftpDrop | None = queries.dropped_file(act, place.name)
    if drop is not None:
        actions.remove_file(act, drop=drop)
        return
    report = queries.dropped_report(act, place.name)
    if report is None:
        raise SftpRefusal(NOT_THERE)
    actions.remove_report(act, drop=report)


def _message_at(act: Act, place: Place) -> Message:
    found = queries.message_named(act, place.name) if place.folder is Folder.OUT else None
    if found is None:
        raise SftpRefusal(NOT_THERE)
    return found
