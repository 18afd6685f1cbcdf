"""Readings of the ledger. Who may read which entries is decided in `access`, which knows organisations."""

from django.db.models import QuerySet

from onroll.audit.models import ClockPart, LedgerEntry


def entries() -> QuerySet[LedgerEntry]:
    """Return all entries, newest first."""
    return LedgerEntry.objects.order_by("-sequence")


def entries_about(subject_kind: str, subject_id: object) -> QuerySet[LedgerEntry]:
    """Return the entries about one thing, oldest first."""
    return LedgerEntry.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id)).order_by("sequence")


def parts_of_the_clock() -> dict[str, ClockPart]:
    """Return the parts of the clock that were ever at work, by name."""
    return ClockPart.objects.in_bulk()
