"""`./run test` and `./run check`: what they run, on which database, and what they say is left out."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import browser, packages
from tools.machine import ONROLL, PYTHON, ROOT, call, quietly, say

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
# pytest's exit code when nothing was collected; fine under a `-k`, a fault otherwise.
NOTHING_COLLECTED = 5

NO_BROWSER = (
    "the browser journeys: Chromium, or a library it is driven by, is not here and we may not install it."
    f" As root: apt install {' '.join(browser.PACKAGES)}"
)
NO_SFTP_CLIENTS = (
    "OpenSSH's sftp and rclone against the file folders (tests/peers/sftp): not here, and we may not install them."
    f" As root: apt install {' '.join(sorted(set(packages.SFTP_CLIENTS.values())))}"
)
NO_POSTGRESQL = "PostgreSQL: nothing answers on 127.0.0.1:5432, and ONROLL_TEST_DATABASE_URL is not set"
CLOSED_POSTGRESQL = "PostgreSQL: it does not let us in; give ONROLL_TEST_DATABASE_URL an address that does"


@dataclass(frozen=True)
class Suite:
    """One run of pytest: its name for people, what it collects, the environment it gets and how many work on a core."""

    name: str
    paths: tuple[str, ...]
    env: dict[str, str]
    workers_per_core: int = 1


def run_suites(suites: list[Suite], left_out: list[str], arguments: list[str]) -> int:
    """Run every suite, sum up in plain words and return the worst exit code."""
    verdicts, worst = [], 0
    for suite in suites:
        say(f"\n== {suite.name}")
        code = call(PYTHON, "-m", "pytest", *suite.paths, *workers(suite.workers_per_core), *arguments, env=suite.env)
        if code == NOTHING_COLLECTED and arguments:
            verdicts.append(f"{suite.name}: nothing matched")
            continue
        verdicts.append(f"{suite.name}: {'passed' if code == 0 else 'FAILED'}")
        worst = max(worst, code)
    say("\n== In short")
    for line in [*verdicts, *(f"LEFT OUT - {reason}" for reason in left_out)]:
        say(f"   {line}")
    return worst


@contextlib.contextmanager
def ready_databases() -> Iterator[None]:
    """Share databases with every table between all suites; SQLite's is made meanwhile, as the first suites begin."""
    with tempfile.TemporaryDirectory(prefix="onroll-ready-") as folder:
        os.environ["ONROLL_TEST_READY"] = folder
        maker = subprocess.Popen([PYTHON, "-m", "tests.ready"], cwd=ROOT)
        try:
            yield
        finally:
            maker.wait()
            quietly(PYTHON, "-m", "tests.ready", "forget")
            del os.environ["ONROLL_TEST_READY"]


def workers(per_core: int) -> tuple[str, ...]:
    """Return pytest's words for so many processes on each core, of four cores at most."""
    return ("-n", str(per_core * min(4, len(os.sched_getaffinity(0)))), "--dist", "worksteal")


def all_suites() -> tuple[list[Suite], list[str]]:
    """Return the suites this machine can run, and in words what it cannot."""
    paths = ("tests", "--ignore=tests/journeys")
    suites = [Suite(name="Everything but the browser, on SQLite", paths=paths, env={})]
    left_out = []
    database, reason = postgresql()
    if database:
        env = {"ONROLL_DATABASE_URL": database}
        suites.append(Suite(name="Integration, on PostgreSQL", paths=("tests/integration",), env=env))
    else:
        left_out.append(reason)
    if not packages.have_sftp_clients():
        left_out.append(NO_SFTP_CLIENTS)
    found, missing = journeys()
    return suites + found, left_out + missing


def journeys() -> tuple[list[Suite], list[str]]:
    """Return the browser journeys where a browser is here or can be installed, or why they are left out."""
    chromium = browser.ready() or browser.install()
    if chromium is None:
        return [], [NO_BROWSER]
    env = {"ONROLL_CHROMIUM": chromium}
    # Two on a core: while one waits for its browser, the other works.
    return [Suite(name="Browser journeys", paths=("tests/journeys",), env=env, workers_per_core=2)], []


def postgresql() -> tuple[str | None, str]:
    """Return the address of a PostgreSQL that lets us in, or None and why not."""
    address = os.environ.get("ONROLL_TEST_DATABASE_URL")
    if not address:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", 5432)) != 0:
                return None, NO_POSTGRESQL
        address = POSTGRESQL
    # The address may hold a password, so it goes by the environment and is never printed.
    connect = "import os, psycopg; psycopg.connect(os.environ['PROBE'], connect_timeout=5).close()"
    code, _ = quietly(PYTHON, "-c", connect, env={"PROBE": address})
    if code != 0:
        return None, CLOSED_POSTGRESQL
    return address, ""


def check() -> int:
    """Run every check that changes nothing; print each with its time, and what a failing one said."""
    failures = 0
    with tempfile.TemporaryDirectory(prefix="onroll-check-") as folder:
        for name, command in check_steps():
            started = time.monotonic()
            code, output = quietly(*command, env=installation_in(folder))
            say(f"{'ok' if code == 0 else 'FAILED':7}{name:16}{time.monotonic() - started:6.1f} s")
            if code != 0:
                failures += 1
                say(output.rstrip() + "\n")
    say("Nothing to mend." if failures == 0 else f"{failures} of {len(check_steps())} checks failed.")
    return 1 if failures else 0


def check_steps() -> list[tuple[str, tuple[str | Path, ...]]]:
    """Return the checks by name, in the order that tells most soonest."""
    python = (PYTHON, "-m")
    places = (".", "run")
    return [
        ("ruff check", (*python, "ruff", "check", *places)),
        ("ruff format", (*python, "ruff", "format", "--check", *places)),
        ("import rules", (PYTHON.parent / "lint-imports",)),
        ("migrations", (ONROLL, "django", "makemigrations", "--check", "--dry-run")),
        ("generated docs", (ONROLL, "docs", "--check")),
        ("mypy", (*python, "mypy", "-p", "onroll", "-p", "tools")),
    ]


def installation_in(folder: str) -> dict[str, str]:
    """Return the environment of an empty installation, so that no check reads or makes the one in var/."""
    throwaway = "only-for-checks-and-never-anywhere-else-0123456789"
    return {"ONROLL_VAR": folder, "ONROLL_SECRET_KEY": throwaway, "ONROLL_VAULT_KEY": "00" * 32}


def mend() -> int:
    """Lay the code out and mend what the linter can mend by itself."""
    call(PYTHON, "-m", "ruff", "check", "--fix", "--quiet", ".", "run")
    return call(PYTHON, "-m", "ruff", "format", ".", "run")
