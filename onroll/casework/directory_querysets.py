"""Filters on the directory of agencies: an authority's officers keep their own; a forecast also by who told it."""

from typing import Any, Self

from django.db import models

from onroll.access import permissions as access_permissions
from onroll.access.models import OrganisationKind
from onroll.audit.act import Act


class OwnQuerySet(models.QuerySet[Any]):
    """Filters on rows that belong to an authority."""

    authority = "authority_id"

    def visible_to(self, act: Act) -> Self:
        """Keep those of the authority for which a children-missing-education officer acts; nobody else sees any."""
        if not access_permissions.is_cme_officer(act):
            return self.none()
        return self.filter(**{self.authority: act.organisation_id})


class ContactQuerySet(OwnQuerySet):
    """Filters on contacts."""

    authority = "agency__authority_id"

    def in_place(self) -> Self:
        """Keep those who have not left, at agencies that are still in the directory."""
        return self.filter(left_on__isnull=True, agency__ended_on__isnull=True)


class ArrivalsQuerySet(OwnQuerySet):
    """Filters on notices of families who arrive."""

    def visible_to(self, act: Act) -> Self:
        """Keep an authority's own, for its officers; else those that the acting agency told."""
        if act.organisation_kind == OrganisationKind.AGENCY:
            return self.filter(organisation_id=act.organisation_id)
        return super().visible_to(act)
