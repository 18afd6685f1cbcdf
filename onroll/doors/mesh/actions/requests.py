"""What a request at the message door changes. Each spends the request's token in the transaction of its change.

So a request that left nothing can be sent again, and one that left something never works twice.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from django.db import IntegrityError

from onroll.doors.mesh import queries
from onroll.doors.mesh.actions import accepting, chunking, reporting
from onroll.doors.mesh.actions.spending import spend, spend_lightly
from onroll.doors.mesh.errors import NOT_ACKNOWLEDGED, MeshRefusal
from onroll.doors.mesh.headers import Sending
from onroll.doors.mesh.tokens import Caller
from onroll.doors.mesh.turns import shared_commit
from onroll.doors.models import MeshUpload
from onroll.transfer import actions as transfer_actions
from onroll.transfer.models import Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions
from onroll.vault.models import StoredFile

Result = TypeVar("Result")


def send(caller: Caller, *, sending: Sending, pieces: Iterable[bytes]) -> str:
    """Take a message of one chunk, or the first chunk of a longer one. Returns its reference; all is on disk then.

    Raises: MeshRefusal, and the refusals of `transfer`.
    """
    accepting.check_address(caller.act, sending)
    if sending.total_chunks == 1:
        taken = vault_actions.take(caller.act, pieces, limit=accepting.limit_of(sending))
        message: Message = _stored(caller, taken, lambda: accepting.accept(caller.act, sending=sending, taken=taken))
        accepting.check_not_refused(message)
        return message.reference
    taken = vault_actions.take(caller.act, pieces, limit=chunking.CHUNK_LIMIT_BYTES)
    return _begun(caller, sending, taken).reference


def send_chunk(caller: Caller, *, reference: str, number: int, total: int, pieces: Iterable[bytes]) -> None:
    """Take a further chunk; with the last one, the message.

    Raises: MeshRefusal, and the refusals of `transfer`.
    """
    upload = queries.upload(caller.act, reference)
    chunking.check_expected(upload, number=number, total=total)
    taken = vault_actions.take(caller.act, pieces, limit=chunking.CHUNK_LIMIT_BYTES)
    _stored(caller, taken, lambda: chunking.add(caller.act, upload=upload, number=number, taken=taken))
    if number == total:
        chunking.complete(caller.act, upload=upload)


def fetch(caller: Caller, *, message: Message) -> StoredFile:
    """Hand over a message's bytes, and keep that it was done."""
    return _spent(caller, lambda: transfer_actions.fetch_file(caller.act, message=message))


def acknowledge(caller: Caller, *, reference: str) -> None:
    """Keep that the caller has the whole of a message or report, which leaves its inbox.

    Raises: Hidden, MoveNotAllowed.
    """
    report = queries.report(caller.act, reference)
    if report is not None:
        _spent(caller, lambda: reporting.acknowledge_report(caller.act, report=report))
        return
    message = queries.received(caller.act, reference)
    _spent(caller, lambda: transfer_actions.acknowledge_file(caller.act, message=message))


def confirm_on_roll(caller: Caller, *, message: Message, position: int, on_roll_from: date) -> Message:
    """Confirm that a pupil of an acknowledged file is on the caller's roll. The same again changes nothing.

    Raises: MeshRefusal, and the refusals of `transfer`.
    """
    said_before = queries.on_roll_from(message, position)
    if said_before == on_roll_from:
        spend_lightly(caller)
        return message
    if message.state == State.WAITING:
        raise MeshRefusal(NOT_ACKNOWLEDGED, message_id=message.reference)
    arrivals = [transfer_actions.Arrival(position, on_roll_from)]
    return _spent(
        caller,
        lambda: transfer_actions.confirm_on_roll(
            caller.act, message=message, arrivals=arrivals, expected_version=message.version
        ),
    )


def _begun(caller: Caller, sending: Sending, taken: StoredFile) -> MeshUpload:
    try:
        return _stored(caller, taken, lambda: chunking.begin(caller.act, sending=sending, taken=taken))
    except IntegrityError:  # of two tries at the same moment, the other was first
        first = chunking.begun_before(caller.act, sending=sending, taken=taken)
        if first is None:
            raise
        spend_lightly(caller)
        return first


def _spent(caller: Caller, change: Callable[[], Result]) -> Result:
    with shared_commit():
        spend(caller)
        return change()


def _stored(caller: Caller, taken: StoredFile, change: Callable[[], Result]) -> Result:
    """Make a change about bytes that were taken; where it is refused, they go too."""
    is_done = False
    try:
        with shared_commit():
            spend(caller)
            result = change()
            is_done = True
        return result
    finally:
        if not is_done:
            vault_actions.let_go(taken)
