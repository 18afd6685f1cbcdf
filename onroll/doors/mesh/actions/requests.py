"""What a request at the message door changes. Each spends the request's token in the transaction of its change.

So a request that left nothing can be sent again, and one that left something never works twice.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from django.db import IntegrityError

from onroll.doors.mesh import queries
from onroll.doors.mesh.actions import accepting, chunking, idempotency, reporting
from onroll.doors.mesh.actions.spending import spend, spend_lightly
from onroll.doors.mesh.errors import NOT_ACKNOWLEDGED, MeshRefusal
from onroll.doors.mesh.headers import Sending
from onroll.doors.mesh.together import commit_together
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
    to = accepting.check_address(caller.act, sending)
    if sending.total_chunks == 1:
        taken = vault_actions.take(caller.act, pieces, limit=accepting.limit_of(sending))
        checked = accepting.check_content(sending, taken)
        # Only what is quickly made shares a transaction: no file that must be read, nobody who must be told by email.
        message: Message = _stored(
            caller,
            taken,
            lambda: accepting.accept(caller.act, sending=sending, taken=taken, checked=checked, to=to),
            shared=to is not None and to.collects_here and not sending.part_role and checked.verdict is None,
        )
        accepting.check_not_refused(message)
        accepting.pass_on(caller.act, sending=sending, message=message)
        return message.reference
    taken = vault_actions.take(caller.act, pieces, limit=chunking.CHUNK_LIMIT_BYTES)
    return _begun(caller, sending, taken).reference


def send_chunk(
    caller: Caller, *, reference: str, number: int, total: int, pieces: Iterable[bytes], key: str | None = None
) -> None:
    """Take a further chunk; with the last one, the message. `key`: the request's idempotency key.

    Raises: MeshRefusal, and the refusals of `transfer`.
    """
    upload = queries.upload(caller.act, reference)
    chunking.check_expected(upload, number=number, total=total)
    taken = vault_actions.take(caller.act, pieces, limit=chunking.CHUNK_LIMIT_BYTES)

    def add() -> None:
        idempotency.hold(caller, key, upload.reference, number, taken.sha256)
        chunking.add(caller.act, upload=upload, number=number, taken=taken)

    _stored(caller, taken, add)
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


def confirm_on_roll(
    caller: Caller,
    *,
    message: Message,
    position: int,
    on_roll_from: date,
    is_early_date_meant: bool = False,
    key: str | None = None,
) -> Message:
    """Confirm that a pupil of an acknowledged file is on the caller's roll. The same again changes nothing.

    `key`: the request's idempotency key.

    `is_early_date_meant`: the school has seen that the day is before the child left the last school, and means it.
    Raises: MeshRefusal, and the refusals of `transfer`.
    """
    said_before = queries.on_roll_from(message, position)
    if said_before == on_roll_from:
        _spent(caller, lambda: idempotency.hold(caller, key, message.reference, position, on_roll_from))
        return message
    if message.state == State.WAITING:
        raise MeshRefusal(NOT_ACKNOWLEDGED, message_id=message.reference)
    arrivals = [transfer_actions.Arrival(position, on_roll_from)]

    def confirm() -> Message:
        idempotency.hold(caller, key, message.reference, position, on_roll_from)
        return transfer_actions.confirm_on_roll(
            caller.act,
            message=message,
            arrivals=arrivals,
            expected_version=message.version,
            is_early_date_meant=is_early_date_meant,
        )

    return _spent(caller, confirm)


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


def _stored(caller: Caller, taken: StoredFile, change: Callable[[], Result], *, shared: bool = False) -> Result:
    """Make a change about bytes that were taken; where it is refused, they go too."""
    is_done = False

    def once() -> Result:
        spend(caller)
        return change()

    try:
        if shared:
            result = commit_together(once)
        else:
            with shared_commit():
                result = once()
        is_done = True
        return result
    finally:
        if not is_done:
            vault_actions.let_go(taken)
