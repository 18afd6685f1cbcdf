"""Readings of children. A caller has already decided that the person may see this child."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.registry import permissions
from onroll.registry.models import Child, Enrolment, Shield, Sighting
from onroll.registry.queries.merging import one_with


def sighting_known_at(child: Child, moment: datetime) -> Sighting:
    """Return the newest thing that was said about a child up to a moment; the first of all where that was later."""
    known = child.sightings.filter(seen_at__lte=moment).order_by("-seen_at", "-pk").first()
    return known or child.sightings.order_by("seen_at", "pk")[0]


def sightings_after(sighting: Sighting) -> list[Sighting]:
    """Return what was said later about the same child, the newest first. Only for who may know that it was said."""
    records = one_with(sighting.child_id)
    later = Sighting.objects.filter(child_id__in=records, seen_at__gt=sighting.seen_at)
    return list(later.only("source", "seen_at", "child_id").order_by("-seen_at", "-pk"))


def confirmed_enrolments(child: Child) -> QuerySet[Enrolment]:
    """Return the times on a roll that the school itself confirmed, the newest confirmation first."""
    confirmed = Enrolment.objects.filter(child_id__in=one_with(child.pk), confirmed_at__isnull=False)
    return confirmed.select_related("organisation").order_by("-confirmed_at", "-pk")


def shielded_children(on: date) -> QuerySet[Any, Any]:
    """Return the ids of the children that no search may show on a day, to leave them out of another query."""
    held: QuerySet[Any, Any] = Shield.objects.in_force(on).values("child_id")
    return held


def is_any_shielded(child_id: int, on: date) -> bool:
    """Whether any record of a child is shielded on a day, under whichever of them she is asked for."""
    return bool(shielded_children(on).filter(child_id__in=one_with(child_id)).exists())


def shields_by_child(child_ids: Iterable[int], on: date) -> dict[int, int]:
    """Return the shield that holds on a day, by the child's id, for those of some children who are shielded."""
    held = Shield.objects.in_force(on).filter(child_id__in=set(child_ids))
    return dict(held.values_list("child_id", "pk"))


def shields_of(act: Act) -> QuerySet[Shield]:
    """Return the shields that the acting organisation placed, the newest first; nothing for who may not shield."""
    own = Shield.objects.filter(organisation_id=act.organisation_id or 0).select_related("officer", "child")
    return own.order_by("-placed_at", "-pk") if permissions.may_shield(act) else own.none()


def shield_with(act: Act, reference: str) -> Shield:
    """Return one of those shields.

    Raises: Hidden.
    """
    found = shields_of(act).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found
