"""A whole OnRoll whose file folders answer: `onroll serve` with ONROLL_SFTP_PORT, and the clients' words for it."""

import dataclasses
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import ready
from tests.peers.mesh import running as serving

SENDER, TAKER, STRANGER = "8201234", "8205678", "8384001"
SECONDS_TO_START = 180


@dataclasses.dataclass(frozen=True)
class Running:
    """Folders that answer: the port, the folder of the private keys, and the installation's environment and log."""

    port: int
    keys: Path
    environment: dict[str, str]
    log: Path

    def sftp(
        self, commands: str, *, mailbox: str = SENDER, key: str = "", start: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run OpenSSH's sftp with a batch of commands. A command with `-` before it may fail."""
        batch = [*self._sftp(key or mailbox), "-b", "-", f"{mailbox}@127.0.0.1{start}"]
        return subprocess.run(batch, input=commands, capture_output=True, text=True, timeout=120, check=False)

    def start_sftp(self, commands: str, *, mailbox: str = SENDER) -> "subprocess.Popen[bytes]":
        """Start OpenSSH's sftp and leave it running."""
        one = subprocess.Popen(
            [*self._sftp(mailbox), "-l", "4000", "-b", "-", f"{mailbox}@127.0.0.1"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert one.stdin is not None
        one.stdin.write(commands.encode())
        one.stdin.close()
        return one

    def rclone(self, *words: str, mailbox: str = SENDER) -> subprocess.CompletedProcess[str]:
        """Run rclone; `there:` in a word is the mailbox."""
        program = [*self._rclone(mailbox), *(word.replace("there:", ":sftp:") for word in words)]
        return subprocess.run(program, capture_output=True, text=True, timeout=120, check=False)

    def start_rclone(self, *words: str, mailbox: str = SENDER) -> "subprocess.Popen[bytes]":
        """Start rclone and leave it running."""
        program = [*self._rclone(mailbox), *(word.replace("there:", ":sftp:") for word in words)]
        return subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _sftp(self, key: str) -> list[str]:
        said = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "IdentitiesOnly=yes")
        options = [word for one in (*said, "IdentityAgent=none") for word in ("-o", one)]
        return ["sftp", "-F", "/dev/null", *options, "-P", str(self.port), "-i", str(self.keys / key)]

    def _rclone(self, mailbox: str) -> list[str]:
        where = ["--sftp-host", "127.0.0.1", "--sftp-port", str(self.port), "--sftp-user", mailbox]
        key = ["--sftp-key-file", str(self.keys / mailbox), "--config", "/dev/null"]
        return ["rclone", *where, *key, "--retries", "1", "--low-level-retries", "1"]


def make_keys(folder: Path, *names: str) -> None:
    """Make key pairs with OpenSSH's own program."""
    for name in names:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / name], check=True)


def fill(folder: Path, keys: Path, database: str = "", **more: str) -> dict[str, str]:
    """Fill an installation and return its environment."""
    port = str(serving.free_port())
    ours = {**ready.for_installation(database), "ONROLL_SFTP_PORT": port}
    env = {**serving.environment_for(folder, database), **ours, **more}
    (folder / "static").mkdir(exist_ok=True)
    program = [sys.executable, "-m", "tests.peers.sftp.installation", str(keys)]
    filled = subprocess.run(program, cwd=serving.HOME, env=env, capture_output=True, check=False)
    if filled.returncode != 0:
        raise RuntimeError(filled.stderr.decode()[-4000:])
    return env


@contextmanager
def installation(folder: Path, database: str = "", **more: str) -> Iterator[Running]:
    """Fill an installation and serve it until the block ends."""
    keys = folder / "clients"
    keys.mkdir()
    make_keys(keys, SENDER, TAKER, STRANGER)
    env = fill(folder, keys, database, **more)
    make_keys(keys, "wrong")
    with serving.serving(folder, env, {}, workers=1, threads=2) as one:
        running = Running(int(env["ONROLL_SFTP_PORT"]), keys, env, one.log)
        wait_until_it_answers(running)
        yield running


def wait_until_it_answers(running: Running) -> None:
    """Knock until the server says what it speaks."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", running.port), timeout=5) as knock:
                if knock.recv(8).startswith(b"SSH-2.0"):
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the folders did not answer:\n{running.log.read_text()[-4000:]}")


def listed(running: Running, folder: str, **more: str) -> list[str]:
    """Return the names in a folder."""
    done = running.sftp(f"ls -1 {folder}\n", **more)
    assert done.returncode == 0, done.stderr
    return [line.removeprefix(f"{folder}/") for line in done.stdout.splitlines() if not line.startswith("sftp>")]


def wait_for(happens: Callable[[], object]) -> None:
    """Wait until something has happened in another process."""
    until = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)
