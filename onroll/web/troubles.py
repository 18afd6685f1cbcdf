"""Troubles of the machine under us that pass: a database that does not answer, a disk with no room left.

They are neither a refusal nor a fault of the product: the answer is 503 with the words of the table, and trying again
later is right. What is none of them is a fault, and stays one.
"""

import errno
import sqlite3
from enum import StrEnum

import psycopg
from django.db import InterfaceError, OperationalError
from django.http.response import HttpResponseBase

RETRY_AFTER_SECONDS = 30

# Source: sqlite.org/rescode.html. The low byte is the primary code.
SQLITE_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
    }
)
# Source: PostgreSQL's documentation, appendix A: connection exception, insufficient resources, operator intervention;
# 40 is a transaction that was rolled back for another's sake, 55P03 a lock that could not be had.
POSTGRESQL_AWAY = ("08", "53", "57", "40", "55P03")
POSTGRESQL_DISK_FULL = "53100"
NO_ROOM_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT})


class Trouble(StrEnum):
    """What is the matter."""

    DATABASE_AWAY = "database_away"
    NO_ROOM = "no_room"


def of(raised: BaseException | None) -> Trouble | None:
    """Say which passing trouble an exception stands for; None, for a fault."""
    if isinstance(raised, OSError):
        return Trouble.NO_ROOM if raised.errno in NO_ROOM_NUMBERS else None
    if isinstance(raised, InterfaceError):  # the connection broke in the middle
        return Trouble.DATABASE_AWAY
    if not isinstance(raised, OperationalError):
        return None
    cause = raised.__cause__
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    return _of_postgresql(cause) if isinstance(cause, psycopg.Error) else None


def answered(answer: HttpResponseBase) -> HttpResponseBase:
    """Add to the answer to a trouble when to try again."""
    answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _of_sqlite(cause: sqlite3.Error) -> Trouble | None:
    code = cause.sqlite_errorcode & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return Trouble.NO_ROOM
    return Trouble.DATABASE_AWAY if code in SQLITE_AWAY else None


def _of_postgresql(cause: psycopg.Error) -> Trouble | None:
    state = cause.sqlstate
    if state == POSTGRESQL_DISK_FULL:
        return Trouble.NO_ROOM
    return Trouble.DATABASE_AWAY if state is None or state.startswith(POSTGRESQL_AWAY) else None
