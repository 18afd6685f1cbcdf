"""A whole OnRoll in a temporary folder: its database, its files, and `onroll serve` as a real process."""

import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import ready

HOME = Path(__file__).resolve().parents[3]
SECONDS_TO_START = 180  # other tests, or another run of them, may have the machine


@dataclasses.dataclass(frozen=True)
class Running:
    """A server that answers: where, with which passwords, and the process."""

    url: str
    passwords: dict[str, str]
    process: subprocess.Popen[bytes]
    environment: dict[str, str]
    log: Path


def environment_for(folder: Path, database: str = "") -> dict[str, str]:
    """Return the environment of an installation in a folder."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("ONROLL_")}
    env |= {
        "ONROLL_VAR": str(folder),
        "ONROLL_SECRET_KEY": "only-for-tests-and-never-anywhere-else",
        "ONROLL_VAULT_KEY": "00" * 32,
        "ONROLL_DEMONSTRATION": "false",
        "ONROLL_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "ONROLL_LOG_LEVEL": "INFO",
        "ONROLL_CLOCK": "false",
        "DJANGO_SETTINGS_MODULE": "onroll.config.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return {**env, "ONROLL_DATABASE_URL": database} if database else env


@contextmanager
def installation(
    folder: Path,
    database: str = "",
    *,
    workers: int = 2,
    threads: int = 12,
    filled_by: str = "tests.peers.mesh.installation",
    **more: str,
) -> Iterator[Running]:
    """Fill an installation and serve it until the block ends; `more` is added to its environment."""
    env = {**environment_for(folder, database), **ready.for_installation(database), **more}
    (folder / "static").mkdir(exist_ok=True)
    filled = subprocess.run([sys.executable, "-m", filled_by], cwd=HOME, env=env, capture_output=True, check=False)
    if filled.returncode != 0:
        raise RuntimeError(filled.stderr.decode()[-4000:])
    with serving(folder, env, json.loads(filled.stdout), workers=workers, threads=threads) as running:
        yield running


@contextmanager
def serving(
    folder: Path, env: dict[str, str], passwords: dict[str, str], *, workers: int, threads: int
) -> Iterator[Running]:
    """Serve an installation that is filled."""
    port, log = free_port(), folder / "server.log"
    program = [sys.executable, "-m", "onroll", "serve", "--port", str(port)]
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*program, "--workers", str(workers), "--threads", str(threads)],
            cwd=HOME,
            env=env,
            stdout=out,
            stderr=out,
        )
        try:
            running = Running(f"http://127.0.0.1:{port}", passwords, process, env, log)
            wait_until_it_answers(running)
            yield running
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_until_it_answers(running: Running) -> None:
    """Ask for a sign of life until there is one."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and running.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{running.url}/messageexchange/_ping", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer:\n{running.log.read_text()[-4000:]}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
