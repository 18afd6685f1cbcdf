"""The client of ClamAV's daemon against one that speaks its protocol: over a Unix socket and over TCP."""

import io
from pathlib import Path

import pytest

from onroll.vault.content_checks import clamd
from onroll.vault.content_checks.scanner import Content, ScannerAway
from tests.unit.vault.fake_clamd import fake_clamd

HARMFUL = b"a harmful mark"


def content(size_or_bytes: int | bytes) -> Content:
    whole = size_or_bytes if isinstance(size_or_bytes, bytes) else b"x" * size_or_bytes
    return Content("file.pdf", len(whole), lambda: io.BytesIO(whole))


def scan(setting: str, what: Content) -> tuple[str, ...]:
    daemon = clamd.from_setting(setting)
    assert daemon is not None
    return daemon.scan(what)


def by_mark(heard: bytes) -> bytes:
    return b"stream: Test.Mark FOUND\0" if HARMFUL in heard else b"stream: OK\0"


@pytest.mark.parametrize("is_unix", [True, False], ids=["unix", "tcp"])
def test_every_byte_arrives_and_the_verdict_is_read(tmp_path: Path, is_unix: bool) -> None:
    heard: list[bytes] = []

    def answer(body: bytes) -> bytes:
        heard.append(body)
        return by_mark(body)

    large = b"x" * 200_000 + HARMFUL
    with fake_clamd(tmp_path / "clamd.ctl" if is_unix else None, answer) as setting:
        verdicts = [scan(setting, content(large)), scan(setting, content(b"clean")), scan(setting, content(b""))]

    assert verdicts == [("virus",), (), ()]
    assert heard == [large, b"clean", b""]


def test_a_daemon_that_stops_listening_at_its_limit_means_too_large(tmp_path: Path) -> None:
    said = b"INSTREAM size limit exceeded. ERROR\0"
    with fake_clamd(tmp_path / "clamd.ctl", lambda _: said, hears=100_000) as setting:
        assert scan(setting, content(100_001)) == ("too-large-to-scan",)


@pytest.mark.parametrize("answer", [b"", b"stream: lstat() failed ERROR\0", b"\xff\xfe nonsense \0", b"z" * 9000])
def test_what_is_no_verdict_counts_as_not_checked(tmp_path: Path, answer: bytes) -> None:
    with fake_clamd(tmp_path / "clamd.ctl", lambda _: answer) as setting, pytest.raises(ScannerAway):
        scan(setting, content(b"anything"))


def test_nobody_there_counts_as_not_checked(tmp_path: Path) -> None:
    with pytest.raises(ScannerAway):
        scan(f"clamd://{tmp_path / 'nobody.ctl'}", content(b"anything"))


def test_the_setting_names_a_socket_a_host_or_nothing() -> None:
    assert clamd.from_setting("built-in") is None
    assert clamd.from_setting("clamd:///run/clamav/clamd.ctl") == clamd.Clamd(path="/run/clamav/clamd.ctl")
    assert clamd.from_setting("clamd://scanner.example:3310") == clamd.Clamd(host="scanner.example", port=3310)


@pytest.mark.parametrize("setting", ["", "clamav", "clamd://", "clamd://host", "http://host:3310", "clamd://host:1/x"])
def test_a_setting_that_means_nothing_is_refused(setting: str) -> None:
    with pytest.raises(clamd.ScannerSettingUnreadable, match="ONROLL_SCANNER"):
        clamd.from_setting(setting)
