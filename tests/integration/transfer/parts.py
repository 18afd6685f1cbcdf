"""Documents that travel with a file, through the real actions; and scanners in the hands of a test."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import override_settings

from onroll.access.models import Organisation, Role
from onroll.transfer import actions
from onroll.transfer.models import Message
from tests.cast import Member, make_member
from tests.unit.vault.fake_clamd import fake_clamd

PDF = b"%PDF-1.7\nA plan, invented.\n"
NAME = "Quillfeather plan.pdf"  # the canary surname: it may stand on a page of the role, and nowhere else
HARMFUL = b"%PDF-1.7\na harmful mark"


def add(
    member: Member, message: Message, *, role: Role = Role.SAFEGUARDING, name: str = NAME, content: bytes = PDF
) -> Message:
    """Let a document travel with a file."""
    return actions.add_part(
        member.act(), message=message, role=role, name=name, media_type="application/pdf", pieces=[content]
    )


def lead_of(school: Organisation) -> Member:
    """A safeguarding lead of a school."""
    return make_member(f"lead{school.pk}", school, Role.SAFEGUARDING)


def fresh(message: Message) -> Message:
    """Return a message as it stands now."""
    return Message.objects.select_related("part_of", "recipient", "stored_file").get(pk=message.pk)


def with_macros() -> bytes:
    """A document with macros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (("[Content_Types].xml", "<?xml version='1.0'?><Types/>"), ("word/vbaProject.bin", "x")):
            archive.writestr(zipfile.ZipInfo(name), content)  # of a fixed date: the same bytes each time
    return out.getvalue()


@contextmanager
def scanner(folder: Path) -> Iterator[None]:
    """A virus scanner that knows one harmful mark."""

    def answer(heard: bytes) -> bytes:
        return b"stream: Test.Mark FOUND\0" if b"a harmful mark" in heard else b"stream: OK\0"

    with fake_clamd(folder / "clamd.ctl", answer) as setting, override_settings(SCANNER=setting):
        yield


@contextmanager
def scanner_away(folder: Path) -> Iterator[None]:
    """A virus scanner that does not answer."""
    with override_settings(SCANNER=f"clamd://{folder / 'away.ctl'}"):
        yield
