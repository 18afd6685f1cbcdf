"""Accepting a whole message: by its workflow a common transfer file or a document."""

from django.conf import settings

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.doors.mesh import lookups, workflows
from onroll.doors.mesh.actions import notes
from onroll.doors.mesh.errors import (
    DATA_MISSING,
    FILE_REFUSED,
    TO_MISSING,
    TO_UNREGISTERED,
    WORKFLOW_UNKNOWN,
    MeshRefusal,
)
from onroll.doors.mesh.headers import Sending
from onroll.identifiers import establishment
from onroll.transfer import actions as transfer_actions
from onroll.transfer.models import Door, Message
from onroll.transfer.states import State
from onroll.vault.models import StoredFile

NO_SCHOOL = frozenset({establishment.UNKNOWN, establishment.OUTSIDE})
DOCUMENT_LIMIT_BYTES = 8 * 1024**3


def limit_of(sending: Sending) -> int:
    """Return how many bytes a message of a workflow may have."""
    return settings.UPLOAD_LIMIT_BYTES if sending.workflow == workflows.CTF else DOCUMENT_LIMIT_BYTES


def check_address(act: Act, sending: Sending) -> None:
    """Refuse a message that could not be delivered, before its body is read.

    Raises: MeshRefusal.
    """
    if not sending.to:
        raise MeshRefusal(TO_MISSING)
    if sending.workflow not in workflows.MEANINGS:
        raise MeshRefusal(WORKFLOW_UNKNOWN)
    if sending.workflow == workflows.DOCUMENT:
        _recipient(act, sending.to)


def accept(act: Act, *, sending: Sending, taken: StoredFile, reference: str = "") -> Message:
    """Make a message of bytes that were taken, in the transaction that is open.

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
    accepted = _file if sending.workflow == workflows.CTF else _document
    message = accepted(act, sending, taken, origin)
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


def _file(act: Act, sending: Sending, taken: StoredFile, origin: transfer_actions.Origin) -> Message:
    message = transfer_actions.receive_taken_file(act, name=sending.name, taken=taken, door=Door.MESH, origin=origin)
    if message.state == State.REFUSED:
        return message
    if message.destination_code != sending.to:
        raise MeshRefusal(TO_UNREGISTERED, words="The file itself names another destination than mex-to")
    return transfer_actions.pass_on_file(act, message=message, are_problems_known=sending.are_problems_known)


def _document(act: Act, sending: Sending, taken: StoredFile, origin: transfer_actions.Origin) -> Message:
    recipient, collects_here = _recipient(act, sending.to)
    return transfer_actions.receive_taken_document(
        act,
        recipient=recipient,
        name=sending.name,
        media_type=sending.media_type,
        taken=taken,
        door=Door.MESH,
        origin=origin,
        is_notice_owed=not collects_here,
    )


def _recipient(act: Act, code: str) -> tuple[Organisation, bool]:
    if code in NO_SCHOOL:
        raise MeshRefusal(TO_UNREGISTERED, words="A document goes to an organisation, not to the lost-pupil repository")
    found, collects_here = lookups.recipient(code, act.on)
    if found is None:
        raise MeshRefusal(TO_UNREGISTERED)
    return found, collects_here
