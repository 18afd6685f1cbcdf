"""Chainable filters of this room: who may know of a return, of home education, of a list that was loaded."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from onroll.access.models import OrganisationKind, Role
from onroll.access.permissions import is_cme_officer
from onroll.audit.act import Act
from onroll.registry.models import Shield

SCHOOL_ROLES = frozenset({Role.ADMISSIONS, Role.ATTENDANCE, Role.SAFEGUARDING})


def is_school_clerk(act: Act) -> bool:
    """Whether somebody makes returns for a school."""
    return act.organisation_kind == OrganisationKind.SCHOOL and act.role in SCHOOL_ROLES


class OfAreaQuerySet(models.QuerySet[Any]):
    """Rows of an authority about a child: for its own officers, without children who must not be found."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the acting officer's authority."""
        if not is_cme_officer(act):
            return self.none()
        return self.filter(authority_id=act.organisation_id).without_shielded(act.on)

    def without_shielded(self, on: date) -> Self:
        """Leave out children who are shielded on a day."""
        return self.exclude(child_id__in=Shield.objects.in_force(on).values("child_id"))


class ReturnQuerySet(OfAreaQuerySet):
    """Filters on returns of law."""

    def visible_to(self, act: Act) -> Self:
        """Keep a school's own returns; for an officer those that schools owe or made to her authority.

        And those made elsewhere about children who live in her area.
        """
        if is_school_clerk(act):
            return self.filter(school_id=act.organisation_id)
        if not is_cme_officer(act):
            return self.none()
        passed_on = Q(home_authority_id=act.organisation_id, state__in=["made", "withdrawn"])
        return self.filter(Q(authority_id=act.organisation_id) | passed_on).without_shielded(act.on)

    def owed(self) -> Self:
        """Keep those that have not been made."""
        return self.filter(state="owed")

    def missing(self, on: date) -> Self:
        """Keep those that are not made and past their last day."""
        return self.owed().filter(due_on__lt=on)

    def left_without_return(self, on: date) -> Self:
        """Keep deletions that nobody has told of, though the pupil has left by a day: the last day itself counts."""
        return self.owed().filter(kind="deletion", trigger_on__lte=on)

    def incomplete(self) -> Self:
        """Keep those that a feed told of without all that the law asks, or with a ground that cannot be used."""
        return self.owed().exclude(lacks=[], stopped="")

    def late(self) -> Self:
        """Keep those that were made after their last day."""
        return self.filter(state="made", made_on__gt=F("due_on"))

    def by_urgency(self) -> Self:
        """Order: what is not made first, the earliest last day first; then what was made, the newest first."""
        waits = models.Case(models.When(state="owed", then=0), default=1)
        return self.order_by(waits, F("due_on").asc(nulls_last=True), "-made_on", "pk")


class HomeEducationQuerySet(OfAreaQuerySet):
    """Filters on the register of home education."""

    def current(self, on: date) -> Self:
        """Keep the children who are educated at home on a day, as far as is known. Both ends count."""
        return self.filter(Q(from_on__lte=on), Q(ended_on__isnull=True) | Q(ended_on__gte=on))


class PassingQuerySet(models.QuerySet[Any]):
    """Filters on entries of the register of children not in school that were passed on."""

    def visible_to(self, act: Act) -> Self:
        """Keep what the acting officer's authority passed on or was given, without children who must not be found."""
        if not is_cme_officer(act):
            return self.none()
        seen = self.filter(Q(of__authority_id=act.organisation_id) | Q(receiver_id=act.organisation_id))
        return seen.exclude(of__child_id__in=Shield.objects.in_force(act.on).values("child_id"))

    def pending(self) -> Self:
        """Keep those that wait for the other authority, the one that waits longest first."""
        return self.filter(state="passed").order_by("passed_at", "pk")


class ListQuerySet(models.QuerySet[Any]):
    """Filters on lists that an authority loaded."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the acting officer's authority."""
        return self.filter(authority_id=act.organisation_id) if is_cme_officer(act) else self.none()


class ListedChildQuerySet(models.QuerySet[Any]):
    """Filters on the rows of a list."""

    def visible_to(self, act: Act) -> Self:
        """Keep the rows of the acting officer's lists, without children who must not be found."""
        if not is_cme_officer(act):
            return self.none()
        shielded = Shield.objects.in_force(act.on).values("child_id")
        own = self.filter(of__authority_id=act.organisation_id)
        return own.exclude(entry__child_id__in=shielded)
