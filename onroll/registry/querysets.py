"""Chainable filters of this room: which shields hold on a day."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q


class ShieldQuerySet(models.QuerySet[Any]):
    """Filters on shields."""

    def in_force(self, on: date) -> Self:
        """Keep those that hold on a day. Both ends count; one that somebody ended holds no more."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on, ended_at__isnull=True)
