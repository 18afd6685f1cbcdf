"""Parts of bundles and their receipts, what is kept apart, and the documents for one role."""

import dataclasses
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.transfer import permissions
from onroll.transfer.models import Finding, Kind, Message
from onroll.transfer.queries.messages import with_since
from onroll.transfer.queries.timing import Timed, timed_rows
from onroll.transfer.states import TAKES_PARTS, State
from onroll.vault.content_checks.findings import SCANNER_AWAY

Findings = QuerySet[Finding]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Where one part of a bundle stands, as everybody sees it who may know of the file: never its name.

    `collected_at`: when somebody in the part's role collected it. `found`: codes of a content check. `may_open`: the
    acting person may open the part itself.
    """

    part: Message
    role: str
    state: State
    since: datetime
    collected_at: datetime | None
    found: tuple[str, ...]
    may_open: bool


def receipts(act: Act, message: Message) -> list[Receipt]:
    """Return the receipts of a file's parts, in the order in which they were added.

    Raises: Hidden, for a file that the acting person may not know of.
    """
    if not Message.objects.visible_to(act).filter(pk=message.pk).exists():
        raise Hidden
    open_to = set(Message.objects.visible_to(act).filter(part_of=message).values_list("pk", flat=True))
    parts = with_since(message.parts.select_related("sender", "recipient", "stored_file")).order_by("pk")
    if message.sender_id != act.organisation_id:
        parts = parts.filter(sent_at__isnull=False)  # what was never let through is its sender's to know of
    return [_receipt(part, may_open=part.pk in open_to) for part in parts.prefetch_related("events", "findings")]


def part_of_bundle(act: Act, message: Message, reference: str) -> Message:
    """Return a part of a file that the acting person sends, to take it back unread.

    Raises: Hidden.
    """
    part: Message | None = message.parts.select_related("part_of", "recipient").filter(reference=reference).first()
    if part is None or not permissions.may_take_back_part(act, part):
        raise Hidden
    return part


def files_for_own_parts(act: Act) -> QuerySet[Any]:
    """Return the files of her organisation to which somebody of documents alone may add her own, the newest first."""
    if not permissions.has_documents_only(act):
        return Message.objects.none()
    sent = Message.objects.whole().filter(sender_id=act.organisation_id, kind=Kind.TRANSFER_FILE, state__in=TAKES_PARTS)
    listed: QuerySet[Any] = with_since(sent.select_related("sender", "recipient"))
    return listed.order_by("-received_at", "-pk")


def file_for_own_part(act: Act, reference: str) -> Message:
    """Return one of these files.

    Raises: Hidden.
    """
    found: Message | None = files_for_own_parts(act).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def held_part(act: Act, message: Message, reference: str) -> Message:
    """Return a part that nobody collected in time, for the authority that decides on it: never its name or content.

    Raises: Hidden.
    """
    held = message.parts.filter(state=State.HELD, sent_at__isnull=False).not_kept_apart()
    part: Message | None = held.select_related("part_of", "recipient", "sender").filter(reference=reference).first()
    if part is None or not permissions.may_decide_held(act, message):
        raise Hidden
    return part


def documents(act: Act) -> QuerySet[Any]:
    """Return the documents for the acting person's role, sent to her organisation: those that wait first."""
    mine = Message.objects.visible_to(act).filter(
        kind=Kind.DOCUMENT, part_role__gt="", recipient_id=act.organisation_id, sent_at__isnull=False
    )
    listed: QuerySet[Any] = with_since(mine.exclude(state=State.HELD_AS_LOST).select_related("sender", "recipient"))
    return listed.order_by("-sent_at", "-pk")


def kept_apart(act: Act) -> QuerySet[Any]:
    """Return what content checks keep apart of the acting organisation's own documents, for the role named for it."""
    if not permissions.may_keep_apart(act):
        return Message.objects.none()
    mine = Message.objects.kept_apart().filter(sender_id=act.organisation_id)
    listed: QuerySet[Any] = with_since(mine.select_related("sender", "recipient", "stored_file", "part_of"))
    return listed.prefetch_related("findings").order_by("-received_at", "-pk")


def kept_apart_document(act: Act, reference: str) -> Message:
    """Return one document that is kept apart.

    Raises: Hidden.
    """
    found: Message | None = kept_apart(act).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def standing_findings(message: Message) -> tuple[str, ...]:
    """Return the codes of what a content check found in a file and what nobody has cleared."""
    return tuple(dict.fromkeys(each.code for each in message.findings.all() if each.cleared_at is None))


def not_checked_yet() -> list[Message]:
    """Return the files and documents that no scanner could check. For the system alone."""
    away = Finding.objects.filter(code=SCANNER_AWAY, cleared_at__isnull=True).values("message")
    waiting = Message.objects.filter(pk__in=away, state=State.RECEIVED)
    return list(waiting.select_related("stored_file", "sender").order_by("pk"))


def kept_apart_files() -> list[Timed]:
    """Return what is kept apart, and since when. For the system alone."""
    return timed_rows(with_since(Message.objects.kept_apart()).values_list("pk", "since"))


def _receipt(part: Any, *, may_open: bool) -> Receipt:
    collected = [event.at for event in part.events.all() if event.state == State.COLLECTED]
    return Receipt(
        part=part,
        role=part.part_role,
        state=State(part.state),
        since=part.since or part.received_at,
        collected_at=min(collected, default=None),
        found=standing_findings(part),
        may_open=may_open,
    )
