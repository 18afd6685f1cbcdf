"""What clients do while the server dies, and what they have been told: each flow can be begun again after a crash.

A flow is a function of the scene that drives a whole piece of work and notes each acknowledgement the moment it comes.
Driven again with the same scene after a crash it does what a real client does: it tries again, with the same keys.
"""

import dataclasses
import hashlib
import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.durability.client import Clerk, Software
from tests.integration.transfer.files import Child, name_of, transfer_file

SENDER, RECIPIENT = "8201234", "8205678"
CTF, DOCUMENT = "ONROLL_CTF", "ONROLL_DOCUMENT"
LARGE = 300_000  # above what stands in the database: such a file goes to the vault's folder
SURNAMES = [f"{first}{last}" for first in ("Ash", "Brook", "Croft", "Dene", "Elm") for last in ("ham", "ley", "worth")]


@dataclasses.dataclass
class Told:
    """What clients know for certain, since an answer said so. References to what was promised of them."""

    sent: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    collected: list[str] = dataclasses.field(default_factory=list)
    confirmed: list[str] = dataclasses.field(default_factory=list)
    destroyed: list[str] = dataclasses.field(default_factory=list)
    filed: list[str] = dataclasses.field(default_factory=list)
    bundled: dict[str, str] = dataclasses.field(default_factory=dict)
    tried_to_take_back: list[str] = dataclasses.field(default_factory=list)
    taken_back: list[str] = dataclasses.field(default_factory=list)
    payloads: list[str] = dataclasses.field(default_factory=list)

    def sending(self, content: bytes) -> bytes:
        """Note bytes that a client tries to send: they may arrive once, and never twice."""
        self.payloads.append(hashlib.sha256(content).hexdigest())
        return content

    def accepted(self, reference: str, content: bytes, *, is_sent: bool = True) -> None:
        """Note that a message was accepted."""
        self.sent[reference] = {"sha256": hashlib.sha256(content).hexdigest(), "is_sent": is_sent}


@dataclasses.dataclass
class Scene:
    """The clients, what they were told, and what one run of a flow works on."""

    sender: Software
    recipient: Software
    clerk: Clerk
    other_clerk: Clerk
    tick: Callable[[str], None]
    told: Told = dataclasses.field(default_factory=Told)
    now: dict[str, Any] = dataclasses.field(default_factory=dict)
    numbers: "itertools.count[int]" = dataclasses.field(default_factory=lambda: itertools.count(1))
    day: datetime = dataclasses.field(default_factory=lambda: datetime.now(UTC) + timedelta(days=400))

    def move_to(self, port: int) -> None:
        """Talk to a server that was started anew."""
        for one in (self.sender, self.recipient, self.clerk, self.other_clerk):
            one.port = port

    def waiting_more_than(self, before: list[str], *, seconds: float = 20) -> set[str]:
        """Wait until something more waits for the recipient; return it, or nothing after so long."""
        until = time.monotonic() + seconds
        while not (more := set(self.recipient.inbox()) - set(before)) and time.monotonic() < until:
            time.sleep(0.02)
        return more


def document(scene: Scene, size: int) -> None:
    """Prepare a document that nobody has sent before."""
    number = next(scene.numbers)
    content = scene.told.sending((f"document {number} ".encode() * size)[:size])
    scene.now = {"content": content, "key": f"key {number}"}


def pupil_file(scene: Scene, *, padding: int = 0, destination: str = RECIPIENT) -> None:
    """Prepare a transfer file of a pupil whom nobody has sent before."""
    number = next(scene.numbers)
    born = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=number % 1500)
    surname = SURNAMES[number % len(SURNAMES)] + "abcdefghij"[number // len(SURNAMES) % 10]
    child = Child(upn="", surname=surname, forename=f"Ro{'nst'[number % 3]}a", birth_date=f"{born:%Y-%m-%d}")
    content = (
        transfer_file(children=(child,), destination=destination) + b"\n" * padding + f"<!-- {number} -->".encode()
    )
    scene.now = {"content": scene.told.sending(content), "key": f"key {number}"}


def send_document(scene: Scene) -> None:
    """Send a document from software."""
    content = scene.now["content"]
    reference = scene.sender.send(RECIPIENT, content, key=scene.now["key"], workflow=DOCUMENT, name="a.txt")
    scene.told.accepted(reference, content)


def send_file(scene: Scene) -> None:
    """Send a transfer file from software: it is checked and routed."""
    content = scene.now["content"]
    reference = scene.sender.send(RECIPIENT, content, key=scene.now["key"], workflow=CTF, name=name_of())
    scene.told.accepted(reference, content)


def send_chunks(scene: Scene) -> None:
    """Send a document in three chunks, two of them large."""
    content, key = scene.now["content"], scene.now["key"]
    cut = len(content) // 2
    pieces = [content[:cut], content[cut:-1000], content[-1000:]]
    reference = scene.sender.send(RECIPIENT, pieces[0], key=key, workflow=DOCUMENT, chunks=3)
    scene.sender.send_chunk(reference, 2, 3, pieces[1])
    scene.sender.send_chunk(reference, 3, 3, pieces[2])
    scene.told.accepted(reference, content)


def upload(scene: Scene) -> None:
    """Upload a file on the page, and send it once it is checked."""
    content = scene.now["content"]
    if "reference" not in scene.now:
        scene.now["reference"] = scene.clerk.upload(name_of(), content)
        scene.told.accepted(scene.now["reference"], content, is_sent=False)
    scene.clerk.send(scene.now["reference"])
    scene.told.accepted(scene.now["reference"], content)


def waiting_file(scene: Scene) -> None:
    """Prepare a transfer file that waits."""
    pupil_file(scene)
    send_file(scene)
    scene.now["reference"] = next(reversed(scene.told.sent))


def collect(scene: Scene) -> None:
    """Collect a file on the page."""
    reference = scene.now["reference"]
    assert scene.other_clerk.download(reference) == scene.now["content"]
    scene.told.collected.append(reference)


def retrieve(scene: Scene) -> None:
    """Fetch a file by software, and acknowledge it."""
    reference = scene.now["reference"]
    assert scene.recipient.fetch(reference) == scene.now["content"]
    scene.recipient.acknowledge(reference)
    scene.told.collected.append(reference)


def collected_file(scene: Scene) -> None:
    """Prepare a transfer file that was collected."""
    waiting_file(scene)
    retrieve(scene)


def confirm(scene: Scene) -> None:
    """Say that a child is on roll."""
    reference = scene.now["reference"]
    on = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    scene.recipient.confirm(reference, on)
    scene.told.confirmed.append(reference)


def lost_file(scene: Scene) -> None:
    """File a child whose next school nobody knows."""
    content = scene.now["content"]
    if "reference" not in scene.now:
        scene.now["reference"] = scene.clerk.upload(name_of(destination="XXXXXXX"), content)
        scene.told.accepted(scene.now["reference"], content, is_sent=False)
    scene.clerk.file_as_lost(scene.now["reference"], (datetime.now(UTC) - timedelta(days=2)).date())
    scene.told.filed.append(scene.now["reference"])


def bundle_to_send(scene: Scene) -> None:
    """Prepare a transfer file and a large document that goes with it."""
    pupil_file(scene, padding=LARGE)
    number = next(scene.numbers)
    scene.now["part"] = scene.told.sending((f"paper {number} ".encode() * LARGE)[:LARGE])


def send_bundle(scene: Scene) -> None:
    """Upload a file, let a document travel with it, and send both."""
    content, part = scene.now["content"], scene.now["part"]
    if "reference" not in scene.now:
        scene.now["reference"] = scene.clerk.upload(name_of(), content)
        scene.told.accepted(scene.now["reference"], content, is_sent=False)
    reference = scene.now["reference"]
    scene.clerk.add_part(reference, "paper.txt", part)
    scene.told.bundled[reference] = hashlib.sha256(part).hexdigest()
    scene.clerk.send(reference)
    scene.told.accepted(reference, content)


def take_back(scene: Scene) -> None:
    """Take back a file that waits."""
    reference = scene.now["reference"]
    scene.told.tried_to_take_back.append(reference)
    scene.clerk.take_back(reference)
    scene.told.taken_back.append(reference)


def ending_file(scene: Scene) -> None:
    """Prepare one file that nobody collects, and a large document that was collected long ago; one tick found both.

    What other flows left is brought to its end before the first time, so that the next tick has little else to do.
    """
    for days in (0, 1, 40, 1) if not scene.told.destroyed else ():  # waiting becomes held, held becomes destroyed
        scene.day += timedelta(days=days)
        scene.tick(scene.day.isoformat())
    waiting_file(scene)
    document(scene, LARGE)
    send_document(scene)
    scene.now["reference"] = next(reversed(scene.told.sent))
    retrieve(scene)
    scene.day += timedelta(days=1)
    scene.tick(scene.day.isoformat())
    scene.day += timedelta(days=1)


def expire(scene: Scene) -> None:
    """Let the clock hold what waited too long, and destroy what was kept long enough."""
    scene.tick(scene.day.isoformat())
    scene.told.destroyed.append(scene.now["reference"])
    scene.day += timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Flow:
    """What is made ready while nothing can go wrong, and what is done while it can."""

    name: str
    prepare: Callable[[Scene], None]
    drive: Callable[[Scene], None]
    is_served: bool = True  # false, where no server does it but a command


FLOWS = (
    Flow("send a document", lambda scene: document(scene, 5_000), send_document),
    Flow("send a large document", lambda scene: document(scene, LARGE), send_document),
    Flow("send in chunks", lambda scene: document(scene, 2 * LARGE), send_chunks),
    Flow("send a file: check, route", pupil_file, send_file),
    Flow("upload on the page, send", lambda scene: pupil_file(scene, padding=LARGE), upload),
    Flow("collect on the page", waiting_file, collect),
    Flow("fetch and acknowledge", waiting_file, retrieve),
    Flow("confirm on roll", collected_file, confirm),
    Flow("file a lost pupil", lambda scene: pupil_file(scene, padding=LARGE, destination="XXXXXXX"), lost_file),
    Flow("send a bundle", bundle_to_send, send_bundle),
    Flow("take a file back", waiting_file, take_back),
    Flow("expire by the clock", ending_file, expire, is_served=False),
)
