"""Chainable filters on organisations and memberships."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q


class OrganisationQuerySet(models.QuerySet[Any]):
    """Filters on organisations."""

    def with_code(self, code: str) -> Self:
        """Keep those that a file name's code means: seven digits, or an authority's number and `LLLL`."""
        if code[3:] == "LLLL":
            return self.filter(kind="authority", la_code=code[:3])
        return self.filter(kind="school", la_code=code[:3], number=code[3:])

    def open_on(self, on: date) -> Self:
        """Keep those that are open on a day, as the register has it."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=on), Q(closed_on__isnull=True) | Q(closed_on__gt=on)
        ).exclude(Q(status="closed", closed_on__isnull=True) | Q(status="proposed", opened_on__isnull=True))

    def with_open_first(self) -> Self:
        """Mark each with `is_open` as the register's status has it, for ordering."""
        return self.annotate(is_open=models.Case(models.When(status="open", then=1), default=0))

    def with_word(self, word: str) -> Self:
        """Keep those with a word in the town, or in the name as annotated in `plain`, without stops and apostrophes."""
        return self.filter(Q(plain__icontains=word) | Q(town__icontains=word))

    def in_area(self, la_code: str) -> Self:
        """Keep an authority and the schools of its area."""
        return self.filter(la_code=la_code)


class MembershipQuerySet(models.QuerySet[Any]):
    """Filters on memberships."""

    def in_force(self, on: date) -> Self:
        """Keep those in force on a day, both ends counted."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)
