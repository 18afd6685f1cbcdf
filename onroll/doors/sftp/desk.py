"""Where the folder door's blocking work is done: a few threads, each with a database connection of its own.

The one place that turns what can go wrong there into an answer of the protocol.
"""

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from django.db import close_old_connections, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from onroll.audit.refusals import Refusal
from onroll.doors.sftp import errors
from onroll.doors.sftp.errors import DISC_FULL, INTERNAL, NOT_THERE, TEMPORARY, SftpRefusal
from onroll.vault.actions import IntakeAbandoned
from onroll.vault.queries import FileDestroyed
from onroll.web import troubles
from onroll.web.troubles import Trouble

THREADS = 8
Result = TypeVar("Result")
log = structlog.get_logger()


class Desk:
    """Runs one request's work at a time in each thread."""

    def __init__(self, threads: int = THREADS) -> None:
        self._connections: list[BaseDatabaseWrapper] = []
        self._pool = ThreadPoolExecutor(threads, "sftp", initializer=self._note_connection)

    async def run(self, work: Callable[..., Result], /, *arguments: Any, **named: Any) -> Result:
        """Return what the work returns, done in a thread.

        Raises: SftpRefusal, whatever went wrong.
        """
        call = functools.partial(answered, work, *arguments, **named)
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def close(self) -> None:
        """Wait for what is under way, and give the database connections back."""
        self._pool.shutdown(wait=True)
        for one in self._connections:
            one.inc_thread_sharing()
            one.close()
            one.dec_thread_sharing()

    def _note_connection(self) -> None:
        self._connections.append(connection._connections[connection._alias])  # type: ignore[attr-defined]  # noqa: SLF001 - this thread's own


def answered(work: Callable[..., Result], /, *arguments: Any, **named: Any) -> Result:
    """Do a piece of work; what goes wrong becomes an answer, and what nobody foresaw is logged without its values."""
    close_old_connections()
    try:
        return work(*arguments, **named)
    except Exception as fault:
        refusal = _refusal_for(fault)
        if refusal is not None:
            raise refusal from fault
        log.error("doors.sftp.failed", fault=type(fault).__name__, where=_where(fault))  # noqa: TRY400 - no values
        raise SftpRefusal(INTERNAL) from fault
    finally:
        close_old_connections()


def _refusal_for(wrong: Exception) -> SftpRefusal | None:
    """Return what is answered where the client, or what passes, is the cause; None, for a fault."""
    if isinstance(wrong, SftpRefusal):
        return wrong
    if isinstance(wrong, Refusal):
        return errors.from_refusal(wrong)
    if isinstance(wrong, FileDestroyed | IntakeAbandoned | FileNotFoundError):  # it went while it was read or sent
        return SftpRefusal(NOT_THERE)
    trouble = troubles.of(wrong)
    if trouble is None:
        return None
    log.error("doors.sftp.trouble", trouble=trouble.value)
    return SftpRefusal(DISC_FULL if trouble is Trouble.NO_ROOM else TEMPORARY)


def _where(fault: BaseException) -> str:
    """Return module and line of a fault: its words may hold what a sender sent."""
    last = fault.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return f"{last.tb_frame.f_globals.get('__name__')}:{last.tb_lineno}" if last else ""
