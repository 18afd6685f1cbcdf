"""Chainable filters on organisations, the roles in them, covers, and the register's links."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from onroll.access.link_kinds import BACKWARD, FORWARD, words_of

CODE_LENGTH = 7


class OrganisationQuerySet(models.QuerySet[Any]):
    """Filters on organisations."""

    def with_code(self, code: str) -> Self:
        """Keep those that a file name's code means: seven digits, or an authority's number and `LLLL`."""
        if len(code) != CODE_LENGTH:
            return self.none()  # an end-point outside England may have no number: nothing must not mean it
        if code[3:] == "LLLL":
            return self.filter(kind="authority", la_code=code[:3])
        return self.filter(kind__in=["school", "outside"], la_code=code[:3], number=code[3:])

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


def _in_force(on: date, prefix: str = "") -> Q:
    """Return what holds of a period that is in force on a day, both ends counted; without a last day, it is open."""
    begun, not_ended = Q(**{f"{prefix}from_on__lte": on}), Q(**{f"{prefix}until_on__gte": on})
    return begun & (not_ended | Q(**{f"{prefix}until_on__isnull": True}))


class MembershipQuerySet(models.QuerySet[Any]):
    """Filters on memberships."""

    def in_force(self, on: date) -> Self:
        """Keep those in force on a day, both ends counted."""
        return self.filter(_in_force(on))

    def not_ended(self, on: date) -> Self:
        """Keep those in force on a day or later."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))


class CoverQuerySet(models.QuerySet[Any]):
    """Filters on covers."""

    def in_force(self, on: date) -> Self:
        """Keep those in force on a day, while the covered role is, and while the one who covers works there too.

        A colleague whose own roles there have ended covers nobody there any more.
        """
        own = Q(by__memberships__organisation=F("membership__organisation"))
        in_force = self.filter(_in_force(on), _in_force(on, "membership__"), own & _in_force(on, "by__memberships__"))
        return in_force.distinct()


class LinkQuerySet(models.QuerySet[Any]):
    """Filters on the register's links."""

    def leading_on_from(self, urns: Iterable[str], on: date) -> Self:
        """Keep what says who took over from these by a day, whichever end says it; undated links count."""
        says_it_herself = Q(urn__in=urns, words__in=words_of(FORWARD))
        says_the_other = Q(link_urn__in=urns, words__in=words_of(BACKWARD))
        return self.filter(says_it_herself | says_the_other, Q(established_on__isnull=True) | Q(established_on__lte=on))
