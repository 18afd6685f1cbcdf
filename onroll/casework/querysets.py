"""Chainable filters on notifications and cases: an authority's officers see its own, and nobody else's."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Self

from django.db import models
from django.db.models import Q, When

from onroll.access import permissions as access_permissions
from onroll.audit.act import LONDON, Act
from onroll.casework.followup import latest_overdue_step
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


class TellingQuerySet(models.QuerySet[Any]):
    """Filters on what notifiers said."""

    def visible_to(self, act: Act) -> Self:
        """Keep what the acting organisation itself told; none for somebody who acts for none."""
        if act.organisation_id is None:
            return self.none()
        return self.filter(organisation_id=act.organisation_id)


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

    def in_hands_of(self, person_ids: Iterable[int]) -> Self:
        """Keep those for which any of these people is responsible."""
        return self.filter(responsible_id__in=list(person_ids))

    def overdue(self, on: date) -> Self:
        """Keep those whose follow-up is overdue on a day.

        A case that a school has confirmed waits for closing, not for the monthly follow-up; a day that an officer set
        stays due.
        """
        return self.filter(is_overdue(on))

    def by_urgency(self, on: date) -> Self:
        """Order: the greatest risk first, in each risk overdue, then confirmed by a school, then the rest.

        Among these the oldest first, by the day of notification.
        """
        rank = models.Case(When(is_overdue(on), then=0), When(confirmed_by__isnull=False, then=1), default=2)
        return self.order_by("risk", rank, "notified_on", "pk")


def is_overdue(on: date) -> Q:
    """Return the condition of an open case whose follow-up is overdue: monthly, or by a day that an officer set."""
    end_of_day = datetime.combine(latest_overdue_step(on), time.max, tzinfo=LONDON)
    return Q(follow_up_by__lt=on) | Q(confirmed_by__isnull=True, last_worked_at__lte=end_of_day)
