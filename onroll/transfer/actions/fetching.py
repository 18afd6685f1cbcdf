"""Fetching by software: the bytes are handed over first, and the file counts as collected once that is acknowledged."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.transfer import permissions
from onroll.transfer.actions import collecting, steps
from onroll.transfer.events import FileCollected, FileFetched
from onroll.transfer.models import Message
from onroll.transfer.states import State
from onroll.vault.models import StoredFile

FETCHED = "Fetched by the recipient’s software, which has not acknowledged it yet"
DONE = (State.COLLECTED, State.CONFIRMED)


@transaction.atomic
def fetch_file(act: Act, *, message: Message) -> StoredFile:
    """Hand over a file's bytes without moving it: a machine may break off half-way and ask again.

    The sender reads in the file's steps that it was fetched, so that a withdrawal is not thought to have been in time.
    Raises: NotThereAnyMore, MoveNotAllowed.
    """
    permissions.check(permissions.is_recipient(act, message))
    collecting.check_there(message)
    if message.state == State.WAITING and not message.events.filter(why=FETCHED).exists():
        steps.note_step(act, message, why=FETCHED)
    ledger.record(act, FileFetched(message_id=message.pk))
    return message.stored_file


@transaction.atomic
def acknowledge_file(act: Act, *, message: Message) -> Message:
    """Keep that the recipient's software has the whole file: it is collected. To say so twice changes nothing.

    Never means that the child is on roll. Raises: MoveNotAllowed.
    """
    permissions.check(permissions.is_recipient(act, message))
    steps.lock(message)
    if message.state in DONE:
        return message
    steps.move(act, message, State.COLLECTED, expected_version=message.version, why="Acknowledged by software")
    ledger.record(act, FileCollected(message_id=message.pk, again=False))
    return message
