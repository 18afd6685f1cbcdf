"""Chainable filters on notifications and cases: an authority sees its own, and nobody else's."""

from typing import Any, Self

from django.db import models

from onroll.audit.act import Act


class NotificationQuerySet(models.QuerySet[Any]):
    """Filters on notifications."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the acting authority."""
        if act.organisation_kind != "authority":
            return self.none()
        return self.filter(authority_id=act.organisation_id)


class CaseQuerySet(models.QuerySet[Any]):
    """Filters on cases."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of the acting authority."""
        if act.organisation_kind != "authority":
            return self.none()
        return self.filter(authority_id=act.organisation_id)
