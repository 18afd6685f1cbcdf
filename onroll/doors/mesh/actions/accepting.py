"""Accepting a whole message: by its workflow a common transfer file or a document."""

import dataclasses

from django.conf import settings

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.doors.mesh import lookups, queries, workflows
from onroll.doors.mesh.actions import notes
from onroll.doors.mesh.errors import (
    DATA_MISSING,
    FILE_REFUSED,
    REQUEST_INVALID,
    TO_MISSING,
    TO_UNREGISTERED,
    WORKFLOW_UNKNOWN,
    MeshRefusal,
)
from onroll.doors.mesh.headers import Sending
from onroll.doors.mesh.turns import shared_commit
from onroll.identifiers import establishment
from onroll.transfer import actions as transfer_actions
from onroll.transfer.models import Door, Message
from onroll.transfer.states import State
from onroll.vault import content_checks
from onroll.vault.content_checks import Checked
from onroll.vault.models import StoredFile

NO_SCHOOL = frozenset({establishment.UNKNOWN, establishment.OUTSIDE})
DOCUMENT_LIMIT_BYTES = 8 * 1024**3


@dataclasses.dataclass(frozen=True, slots=True)
class Recipient:
    """Who a document goes to, and whether its own software collects here."""

    organisation: Organisation
    collects_here: bool


def limit_of(sending: Sending) -> int:
    """Return how many bytes a message of a workflow may have."""
    return settings.UPLOAD_LIMIT_BYTES if sending.workflow == workflows.CTF else DOCUMENT_LIMIT_BYTES


def check_address(act: Act, sending: Sending) -> Recipient | None:
    """Refuse a message that could not be delivered, before its body is read. Returns a document's recipient.

    Raises: MeshRefusal.
    """
    if not sending.to:
        raise MeshRefusal(TO_MISSING)
    if sending.workflow not in workflows.MEANINGS:
        raise MeshRefusal(WORKFLOW_UNKNOWN)
    if sending.workflow == workflows.DOCUMENT:
        return _recipient(act, sending.to)
    return None


def check_content(sending: Sending, taken: StoredFile) -> Checked:
    """Let content checks look into what came, before any lock is held; `accept` refuses or holds it by their word."""
    if taken.size == 0:
        return Checked()
    if sending.workflow == workflows.CTF:
        return transfer_actions.scan(taken)
    return content_checks.check(taken, name=sending.name)


def accept(
    act: Act,
    *,
    sending: Sending,
    taken: StoredFile,
    checked: Checked,
    reference: str = "",
    to: Recipient | None = None,
) -> Message:
    """Make a message of bytes that were taken and checked, in the transaction that is open.

    `to`: the recipient as `check_address` found it.

    A common transfer file may come back refused: `check_not_refused` says so, once that stands.
    Raises: MeshRefusal, and the refusals of `transfer`.
    """
    if taken.size == 0:
        raise MeshRefusal(DATA_MISSING)
    origin = transfer_actions.Origin(
        addressed_to=sending.to,
        workflow=sending.workflow,
        subject=sending.subject,
        local_id=sending.local_id,
        idempotency_key=sending.idempotency_key,
        reference=reference,
    )
    if sending.workflow == workflows.CTF:
        message = _file(act, sending, taken, checked, origin)
    else:
        message = _document(act, sending, taken, checked, origin, to or _recipient(act, sending.to))
    notes.keep(message, sending)
    return message


def check_not_refused(message: Message) -> None:
    """Answer a file that was refused with its problems: their codes and words, never a value.

    Raises: MeshRefusal.
    """
    if message.state != State.REFUSED:
        return
    details = tuple((str(row["code"]), f"{row['message']} {row['action']}".strip()) for row in message.problems)
    raise MeshRefusal(FILE_REFUSED, message_id=message.reference, details=details)


def pass_on(act: Act, *, sending: Sending, message: Message) -> None:
    """Send a common transfer file that stands as checked, or hold it, in a transaction of its own.

    Killed before, a retry passes it on, or the next tick of the exchange's clock. Passed on before, it stays so.
    """
    if sending.workflow == workflows.CTF and message.state == State.CHECKED:
        with shared_commit():
            transfer_actions.pass_on_file(act, message=message, are_problems_known=sending.are_problems_known)


def _file(act: Act, sending: Sending, taken: StoredFile, checked: Checked, origin: transfer_actions.Origin) -> Message:
    message = transfer_actions.receive_taken_file(
        act, name=sending.name, taken=taken, door=Door.MESH, origin=origin, checked=checked
    )
    if message.state == State.REFUSED:
        return message
    if message.destination_code != sending.to:
        raise MeshRefusal(TO_UNREGISTERED, words="The file itself names another destination than mex-to")
    transfer_actions.check_passing_on(act, message=message, are_problems_known=sending.are_problems_known)
    return message


def _document(
    act: Act,
    sending: Sending,
    taken: StoredFile,
    checked: Checked,
    origin: transfer_actions.Origin,
    to: Recipient,
) -> Message:
    if sending.part_of or sending.part_role:
        return transfer_actions.add_taken_part(
            act,
            message=_whole(act, sending, to.organisation),
            role=sending.part_role,
            name=sending.name,
            media_type=sending.media_type,
            taken=taken,
            checked=checked,
            door=Door.MESH,
            origin=origin,
        )
    return transfer_actions.receive_taken_document(
        act,
        recipient=to.organisation,
        name=sending.name,
        media_type=sending.media_type,
        taken=taken,
        door=Door.MESH,
        origin=origin,
        is_notice_owed=not to.collects_here,
        checked=checked,
    )


def _whole(act: Act, sending: Sending, recipient: Organisation) -> Message:
    """Return the file that a document is to travel with: one of the caller's own, to the same mailbox."""
    found = queries.sent(act, reference=sending.part_of) if sending.part_of else None
    if found is None or found.part_role or found.recipient_id != recipient.pk:
        raise MeshRefusal(REQUEST_INVALID, words="mex-onroll-part-of names no file of yours for this mailbox")
    return found


def _recipient(act: Act, code: str) -> Recipient:
    if code in NO_SCHOOL:
        raise MeshRefusal(TO_UNREGISTERED, words="A document goes to an organisation, not to the lost-pupil repository")
    found, collects_here = lookups.recipient(code, act.on)
    if found is None:
        raise MeshRefusal(TO_UNREGISTERED)
    return Recipient(found, collects_here)
