"""The folder door as tests need it: a server in a thread of its own, and clients that speak SFTP to it."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncssh
from django.db import connections

from onroll.access.models import Organisation, Role
from onroll.doors import actions
from onroll.doors.models import KeyKind
from onroll.doors.sftp import server
from onroll.vault import actions as vault_actions
from tests.integration.doors.caller import operator

Result = TypeVar("Result")
LETTER = "TO_8205678_letter.txt"


class Dropper:
    """An organisation's software with a key pair."""

    def __init__(self, organisation: Organisation, role: Role = Role.ADMISSIONS) -> None:
        self.pair, self.mailbox = asyncssh.generate_private_key("ssh-ed25519"), organisation.code
        public = self.pair.export_public_key().decode()
        self.key = actions.add_key(
            operator(), organisation=organisation, kind=KeyKind.SFTP, role=role, public_key=public
        ).key


class RunningDoor:
    """A server that listens on a free port, and a loop in which clients are run too."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self.port, self.house = 0, None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._ready.wait(20)

    def _run(self) -> None:
        self.loop.run_until_complete(self._serve())
        self.loop.close()

    async def _serve(self) -> None:
        async with server.listening("127.0.0.1", 0) as (self.port, self.house):
            self._ready.set()
            await self._stop.wait()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        connections.close_all()

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run a client's work and return what it returns."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def connected(self, who: Dropper, *, mailbox: str = "", pair: Any = None, source: str = "") -> Any:
        """Return a connection as a context manager."""
        return asyncssh.connect(
            "127.0.0.1",
            self.port,
            username=mailbox or who.mailbox,
            client_keys=[pair or who.pair],
            known_hosts=None,
            config=None,
            agent_path=None,
            local_addr=(source, 0) if source else None,
        )

    @asynccontextmanager
    async def session(self, who: Dropper) -> Any:
        """Open a session."""
        async with self.connected(who) as connection, connection.start_sftp_client() as client:
            yield client

    def put(self, who: Dropper, name: str, data: bytes) -> None:
        """Send a file whole."""
        self.do(self._put(who, name, data))

    async def _put(self, who: Dropper, name: str, data: bytes) -> None:
        async with self.session(who) as client, client.open(f"/in/{name}", "wb") as file:
            await file.write(data)

    def get(self, who: Dropper, path: str) -> bytes:
        """Read a file whole."""
        return self.do(self._get(who, path))

    async def _get(self, who: Dropper, path: str) -> bytes:
        async with self.session(who) as client, client.open(path, "rb") as file:
            return await file.read()

    def names(self, who: Dropper, folder: str) -> list[str]:
        """List a folder."""
        return self.do(self._names(who, folder))

    async def _names(self, who: Dropper, folder: str) -> list[str]:
        async with self.session(who) as client:
            return sorted(await client.listdir(folder))

    def refusal(self, who: Dropper, method: str, *arguments: Any) -> tuple[type, str]:
        """Return the kind and the code of what a method of the client is refused with."""
        return self.do(self._refusal(who, method, arguments))

    async def _refusal(self, who: Dropper, method: str, arguments: tuple[Any, ...]) -> tuple[type, str]:
        async with self.session(who) as client:
            try:
                await getattr(client, method)(*arguments)
            except asyncssh.SFTPError as refused:
                return type(refused), refused.reason.split(":")[0]
        raise AssertionError("it was not refused")


def files_on_disk() -> list[str]:
    """Return every file that the vault holds."""
    folder = vault_actions.folder()
    return [str(path) for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
