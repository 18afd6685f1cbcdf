"""The unmodified `rclone` against a running `onroll serve`."""

import os
import signal
from pathlib import Path

from tests.peers.sftp.running import TAKER, Running, listed, wait_for


def test_it_copies_small_and_large_files_and_the_other_moves_them_away(running: Running, here: Path) -> None:
    outgoing, incoming = here / "outgoing", here / "incoming"
    outgoing.mkdir()
    sent = {
        "large.bin": os.urandom(9_876_543),
        "small.txt": b"a few words",
        "caf\N{LATIN SMALL LETTER E WITH ACUTE}": b"x",
    }
    for name, data in sent.items():
        (outgoing / f"TO_{TAKER}_{name}").write_bytes(data)

    copied = running.rclone("copy", str(outgoing), "there:in")
    assert copied.returncode == 0, copied.stderr
    sizes = running.rclone("lsf", "--format", "sp", "there:out", mailbox=TAKER)
    assert sorted(sizes.stdout.splitlines()) == sorted(f"{len(data)};{name}" for name, data in sent.items())
    moved = running.rclone("move", "there:out", str(incoming), mailbox=TAKER)

    assert moved.returncode == 0, moved.stderr
    assert {path.name: path.read_bytes() for path in incoming.iterdir()} == sent
    assert listed(running, "out", mailbox=TAKER) == []


def test_it_writes_under_a_temporary_name_and_renames(running: Running, here: Path) -> None:
    (here / "a").write_bytes(b"renamed" * 1000)

    put = running.rclone("copyto", str(here / "a"), f"there:in/TO_{TAKER}_renamed.txt.abcd1234.partial")
    before = listed(running, "out", mailbox=TAKER)
    renamed = running.rclone(
        "moveto", f"there:in/TO_{TAKER}_renamed.txt.abcd1234.partial", f"there:in/TO_{TAKER}_renamed.txt"
    )

    assert (put.returncode, before, renamed.returncode) == (0, [], 0), put.stderr + renamed.stderr
    assert running.rclone("cat", "there:out/renamed.txt", mailbox=TAKER).stdout == "renamed" * 1000


def test_a_second_run_sends_nothing_twice(running: Running, here: Path) -> None:
    (here / f"TO_{TAKER}_once.txt").write_text("once")

    for _ in range(2):
        done = running.rclone("copy", str(here), "there:in")
        assert done.returncode == 0, done.stderr

    assert listed(running, "out", mailbox=TAKER) == ["once.txt"]


def test_an_upload_that_is_killed_appears_nowhere(running: Running, here: Path) -> None:
    (here / f"TO_{TAKER}_killed.bin").write_bytes(os.urandom(6_000_000))
    client = running.start_rclone("copy", str(here), "there:in", "--bwlimit", "500k", "--buffer-size", "0")
    unfinished = Path(running.environment["ONROLL_VAR"]) / "vault"
    wait_for(lambda: list(unfinished.rglob("*.part")))
    client.send_signal(signal.SIGKILL)
    client.wait(20)
    wait_for(lambda: not list(unfinished.rglob("*.part")))

    assert not [name for name in listed(running, "in") if "killed" in name]
    assert listed(running, "out", mailbox=TAKER) == []


def test_a_refused_file_is_an_error_with_its_code_in_words(running: Running, here: Path) -> None:
    (here / "leaver.xml").write_bytes(b"<CTfile/>")

    done = running.rclone("copy", str(here), "there:in")

    assert done.returncode != 0
    assert "file-refused" in done.stderr
    assert "name-unknown" in done.stderr
