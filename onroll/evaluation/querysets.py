"""Chainable filters on rounds: an authority's own team sees them; nobody else sees what was answered."""

from typing import Any, Self

from django.db import models

from onroll.access import permissions as access_permissions
from onroll.audit.act import Act
from onroll.evaluation.round_states import UNFINISHED, RoundState


class RoundQuerySet(models.QuerySet[Any]):
    """Filters on rounds."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the authority for which a children-missing-education officer acts; nobody else sees any."""
        if not access_permissions.is_cme_officer(act):
            return self.none()
        return self.filter(authority_id=act.organisation_id)

    def signed(self) -> Self:
        """Keep those that a leader signed."""
        return self.filter(state=RoundState.SIGNED)

    def unfinished(self) -> Self:
        """Keep the one, at most, of an authority that is worked on."""
        return self.filter(state__in=[state.value for state in UNFINISHED])


class OfRoundQuerySet(models.QuerySet[Any]):
    """Filters on what belongs to a round."""

    def visible_to(self, act: Act) -> Self:
        """Keep what belongs to a round of the acting officer's authority."""
        if not access_permissions.is_cme_officer(act):
            return self.none()
        return self.filter(round__authority_id=act.organisation_id)


class OfAuthorityQuerySet(models.QuerySet[Any]):
    """Filters on what belongs to an authority."""

    def visible_to(self, act: Act) -> Self:
        """Keep what belongs to the acting officer's authority."""
        if not access_permissions.is_cme_officer(act):
            return self.none()
        return self.filter(authority_id=act.organisation_id)
