"""What a notification, and the case opened from it, are found by: its own sighting of the child, and its school."""

from collections.abc import Collection, Iterable

from onroll.casework.models import Notification
from onroll.linkage.finder import Entry
from onroll.registry import queries as registry_queries
from onroll.search.sources import Filed, Source

KIND = "notification"


def entry_of(notification: Notification) -> Entry:
    """Return what a notification is filed under: what it says itself, never what was said elsewhere of the child."""
    sender = notification.message.sender if notification.message else None
    return registry_queries.entry_of(
        notification.sighting,
        school_code=sender.code if sender else "",
        school_name=sender.name if sender else "",
    )


def _ids() -> Iterable[int]:
    return Notification.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _read(ids: Collection[int]) -> Iterable[Filed]:
    rows = Notification.objects.filter(pk__in=ids).select_related("sighting", "message__sender").order_by("pk")
    for notification in rows.prefetch_related("sighting__names", "sighting__identifiers"):
        yield Filed(record_id=notification.pk, entry=entry_of(notification))


SOURCE = Source(KIND, _ids, _read)
