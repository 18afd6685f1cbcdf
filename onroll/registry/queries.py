"""Readings of children. A caller has already decided that the person may see this child."""

from collections.abc import Iterable

from onroll.registry.models import Child, Enrolment, Sighting


def newest_sighting(child: Child) -> Sighting:
    """Return the newest thing that any source said about a child."""
    return child.sightings.order_by("-seen_at", "-pk")[0]


def confirmed_enrolment(child: Child) -> Enrolment | None:
    """Return the newest time on a roll that the school itself confirmed, if there is one."""
    return (
        child.enrolments.filter(confirmed_at__isnull=False)
        .select_related("organisation")
        .order_by("-confirmed_at", "-pk")
        .first()
    )


def newest_sightings(child_ids: Iterable[int]) -> dict[int, Sighting]:
    """Return the newest sighting of each child, by the child's id: one reading for a whole list page."""
    oldest_first = Sighting.objects.filter(child_id__in=set(child_ids)).order_by("seen_at", "pk")
    return {sighting.child_id: sighting for sighting in oldest_first}
