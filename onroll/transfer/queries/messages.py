"""Files and their steps, as those may know of them who sent, receive or oversee them."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.transfer.models import Message, MessageEvent
from onroll.transfer.states import State

# Files that somebody still has to do something with, in the order of urgency.
OWED_STATES = (State.WAITING, State.COLLECTED)


def inbox(act: Act) -> QuerySet[Message]:
    """Return the files sent to the acting organisation: those that wait first, then the newest, taken back or not."""
    received = Message.objects.visible_to(act).whole().filter(recipient_id=act.organisation_id, sent_at__isnull=False)
    there = _listed(received.exclude(state=State.HELD_AS_LOST))
    waiting_first: QuerySet[Message] = there.order_by(
        Case(When(state=State.WAITING, then=0), default=1), "-sent_at", "-pk"
    )
    return waiting_first


def outbox(act: Act) -> QuerySet[Message]:
    """Return the files that the acting organisation uploaded, the newest first."""
    return _listed(Message.objects.visible_to(act).whole().filter(sender_id=act.organisation_id)).order_by(
        "-received_at", "-pk"
    )


def area_files(act: Act, *, state: str = "") -> QuerySet[Message]:
    """Return the files sent from, or to, an authority's area; of one state if given; longest in their state first."""
    sent = Message.objects.visible_to(act).whole().filter(sent_at__isnull=False)
    chosen = sent.filter(state=state) if state else sent
    return _listed(chosen).order_by("since", "pk")


def counts_by_state(act: Act) -> Counter[str]:
    """Return how many files of an authority's area are in each state."""
    sent = Message.objects.visible_to(act).whole().filter(sent_at__isnull=False)
    return Counter(dict(sent.order_by().values_list("state").annotate(Count("pk"))))


def message(act: Act, reference: str) -> Message:
    """Return one file.

    Raises: Hidden, when there is none that the acting organisation may know of.
    """
    found: Message | None = (
        _listed(Message.objects.visible_to(act))
        .select_related("stored_file", "part_of")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Hidden
    return found


def is_visible(act: Act, message: Message) -> bool:
    """Say whether the acting person may know of a file."""
    return Message.objects.visible_to(act).filter(pk=message.pk).exists()


def is_sent_by_now(message: Message) -> bool:
    """Say whether a file is on its way, whatever the page that somebody still looks at says; a split one: every part.

    For the second of two clicks, which has nothing left to do and has done nothing wrong.
    """
    if message.split_into.exists():
        return not message.split_into.filter(state=State.CHECKED).exists()
    return Message.objects.filter(pk=message.pk, sent_at__isnull=False).exists()


def timeline(act: Act, message: Message) -> list[MessageEvent]:
    """Return a file's steps, oldest first, each with its time and the organisation that took it."""
    if not Message.objects.visible_to(act).filter(pk=message.pk).exists():
        raise Hidden
    return list(message.events.select_related("organisation"))


def waiting_since(message: Message) -> datetime:
    """Return when a file reached the state it is in."""
    since: datetime | None = with_since(Message.objects.filter(pk=message.pk)).values_list("since", flat=True)[0]
    return since or message.received_at


def with_since(messages: QuerySet[Message]) -> QuerySet[Any]:
    """Add `since`: when each file came into its state, for the last time. Steps noted while it stays change nothing."""
    left = MessageEvent.objects.filter(message=OuterRef("message")).exclude(state=OuterRef("state")).order_by("-pk")
    stayed = MessageEvent.objects.filter(
        message=OuterRef("pk"), state=OuterRef("state"), pk__gt=Coalesce(Subquery(left.values("pk")[:1]), 0)
    )
    return messages.annotate(since=Subquery(stayed.order_by("pk").values("at")[:1]))


def _listed(messages: QuerySet[Message]) -> QuerySet[Any]:
    """Add what a list shows of each file, in one query: both ends, and `since`, when it reached its state."""
    return with_since(messages.select_related("sender", "recipient"))
