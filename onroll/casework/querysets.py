"""Chainable filters on notifications and cases: an authority's officers see its own, and nobody else's."""

from datetime import date, datetime, time
from typing import Any, Self

from django.db import models
from django.db.models import Max, Q, When

from onroll.access import permissions as access_permissions
from onroll.audit.act import LONDON, Act
from onroll.casework.stages import NotificationState, Stage


class NotificationQuerySet(models.QuerySet[Any]):
    """Filters on notifications."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the authority for which a children-missing-education officer acts; nobody else sees any."""
        if not access_permissions.is_cme_officer(act):
            return self.none()
        return self.filter(authority_id=act.organisation_id)

    def waiting(self) -> Self:
        """Keep those that nobody has dealt with."""
        return self.filter(state=NotificationState.NEW)


class CaseQuerySet(models.QuerySet[Any]):
    """Filters on cases."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the authority for which a children-missing-education officer acts; nobody else sees any."""
        if not access_permissions.is_cme_officer(act):
            return self.none()
        return self.filter(authority_id=act.organisation_id)

    def still_open(self) -> Self:
        """Keep those that are not closed."""
        return self.exclude(stage=Stage.CLOSED)

    def with_last_step(self) -> Self:
        """Add `last_step_at`: when an officer last did something on the case."""
        return self.annotate(last_step_at=Max("events__at", filter=Q(events__person__isnull=False)))

    def overdue(self, latest_step_on: date) -> Self:
        """Keep those whose follow-up is overdue: last step on `latest_step_on` (counted) or before.

        Needs `with_last_step`. A case that a school has confirmed waits for closing, not for follow-up.
        """
        return self.filter(is_overdue(latest_step_on))

    def by_urgency(self, latest_step_on: date) -> Self:
        """Order: overdue, then those a school has confirmed, then the rest; longest untouched first in each.

        Needs `with_last_step`.
        """
        rank = models.Case(
            When(is_overdue(latest_step_on), then=0), When(confirmed_by__isnull=False, then=1), default=2
        )
        return self.order_by(rank, "last_step_at", "pk")


def is_overdue(latest_step_on: date) -> Q:
    """Return the condition of an open case whose follow-up is overdue."""
    end_of_day = datetime.combine(latest_step_on, time.max, tzinfo=LONDON)
    return Q(confirmed_by__isnull=True, last_step_at__lte=end_of_day)
