"""Chainable filters of this room: which shields hold on a day, and who may know of a child or of a pair."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from onroll.access.models import Role
from onroll.access.permissions import CME_ROLES, is_cme_officer
from onroll.audit.act import Act
from onroll.registry.review_states import UNANSWERED


class ShieldQuerySet(models.QuerySet[Any]):
    """Filters on shields."""

    def in_force(self, on: date) -> Self:
        """Keep those that hold on a day. Both ends count; one that somebody ended holds no more."""
        return self.filter(_shielded(on))


class ChildQuerySet(models.QuerySet[Any]):
    """Filters on children."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of whom an organisation of the authority's area has told, or whom a school of it has or had.

        For the authority's children-missing-education officers. Nobody sees a shielded child by this door.
        """
        if not is_cme_officer(act) or not act.la_code:
            return self.none()
        area = Q(sightings__told_by__la_code=act.la_code) | Q(enrolments__organisation__la_code=act.la_code)
        shielded = self.model.objects.filter(_shielded(act.on, "shields")).values("pk")
        return self.filter(area).exclude(pk__in=shielded).distinct()

    def one_with(self, child_id: int) -> Self:
        """Keep the records that are one child with this one, itself among them."""
        # A single value, not IN: with IN a database reads every child there is, with a value it looks in two indexes.
        known_as = self.model.objects.filter(pk=child_id).values(root=Coalesce(F("known_as_id"), F("pk")))
        root = models.Subquery(known_as[:1])
        return self.filter(Q(pk=root) | Q(known_as_id=root))


class PairReviewQuerySet(models.QuerySet[Any]):
    """Filters on pairs."""

    def visible_to(self, act: Act) -> Self:
        """Keep the pairs of which the acting authority has one child or both; none of a shielded child.

        Its children-missing-education officers see them all, an exchange administrator those that were escalated.
        """
        if act.organisation_kind != "authority" or act.role not in CME_ROLES | {Role.EXCHANGE_ADMINISTRATOR}:
            return self.none()
        own = Q(first_authority_id=act.organisation_id) | Q(second_authority_id=act.organisation_id)
        seen = self.filter(own) if act.role in CME_ROLES else self.filter(own, escalated_at__isnull=False)
        return seen.without_shielded(act.on)

    def without_shielded(self, on: date) -> Self:
        """Leave out pairs of which either child must not be found on a day."""
        all_pairs = self.model.objects
        one, other = (all_pairs.filter(_shielded(on, by)).values("pk") for by in ("first__shields", "second__shields"))
        return self.exclude(pk__in=one).exclude(pk__in=other)

    def unanswered(self) -> Self:
        """Keep those that somebody still has to answer."""
        return self.filter(state__in=UNANSWERED)

    def by_urgency(self) -> Self:
        """Order: escalated first, then by what an answer is worth, the oldest first."""
        return self.order_by(F("escalated_at").asc(nulls_last=True), "-expected", "raised_at", "pk")

    def of_children(self, child_ids: Any) -> Self:
        """Keep the pairs in which any of some children stands."""
        return self.filter(Q(first_id__in=child_ids) | Q(second_id__in=child_ids))


def _shielded(on: date, by: str = "") -> Q:
    """Return what holds of a shield in force on a day, both ends counted; `by` leads to the shield."""
    name = f"{by}__" if by else ""
    begun = Q(**{f"{name}from_on__lte": on, f"{name}ended_at__isnull": True})
    return begun & (Q(**{f"{name}until_on__isnull": True}) | Q(**{f"{name}until_on__gte": on}))
