"""Ending what was kept long enough: documents that came with a notification. The clock's work; never of open work."""

from datetime import date, datetime

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import LONDON, Act
from onroll.casework.actions.following import for_authority
from onroll.casework.actions.reminding import check_is_clock
from onroll.casework.enclosure_events import EnclosureDestroyed
from onroll.casework.models import Case, Enclosure, Notification
from onroll.casework.stages import NotificationState
from onroll.registry import queries as registry_queries
from onroll.rules import retention
from onroll.rules.retention import Record
from onroll.vault import actions as vault_actions

PURPOSE = "the clock destroys a document that was kept long enough"


def destroy_enclosures(act: Act) -> int:
    """Destroy each document whose time is over, with its name; that there was one stays. Returns how many.

    Its time begins when the work that it came for ended. While the notification waits, or any case of the child is
    open with the authority, nothing of it is destroyed. Safe to run twice, late, or beside itself.
    Raises: OnlyTheClock.
    """
    check_is_clock(act)
    kept = Enclosure.objects.filter(stored_file__destroyed_at__isnull=True)
    kept = kept.exclude(telling__notification__state=NotificationState.NEW)
    return sum(_destroy(act, pk) for pk in kept.order_by("pk").values_list("pk", flat=True))


def ended_on(notification: Notification) -> date | None:
    """Return when the work that a notification began was over; None while it is not.

    One that was answered before the moment of its answer was kept counts from the day on which it came.
    """
    if notification.state == NotificationState.NEW:
        return None
    records = registry_queries.one_with(notification.child_id)
    cases = Case.objects.filter(authority_id=notification.authority_id, child_id__in=records)
    if cases.still_open().exists():
        return None
    moments = [moment for moment in cases.values_list("closed_at", flat=True) if moment]
    own = getattr(notification, "case", None) or notification.joined_case
    if own is not None:
        if own.closed_at is None:
            return None
        moments.append(own.closed_at)
    moments.append(notification.dealt_with_at or notification.received_at)
    latest: datetime = max(moments)
    return latest.astimezone(LONDON).date()


@transaction.atomic
def _destroy(act: Act, pk: int) -> bool:
    """Destroy one document under its lock, so that of two clocks one does it and no officer is reading it."""
    locked = Enclosure.objects.select_for_update(of=("self", "stored_file"), skip_locked=True)
    rows = locked.select_related("stored_file", "telling__notification__authority")
    found = rows.filter(pk=pk, stored_file__destroyed_at__isnull=True).first()
    if found is None:
        return False
    notification = found.telling.notification
    over = ended_on(notification)
    if over is None or retention.keep_until(Record.NOTIFICATION_DOCUMENT, over) >= act.on:
        return False
    vault_actions.destroy(act, stored_file=found.stored_file)
    Enclosure.objects.filter(pk=found.pk).update(name="")
    own = for_authority(act, notification.authority, PURPOSE)
    ledger.record(own, EnclosureDestroyed(notification_id=notification.pk, enclosure_id=found.pk))
    return True
