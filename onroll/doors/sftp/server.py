"""The server: who may come in, how many, and until when. What is done inside is in `folders`."""

import asyncio
import contextlib
import resource
import signal
from collections.abc import AsyncIterator, Callable
from typing import IO

import asyncssh
import structlog
from django.conf import settings

from onroll.audit.act import new_request_id
from onroll.doors.models import MachineKey
from onroll.doors.sftp import hostkey, publickeys, queries
from onroll.doors.sftp.desk import Desk
from onroll.doors.sftp.errors import KEY_ENDED, TEMPORARY, SftpRefusal
from onroll.doors.sftp.folders import Folders
from onroll.doors.sftp.turnstile import Limits, Turnstile
from onroll.doors.sftp.wire import Session

SIGN_IN_SECONDS, LOOK_SECONDS, SILENCE_SECONDS, BACKLOG = 20, 1.0, 30, 1024
MOST_KEYS_TRIED, MOST_SESSIONS = 12, 2
TOO_MANY = "too-many-connections: Close the others, or wait: ONROLL_SFTP_CONNECTIONS_PER_KEY"
log = structlog.get_logger()


class House:
    """What all connections share."""

    def __init__(self, limits: Limits, *, clock: Callable[[], float]) -> None:
        self.desk, self.turnstile = Desk(), Turnstile(limits, clock)
        self.connections: set[Door] = set()
        self.turned_away = 0

    async def look_for_ended_keys(self) -> None:
        """Cut off the connections whose key was ended since the last look."""
        wanted = {door.key.pk for door in self.connections if door.key is not None}
        if not wanted:
            return
        try:
            in_force = await self.desk.run(queries.keys_in_force, wanted)
        except SftpRefusal:
            return  # the database is away; it is asked before anything is accepted, too
        for door in list(self.connections):
            if door.key is not None and door.key.pk in wanted - in_force:
                log.info("doors.sftp.cut_off", key=door.key.reference, session=door.session_id)
                door.cut_off(f"{KEY_ENDED.code}: {KEY_ENDED.words}")


class Door(asyncssh.SSHServer):
    """One connection: signed in by the public key of a mailbox, or not at all."""

    def __init__(self, house: House) -> None:
        self._house, self.session_id = house, new_request_id()
        self._address, self._mailbox, self._is_inside, self._tried = "", "", False, 0
        self.key: MachineKey | None = None
        self._proven: MachineKey | None = None
        self._sessions: list[Folders] = []
        self._conn: asyncssh.SSHServerConnection

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Let a connection in, or close it before any work is done for it."""
        self._conn = conn
        self._address = str((conn.get_extra_info("peername") or ("",))[0])
        self._is_inside = self._house.turnstile.enter(self._address)
        if not self._is_inside:
            self._house.turned_away += 1
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the library's signature
        """Count the connection out. What was being sent leaves no trace."""
        self._house.connections.discard(self)
        for folders in self._sessions:
            folders.break_off()
        if self._is_inside:
            self._house.turnstile.leave(self._address, self.key.pk if self.key else None)
            self._is_inside = False

    def begin_auth(self, username: str) -> bool:
        """Ask everybody for a key. The name is the mailbox's code."""
        self._mailbox = username.strip().upper()
        return True

    def public_key_auth_supported(self) -> bool:
        """Take keys, and nothing else."""
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002
        """Say whether a key opens the mailbox. A mailbox that is not there and a wrong key get the same answer."""
        self._tried, self._proven = self._tried + 1, None
        if self._tried > MOST_KEYS_TRIED:
            self._conn.disconnect(asyncssh.DISC_NO_MORE_AUTH_METHODS_AVAILABLE, "too-many-keys: Offer the right one")
            return False
        try:
            given = publickeys.of(key)
            found = await self._house.desk.run(queries.key_with, self._mailbox, given.fingerprint)
        except publickeys.PublicKeyUnreadable:
            return False
        except SftpRefusal:
            words = f"{TEMPORARY.code}: {TEMPORARY.words}"
            self._conn.disconnect(asyncssh.DISC_SERVICE_NOT_AVAILABLE, words)
            return False
        if found is None or found.public_key != given.text:
            log.info("doors.sftp.sign_in_refused", session=self.session_id)
            return False
        self._proven = found
        return True

    def auth_completed(self) -> None:
        """Count the connection to its key, or close it: that key has too many."""
        key = self._proven
        if key is None or not self._house.turnstile.sign_in(self._address, key.pk):
            log.info("doors.sftp.too_many", key=key.reference if key else "", session=self.session_id)
            self._conn.disconnect(asyncssh.DISC_TOO_MANY_CONNECTIONS, TOO_MANY)
            return
        self.key = key
        self._house.connections.add(self)
        log.info("doors.sftp.opened", key=key.reference, session=self.session_id)

    def session_requested(self) -> Session | bool:
        """Open the folders to who has signed in."""
        key = self.key
        if key is None or len(self._sessions) >= MOST_SESSIONS:
            return False
        house = self._house

        def make_folders(channel: asyncssh.SSHServerChannel[bytes]) -> Folders:
            folders = Folders(channel, key=key, session_id=self.session_id, desk=house.desk, turnstile=house.turnstile)
            self._sessions.append(folders)
            return folders

        return Session(make_folders)

    def cut_off(self, words: str) -> None:
        """End the connection at once, and say why."""
        self._conn.disconnect(asyncssh.DISC_BY_APPLICATION, words)


def limits() -> Limits:
    """Return the limits of this installation."""
    return Limits(
        connections=settings.SFTP_CONNECTIONS,
        per_key=settings.SFTP_CONNECTIONS_PER_KEY,
        per_address=settings.SFTP_CONNECTIONS_PER_ADDRESS,
        new_per_minute=settings.SFTP_NEW_PER_MINUTE,
        files_per_minute=settings.SFTP_FILES_PER_MINUTE,
    )


@contextlib.asynccontextmanager
async def listening(host: str, port: int) -> AsyncIterator[tuple[int, House]]:
    """Listen until the block ends; yields the port. What is under way then is finished or leaves nothing."""
    asyncssh.set_log_level("WARNING")  # what the library says below that holds the names of files
    house = House(limits(), clock=asyncio.get_running_loop().time)
    acceptor = await asyncssh.listen(
        host,
        port,
        server_factory=lambda: Door(house),
        server_host_keys=[hostkey.at(settings.SFTP_HOST_KEY)],
        server_version="OnRoll",
        backlog=BACKLOG,
        login_timeout=SIGN_IN_SECONDS,
        keepalive_interval=SILENCE_SECONDS,
        password_auth=False,
        kbdint_auth=False,
        compression_algs=None,
        allow_pty=False,
        agent_forwarding=False,
        x11_forwarding=False,
        line_editor=False,
    )
    looking = asyncio.create_task(_keep_looking(house))
    try:
        yield acceptor.get_port(), house
    finally:
        looking.cancel()
        acceptor.close()
        for door in list(house.connections):
            door.cut_off("closing: The door is being closed. Come back in a minute")
        await acceptor.wait_closed()
        await asyncio.to_thread(house.desk.close)


async def _keep_looking(house: House) -> None:
    said = 0
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        await house.look_for_ended_keys()
        if house.turned_away != said:
            log.warning("doors.sftp.turned_away", count=house.turned_away - said)
            said = house.turned_away


def allow_many_connections() -> None:
    """Raise this process's own limit of open files to the most it may have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def serve(host: str, port: int, *, ready: Callable[[int, str], None], beside: IO[str] | None = None) -> None:
    """Serve until a signal, or until `beside` ends: the pipe of the process that started this one, however it ended.

    Calls `ready` with port and fingerprint once connections are taken. Raises: OSError; asyncssh.KeyImportError.
    """
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    if beside is not None:
        loop.add_reader(beside.fileno(), stopped.set)
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stopped.set)
    async with listening(host, port) as (taken_port, _):
        ready(taken_port, hostkey.at(settings.SFTP_HOST_KEY).get_fingerprint())
        await stopped.wait()
