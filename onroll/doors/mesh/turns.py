"""Taking turns on SQLite, whose waiting writers sleep and poll; and commits that need not survive a power cut.

Measured with eight clients on two cores: writers that queue for a file lock wake at once, where SQLite's own waiting
leaves the database idle for up to 100 ms at a time. Only a queue: correctness rests on the database alone.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this installation's turn to write, where that is quicker. Always taken outside a transaction."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with Path(settings.VAULT_FOLDER).with_name("doors.turn").open("ab") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield  # closing the file gives the turn away


@contextmanager
def light_transaction() -> Iterator[None]:
    """Run a transaction that a killed process cannot lose, but a power cut may: for what is worth nothing tomorrow."""
    with turn(), light_in_turn():
        yield


@contextmanager
def light_in_turn() -> Iterator[None]:
    """Run such a transaction where the turn is taken already."""
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with _light_on_sqlite(), transaction.atomic():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")
            yield


@contextmanager
def _light_on_sqlite() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=FULL")


@contextmanager
def shared_commit() -> Iterator[None]:
    """Run a transaction that is on disk when the block has ended, without waiting for the disk while others queue.

    Every message adds to the ledger's one chain, so messages commit one after the other. The commit itself is light,
    and the flush comes after the turn has passed on: those who wait for the disk at the same moment share one flush.
    Raises what the block raises; then nothing stands. A flush that fails raises too: nothing is said to be accepted.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with light_transaction():
        yield
    flush()


def flush() -> None:
    """Bring every commit so far to the disk."""
    if connection.vendor == "sqlite":
        _flush_log_of_sqlite(str(connection.settings_dict["NAME"]))
        return
    with connection.cursor() as cursor:  # a commit that waits: it covers all that were written to the log before it
        cursor.execute("SELECT pg_logical_emit_message(true, 'onroll', 'flush')")


def _flush_log_of_sqlite(database: str) -> None:
    """Flush the write-ahead log. Where there is none any more, it was brought into the database, and that flushed."""
    try:
        log = os.open(f"{database}-wal", os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        os.fsync(log)
    finally:
        os.close(log)
