"""Chainable filters on hand-overs and on questions between authorities: either side sees its own."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from onroll.access import permissions as access_permissions
from onroll.audit.act import Act
from onroll.casework.border_states import PENDING
from onroll.casework.stages import Stage
from onroll.registry.models import Child, Shield


class HandOverQuerySet(models.QuerySet[Any]):
    """Filters on hand-overs."""

    def visible_to(self, act: Act) -> Self:
        """Keep those that the acting officer's authority offered or was offered.

        The other side loses sight of a child while she is shielded; whose case it is does not.
        """
        if not access_permissions.is_cme_officer(act):
            return self.none()
        told = Q(receiver_id=act.organisation_id) & ~Q(case__child_id__in=shielded(act.on))
        accepted = Q(receiver_id=act.organisation_id, state="accepted")
        return self.filter(Q(sender_id=act.organisation_id) | told | accepted)

    def pending(self) -> Self:
        """Keep those that somebody still has to answer."""
        return self.filter(state__in=PENDING)


class AskedQuerySet(models.QuerySet[Any]):
    """Filters on what was asked of single authorities."""

    def visible_to(self, act: Act) -> Self:
        """Keep what the acting authority asked; and what it was asked, while it may be shown to it.

        Nobody is ever asked about a shielded child: such a question is shown to no authority, and the one who asks
        sees only that nobody has answered.
        """
        if not access_permissions.is_cme_officer(act):
            return self.none()
        told = (
            Q(authority_id=act.organisation_id, question__expires_on__gte=act.on)
            & ~Q(question__case__stage=Stage.CLOSED)
            & ~Q(question__case__child_id__in=shielded(act.on))
        )
        return self.filter(Q(question__case__authority_id=act.organisation_id) | told)

    def asked_of(self, authority_id: int | None) -> Self:
        """Keep what one authority was asked."""
        return self.filter(authority_id=authority_id)


def shielded(on: date) -> Any:
    """Return the children who are shielded on a day, under any record that is one child with the shielded one."""
    roots = Child.objects.filter(shields__in=Shield.objects.in_force(on)).values(root=Coalesce("known_as_id", "pk"))
    return Child.objects.filter(Q(pk__in=roots) | Q(known_as_id__in=roots)).values("pk")
