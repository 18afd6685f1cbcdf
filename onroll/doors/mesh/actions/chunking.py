"""A message in chunks: each stored as it comes, in order; with the last they become one stored file and a message."""

import dataclasses
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import chain
from typing import cast

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from onroll.access import permissions as access_permissions
from onroll.access.models import Role
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed, Refusal
from onroll.doors.events import ChunkKept, UploadBegun, UploadEnded
from onroll.doors.mesh import bodies
from onroll.doors.mesh.actions import accepting
from onroll.doors.mesh.errors import (
    CHUNK_ORDER,
    CHUNK_TWICE,
    CHUNKS_INVALID,
    DATA_MISSING,
    UPLOAD_ENDED,
    MeshRefusal,
)
from onroll.doors.mesh.headers import Sending
from onroll.doors.mesh.turns import turn
from onroll.doors.models import MeshChunk, MeshUpload, Outcome
from onroll.registry.references import new_reference
from onroll.transfer.actions import Origin
from onroll.transfer.models import Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries
from onroll.vault.models import StoredFile
from onroll.vault.queries import FileDestroyed

# A request that is still at work on the last chunk has made its message by then.
LEFT_AFTER = timedelta(minutes=5)
CHUNK_LIMIT_BYTES = 200 * 1024 * 1024
# The columns of an upload that say what its message will be.
_SAID = tuple(field.name for field in dataclasses.fields(Sending) if field.name != "idempotency_key")


def begin(act: Act, *, sending: Sending, taken: StoredFile) -> MeshUpload:
    """Keep the first chunk of a message; a retry of it finds the first one.

    Raises: MeshRefusal.
    """
    if taken.size == 0:
        raise MeshRefusal(DATA_MISSING)
    key = _key(sending, taken)
    earlier = begun_before(act, sending=sending, taken=taken)
    if earlier is not None:
        vault_actions.let_go(taken)
        return earlier
    upload = MeshUpload.objects.create(
        reference=new_reference("F"),
        organisation_id=cast("int", act.organisation_id),
        received_chunks=1,
        idempotency_key=key,
        started_at=act.at,
        **{name: getattr(sending, name) for name in _SAID},
    )
    MeshChunk.objects.create(upload=upload, number=1, stored_file=vault_actions.keep(taken))
    ledger.record(act, UploadBegun(upload_id=upload.pk, total_chunks=upload.total_chunks))
    return upload


def check_expected(upload: MeshUpload, *, number: int, total: int) -> None:
    """Refuse a chunk that cannot be taken now, before its body is read.

    Raises: MeshRefusal.
    """
    if upload.outcome in (Outcome.REFUSED, Outcome.ABANDONED):
        raise MeshRefusal(UPLOAD_ENDED, message_id=upload.reference)
    if total != upload.total_chunks:
        raise MeshRefusal(CHUNKS_INVALID, message_id=upload.reference)
    if number > upload.received_chunks + 1:
        raise MeshRefusal(CHUNK_ORDER, message_id=upload.reference)


def add(act: Act, *, upload: MeshUpload, number: int, taken: StoredFile) -> None:
    """Keep a further chunk. The same bytes again are a retry and change nothing.

    Raises: MeshRefusal.
    """
    upload.refresh_from_db(from_queryset=MeshUpload.objects.select_for_update())
    check_expected(upload, number=number, total=upload.total_chunks)
    if number <= upload.received_chunks:
        before = upload.chunks.select_related("stored_file").get(number=number)
        if before.stored_file.sha256 != taken.sha256:
            raise MeshRefusal(CHUNK_TWICE, message_id=upload.reference)
        vault_actions.let_go(taken)
        return
    if taken.size == 0:
        raise MeshRefusal(DATA_MISSING, message_id=upload.reference)
    MeshChunk.objects.create(upload=upload, number=number, stored_file=vault_actions.keep(taken))
    MeshUpload.objects.filter(pk=upload.pk).update(received_chunks=number)
    ledger.record(act, ChunkKept(upload_id=upload.pk, number=number))


def complete(act: Act, *, upload: MeshUpload) -> None:
    """Make a message of all chunks. Killed half-way, it is done again when the last chunk is sent again.

    Done before, it changes nothing but to pass on a file that a crash had left ready.

    Raises: MeshRefusal, and the refusals of `transfer`: the upload is then ended as refused, and its chunks destroyed.
    """
    sending = Sending(**{name: getattr(upload, name) for name in _SAID}, idempotency_key=upload.idempotency_key)
    if upload.outcome == Outcome.COMPLETE:
        _pass_on_left(act, upload, sending)
        return
    try:
        pieces = bodies.checked(_pieces(upload), sending.checksum)
        taken = vault_actions.take(act, pieces, limit=accepting.limit_of(sending))
        message = _message(act, upload, sending, taken)
        accepting.check_not_refused(message)
    except (FileDestroyed, FileNotFoundError):  # another completed it while we read its chunks
        upload.refresh_from_db()
        if upload.outcome != Outcome.COMPLETE:
            raise
        _pass_on_left(act, upload, sending)
        return
    except (MeshRefusal, Refusal):
        with turn(), transaction.atomic():
            end(act, upload=upload, outcome=Outcome.REFUSED)
        raise
    accepting.pass_on(act, sending=sending, message=message)


def _pass_on_left(act: Act, upload: MeshUpload, sending: Sending) -> None:
    for left in Message.objects.filter(reference=upload.reference):
        accepting.pass_on(act, sending=sending, message=left)


def _message(act: Act, upload: MeshUpload, sending: Sending, taken: StoredFile) -> Message:
    checked, is_done = accepting.check_content(sending, taken), False
    try:
        with turn(), transaction.atomic():
            upload.refresh_from_db(from_queryset=MeshUpload.objects.select_for_update())
            if upload.outcome == Outcome.COMPLETE:  # by another, at the same moment
                return Message.objects.get(reference=upload.reference)
            if upload.ended_at is not None:
                raise MeshRefusal(UPLOAD_ENDED, message_id=upload.reference)
            message = accepting.accept(act, sending=sending, taken=taken, checked=checked, reference=upload.reference)
            is_refused = message.state == State.REFUSED
            end(act, upload=upload, outcome=Outcome.REFUSED if is_refused else Outcome.COMPLETE)
            is_done = True
        return message
    finally:
        if not is_done:
            vault_actions.let_go(taken)


def end(act: Act, *, upload: MeshUpload, outcome: Outcome) -> None:
    """End an upload and destroy its chunks; their digests stay, so that a retry is known. One that ended stays so."""
    if not MeshUpload.objects.filter(pk=upload.pk, ended_at__isnull=True).update(ended_at=act.at, outcome=outcome):
        return
    for chunk in upload.chunks.select_related("stored_file"):
        vault_actions.destroy(act, stored_file=chunk.stored_file)
    ledger.record(act, UploadEnded(upload_id=upload.pk, outcome=outcome))


def complete_left_uploads(act: Act, *, is_start: bool = False) -> int:
    """Make messages of uploads whose chunks have all come, and which a crash kept from becoming one. Returns how many.

    `is_start`: the server has just started, so none of its requests is at work on one. What a check refuses is ended as
    refused, as it would have been then. Raises: NotAllowed, for anybody but the system.
    """
    if not act.is_system:
        raise NotAllowed
    whole = MeshUpload.objects.filter(ended_at__isnull=True, received_chunks=F("total_chunks"))
    last = MeshChunk.objects.filter(upload=OuterRef("pk"), number=OuterRef("total_chunks")).values(
        "stored_file__stored_at"
    )
    before = act.at - (timedelta(0) if is_start else LEFT_AFTER)
    left = list(
        whole.annotate(came_at=Subquery(last.values("stored_file__stored_at")))
        .filter(came_at__lt=before)
        .select_related("organisation")
    )
    for upload in left:
        sender = upload.organisation
        for_sender = dataclasses.replace(
            act,
            organisation_id=sender.pk,
            organisation_kind=sender.kind,
            la_code=sender.la_code,
            role=Role.EXCHANGE_ADMINISTRATOR,
        )
        with suppress(MeshRefusal, Refusal):
            complete(for_sender, upload=upload)
    return len(left)


def end_abandoned_uploads(act: Act, *, days: int) -> int:
    """End the uploads that began so many days ago and still lack chunks. Returns how many.

    Raises: NotAllowed, for everyone but an operator.
    """
    if not access_permissions.may_manage_access(act):
        raise NotAllowed
    before = act.at - timedelta(days=days)
    left = list(MeshUpload.objects.filter(ended_at__isnull=True, started_at__lt=before))
    for upload in left:
        with turn(), transaction.atomic():
            end(act, upload=upload, outcome=Outcome.ABANDONED)
    return len(left)


def begun_before(act: Act, *, sending: Sending, taken: StoredFile) -> MeshUpload | None:
    """Return the upload that the same first chunk began before; none, for a new one.

    Raises: MeshRefusal, when its first chunk had other bytes.
    """
    key = _key(sending, taken)
    if key is None:
        return None
    earlier = MeshUpload.objects.filter(organisation_id=cast("int", act.organisation_id), idempotency_key=key).first()
    if earlier is not None:
        first = earlier.chunks.select_related("stored_file").get(number=1)
        if first.stored_file.sha256 != taken.sha256:
            raise MeshRefusal(CHUNK_TWICE, message_id=earlier.reference)
    return earlier


def _key(sending: Sending, taken: StoredFile) -> str | None:
    said = Origin(addressed_to=sending.to, local_id=sending.local_id, idempotency_key=sending.idempotency_key)
    return said.key(taken.sha256)


def _pieces(upload: MeshUpload) -> Iterator[bytes]:
    stored = (chunk.stored_file for chunk in upload.chunks.select_related("stored_file").order_by("number"))
    return chain.from_iterable(vault_queries.pieces(one) for one in stored)
