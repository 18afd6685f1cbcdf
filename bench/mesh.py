"""The message door with mesh-client: small and large messages, a full inbox, 2 GB in chunks; in turn with mesh-sandbox.

Each server runs in processes and a folder of its own; ours makes every message durable (fsync) before it answers, the
sandbox's file store does not. All three are measured in turn, round after round, so that other work on the machine
meets them alike.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import line as whole_line
from bench import measure
from bench.measure import HOME, Line
from tests.peers.mesh import running
from tools import environment
from tools.machine import Stop

ROUNDS, SECONDS = 3, float(os.environ.get("ONROLL_BENCH_MESH_SECONDS", "4"))
GIGABYTES = float(os.environ.get("ONROLL_BENCH_MESH_GB", "2"))
INBOX = int(os.environ.get("ONROLL_BENCH_MESH_INBOX", "100000"))
CONNECTIONS = int(os.environ.get("ONROLL_BENCH_MESH_CONNECTIONS", "10000"))
PEERS = HOME / ".venv-peers"
SCRATCH = "onroll_bench_mesh"
SANDBOX = ("X26ABC1", "X26ABC2", "password")  # two of the mailboxes it comes with
Target = tuple[str, str, str, str, str]  # name, address, sender, recipient, password


def lines() -> Iterator[Line]:
    """Yield every line of this benchmark."""
    with ExitStack() as stack:
        ours = {"SQLite": stack.enter_context(_ours("SQLite", ""))}
        if whole_line._answers():  # noqa: SLF001 - the same question as the line's
            ours["PostgreSQL"] = stack.enter_context(_ours("PostgreSQL", SCRATCH))
        targets = [(name, one.url, "8201234", "8205678", one.passwords["8201234"]) for name, one in ours.items()]
        sandbox = stack.enter_context(_sandbox())
        note = "" if sandbox else "no mesh-sandbox: .venv-peers could not be made"
        targets += [sandbox] if sandbox else []
        for threads in (1, 4, 8):
            yield from _rates(targets, "messages of 5 KB", threads, 5_000, note)
        yield from _rates(targets, "messages of 4 MB", 1, 4_000_000, note)
        for name, one in ours.items():
            yield from _full_inbox(name, one)
            yield from _large(name, one)
            yield from _crowd(name, one)


def _rates(targets: list[Target], what: str, threads: int, size: int, note: str) -> Iterator[Line]:
    found: dict[str, list[float]] = {target[0]: [] for target in targets}
    for _ in range(ROUNDS):
        for target in targets:
            asked = _worker("send", *target[1:], str(threads), str(size), str(SECONDS))
            found[target[0]].append(asked["rate"])
    for name, rates in found.items():
        yield measure.line(f"{name}: {what}, {threads} threads", "messages/s", rates, note)


def _full_inbox(name: str, one: running.Running) -> Iterator[Line]:
    """Fill an inbox with rows, and list it: a page, and all of it page after page."""
    subprocess.run(
        [sys.executable, "-m", "bench.mesh_worker", "fill", str(INBOX)],
        cwd=HOME,
        env=one.environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    asked = _worker("list", one.url, "8384001", one.passwords["8384001"])
    yield measure.line(f"{name}: a page of 500 of an inbox of {INBOX:,}", "ms", asked["page_ms"])
    yield measure.line(f"{name}: counting it", "ms", asked["count_ms"])
    yield measure.line(f"{name}: every page of it", "s", [asked["all_s"]], f"{asked['found']:,} ids")


def _crowd(name: str, one: running.Running) -> Iterator[Line]:
    """Let one sender open thousands of connections, and time what another address gets meanwhile."""
    asked = _worker("crowd", one.url, "8201234", one.passwords["8201234"], str(CONNECTIONS))
    note = ", ".join(f"{count:,} x {status}" for status, count in sorted(asked["answers"].items()))
    yield measure.line(f"{name}: a call beside {CONNECTIONS:,} connections of one key", "ms", asked["ms"], note)


def _large(name: str, one: running.Running) -> Iterator[Line]:
    size = int(GIGABYTES * 1024**3)
    before = _peak_mb(one.process.pid)
    asked = _worker("large", one.url, "8201234", "8205678", one.passwords["8201234"], str(size))
    note = f"server's peak memory, all workers: {before:.0f} MB before, {_peak_mb(one.process.pid):.0f} MB after"
    yield measure.line(f"{name}: one message of {GIGABYTES:g} GB in chunks", "MB/s", [size / 1e6 / asked["s"]], note)


def _peak_mb(parent: int) -> float:
    """Return the most memory that a server's workers ever held, together (VmHWM)."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = dict(row.split(":", 1) for row in status.read_text().splitlines())
        except OSError:
            continue  # it ended while we looked
        if int(text["PPid"]) == parent and "VmHWM" in text:
            total += int(text["VmHWM"].split()[0])
    return total / 1024


def _worker(*arguments: str) -> dict:
    asked = subprocess.run(
        [sys.executable, "-m", "bench.mesh_worker", *arguments], cwd=HOME, stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(asked.stdout)


@contextmanager
def _ours(name: str, database: str) -> Iterator[running.Running]:
    url = ""
    if database:
        server = os.environ.get("ONROLL_TEST_DATABASE_URL", whole_line.POSTGRESQL).rsplit("/", 1)[0]
        url = f"{server}/{database}"
        _fresh(server, database)
    disk = whole_line._disk()  # noqa: SLF001 - the same disk as the line's
    with (
        tempfile.TemporaryDirectory(prefix=f"onroll-mesh-{name}-", dir=disk) as folder,
        running.installation(Path(folder), url) as one,
    ):
        yield one


def _fresh(server: str, database: str) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {database}")


@contextmanager
def _sandbox() -> Iterator[Target | None]:
    """Serve PyPI's mesh-sandbox with its file store, from an environment of its own."""
    lock = environment.REQUIREMENTS / "peers.txt"
    try:
        environment.make(PEERS)
        if not environment.is_current(PEERS, lock):
            environment.install(PEERS, lock)
    except Stop:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="onroll-sandbox-", dir=whole_line._disk()) as folder:  # noqa: SLF001
        port = running.free_port()
        env = {"AUTH_MODE": "full", "STORE_MODE": "file", "SHARED_KEY": "BackBone", "MAILBOXES_DATA_DIR": folder}
        program = [PEERS / "bin" / "uvicorn", "mesh_sandbox.api:app", "--port", str(port), "--log-level", "warning"]
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(program, env={**os.environ, **env}, stdout=log, stderr=log)
            try:
                one = running.Running(f"http://127.0.0.1:{port}", {}, process, {}, Path(folder, "log"))
                running.wait_until_it_answers(one)
                yield ("mesh-sandbox (no fsync)", one.url, *SANDBOX)
            finally:
                process.terminate()
                process.wait(30)
