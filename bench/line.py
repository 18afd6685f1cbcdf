"""The whole line: uploads that survive a power cut, repository search over 100,000 held children, and every page.

Each database is measured in a process and a folder of its own: SQLite always, PostgreSQL where ONROLL_TEST_DATABASE_URL
or a server on 127.0.0.1:5432 answers.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench.measure import Line

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/"
SCRATCH = "onroll_bench"


def lines() -> Iterator[Line]:
    """Yield the lines of each database that answers."""
    yield from on_each_database("bench.line_worker")


def on_each_database(worker: str) -> Iterator[Line]:
    """Yield what a worker measures on each database that answers."""
    yield from measured("SQLite", "", worker)
    server = os.environ.get("ONROLL_TEST_DATABASE_URL", POSTGRESQL)
    if _answers():
        base = server.rsplit("/", 1)[0]
        with scratch(f"{base}/postgres") as name:
            yield from measured("PostgreSQL", f"{base}/{name}", worker)


@contextlib.contextmanager
def scratch(server: str) -> Iterator[str]:
    """Make an empty database for one measurement, and remove it afterwards; two benchmarks never share one."""
    name = f"{SCRATCH}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _answers() -> bool:
    if "ONROLL_TEST_DATABASE_URL" in os.environ:
        return True
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0


def measured(name: str, database: str, worker: str = "bench.line_worker") -> Iterator[Line]:
    """Yield what a worker measures on one database, in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="onroll-bench-", dir=_disk()) as folder:
        env = {
            **os.environ,
            "ONROLL_VAR": folder,
            "ONROLL_SECRET_KEY": "only-for-the-benchmark",
            "ONROLL_VAULT_KEY": "00" * 32,
            "ONROLL_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
            "ONROLL_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "onroll.config.settings",
        }
        if database:
            env["ONROLL_DATABASE_URL"] = database
        asked = subprocess.run(
            [sys.executable, "-m", worker, name], env=env, stdout=subprocess.PIPE, text=True, check=True
        )
        for row in asked.stdout.splitlines():
            yield Line(**json.loads(row))


def _disk() -> Path:
    """Return a folder on a real disk: /tmp may be memory, where fsync costs nothing."""
    folder = Path(__file__).resolve().parents[1] / "var"
    folder.mkdir(exist_ok=True)
    return folder
