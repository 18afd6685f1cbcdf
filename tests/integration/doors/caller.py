"""Software that calls the message door, as tests need it: a key, tokens made with it, and requests."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from onroll.access.models import Organisation, Role
from onroll.audit.act import by_the_system
from onroll.doors import actions
from onroll.doors.mesh import tokens
from onroll.doors.models import KeyKind


def operator() -> Any:
    """Return an act of the command line."""
    return by_the_system(at=timezone.now(), purpose="test")


class Software:
    """An organisation's own software with a key."""

    def __init__(self, organisation: Organisation, role: Role = Role.ADMISSIONS) -> None:
        made = actions.add_key(operator(), organisation=organisation, kind=KeyKind.MESH, role=role)
        self.key, self.password, self.mailbox = made.key, made.password, organisation.code
        self.nonce, self.counts, self.client = str(uuid.uuid4()), itertools.count(), Client()

    def token(self, *, ago: timedelta = timedelta(0), password: str = "", count: str = "", mailbox: str = "") -> str:
        """Return a fresh token, or one that is wrong in the way asked for."""
        time = (datetime.now(UTC) - ago).strftime("%Y%m%d%H%M")
        count, mailbox = count or str(next(self.counts)), mailbox or self.mailbox
        digest = tokens.digest_of(mailbox, self.nonce, count, password or self.password, time)
        return f"NHSMESH {mailbox}:{self.nonce}:{count}:{time}:{digest}"

    def call(
        self, method: str, path: str = "", *, token: str | None = None, mailbox: str = "", **more: Any
    ) -> HttpResponseBase:
        """Send a request below the software's mailbox."""
        headers = {"Authorization": self.token() if token is None else token, **more.pop("headers", {})}
        address = f"/messageexchange/{mailbox or self.mailbox}{path}"
        more.setdefault("content_type", "application/octet-stream")
        if method == "GET":
            more.pop("content_type")
        return self.client.generic(method, address, headers=headers, **more)

    def send(self, to: str, data: bytes, *, workflow: str = "ONROLL_DOCUMENT", **headers: str) -> HttpResponseBase:
        """Send a message; `headers` in words, as `mex_localid`."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("POST", "/outbox", data=data, headers={"mex-to": to, "mex-workflowid": workflow, **given})

    def send_chunk(self, reference: str, number: int, total: int, data: bytes, **headers: str) -> HttpResponseBase:
        """Send a further chunk."""
        given = {"mex-chunk-range": f"{number}:{total}", **headers}
        return self.call("POST", f"/outbox/{reference}/{number}", data=data, headers=given)

    def inbox(self, query: str = "") -> list[str]:
        """Return what waits."""
        return self.call("GET", f"/inbox{query}").json()["messages"]  # type: ignore[attr-defined]


def codes(answer: HttpResponseBase) -> list[str]:
    """Return the codes of an error."""
    return [line["code"] for line in answer.json()["detail"]]  # type: ignore[attr-defined]


def reference_of(answer: HttpResponseBase) -> str:
    """Return the id of a message just accepted."""
    assert answer.status_code == 202, answer.content  # type: ignore[attr-defined]
    return answer.json()["message_id"]  # type: ignore[attr-defined]


def content_of(answer: Any) -> bytes:
    """Return an answer's bytes, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
