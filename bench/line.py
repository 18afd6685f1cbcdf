"""The whole line: uploads that survive a power cut, repository search over 100,000 held children, and every page.

Each database is measured in a process and a folder of its own: SQLite always, PostgreSQL where ONROLL_TEST_DATABASE_URL
or a server on 127.0.0.1:5432 answers.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Line

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/"
SCRATCH = "onroll_bench"


def lines() -> Iterator[Line]:
    """Yield the lines of each database that answers."""
    yield from _measured("SQLite", "")
    server = os.environ.get("ONROLL_TEST_DATABASE_URL", POSTGRESQL)
    if _answers():
        yield from _measured("PostgreSQL", server.rsplit("/", 1)[0] + f"/{SCRATCH}")


def _answers() -> bool:
    if "ONROLL_TEST_DATABASE_URL" in os.environ:
        return True
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0


def _measured(name: str, database: str) -> Iterator[Line]:
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
            [sys.executable, "-m", "bench.line_worker", name], env=env, stdout=subprocess.PIPE, text=True, check=True
        )
        for row in asked.stdout.splitlines():
            yield Line(**json.loads(row))


def _disk() -> Path:
    """Return a folder on a real disk: /tmp may be memory, where fsync costs nothing."""
    folder = Path(__file__).resolve().parents[1] / "var"
    folder.mkdir(exist_ok=True)
    return folder
