"""The server is killed with `kill -9` while a client sends: what was closed is there whole, and nothing else."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.peers.mesh.conftest import databases
from tests.peers.mesh.running import HOME
from tests.peers.sftp import conftest
from tests.peers.sftp.running import SENDER, TAKER, Running, fill, listed, make_keys, wait_for, wait_until_it_answers

KILLS, FILES = 2, 60

# Of its own: the installation of the other tests goes on meanwhile.
DATABASE = f"{conftest.DATABASE}_kill"


@pytest.mark.skipif(shutil.which("sftp") is None, reason="no sftp on this machine")
@pytest.mark.parametrize("database", databases())
def test_what_was_closed_before_a_kill_is_there_whole_and_nothing_half_written(tmp_path: Path, database: str) -> None:
    keys, folder, sent = tmp_path / "keys", tmp_path / "installation", tmp_path / "sent"
    for one in (keys, folder, sent):
        one.mkdir()
    make_keys(keys, SENDER, TAKER)
    if database == "postgresql":
        conftest._empty_database(DATABASE)
    env = fill(folder, keys, "" if database == "sqlite" else f"{conftest.SERVER}/{DATABASE}")
    acknowledged: set[str] = set()

    for kill in range(KILLS):
        names = [f"{kill}-{number}.bin" for number in range(FILES)]
        for name in names:
            (sent / name).write_bytes(os.urandom(400_000 if name.endswith("5.bin") else 3_000))
        with folders(env, keys) as (running, process):
            acknowledged |= put_until_killed(running, process, sent, names)

    with folders(env, keys) as (running, _):
        there = set(listed(running, "out", mailbox=TAKER))
        running.sftp(f"get out/* {folder}/\n", mailbox=TAKER)
    # A file in flight when the server died may have been kept and never answered for: at most one each time.
    assert acknowledged <= there
    assert len(there - acknowledged) <= KILLS
    assert all((folder / name).read_bytes() == (sent / name).read_bytes() for name in there)
    assert len(acknowledged) > KILLS  # or the kills came too soon to show anything
    if database == "postgresql":
        conftest._empty_database(DATABASE, make=False)


def put_until_killed(running: Running, process: "subprocess.Popen[bytes]", sent: Path, names: list[str]) -> set[str]:
    """Send files until the server is gone. Returns the names of those that the client was told are closed."""
    log = sent.parent / "client.log"
    with log.open("wb") as out:
        batch = "".join(f"put {sent / name} in/TO_{TAKER}_{name}\n" for name in names)
        client = subprocess.Popen(
            [*running._sftp(SENDER), "-b", "-", f"{SENDER}@127.0.0.1"],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
        assert client.stdin is not None
        client.stdin.write(batch.encode())
        client.stdin.close()
        wait_for(lambda: log.read_text().count("sftp> put") > 8)
        process.send_signal(signal.SIGKILL)
        client.wait(60)
    begun = log.read_text().count("sftp> put")  # the client says what it does before it does it
    return set(names[: begun - 1])


@contextmanager
def folders(env: dict[str, str], keys: Path) -> Iterator[tuple[Running, "subprocess.Popen[bytes]"]]:
    """Open the folders alone."""
    log = keys / "log"
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "onroll", "sftp"], cwd=HOME, env=env, stdout=out, stderr=out)
        running = Running(int(env["ONROLL_SFTP_PORT"]), keys, env, log)
        try:
            wait_until_it_answers(running)
            yield running, process
        finally:
            process.kill()
            process.wait(30)
