"""An officer's day over 50,000 open cases in one authority: each page, giving 1,000 over, and 70 officers at once.

The pages are measured on each database. The crowd (Locust, from an environment of its own) works on PostgreSQL through
`onroll serve`. ONROLL_BENCH_CASES, ONROLL_BENCH_OFFICERS and ONROLL_BENCH_CROWD_SECONDS make it smaller.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench import line as whole_line
from bench import measure
from bench.measure import HOME, Line
from tools import environment
from tools.machine import Stop

CROWD = HOME / ".venv-bench"
OFFICERS = os.environ.get("ONROLL_BENCH_OFFICERS", "70")
SECONDS = os.environ.get("ONROLL_BENCH_CROWD_SECONDS", "600")
PORT = os.environ.get("ONROLL_BENCH_PORT", "8115")
AIM_MS = 300


def lines() -> Iterator[Line]:
    """Yield every line of this benchmark."""
    yield from whole_line.measured("SQLite", "", "bench.casework_worker")
    if not whole_line._answers():  # noqa: SLF001 - the same question as the line's
        yield measure.line("PostgreSQL", "left out", [0], "nothing answers on 127.0.0.1:5432")
        return
    server = os.environ.get("ONROLL_TEST_DATABASE_URL", whole_line.POSTGRESQL).rsplit("/", 1)[0]
    with (
        whole_line.scratch(f"{server}/postgres") as name,
        tempfile.TemporaryDirectory(prefix="onroll-casework-", dir=whole_line._disk()) as folder,  # noqa: SLF001
    ):
        env = _environment(folder, f"{server}/{name}")
        yield from _pages(env, folder)
        yield from _crowd(env, Path(folder))


def _environment(folder: str, database: str) -> dict[str, str]:
    return {
        **os.environ,
        "ONROLL_VAR": folder,
        "ONROLL_DATABASE_URL": database,
        "ONROLL_SECRET_KEY": "only-for-the-benchmark",
        "ONROLL_VAULT_KEY": "00" * 32,
        "ONROLL_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "ONROLL_LOG_LEVEL": "ERROR",
        "ONROLL_SFTP_PORT": "0",
        "ONROLL_CLOCK": "false",
        "PORT": PORT,
        "DJANGO_SETTINGS_MODULE": "onroll.config.settings",
    }


def _pages(env: dict[str, str], folder: str) -> Iterator[Line]:
    """Measure each page in one process, and let the officers in for the crowd."""
    worker = [sys.executable, "-m", "bench.casework_worker", "PostgreSQL", folder]
    asked = subprocess.run(worker, cwd=HOME, env=env, stdout=subprocess.PIPE, text=True, check=True)
    for row in asked.stdout.splitlines():
        yield Line(**json.loads(row))


def _crowd(env: dict[str, str], folder: Path) -> Iterator[Line]:
    """Let all officers work at once, and tell how long each kind of page took the one in twenty that waits longest."""
    try:
        environment.make(CROWD)
        lock = environment.REQUIREMENTS / "bench.txt"
        if not environment.is_current(CROWD, lock):
            environment.install(CROWD, lock)
    except Stop:
        yield measure.line("70 officers at once", "left out", [0], "no .venv-bench (requirements/bench.txt)")
        return
    with _serving(env):
        program = [
            CROWD / "bin" / "locust",
            "-f",
            "bench/casework_officers.py",
            "--headless",
            "--json",
            "--only-summary",
        ]
        program += ["-u", OFFICERS, "-r", "10", "-t", f"{SECONDS}s", "--host", f"http://127.0.0.1:{PORT}"]
        told = {**os.environ, "ONROLL_BENCH_OFFICERS_FILE": str(folder / "officers.json")}
        asked = subprocess.run(
            program, cwd=HOME, env=told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
    yield from _told(json.loads(asked.stdout))


def _told(rows: list[dict]) -> Iterator[Line]:
    """Yield one line for each kind of page, and one for all."""
    everything: dict[float, int] = {}
    for row in sorted(rows, key=lambda row: row["name"]):
        times = {float(key): value for key, value in row["response_times"].items()}
        for key, value in times.items():
            everything[key] = everything.get(key, 0) + value
        yield _line(f"{OFFICERS} officers: {row['name']}", times, row["num_failures"])
    failures = sum(row["num_failures"] for row in rows)
    yield _line(f"{OFFICERS} officers for {SECONDS} s: every page", everything, failures)


def _line(name: str, times: dict[float, int], failures: int) -> Line:
    """Return a line of milliseconds: `times` says how many answers took each time."""
    asked = sum(times.values())
    note = f"95 of 100: {_at(times, 0.95):,.0f} ms (aim: under {AIM_MS}); {asked:,} asked, {failures:,} failed"
    return Line(name, "ms", _at(times, 0.5), min(times, default=0), max(times, default=0), note)


def _at(times: dict[float, int], share: float) -> float:
    """Return the time below which this share of the answers lies (nearest rank)."""
    wanted, seen = share * sum(times.values()), 0
    for key in sorted(times):
        seen += times[key]
        if seen >= wanted:
            return key
    return 0.0


@contextlib.contextmanager
def _serving(env: dict[str, str]) -> Iterator[None]:
    """Serve as an installation does, until the crowd has gone home."""
    process = subprocess.Popen([HOME / ".venv" / "bin" / "onroll", "serve"], env=env, stdout=subprocess.DEVNULL)
    try:
        for _ in range(120):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/sign-in/", timeout=5).close()
                break
            time.sleep(0.5)
        yield
    finally:
        process.terminate()
        process.wait(30)
