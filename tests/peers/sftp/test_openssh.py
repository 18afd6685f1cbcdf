"""The unmodified OpenSSH `sftp` against a running `onroll serve`."""

import os
import signal
from pathlib import Path

from tests.integration.transfer.files import Child, name_of, transfer_file
from tests.peers.sftp.running import STRANGER, TAKER, Running, listed, wait_for


def test_it_sends_a_transfer_file_and_the_other_collects_it(running: Running, here: Path) -> None:
    content = transfer_file(children=(Child(entry_on="2021-09-06"),))
    (here / name_of(number=7)).write_bytes(content)

    sent = running.sftp(f"cd in\nlcd {here}\nput -p {name_of(number=7)}\nls -l\n")
    assert sent.returncode == 0, sent.stderr
    assert f"{len(content)} " in sent.stdout
    report = running.sftp(f"get in/{name_of(number=7)}.report.txt {here}/report\n")
    assert report.returncode == 0, report.stderr
    assert "Result: accepted" in (here / "report").read_text()
    assert listed(running, "out", mailbox=TAKER) == [name_of(number=7)]
    got = running.sftp(f"get out/{name_of(number=7)} {here}/got\nrm out/{name_of(number=7)}\n", mailbox=TAKER)
    assert got.returncode == 0, got.stderr
    assert (here / "got").read_bytes() == content
    assert listed(running, "out", mailbox=TAKER) == []


def test_a_large_file_goes_through_whole_and_a_download_is_resumed(running: Running, here: Path) -> None:
    data = os.urandom(8_000_000)
    (here / "big").write_bytes(data)
    (here / "half.bin").write_bytes(data[:3_000_001])

    sent = running.sftp(f"put {here}/big in/TO_{TAKER}_half.bin\n")
    got = running.sftp(f"reget out/half.bin {here}/half.bin\n", mailbox=TAKER)

    assert (sent.returncode, got.returncode) == (0, 0), sent.stderr + got.stderr
    assert (here / "half.bin").read_bytes() == data
    # Only the second part was read here, so nobody knows that the whole has arrived: it still waits.
    refused = running.sftp("rm out/half.bin\n", mailbox=TAKER)
    assert "Permission denied" in refused.stderr


def test_an_upload_whose_client_is_killed_appears_nowhere(running: Running, here: Path) -> None:
    (here / "big").write_bytes(os.urandom(6_000_000))
    client = running.start_sftp(f"put {here}/big in/TO_{TAKER}_never.bin\n")
    unfinished = Path(running.environment["ONROLL_VAR"]) / "vault"
    wait_for(lambda: list(unfinished.rglob("*.part")))
    during = listed(running, "in")
    client.send_signal(signal.SIGKILL)
    client.wait(20)
    wait_for(lambda: not list(unfinished.rglob("*.part")))

    assert not [name for name in during + listed(running, "in") if "never" in name]
    assert listed(running, "out", mailbox=TAKER) == []


def test_a_wrong_key_and_another_mailbox_are_turned_away_alike(running: Running, here: Path) -> None:
    answers = {
        running.sftp("ls\n", key="wrong").stderr,
        running.sftp("ls\n", mailbox=TAKER, key=STRANGER).stderr.replace(TAKER, "8201234"),
        running.sftp("ls\n", mailbox="9999999", key=STRANGER).stderr.replace("9999999", "8201234"),
    }

    assert len(answers) == 1
    assert "Permission denied (publickey)" in answers.pop()


def test_tricks_with_paths_lead_nowhere(running: Running, here: Path) -> None:
    (here / "a").write_text("x")
    # A name of this run alone: what something else left in /tmp is no proof that the trick wrote there.
    aim = f"onroll-trick-{here.name}-{os.getpid()}"
    done = running.sftp(
        f"-get ../../etc/passwd {here}/stolen\n-get /etc/passwd {here}/stolen\n-put {here}/a ../../tmp/{aim}\n"
        f"-put {here}/a out/a\n-put {here}/a in/{'n' * 300}\n-ln -s /etc/passwd in/link\n-mkdir in/folder\n"
        f"-rename in ../in\n-put {here}/a in/../../a\nls -1\n"
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == ["in", "out"]
    assert not (here / "stolen").exists()
    assert not Path("/tmp", aim).exists()  # noqa: S108 - where the trick would have written


def test_a_refused_file_ends_the_upload_with_an_error_and_a_report(running: Running, here: Path) -> None:
    (here / "leaver.xml").write_bytes(b"<CTfile/>")

    sent = running.sftp(f"put {here}/leaver.xml in/\n")
    running.sftp(f"get in/leaver.xml.report.txt {here}/report\n")

    assert sent.returncode != 0
    assert "[name-unknown]" in (here / "report").read_text()
