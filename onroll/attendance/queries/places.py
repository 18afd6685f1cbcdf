"""Placements, and what places said: the newest word of each day."""

import hashlib
from collections.abc import Iterable
from datetime import date

from onroll.attendance import permissions
from onroll.attendance.models import PlaceMarks, Placement
from onroll.attendance.querysets import PlacementQuerySet
from onroll.audit.act import Act
from onroll.rules.attendance_codes import Session


def told_of(placement_ids: Iterable[int], first_on: date, last_on: date) -> dict[tuple[int, date], PlaceMarks]:
    """Return the newest word of each placement and day between two days, both counted; whose they are was asked."""
    rows = PlaceMarks.objects.filter(placement_id__in=list(placement_ids), on__gte=first_on, on__lte=last_on)
    return {(row.placement_id, row.on): row for row in rows.order_by("known_at", "pk")}


def seen_of_place(told: Iterable[PlaceMarks]) -> str:
    """Return a digest of what a place's page showed, which it sends back."""
    text = ";".join(sorted(f"{row.placement_id}:{row.am}:{row.pm}" for row in told))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def placements(act: Act) -> PlacementQuerySet:
    """Return the placements that the acting person may see, those in force first. Raises: NotAllowed."""
    permissions.check(permissions.may_see_weeks(act))
    found: PlacementQuerySet = Placement.objects.visible_to(act)
    with_names = found.select_related("entry__school", "place", "commissioner")
    return with_names.order_by("entry__surname", "entry__forename", "-from_on")


def is_expected(placement: Placement, on: date, session: Session) -> bool:
    """Return whether the pupil should be at the place in a session."""
    if on.weekday() > 4 or placement.from_on > on or (placement.until_on is not None and on > placement.until_on):
        return False
    return placement.pattern[2 * on.weekday() + (session is Session.PM)] == "1"


def place_words(placement: Placement) -> str:
    """Return what the place is called."""
    return placement.place.name if placement.place else placement.place_name
