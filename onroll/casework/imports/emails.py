"""Emails that told of a child, saved as one .eml file or as a mailbox: the text of each is what was said.

Headers say who wrote; whether that is true, nobody knows. Attachments are named, never opened: they are for a person.
"""

import email
import mailbox
import tempfile
from collections.abc import Iterator
from datetime import date
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from onroll.casework.imports.lists import Entry, Fault, NotAList
from onroll.casework.telling import LONGEST, Told, problems_of

MOST_FILE_BYTES = 20_000_000


def read_emails(content: bytes, on: date) -> Iterator[Entry | Fault]:
    """Yield each email as told, or every fault of it; the numbers count from 1.

    Raises: NotAList, before anything is yielded.
    """
    if len(content) > MOST_FILE_BYTES:
        raise NotAList(f"The file is larger than {MOST_FILE_BYTES // 1_000_000} MB.")
    messages = _of_mailbox(content) if content.startswith(b"From ") else [_parsed(content)]
    if not any(_has_writer(message) for message in messages):
        raise NotAList("This is neither an email (.eml) nor a mailbox: no message in it says who wrote it.")
    yield from [each for number, message in enumerate(messages, 1) for each in _read(number, message, on)]


def _has_writer(message: EmailMessage) -> bool:
    try:
        return bool(message.get("From"))
    except Exception:  # noqa: BLE001 - as in `_read`
        return True


def _read(number: int, message: EmailMessage, on: date) -> Iterator[Entry | Fault]:
    """Yield one email as told, or its faults. One that the library stumbles over keeps no other from being read."""
    try:
        told = _told(message)
    except Exception:  # noqa: BLE001 - what a hostile header raises in the library is not to be foreseen
        yield Fault(number, "N14", "This email cannot be read here. Open it in a mail program, and tell of it by hand")
        return
    faults = [Fault(number, one.code, one.words) for one in problems_of(told, on)]
    if faults:
        yield from faults
    else:
        yield Entry(number, told)


def _told(message: EmailMessage) -> Told:
    name, address = parseaddr(str(message.get("From", "")))
    return Told(
        words=_storable(_words(message)),
        teller_name=_storable(name)[: LONGEST["teller_name"]],
        teller_contact=_storable(address)[: LONGEST["teller_contact"]],
    )


def _storable(text: str) -> str:
    """Return a text with what no database can hold shown as a sign that could not be read."""
    return text.replace("\x00", "\ufffd").encode(errors="replace").decode()


def _words(message: EmailMessage) -> str:
    """Return subject and text; of an email in HTML alone, that it has none is said, and it is left to a person."""
    part = message.get_body(preferencelist=("plain",))
    text = ""
    if part is not None:
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset("utf-8")
        text = _decoded(payload, charset) if isinstance(payload, bytes) else ""
    if not text.strip():
        return ""
    named = [str(each.get_filename() or "without a name") for each in message.iter_attachments()]
    attached = f"\n\nAttached, and not kept: {', '.join(named)}" if named else ""
    return f"{message.get('Subject', '')}\n\n{text.strip()}{attached}".strip()


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, errors="replace")
    except (LookupError, ValueError):  # a charset that is none, or that cannot pass over what it cannot read
        return payload.decode("utf-8", errors="replace")


def _parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=policy.default)


def _of_mailbox(content: bytes) -> list[EmailMessage]:
    """Return the messages of a mailbox; the library reads one from a file only."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "mailbox")
        place.write_bytes(content)
        box = mailbox.mbox(place, create=False)
        found = [_parsed(box.get_bytes(key)) for key in box.keys()]  # noqa: SIM118 - a mailbox is no dictionary
        box.close()
    return found
