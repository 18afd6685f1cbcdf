"""Which records are one child: now, and as it was read at an earlier moment."""

from datetime import datetime

from django.db.models import Q

from onroll.registry.models import Child, Merge


def one_with(child_id: int) -> list[int]:
    """Return the ids of the records that are one child with this one, itself among them, the earliest first."""
    return list(Child.objects.one_with(child_id).order_by("pk").values_list("pk", flat=True))


def is_known_as(child: Child) -> Child:
    """Return the record under whose reference a child is shown now."""
    return child.known_as or child


def records_then(child_id: int, moment: datetime) -> list[int]:
    """Return which records were read as one child with this one at a moment, the earliest first."""
    then = Merge.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment), from_at__lte=moment)
    return _reached(child_id, then)


def records_joined(child_id: int) -> list[int]:
    """Return the records that the merges in force lead to from this one: what `known_as` is worked out from."""
    return _reached(child_id, Merge.objects.filter(ended_at__isnull=True))


def _reached(child_id: int, merges) -> list[int]:  # type: ignore[no-untyped-def]
    reached, edge = {child_id}, {child_id}
    while edge:
        rows = merges.filter(Q(child_id__in=edge) | Q(same_as_id__in=edge)).values_list("child_id", "same_as_id")
        edge = {one for pair in rows for one in pair} - reached
        reached |= edge
    return sorted(reached)
