"""Receiving a document: any file for an organisation that is not a common transfer file."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django.db import IntegrityError, transaction

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.registry.references import new_reference
from onroll.transfer import notices, permissions
from onroll.transfer.actions import retrying, steps
from onroll.transfer.events import DocumentSent
from onroll.transfer.models import Door, Kind, Message, MessageEvent
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions
from onroll.vault.models import StoredFile

MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,50}")
ANY_BYTES = "application/octet-stream"


def receive_document(
    act: Act,
    *,
    recipient: Organisation,
    name: str,
    media_type: str,
    pieces: Iterable[bytes],
    limit: int,
    workflow: str = "",
    subject: str = "",
    local_id: str = "",
    idempotency_key: str | None = None,
    door: Door = Door.PAGE,
) -> Message:
    """Take a document and send it. This will leave it waiting with its recipient.

    `name` and `subject` may hold personal data and are never logged; `limit` is in bytes. A retry under the same key
    returns the first message. Raises: FileTooLarge, with nothing kept; KeyUsedBefore.
    """
    permissions.check(permissions.may_send_files(act))
    taken = vault_actions.take(act, pieces, limit=limit)
    origin = retrying.Origin(
        addressed_to=recipient.code,
        workflow=workflow,
        subject=subject,
        local_id=local_id,
        idempotency_key=idempotency_key,
    )
    return receive_taken_document(
        act, recipient=recipient, name=name, media_type=media_type, taken=taken, door=door, origin=origin
    )


def receive_taken_document(
    act: Act,
    *,
    recipient: Organisation,
    name: str,
    media_type: str,
    taken: StoredFile,
    door: Door,
    origin: retrying.Origin = retrying.NO_ORIGIN,
    is_notice_owed: bool = True,
    **columns: Any,
) -> Message:
    """Do what `receive_document` does with bytes that the vault took before; `columns` are further ones of the message.

    `is_notice_owed`: false where the recipient's own software collects, so that nobody is emailed for each message.
    """
    permissions.check(permissions.may_send_files(act))
    first = retrying.first_of(act, origin, taken)
    if first is not None:
        vault_actions.let_go(taken)
        return first
    try:
        with transaction.atomic():
            stored = vault_actions.keep(taken)
            message = _new_document(act, recipient, stored, name, media_type, door, origin, columns)
            if is_notice_owed:
                steps.owe_notice(act, message, to=recipient, kind=notices.Kind.FILE_WAITS)
    except IntegrityError:  # of two tries at the same moment, the other was first
        return retrying.first_after_race(act, origin, taken)
    return message


def _new_document(
    act: Act,
    recipient: Organisation,
    stored: StoredFile,
    name: str,
    media_type: str,
    door: Door,
    origin: retrying.Origin,
    columns: dict[str, Any],
) -> Message:
    said = origin.columns(stored.sha256)
    reference = said.pop("reference") or new_reference("F")
    message = Message.objects.create(
        reference=reference,
        sender_id=cast("int", act.organisation_id),
        recipient=recipient,
        destination_code=recipient.code,
        file_name=f"{reference}.dat",  # the right name may hold a child's, so it stands in document_name alone
        stored_file=stored,
        pupil_count=0,
        kind=Kind.DOCUMENT,
        door=door,
        document_name=name.strip()[:200] or f"{reference}.dat",
        media_type=media_type if MEDIA_TYPE.fullmatch(media_type) else ANY_BYTES,
        state=State.WAITING,
        received_at=act.at,
        sent_at=act.at,
        **said,
        **columns,
    )
    _note_steps(act, message, recipient)
    ledger.record(act, DocumentSent(message_id=message.pk, recipient_id=recipient.pk, door=door, size=stored.size))
    return message


def _note_steps(act: Act, message: Message, recipient: Organisation) -> None:
    """Keep the three steps of one moment in one write: a machine sends many."""
    reasons = {
        State.RECEIVED: "Every byte is stored",
        State.CHECKED: "Ready",
        State.WAITING: f"Sent to {recipient.name}"[:300],
    }
    MessageEvent.objects.bulk_create(
        MessageEvent(
            message=message,
            at=act.at,
            state=state,
            person_id=act.actor_id,
            organisation_id=act.organisation_id,
            why=why,
        )
        for state, why in reasons.items()
    )
