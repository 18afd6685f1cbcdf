"""What passes is told from what is a fault of ours."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import InterfaceError, OperationalError

from onroll.web import error_pages, troubles
from onroll.web.troubles import Trouble


def sqlite_error(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("as SQLite says it")
    cause.sqlite_errorcode = code
    return caused(cause)


def postgresql_error(state: str | None) -> OperationalError:
    cause = psycopg.OperationalError("as PostgreSQL says it")
    cause.sqlstate = state
    return caused(cause)


def caused(cause: Exception) -> OperationalError:
    error = OperationalError("as Django says it")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("raised", "trouble"),
    [
        (OSError(errno.ENOSPC, "full"), Trouble.NO_ROOM),
        (OSError(errno.EDQUOT, "full for us"), Trouble.NO_ROOM),
        (OSError(errno.EACCES, "not ours"), None),
        (sqlite_error(sqlite3.SQLITE_FULL), Trouble.NO_ROOM),
        (sqlite_error(sqlite3.SQLITE_BUSY), Trouble.DATABASE_AWAY),
        (sqlite_error(sqlite3.SQLITE_IOERR | 3 << 8), Trouble.DATABASE_AWAY),
        (sqlite_error(sqlite3.SQLITE_ERROR), None),  # no such table, for one
        (postgresql_error("53100"), Trouble.NO_ROOM),
        (postgresql_error(None), Trouble.DATABASE_AWAY),  # no connection
        (postgresql_error("57P01"), Trouble.DATABASE_AWAY),
        (postgresql_error("42P01"), None),
        (OperationalError("of neither"), None),
        (InterfaceError("connection already closed"), Trouble.DATABASE_AWAY),
        (ValueError(), None),
        (None, None),
    ],
)
def test_what_passes_is_told_from_a_fault(raised: BaseException | None, trouble: Trouble | None) -> None:
    assert troubles.of(raised) is trouble


def test_every_trouble_has_a_page() -> None:
    assert set(error_pages.TROUBLES) == set(Trouble)
