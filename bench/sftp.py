"""The file folders with OpenSSH's own client: small files, 100 MB in flat memory, and a crowd of one key.

Small files go in turn to ours on each database and to OpenSSH's own server, so that other work on the machine meets
them alike. Ours has every file, its row and its ledger entry on disk before it answers; OpenSSH's does not fsync.
"""

import dataclasses
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import line as whole_line
from bench import measure
from bench.measure import HOME, Line
from bench.mesh import _fresh
from tests.peers.mesh.running import free_port
from tests.peers.sftp.running import SENDER, STRANGER, TAKER, Running, fill, make_keys, wait_until_it_answers

ROUNDS = int(os.environ.get("ONROLL_BENCH_SFTP_ROUNDS", "3"))
FILES = int(os.environ.get("ONROLL_BENCH_SFTP_FILES", "100"))  # of each connection, each round
MEGABYTES = int(os.environ.get("ONROLL_BENCH_SFTP_MB", "100"))
CROWD = int(os.environ.get("ONROLL_BENCH_SFTP_CROWD", "10000"))
SMALL_BYTES = 5_000
SCRATCH = "onroll_bench_sftp"
SSHD, SFTP_SERVER = Path("/usr/sbin/sshd"), Path("/usr/lib/openssh/sftp-server")
ROOMY = {
    "ONROLL_SFTP_FILES_PER_MINUTE": "10000000",
    "ONROLL_SFTP_DAY_BYTES": str(10**13),
    "ONROLL_SFTP_LIMIT_BYTES": str(10**10),
    "ONROLL_LOG_LEVEL": "WARNING",
}
CONFIGURATION = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/{sender}.pub
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
LogLevel ERROR
Subsystem sftp {server}
"""
_numbers = itertools.count(1)


@dataclasses.dataclass(frozen=True)
class Target:
    """A server: how its client is called, where its files go, and under which names."""

    name: str
    running: Running
    user: str
    place: str
    pid: int

    def put(self, source: Path, count: int, *, connections: int) -> float:
        """Put a file so often under new names, over so many connections at once. Returns files a second."""
        batches = ["".join(f"put {source} {self._name()}\n" for _ in range(count)) for _ in range(connections)]
        client = [*self.running._sftp(SENDER), "-q", "-b", "-", f"{self.user}@127.0.0.1"]  # noqa: SLF001 - the peers' own words
        start = time.perf_counter()
        clients = [
            subprocess.Popen(
                client, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
            for _ in batches
        ]
        for one, batch in zip(clients, batches, strict=True):
            one.stdin.write(batch)
            one.stdin.close()
        for one in clients:
            said = one.stderr.read()
            assert one.wait() == 0, said
        return count * connections / (time.perf_counter() - start)

    def _name(self) -> str:
        return f"{self.place}TO_{TAKER}_{next(_numbers)}.bin"


def lines() -> Iterator[Line]:
    """Yield every line of this benchmark."""
    if shutil.which("sftp") is None:
        print("no sftp here: apt install openssh-client", file=sys.stderr)
        return
    disk = whole_line._disk()  # noqa: SLF001 - the same disk as the line's
    with tempfile.TemporaryDirectory(prefix="onroll-sftp-", dir=disk) as folder, ExitStack() as stack:
        home = Path(folder)
        keys = home / "keys"
        keys.mkdir()
        make_keys(keys, SENDER, TAKER, STRANGER)
        ours = [stack.enter_context(_ours("SQLite", home, keys, ""))]
        if whole_line._answers():  # noqa: SLF001 - the same question as the line's
            ours.append(stack.enter_context(_ours("PostgreSQL", home, keys, SCRATCH)))
        theirs = stack.enter_context(_openssh(home, keys))
        for connections in (1, 4, 8):
            yield from _small([*ours, *theirs], home, connections, "" if theirs else "no sshd here: openssh-server")
        for target in ours:
            yield from _large(target, home)
        yield from _crowd(ours[0], keys)


def _small(targets: list[Target], home: Path, connections: int, note: str) -> Iterator[Line]:
    source = home / "small"
    source.write_bytes(os.urandom(SMALL_BYTES))
    found: dict[str, list[float]] = {target.name: [] for target in targets}
    for _ in range(ROUNDS):
        for target in targets:
            found[target.name].append(target.put(source, FILES, connections=connections))
    for name, rates in found.items():
        yield measure.line(f"{name}: files of 5 KB by sftp, {connections} connections", "files/s", rates, note)


def _large(target: Target, home: Path) -> Iterator[Line]:
    """Put one large file, and see how much memory the server has ever had before and after."""
    source = home / "large"
    source.write_bytes(os.urandom(1_000_000) * MEGABYTES)
    before = _most_memory(target.pid)
    rates = [target.put(source, 1, connections=1) * MEGABYTES for _ in range(ROUNDS)]
    grown = _most_memory(target.pid) - before
    yield measure.line(f"{target.name}: a file of {MEGABYTES} MB by sftp", "MB/s", rates)
    yield measure.line(f"{target.name}: memory it cost the server", "MB", [grown], f"{before:.0f} MB before")


def _crowd(target: Target, keys: Path) -> Iterator[Line]:
    """Let one key make thousands of connections, and time what another key, from another address, waits meanwhile."""
    alone = [_listing_ms(target.running) for _ in range(5)]
    program = [
        sys.executable,
        "-m",
        "bench.sftp_worker",
        str(target.running.port),
        SENDER,
        str(keys / SENDER),
        str(CROWD),
    ]
    crowd = subprocess.Popen(program, cwd=HOME, stdout=subprocess.PIPE, text=True)
    during = [_listing_ms(target.running)]
    while crowd.poll() is None:
        during.append(_listing_ms(target.running))
    assert crowd.stdout is not None
    note = f"{crowd.stdout.read().strip()}; another key was served {len(during)} times"
    yield measure.line(f"{target.name}: sign in and list, alone", "ms", alone)
    yield measure.line(f"{target.name}: the same beside {CROWD:,} connections of one key", "ms", during, note)


def _listing_ms(running: Running) -> float:
    client = running._sftp(STRANGER)  # noqa: SLF001 - the peers' own words
    start = time.perf_counter()
    done = subprocess.run(
        [*client, "-o", "BindAddress=127.0.0.2", "-b", "-", f"{STRANGER}@127.0.0.1"],
        input="ls out\n",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return (time.perf_counter() - start) * 1000


@contextmanager
def _ours(name: str, home: Path, keys: Path, database: str) -> Iterator[Target]:
    folder, url = home / name, ""
    folder.mkdir()
    if database:
        server = os.environ.get("ONROLL_TEST_DATABASE_URL", whole_line.POSTGRESQL).rsplit("/", 1)[0]
        url = f"{server}/{database}"
        _fresh(server, database)
    env = fill(folder, keys, url, **ROOMY)
    log = folder / "server.log"
    with log.open("wb") as out, _stopped_afterwards([sys.executable, "-m", "onroll", "sftp"], env, out) as pid:
        running = Running(int(env["ONROLL_SFTP_PORT"]), keys, env, log)
        wait_until_it_answers(running)
        yield Target(name, running, SENDER, "in/", pid)


@contextmanager
def _openssh(home: Path, keys: Path) -> Iterator[list[Target]]:
    """Serve a folder with OpenSSH's own server; nothing, where it is not installed."""
    if not SSHD.exists() or not SFTP_SERVER.exists():
        yield []
        return
    folder, port = home / "openssh", free_port()
    (folder / "in").mkdir(parents=True)
    make_keys(keys, "host")
    said = CONFIGURATION.format(port=port, folder=keys, sender=SENDER, server=SFTP_SERVER)
    (folder / "configuration").write_text(said)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where Debian's sshd parts with its privileges
    log = folder / "log"
    program = [str(SSHD), "-D", "-e", "-f", str(folder / "configuration")]
    with log.open("wb") as out, _stopped_afterwards(program, dict(os.environ), out) as pid:
        running = Running(port, keys, {}, log)
        wait_until_it_answers(running)
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        yield [Target("OpenSSH (no fsync)", running, user, f"{folder}/in/", pid)]


@contextmanager
def _stopped_afterwards(program: list[str], env: dict[str, str], out: object) -> Iterator[int]:
    process = subprocess.Popen(program, cwd=HOME, env=env, stdout=out, stderr=out)  # type: ignore[call-overload]
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def _most_memory(pid: int) -> float:
    """Return the most memory that a process has ever had, in MB."""
    rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmHWM")) / 1024
