"""Clients of a server that may die at any moment: a school's software, and a clerk's browser, over plain HTTP."""

import hashlib
import hmac
import http.client
import itertools
import json
import re
import time
import uuid
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

TOKEN = "a" * 32  # of a form: the same in cookie and header, as the browser's is
MESH_TYPE = "application/vnd.mesh.v2+json"


class ServerDied(Exception):
    """No whole answer came: the caller knows nothing of what became of its request."""


class Wrong(AssertionError):
    """The server answered, and not as the client hoped."""

    def __init__(self, what: str, answer: "Answer") -> None:
        super().__init__(f"{what}: {answer.status} {answer.content[:600]!r}")
        self.answer = answer


class Answer:
    """A whole answer."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.content = answer.status, answer.headers, answer.read()

    def json(self) -> Any:
        """Return the content as JSON."""
        return json.loads(self.content)


def ask(port: int, method: str, path: str, *, body: bytes | None = None, headers: dict[str, str]) -> Answer:
    """Send a request and return the whole answer.

    Raises: ServerDied.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body=body, headers=headers)
        return Answer(connection.getresponse())
    except (OSError, http.client.HTTPException) as died:
        raise ServerDied from died
    finally:
        connection.close()


def wait_for(port: int, *, seconds: float = 40) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if ask(port, "GET", "/messageexchange/_ping", headers={}).status == 200:
                return
        except ServerDied:
            time.sleep(0.02)
    raise RuntimeError("the server does not answer: see server.log")


class Software:
    """A school's own software."""

    def __init__(self, mailbox: str, password: str) -> None:
        self.mailbox, self._password, self.port = mailbox, password, 0
        self._nonce, self._counts = str(uuid.uuid4()), itertools.count(1)

    def send(self, to: str, body: bytes, *, key: str, workflow: str, chunks: int = 1, name: str = "") -> str:
        """Send a message, or the first chunk of one; return the reference that the server promised."""
        headers = {
            "mex-to": to,
            "mex-workflowid": workflow,
            "mex-filename": name,
            "idempotency-key": key,
            "mex-onroll-problems-known": "Y",
            "mex-chunk-range": f"1:{chunks}",
        }
        answer = self._call("POST", "/outbox", 202, body=body, headers=headers)
        return str(answer.json()["message_id"])

    def send_chunk(self, reference: str, number: int, total: int, body: bytes) -> None:
        """Send a further chunk."""
        headers = {"mex-chunk-range": f"{number}:{total}"}
        self._call("POST", f"/outbox/{reference}/{number}", 202, body=body, headers=headers)

    def inbox(self) -> list[str]:
        """Return all that waits."""
        found: list[str] = self._call("GET", "/inbox?max_results=5000", 200).json()["messages"]
        return found

    def fetch(self, reference: str) -> bytes:
        """Return a message's bytes."""
        return self._call("GET", f"/inbox/{reference}", 200).content

    def acknowledge(self, reference: str) -> None:
        """Say that all of it is here."""
        self._call("PUT", f"/inbox/{reference}/status/acknowledged", 200)

    def confirm(self, reference: str, on: str) -> None:
        """Say that the pupil is on roll."""
        said = json.dumps({"pupil": 1, "from": on}).encode()
        self._call("POST", f"/inbox/{reference}/onroll", 200, body=said, headers={"Content-Type": "application/json"})

    def _call(
        self, method: str, path: str, expected: int, *, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        address = f"/messageexchange/{self.mailbox}{path}"
        given = {"Authorization": self.token(), "Content-Type": "application/octet-stream", **(headers or {})}
        answer = ask(self.port, method, address, body=body, headers=given)
        if answer.status != expected:
            raise Wrong(f"{method} {path}", answer)
        return answer

    def token(self) -> str:
        """Return a token that was never used."""
        said = datetime.now(UTC).strftime("%Y%m%d%H%M")
        public = f"{self.mailbox}:{self._nonce}:{next(self._counts)}"
        secret = f"{public}:{self._password}:{said}"
        return f"NHSMESH {public}:{said}:{hmac.new(b'BackBone', secret.encode(), hashlib.sha256).hexdigest()}"


class Clerk:
    """A clerk's browser, signed in."""

    def __init__(self, session: str) -> None:
        self._cookie, self.port = f"sessionid={session}; csrftoken={TOKEN}", 0

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file; return its reference: of the new one, or of the one that went the same way before."""
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        answer = self._post("/files/send/", body, f"multipart/form-data; boundary={edge}")
        if answer.status != 302:
            raise Wrong("upload", answer)
        return answer.headers["Location"].split("/")[2]

    def send(self, reference: str) -> None:
        """Send a checked file. A second click, after the first was not answered, leads to the file."""
        body = b"version=1&are_problems_known=on"
        answer = self._post(f"/files/{reference}/check/", body, "application/x-www-form-urlencoded")
        if answer.status != 302:
            raise Wrong("send", answer)

    def add_part(self, reference: str, name: str, content: bytes) -> None:
        """Let a document for the safeguarding lead travel with a file; the same bytes twice are one document."""
        edge = uuid.uuid4().hex
        role = f'--{edge}\r\nContent-Disposition: form-data; name="role"\r\n\r\nsafeguarding\r\n'
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = (role + head).encode() + content + f"\r\n--{edge}--\r\n".encode()
        answer = self._post(f"/files/{reference}/documents/add/", body, f"multipart/form-data; boundary={edge}")
        if answer.status != 302:
            raise Wrong("add a document", answer)

    def file_as_lost(self, reference: str, made_on: date) -> None:
        """File a child as lost, with one enquiry. A second click, after no answer, leads to the file."""
        said = {"version": 1, "step": "send", "TELEPHONE_outcome": "Nobody answered."}
        said |= {f"TELEPHONE_made_on_{part}": getattr(made_on, part) for part in ("day", "month", "year")}
        answer = self._send_form(f"/files/{reference}/enquiries/outcomes/?made=TELEPHONE", said)
        if answer.status != 302:
            raise Wrong("file as lost", answer)

    def take_back(self, reference: str) -> None:
        """Take a file back; where no answer came the first time, see that it was taken back."""
        asked = self.look_at(f"/files/{reference}/withdraw/")
        version = re.search(rb'name="version" value="(\d+)"', asked.content)
        said = {"version": version[1].decode() if version else "", "reason": "It was the wrong file"}
        answer = self._send_form(f"/files/{reference}/withdraw/", said)
        if answer.status != 302 and b"Withdrawn" not in self.look_at(f"/files/{reference}/").content:
            raise Wrong("take back", answer)

    def _send_form(self, path: str, said: dict[str, Any]) -> Answer:
        return self._post(path, urlencode(said).encode(), "application/x-www-form-urlencoded")

    def download(self, reference: str) -> bytes:
        """Collect a file."""
        answer = self._post(f"/files/{reference}/download/", b"", "application/x-www-form-urlencoded")
        if answer.status != 200:
            raise Wrong("download", answer)
        return answer.content

    def look_at(self, path: str) -> Answer:
        """Ask for a page."""
        return ask(self.port, "GET", path, headers={"Cookie": self._cookie})

    def _post(self, path: str, body: bytes, kind: str) -> Answer:
        headers = {"Cookie": self._cookie, "X-CSRFToken": TOKEN, "Content-Type": kind}
        return ask(self.port, "POST", path, body=body, headers=headers)
