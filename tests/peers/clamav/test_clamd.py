"""Our client against ClamAV's own daemon, with a signature database of one line: no download, no real virus.

The mark is the industry's harmless test string, made in two halves so that this file is not itself taken for one.
"""

import hashlib
import io
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onroll.vault.content_checks import clamd
from onroll.vault.content_checks.scanner import Content

MARK = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + r"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
DAEMON = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
SECONDS_TO_START = 30
pytestmark = pytest.mark.skipif(DAEMON is None, reason="clamd is not installed (Debian: apt-get install clamav-daemon)")

CONFIGURATION = """\
LocalSocket {folder}/clamd.ctl
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {folder}/signatures
LogFile {folder}/clamd.log
TemporaryDirectory {folder}
Foreground yes
StreamMaxLength 1M
MaxThreads 2
"""


@pytest.fixture(scope="module")
def settings_of_daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """ClamAV's daemon on a socket and a port of its own, knowing one signature; yield the settings that name it."""
    folder = Path("/tmp") / f"clamd-{os.getpid()}"  # noqa: S108 - the path of a Unix socket has few characters
    (folder / "signatures").mkdir(parents=True)
    (folder / "signatures" / "test.ndb").write_text(f"Test.Mark:0:*:{MARK.hex()}\n")
    line = f"{hashlib.md5(MARK).hexdigest()}:{len(MARK)}:Test.Whole\n"  # noqa: S324 - the form of ClamAV's own table
    (folder / "signatures" / "test.hdb").write_text(line)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port))
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([str(DAEMON), "--config-file", str(configuration)], stdout=said, stderr=said)
    try:
        _wait(process, folder)
        yield {"unix": f"clamd://{folder}/clamd.ctl", "tcp": f"clamd://127.0.0.1:{port}"}
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder)


def _wait(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(folder / "clamd.ctl")) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"clamd did not start: {(folder / 'said').read_text()[-2000:]}")


def scan(setting: str, content: bytes) -> tuple[str, ...]:
    daemon = clamd.from_setting(setting)
    assert daemon is not None
    return daemon.scan(Content("file.pdf", len(content), lambda: io.BytesIO(content)))


@pytest.mark.parametrize("way", ["unix", "tcp"])
def test_the_daemon_s_verdicts_are_understood(settings_of_daemon: dict[str, str], way: str) -> None:
    setting = settings_of_daemon[way]

    assert scan(setting, b"%PDF-1.7 nothing to see") == ()
    assert scan(setting, b"") == ()
    assert scan(setting, MARK) == ("virus",)
    assert scan(setting, b"x" * 300_000 + MARK) == ("virus",)


def test_more_than_the_daemon_takes_is_no_clean_file(settings_of_daemon: dict[str, str]) -> None:
    assert scan(settings_of_daemon["unix"], b"x" * 3_000_000) == ("too-large-to-scan",)
