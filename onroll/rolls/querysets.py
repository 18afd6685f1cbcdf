"""Chainable filters of this room: who may know of a roll, and who is on it on a day."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from onroll.access.permissions import is_cme_officer
from onroll.audit.act import Act
from onroll.registry.models import Child

# Whoever keeps a roll reads it, a school outside England and Wales too.
KEEPING_KINDS = frozenset({"school", "provider", "outside"})


class OfSchoolQuerySet(models.QuerySet[Any]):
    """Rows that belong to a school: seen by the school itself and by the officers of its authority."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the acting school or place, or of the schools in the area of an officer's authority."""
        if is_cme_officer(act) and act.la_code:
            return self.filter(school__la_code=act.la_code)
        if act.organisation_kind in KEEPING_KINDS:
            return self.filter(school_id=act.organisation_id)
        return self.none()

    def of_area(self, la_code: str) -> Self:
        """Keep those of the schools in an authority's area."""
        return self.filter(school__la_code=la_code)


class FeedQuerySet(OfSchoolQuerySet):
    """Filters on feeds."""


class SnapshotQuerySet(OfSchoolQuerySet):
    """Filters on snapshots."""


class RollEntryQuerySet(OfSchoolQuerySet):
    """Filters on the times of pupils on a roll."""

    def visible_to(self, act: Act) -> Self:
        """Keep a school's own roll; for an officer that of her area, without children who must not be found."""
        seen = super().visible_to(act)
        if act.organisation_kind in KEEPING_KINDS:
            return seen
        return seen.filter(Q(child__isnull=True) | Q(child__in=Child.objects.visible_to(act)))

    def on_roll(self, on: date) -> Self:
        """Keep those on the roll on a day, as is known now. Both ends count."""
        return self.filter(Q(from_on__isnull=True) | Q(from_on__lte=on), Q(until_on__isnull=True) | Q(until_on__gte=on))

    def current(self) -> Self:
        """Keep those that have no end."""
        return self.filter(until_on__isnull=True)


class RollEventQuerySet(OfSchoolQuerySet):
    """Filters on what changed."""
