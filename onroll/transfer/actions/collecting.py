"""Reading a file on screen and collecting it. Both leave a trace; the first collection is a step of the file's life."""

import dataclasses
from collections.abc import Iterator

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.transfer import permissions
from onroll.transfer.actions import content, steps
from onroll.transfer.events import FileCollected, FileOpened
from onroll.transfer.models import Message
from onroll.transfer.states import State
from onroll.vault import queries as vault_queries


class NotThereAnyMore(RuleBroken):
    """The file's content was not taken, or was destroyed when the file was withdrawn."""

    code = "not_there_any_more"


@dataclasses.dataclass(frozen=True, slots=True)
class Download:
    """A file on its way out: its right name, its size in bytes, and its bytes in pieces."""

    name: str
    size: int
    pieces: Iterator[bytes]


@transaction.atomic
def open_file(act: Act, *, message: Message) -> None:
    """Keep that somebody reads the pupils of a file on screen.

    Raises: NotThereAnyMore, KeptApart.
    """
    permissions.check(permissions.may_read_pupils(act, message))
    check_there(message)
    content.check_not_kept_apart(message)
    ledger.record(act, FileOpened(message_id=message.pk))


@transaction.atomic
def collect_file(act: Act, *, message: Message) -> Download:
    """Hand the file to its recipient. The first time moves it to collected; it may be collected again.

    The name is the file's right name: never one that a browser changed.
    Raises: NotThereAnyMore, MoveNotAllowed.
    """
    permissions.check(permissions.is_recipient(act, message))
    steps.lock(message)
    is_first = message.state not in (State.COLLECTED, State.CONFIRMED)
    if is_first:
        steps.move(act, message, State.COLLECTED, expected_version=message.version, why="Downloaded")
    check_there(message)
    ledger.record(act, FileCollected(message_id=message.pk, again=not is_first))
    stored = message.stored_file
    name = message.document_name or message.file_name
    return Download(name=name, size=stored.size, pieces=vault_queries.pieces(stored))


@transaction.atomic
def open_document(act: Act, *, message: Message) -> Download:
    """Hand a document once more to its sender, in the role it is for. That it was read is recorded.

    Raises: NotThereAnyMore, for one that a content check keeps apart, or that is no longer kept.
    """
    permissions.check(permissions.is_sender(act, message))
    check_there(message)
    if message.findings.filter(cleared_at__isnull=True).exists():
        raise NotThereAnyMore("A content check keeps this document apart. Your exchange administrator can open it.")
    ledger.record(act, FileOpened(message_id=message.pk))
    stored = message.stored_file
    return Download(name=message.document_name, size=stored.size, pieces=vault_queries.pieces(stored))


def check_there(message: Message) -> None:
    """Refuse a file whose content is no longer kept.

    Raises: NotThereAnyMore.
    """
    if message.stored_file.destroyed_at is not None:
        raise NotThereAnyMore(
            "The content of this file is no longer kept: it was refused or withdrawn, or its time ran out."
        )
