"""Receiving a document: any file for an organisation that is not a common transfer file."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django.db import IntegrityError, transaction

from onroll.access.models import Organisation
from onroll.audit import ledger, rows
from onroll.audit.act import Act
from onroll.registry.references import new_reference
from onroll.transfer import notices, permissions
from onroll.transfer.actions import content, retrying, steps
from onroll.transfer.events import DocumentSent
from onroll.transfer.models import Door, Kind, Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions
from onroll.vault import content_checks
from onroll.vault.content_checks import Checked
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
    """Take a document, check it and send it. This will leave it waiting with its recipient, or kept apart.

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
    checked: Checked | None = None,
    **columns: Any,
) -> Message:
    """Do what `receive_document` does with bytes that the vault took before; `columns` are further ones of the message.

    `is_notice_owed`: false where the recipient's own software collects, so that nobody is emailed for each message.
    `checked`: what content checks said of the bytes, where a caller holds a lock and has asked them before.
    """
    permissions.check(permissions.may_send_files(act))
    first = retrying.first_of(act, origin, taken)
    if first is not None:
        vault_actions.let_go(taken)
        return first
    checked = checked or content_checks.check(taken, name=name)
    try:
        with transaction.atomic():
            stored = vault_actions.keep(taken)
            to: dict[str, Any] = {"recipient": recipient, "destination_code": recipient.code}
            message = new_document(act, stored, checked, name, media_type, door, origin=origin, **to, **columns)
            if is_notice_owed and message.state == State.WAITING:
                steps.owe_notice(act, message, to=recipient, kind=notices.Kind.FILE_WAITS)
    except IntegrityError:  # of two tries at the same moment, the other was first
        return retrying.first_after_race(act, origin, taken)
    return message


def new_document(
    act: Act,
    stored: StoredFile,
    checked: Checked,
    name: str,
    media_type: str,
    door: Door,
    *,
    origin: retrying.Origin = retrying.NO_ORIGIN,
    is_sent: bool = True,
    **columns: Any,
) -> Message:
    """Make a document's row, with its steps and findings. This will leave it waiting, kept apart, or ready to send.

    `is_sent`: false for the part of a file that has not been sent yet.
    """
    said = origin.columns(stored.sha256)
    reference = said.pop("reference") or new_reference("F")
    state = content.STATES[checked.verdict]
    goes_on = state == State.CHECKED and is_sent
    message = Message(
        reference=reference,
        sender_id=cast("int", act.organisation_id),
        file_name=f"{reference}.dat",  # the right name may hold a child's, so it stands in document_name alone
        stored_file=stored,
        pupil_count=0,
        kind=Kind.DOCUMENT,
        door=door,
        document_name=name.strip()[:200] or f"{reference}.dat",
        media_type=media_type if MEDIA_TYPE.fullmatch(media_type) else ANY_BYTES,
        problems=content.problems_of(checked),
        state=State.WAITING if goes_on else state,
        received_at=act.at,
        sent_at=act.at if goes_on else None,
        **said,
        **columns,
    )
    rows.insert_rows([message])
    _note_steps(act, message, content.words_of(checked), state)
    content.keep_findings(act, message, checked)
    if goes_on:
        to = cast("int", message.recipient_id)
        ledger.record(act, DocumentSent(message_id=message.pk, recipient_id=to, door=door, size=stored.size))
    return message


def _note_steps(act: Act, message: Message, found: str, checked_as: State) -> None:
    reasons = {State.RECEIVED: steps.RECEIVED, checked_as: found}
    if message.state == State.WAITING and message.recipient is not None:
        reasons[State.WAITING] = f"Sent to {message.recipient.name}"[:300]
    steps.note_first_steps(act, message, reasons)
