"""Chainable filters of this room: who may know of a mark, an alert or a placement."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from onroll.access.permissions import is_cme_officer
from onroll.attendance.alert_states import STANDING
from onroll.audit.act import Act
from onroll.registry.queries import shielded_children
from onroll.rolls.models import RollEntry
from onroll.rules.sweeps import codes_for_commissioners

SCHOOL, PROVIDER = "school", "provider"


class OfEntryQuerySet(models.QuerySet[Any]):
    """Rows of a pupil's time on a roll: seen by whoever may see that."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of pupils on rolls that the acting person may see: her school's, or those of her area."""
        return self.filter(entry__in=RollEntry.objects.visible_to(act).values("pk"))


class DayMarksQuerySet(OfEntryQuerySet):
    """Filters on marks."""

    def between(self, first_on: date, last_on: date) -> Self:
        """Keep those of days from one to another; both count."""
        return self.filter(on__gte=first_on, on__lte=last_on)


class AlertQuerySet(OfEntryQuerySet):
    """Filters on alerts."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of `worked_by`, and for an officer those about a place that her authority arranged.

        Whoever arranged a place stays responsible, whatever area the school is in. Not for a shielded child.
        """
        if not is_cme_officer(act):
            return self.worked_by(act)
        arranged = self.filter(  # the cause of an alert about places names them (`rules.sweeps`)
            rule__in=codes_for_commissioners(),
            entry__placements__commissioner_id=act.organisation_id,
            cause__contains=F("entry__placements__reference"),
        )
        own = Q(entry__in=RollEntry.objects.visible_to(act).values("pk"), to_authority=True)
        shielded = Q(entry__child_id__in=shielded_children(act.on))
        return self.filter(own | (Q(pk__in=arranged.values("pk")) & ~shielded))

    def worked_by(self, act: Act) -> Self:
        """Keep those that the acting person may take up and close: her school's, or those of her authority's area."""
        seen = super().visible_to(act)
        if act.organisation_kind == SCHOOL:
            return seen.filter(to_school=True)
        return seen.filter(to_authority=True) if is_cme_officer(act) else seen.none()

    def standing(self) -> Self:
        """Keep those that are not over."""
        return self.filter(state__in=[state.value for state in STANDING])


class PlacementQuerySet(models.QuerySet[Any]):
    """Filters on placements."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of a school's own pupils, at the acting place, or commissioned by the acting organisation.

        An officer sees those of pupils whom she may see, and those that her authority commissioned, wherever the
        pupil's school is: whoever arranged a place stays responsible. A shielded child's neither way.
        """
        own = Q(entry__in=RollEntry.objects.visible_to(act).values("pk"))
        if act.organisation_kind == SCHOOL:
            return self.filter(own | Q(place_id=act.organisation_id) | Q(commissioner_id=act.organisation_id))
        if act.organisation_kind == PROVIDER:
            return self.filter(place_id=act.organisation_id)
        if is_cme_officer(act):
            shielded = Q(entry__child_id__in=shielded_children(act.on))
            return self.filter(own | (Q(commissioner_id=act.organisation_id) & ~shielded))
        return self.none()

    def in_force(self, on: date) -> Self:
        """Keep those in force on a day; both ends count."""
        return self.between(on, on)

    def between(self, first_on: date, last_on: date) -> Self:
        """Keep those in force on some day from one to another; both count."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=first_on), from_on__lte=last_on)


class MarksFileQuerySet(models.QuerySet[Any]):
    """Filters on files of marks."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the acting school, or of the schools in the area of an officer's authority."""
        if is_cme_officer(act) and act.la_code:
            return self.filter(school__la_code=act.la_code)
        return self.filter(school_id=act.organisation_id) if act.organisation_kind == SCHOOL else self.none()
