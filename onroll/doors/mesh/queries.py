"""What software may read at the message door: its inbox, its messages, its uploads, and where its own have got to."""

import base64
import binascii
import dataclasses
import re
from datetime import date, datetime
from typing import cast

from django.db.models import Case, F, Q, QuerySet, Value, When

from onroll.access import permissions as access_permissions
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.doors.mesh.errors import REQUEST_INVALID, MeshRefusal
from onroll.doors.mesh.workflows import CTF, DOCUMENT
from onroll.doors.models import MeshNote, MeshReport, MeshUpload
from onroll.transfer.models import Kind, Message
from onroll.transfer.states import State

PLACE = re.compile(r"(r|m):(\d{1,18})(?::(.{1,40}))?")


@dataclasses.dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of an inbox: references, and where the next page begins; empty at the end."""

    references: list[str]
    next_place: str


def inbox_page(act: Act, *, most: int, place: str, workflow_filter: str) -> InboxPage:
    """Return what waits for the caller: reports first, then messages, the oldest first.

    Raises: MeshRefusal, when `place` is none of ours.
    """
    kind, after, since = _read_place(place)
    rows: list[tuple[str, str]] = []
    if kind == "r":
        reports = _reports(act).filter(pk__gt=after).order_by("pk").values_list("pk", "reference")
        rows = [(reference, f"r:{pk}") for pk, reference in reports[: most + 1]] if not workflow_filter else []
    if len(rows) <= most:
        waiting = _filtered(waiting_messages(act), workflow_filter).order_by("sent_at", "pk")
        if since is not None:
            waiting = waiting.filter(Q(sent_at__gt=since) | Q(sent_at=since, pk__gt=after))
        found = waiting.values_list("reference", "pk", "sent_at")[: most + 1 - len(rows)]
        rows += [(reference, f"m:{pk}:{_sent(sent_at)}") for reference, pk, sent_at in found]
    shown = rows[:most]
    return InboxPage([row[0] for row in shown], _write_place(shown[-1][1]) if len(rows) > most else "")


def readable_messages(act: Act) -> QuerySet[Message]:
    """Return the messages sent to the caller that its role may read, whatever became of them."""
    roles = [role for role in access_permissions.PART_READERS if access_permissions.may_read_part(act, role)]
    visible: QuerySet[Message] = Message.objects.visible_to(act)
    mine = visible.filter(recipient_id=act.organisation_id, sent_at__isnull=False)
    return mine.filter(Q(part_role="") | Q(part_role__in=roles))


def waiting_messages(act: Act) -> QuerySet[Message]:
    """Return the messages that wait for the caller and that its role may read."""
    waiting: QuerySet[Message] = readable_messages(act).filter(state=State.WAITING)
    return waiting


def count(act: Act) -> int:
    """Return how many messages and reports wait for the caller."""
    return waiting_messages(act).count() + _reports(act).count()


def received(act: Act, reference: str) -> Message:
    """Return a message that was sent to the caller.

    Raises: Hidden.
    """
    messages = readable_messages(act).select_related("sender", "recipient", "stored_file").defer("stored_file__content")
    found: Message | None = messages.filter(reference=reference.upper()).first()
    if found is None:
        raise Hidden
    return found


def report(act: Act, reference: str) -> MeshReport | None:
    """Return a report in the caller's inbox; none, where the reference is not a report's."""
    if not reference.upper().startswith("R-"):
        return None
    found = MeshReport.objects.filter(organisation_id=_own(act), reference=reference.upper())
    one: MeshReport | None = found.select_related("message__sender", "message__recipient").first()
    if one is None:
        raise Hidden
    return one


def note(message: Message) -> MeshNote | None:
    """Return what the sender's software said for the recipient's alone."""
    return MeshNote.objects.filter(message=message).first()


def sent(act: Act, *, reference: str = "", local_id: str = "") -> Message | None:
    """Return a message that the caller sent, by its reference or, the newest, by the caller's own id."""
    known = Message.objects.visible_to(act).filter(sender_id=act.organisation_id)
    # A part for a role that the caller may not read is still the caller's to follow: its receipt, never its name.
    messages = known | Message.objects.filter(part_of__in=known.values("pk"))
    by = {"reference": reference.upper()} if reference else {"local_id": local_id}
    found: Message | None = messages.filter(**by).select_related("sender", "recipient").order_by("-pk").first()
    return found


def upload(act: Act, reference: str) -> MeshUpload:
    """Return a message of the caller's that came, or comes, in chunks.

    Raises: Hidden.
    """
    uploads = MeshUpload.objects.filter(organisation_id=_own(act), reference=reference.upper())
    found = uploads.first()
    if found is None:
        raise Hidden
    return found


def last_step_at(message: Message) -> datetime:
    """Return when a message came into the state it is in."""
    last = message.events.filter(state=message.state).order_by("-pk").first()
    return last.at if last else message.received_at


def on_roll_from(message: Message, position: int) -> date | None:
    """Return from which day a pupil of a file was confirmed on roll; None, where it was not."""
    pupil = message.pupils.filter(position=position).first()
    return pupil.on_roll_from if pupil else None


def workflow_of(message: Message) -> str:
    """Return a message's workflow; what came in by a page has none of its own."""
    return message.workflow or (CTF if message.kind == Kind.TRANSFER_FILE else DOCUMENT)


def _own(act: Act) -> int:
    return cast("int", act.organisation_id)  # software always acts for an organisation


def _reports(act: Act) -> QuerySet[MeshReport]:
    return MeshReport.objects.filter(organisation_id=_own(act), acknowledged_at__isnull=True)


def _filtered(messages: QuerySet[Message], wanted: str) -> QuerySet[Message]:
    """Keep those of a workflow: `NAME`, `NAME*` (begins), `*NAME*` (contains); `!` before it turns it round."""
    if not wanted:
        return messages
    by_kind = Case(When(kind=Kind.TRANSFER_FILE, then=Value(CTF)), default=Value(DOCUMENT))
    named = messages.annotate(named=Case(When(workflow="", then=by_kind), default=F("workflow")))
    is_not, text = wanted.startswith("!"), wanted.removeprefix("!")
    if text.startswith("*"):
        rule = Q(named__contains=text.strip("*"))
    elif text.endswith("*"):
        rule = Q(named__startswith=text.removesuffix("*"))
    else:
        rule = Q(named=text)
    return named.exclude(rule) if is_not else named.filter(rule)


def _sent(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _write_place(place: str) -> str:
    return base64.urlsafe_b64encode(place.encode()).decode()


def _read_place(text: str) -> tuple[str, int, datetime | None]:
    if not text:
        return "r", 0, None
    try:
        parts = PLACE.fullmatch(base64.urlsafe_b64decode(text.encode()).decode())
        since = datetime.fromisoformat(parts[3]) if parts and parts[3] else None
    except (ValueError, binascii.Error) as unreadable:
        raise MeshRefusal(REQUEST_INVALID, words="continue_from is not one of ours") from unreadable
    if parts is None or (parts[1] == "m") != (since is not None) or (since is not None and since.tzinfo is None):
        raise MeshRefusal(REQUEST_INVALID, words="continue_from is not one of ours")
    return parts[1], int(parts[2]), since
