"""What must hold after every crash, whatever step it came at. Reads the database and the vault; runs in a child."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from onroll.audit import ledger
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.casework.models import Notification
from onroll.doors.models import MeshChunk, MeshUpload
from onroll.registry.models import Enrolment
from onroll.transfer.models import Destruction, Enquiry, LostPupil, Message
from onroll.transfer.states import State
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries
from onroll.vault.models import StoredFile

REACHED = {State.WAITING, State.COLLECTED, State.CONFIRMED, State.HELD, State.EXPIRED, State.HELD_AS_LOST}


def faults(told: dict[str, Any]) -> list[str]:
    """Return what does not hold, in words; nothing, when all is well."""
    return [
        *_acknowledged(told["sent"], set(told["tried_to_take_back"])),
        *_steps_taken(told),
        *_filed(told["filed"]),
        *_bundled(told["bundled"]),
        *_taken_back(told["taken_back"]),
        *_delivered_once(told["payloads"]),
        *_whole_rows_at_one_moment(told["sent"]),
        *_whole_uploads(),
        *_whole_destructions(),
        *_vault(),
        *(f"the ledger does not hold at {number}" for number in ledger.broken_links()),
    ]


def _acknowledged(sent: dict[str, dict[str, Any]], tried_to_take_back: set[str]) -> list[str]:
    """Each acknowledged message is there, once, byte for byte, unless a certificate says that it was destroyed."""
    found = {one.reference: one for one in Message.objects.filter(reference__in=sent).select_related("stored_file")}
    wrong = [f"{reference} was accepted and is not there" for reference in sent if reference not in found]
    for reference, message in found.items():
        if reference in tried_to_take_back and message.state == State.WITHDRAWN:
            continue  # `_taken_back` looks at these
        stored, promised = message.stored_file, sent[reference]
        if promised["is_sent"] and message.state not in REACHED:
            wrong.append(f"{reference} was sent and is {message.state}")
        if stored.destroyed_at is not None:
            if not Destruction.objects.filter(message=message, sha256=promised["sha256"]).exists():
                wrong.append(f"{reference} was destroyed without a certificate")
        elif _digest(stored) != promised["sha256"]:
            wrong.append(f"{reference} does not hold the bytes that were sent")
    return wrong


def _filed(filed: list[str]) -> list[str]:
    """A child who was filed is in the repository once, with her enquiry, and her authority was told once."""
    wrong = []
    for message in Message.objects.filter(reference__in=filed, state=State.HELD_AS_LOST):
        children = LostPupil.objects.filter(message=message).count()
        asked = Enquiry.objects.filter(lost_pupil__message=message).count()
        told = Notification.objects.filter(message=message).count()
        if (children, asked, told) != (1, 1, 1):
            wrong.append(f"{message.reference} was filed {children} times, {asked} enquiries, told {told} times")
    there = set(Message.objects.filter(reference__in=filed, state__in=REACHED).values_list("reference", flat=True))
    return wrong + [f"{reference} was filed as lost and is not" for reference in set(filed) - there]


def _bundled(bundled: dict[str, str]) -> list[str]:
    """A document that was added is there once, with its bytes, and is where its file is: gone with it, or not yet."""
    wrong = []
    for reference, digest in bundled.items():
        file = Message.objects.get(reference=reference)
        parts = list(file.parts.filter(stored_file__sha256=digest).select_related("stored_file"))
        if len(parts) != 1:
            wrong.append(f"{reference} has its document {len(parts)} times")
        wrong += [
            f"the document of {reference} stayed behind" for one in parts if bool(one.sent_at) != bool(file.sent_at)
        ]
        kept = [one.stored_file for one in parts if one.stored_file.destroyed_at is None]
        wrong += [f"the document of {reference} is not what was sent" for one in kept if _digest(one) != digest]
    return wrong


def _taken_back(taken_back: list[str]) -> list[str]:
    """A file that was taken back is withdrawn, and its content is gone."""
    kept = Message.objects.filter(reference__in=taken_back, stored_file__destroyed_at=None)
    elsewhere = Message.objects.filter(reference__in=taken_back).exclude(state=State.WITHDRAWN)
    return [f"{one.reference} was taken back and is kept, {one.state}" for one in kept | elsewhere]


def _steps_taken(told: dict[str, Any]) -> list[str]:
    states = dict(Message.objects.values_list("reference", "state"))
    wrong = [f"{one} was collected and is {states[one]}" for one in told["collected"] if states[one] == State.WAITING]
    wrong += [f"{one} was confirmed and is {states[one]}" for one in told["confirmed"] if states[one] != "confirmed"]
    kept = StoredFile.objects.filter(destroyed_at=None)
    left = Message.objects.filter(reference__in=told["destroyed"], stored_file__in=kept)
    wrong += [f"{one.reference} was to be destroyed and is kept" for one in left]
    for message in Message.objects.filter(state=State.CONFIRMED):
        said = LedgerEntry.objects.filter(name="transfer.ArrivalConfirmed", subject_id=str(message.pk)).count()
        spells = Enrolment.objects.filter(
            child_id__in=message.pupils.values("sighting__child_id"),
            organisation=message.recipient,
            confirmed_at__isnull=False,
        ).count()
        if said != 1 or spells < 1:
            wrong.append(f"{message.reference} was confirmed {said} times and has {spells} enrolments")
    return wrong


def _delivered_once(payloads: list[str]) -> list[str]:
    """No bytes that a client sent, and sent again after a crash, have become two messages."""
    digests = Message.objects.filter(stored_file__sha256__in=payloads).values_list("stored_file__sha256", flat=True)
    return [f"bytes {digest[:12]} became {count} messages" for digest, count in Counter(digests).items() if count > 1]


def _whole_rows_at_one_moment(sent: dict[str, dict[str, Any]]) -> list[str]:
    """Look at one moment's rows: the server that starts may be sending on what the crash left."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _whole_rows(sent)


def _whole_rows(sent: dict[str, dict[str, Any]]) -> list[str]:
    """No message is half-written: its steps end in its state, the ledger knows it, its pupils are all there."""
    wrong = []
    recorded = set(LedgerEntry.objects.filter(subject_kind="message").values_list("subject_id", flat=True))
    for message in Message.objects.prefetch_related("events", "pupils"):
        last = max(message.events.all(), key=lambda event: event.pk, default=None)
        if last is None or last.state != message.state:
            wrong.append(f"{message.reference} is {message.state}, its steps end in {last and last.state}")
        if str(message.pk) not in recorded:
            wrong.append(f"{message.reference} is not in the ledger")
        is_sent = message.sent_at is not None
        if is_sent != (message.state in REACHED or message.state == State.WITHDRAWN) or (
            is_sent and message.pupils.count() != message.pupil_count
        ):
            wrong.append(f"{message.reference} is half sent")
    return wrong


def _whole_uploads() -> list[str]:
    """A message in chunks is either complete, with its message, or open, with every chunk that was taken."""
    wrong = []
    for upload in MeshUpload.objects.prefetch_related("chunks__stored_file"):
        is_there = Message.objects.filter(reference=upload.reference).exists()
        chunks = [chunk.stored_file for chunk in upload.chunks.all()]
        if is_there != (upload.outcome == "complete") or len(chunks) != upload.received_chunks:
            wrong.append(f"upload {upload.reference} is {upload.outcome or 'open'} with {len(chunks)} chunks")
        if any((chunk.destroyed_at is None) != (upload.ended_at is None) for chunk in chunks):
            wrong.append(f"upload {upload.reference} has chunks of another state than its own")
    return wrong


def _whole_destructions() -> list[str]:
    """Certificate, state and content agree; what was withdrawn has no content and needs no certificate."""
    certified = set(Destruction.objects.values_list("message_id", flat=True))
    ended = Message.objects.filter(stored_file__destroyed_at__isnull=False).exclude(state=State.WITHDRAWN)
    gone = set(ended.values_list("pk", flat=True))
    left = Message.objects.filter(state=State.WITHDRAWN, stored_file__destroyed_at=None)
    expired = set(Message.objects.filter(state=State.EXPIRED).values_list("pk", flat=True))
    wrong = [f"message {key}: certificate and content disagree" for key in (certified ^ gone) | (expired - certified)]
    return wrong + [f"{one.reference} is withdrawn and its content is kept" for one in left]


def _vault() -> list[str]:
    """Every row's bytes are there; no content is nobody's; the sweep removes what no row knows of, and nothing else."""
    used = set(Message.objects.values_list("stored_file_id", flat=True))
    used |= set(MeshChunk.objects.values_list("stored_file_id", flat=True))
    wrong = [f"{one} is nobody's" for one in StoredFile.objects.filter(destroyed_at=None).exclude(pk__in=used)]
    known = set(StoredFile.objects.exclude(path="").values_list("path", flat=True))
    wrong += [f"{path} is missing" for path in known if not (_folder() / path).is_file()]
    vault_actions.sweep_orphans(by_the_system(at=timezone.now(), purpose="sweep"), older_than_seconds=-60)
    left = {str(path.relative_to(_folder())) for path in _folder().glob("*/*")}
    return wrong + [f"{path}: the sweep went wrong" for path in left ^ known]


def _folder() -> Path:
    return Path(settings.VAULT_FOLDER)


def _digest(stored: StoredFile) -> str:
    digest = hashlib.sha256()
    for piece in vault_queries.pieces(stored):
        digest.update(piece)
    return digest.hexdigest()
