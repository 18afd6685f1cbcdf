"""Bodies of two gigabytes and without an end, sent to a real server: refused early, in little memory, nothing kept.

Nothing large is ever made: a generator sends until the server says no, and what was sent is counted.
"""

import contextlib
import io
import json
import socket
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import requests

from tests.peers.mesh.running import Running, installation

TWO_GIGABYTES = 2_000_000_000
PIECE = b"000001,R201100018042,Quillon,Zelphine,2015-03-14\n" * 1300  # 64 kB of rows as a school writes them
# What one request may take of memory and what is sent before the answer comes: far below two gigabytes.
MOST_MEMORY, MOST_SENT = 400_000_000, 130_000_000
FILES = "/rolls/send/", "/attendance/send/"
CALLS = "/api/rolls/2026-09-07", "/api/attendance/2026-09-07"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One process that serves; its temporary files are in a folder of their own."""
    folder = tmp_path_factory.mktemp("rolls")
    (folder / "tmp").mkdir()
    started = {"filled_by": "tests.peers.rolls.installation", "TMPDIR": str(folder / "tmp")}
    with installation(folder, workers=1, threads=4, **started) as one:
        requests.get(f"{one.url}/", timeout=60)  # what every process loads once is no part of what a body takes
        yield one


def memory_of(running: Running) -> int:
    """Return the most memory that a serving process ever had, in bytes."""
    found = 0
    for children in Path(f"/proc/{running.process.pid}/task").glob("*/children"):
        for pid in children.read_text().split():
            status = Path(f"/proc/{pid}/status").read_text()
            found = max(found, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")))
    return found * 1000


def stored(running: Running) -> list[Path]:
    """Return the files of the vault and all that is temporary."""
    folder = Path(running.environment["ONROLL_VAR"])
    places = [folder / "tmp", *(each for each in folder.iterdir() if each.is_dir() and each.name in ("vault", "files"))]
    return [path for place in places for path in place.rglob("*") if path.is_file()]


@contextlib.contextmanager
def bounded(running: Running) -> Iterator[None]:
    """Check that what is done inside takes little memory, leaves nothing on disk, and the next request is served."""
    memory, files = memory_of(running), stored(running)
    yield
    assert memory_of(running) - memory < MOST_MEMORY
    assert stored(running) == files
    assert requests.get(f"{running.url}/messageexchange/_ping", timeout=30).status_code == 200


def raw(running: Running, head: Iterable[str], pieces: Iterator[bytes]) -> tuple[bytes, int]:
    """Send a head and pieces until the server answers or closes. Returns the answer and how many bytes were sent."""
    sent = 0
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall("\r\n".join([*head, f"Host: {host}", "", ""]).encode())
        connection.setblocking(False)
        answer, left, until = b"", b"", time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(BlockingIOError):
                got = connection.recv(65536)
                answer += got
                if not got or b"</html>" in answer or answer.endswith(b"}"):
                    break
            left = left or next(pieces, b"")
            try:
                done = connection.send(left)
            except BlockingIOError:
                time.sleep(0.001)
            except OSError:
                break
            else:
                sent, left = sent + done, left[done:]
    return answer, sent


def endless(start: bytes = b"", *, is_chunked: bool = False) -> Iterator[bytes]:
    """Yield a body that never ends."""

    def framed(piece: bytes) -> bytes:
        return b"%x\r\n%s\r\n" % (len(piece), piece) if is_chunked else piece

    if start:
        yield framed(start)
    while True:
        yield framed(PIECE)


def form_start(boundary: str = "b") -> bytes:
    token = "a" * 32
    return (
        f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="roll.csv"\r\n'
        "Content-Type: text/csv\r\n\r\nAdno,UPN,Surname,Forename,DOB\r\n"
    ).encode()


def page_head(running: Running, path: str, *more: str) -> list[str]:
    session = running.passwords["clerk" if path.startswith("/rolls") else "attendance_clerk"]
    return [
        f"POST {path} HTTP/1.1",
        f"Cookie: sessionid={session}; csrftoken={'a' * 32}",
        "Content-Type: multipart/form-data; boundary=b",
        *more,
    ]


def call_head(running: Running, path: str, *more: str) -> list[str]:
    token = running.passwords["roll" if path.startswith("/api/rolls") else "marks"]
    return [f"POST {path} HTTP/1.1", f"Authorization: Bearer {token}", "Content-Type: application/json", *more]


@pytest.mark.parametrize("path", FILES)
def test_a_file_of_two_gigabytes_on_a_page_is_refused_in_plain_words(running: Running, path: str) -> None:
    with bounded(running):
        head = page_head(running, path, f"Content-Length: {TWO_GIGABYTES}")
        answer, sent = raw(running, head, endless(form_start()))

    assert answer.split()[1] == b"413", answer[:300]
    assert b"This is too large to send" in answer
    assert b"the most that can be sent" in answer
    assert sent < MOST_SENT


@pytest.mark.parametrize("path", CALLS)
def test_a_body_of_two_gigabytes_for_the_interface_is_refused_with_a_code(running: Running, path: str) -> None:
    with bounded(running):
        head = call_head(running, path, f"Content-Length: {TWO_GIGABYTES}")
        answer, sent = raw(running, head, endless(b'{"pupils": ['))

    assert answer.split()[1] == b"413", answer[:300]
    said = json.loads(answer.split(b"\r\n\r\n", 1)[1])
    assert said["code"] == "too_large"
    assert sent < MOST_SENT


@pytest.mark.parametrize("path", [*FILES, *CALLS])
def test_a_body_without_a_length_is_not_read_on_and_on(running: Running, path: str) -> None:
    make, start = (page_head, form_start()) if path in FILES else (call_head, b'{"pupils": [')
    with bounded(running):
        head = make(running, path, "Transfer-Encoding: chunked")
        answer, sent = raw(running, head, endless(start, is_chunked=True))

    assert answer.split()[1] in (b"411", b"413"), answer[:300]
    assert sent < MOST_SENT


@pytest.mark.parametrize("path", CALLS)
def test_software_that_streams_what_it_sends_is_read_to_the_end(running: Running, path: str) -> None:
    token = running.passwords["roll" if path.startswith("/api/rolls") else "marks"]
    pieces = iter([b'{"pupils": [], ', b'"marks": []}'])

    answer = requests.post(running.url + path, pieces, headers={"Authorization": f"Bearer {token}"}, timeout=60)

    codes = [one["code"] for one in answer.json()["problems"]]
    assert codes == (["R02"] if path.startswith("/api/rolls") else []), answer.text


def test_without_a_key_or_a_session_a_large_body_is_refused_before_it_is_read(running: Running) -> None:
    for path in CALLS:
        head = [f"POST {path} HTTP/1.1", "Authorization: Bearer no", f"Content-Length: {TWO_GIGABYTES}"]
        with bounded(running):
            answer, sent = raw(running, head, endless())
        assert answer.split()[1] == b"401"
        assert sent < MOST_SENT


def bomb(names: Iterable[str], size: int) -> bytes:
    """Return a bundle whose tables unpack to far more than its size: zeros, packed a thousandfold."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            with archive.open(name, "w") as table:
                for _ in range(size // 1_000_000):
                    table.write(b"0" * 1_000_000)
    return out.getvalue()


def crowd(entries: int) -> bytes:
    """Return a bundle of very many empty files: what opening it costs is its list of names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(entries):
            archive.writestr(f"{number}", b"")
    return out.getvalue()


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("kind", ["bomb", "crowd"])
def test_a_bundle_that_is_a_bomb_is_refused_in_words_and_never_unpacked(running: Running, path: str, kind: str) -> None:
    content = bomb(["manifest.csv", "orgs.csv", "users.csv"], 700_000_000) if kind == "bomb" else crowd(300_000)
    session = running.passwords["clerk" if path.startswith("/rolls") else "attendance_clerk"]
    browser = requests.Session()
    browser.cookies.update({"sessionid": session, "csrftoken": "a" * 32})
    given = {"csrfmiddlewaretoken": "a" * 32, "holds": "whole"}
    memory = memory_of(running)

    given |= {"as_on_day": "7", "as_on_month": "9", "as_on_year": "2026"}
    answer = browser.post(running.url + path, data=given, files={"file": ("roll.zip", content)}, timeout=120)

    assert answer.status_code == 200
    assert "cannot be taken" in answer.text or "has no line of titles" in answer.text, answer.text[-3000:]
    assert memory_of(running) - memory < MOST_MEMORY
