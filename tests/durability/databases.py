"""Databases with nothing but tables for installations that are killed: SQLite always, PostgreSQL where it answers."""

import contextlib
import os
import socket
import uuid
from collections.abc import Iterator

import psycopg

from tests import ready

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


def server() -> str:
    """Return the address of the PostgreSQL server, without a database."""
    return os.environ.get("ONROLL_TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/").rsplit("/", 1)[0]


def answering() -> list[str]:
    """Return the databases that can be tested here."""
    with socket.socket() as probe:
        probe.settimeout(1)
        answers = "ONROLL_TEST_DATABASE_URL" in os.environ or probe.connect_ex(("127.0.0.1", 5432)) == 0
    return [SQLITE, POSTGRESQL] if answers else [SQLITE]


@contextlib.contextmanager
def empty(kind: str) -> Iterator[str]:
    """Yield the address of a database that goes afterwards: "" for the SQLite file of the installation."""
    if kind == SQLITE:
        yield ""
        return
    template, name = ready.postgresql(f"{server()}/postgres"), f"onroll_durability_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server()}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield f"{server()}/{name}"
    finally:
        with psycopg.connect(f"{server()}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
