"""Chainable filters on messages and lost pupils; `visible_to` decides who may know of a file at all."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from onroll.access import permissions as access_permissions
from onroll.access.permissions import EXCHANGE_ROLES
from onroll.audit.act import Act
from onroll.transfer.request_states import OPEN_STATES
from onroll.transfer.states import State


class MessageQuerySet(models.QuerySet[Any]):
    """Filters on messages."""

    def visible_to(self, act: Act) -> Self:
        """Keep the files that the acting organisation sent or may receive, and for an authority those of its area.

        A file that is only checked, refused or withdrawn before sending is the sender's alone. What is for one role
        (a part of a bundle, a document with a secure message) is for those who may open that role's parts, at either
        end, and for nobody else: not for a clerk, nor for the authority of the area.
        """
        roles = access_permissions.parts_read_by(act)
        mine = Q(sender_id=act.organisation_id) | Q(sent_at__isnull=False, recipient_id=act.organisation_id)
        if act.role not in EXCHANGE_ROLES:  # an auditor reads the ledger, an approver gives roles: neither has parts
            return self.filter(mine, part_role__in=roles) if roles else self.none()
        own = mine & Q(part_role__in=["", *roles])
        if act.organisation_kind == "authority":
            area = Q(sender__la_code=act.la_code) | Q(recipient__la_code=act.la_code)
            return self.filter(own | (Q(sent_at__isnull=False, part_role="") & area))
        return self.filter(own)

    def whole(self) -> Self:
        """Keep files that stand for themselves, without the parts of bundles and what came with secure messages."""
        return self.filter(part_role="")

    def kept_apart(self) -> Self:
        """Keep what a content check keeps apart, while its content is still there."""
        there = self.filter(
            state__in=[State.RECEIVED, State.HELD, State.REFUSED], stored_file__destroyed_at__isnull=True
        )
        return there.filter(Exists(self._standing_findings()))

    def not_kept_apart(self) -> Self:
        """Keep those without a standing finding of a content check."""
        return self.exclude(Exists(self._standing_findings()))

    def _standing_findings(self) -> models.QuerySet[Any]:
        findings: Any = self.model.findings.rel.related_model  # the table below this one, which may not be imported
        standing: models.QuerySet[Any] = findings.objects.filter(message=OuterRef("pk"), cleared_at__isnull=True)
        return standing


class ConversationQuerySet(models.QuerySet[Any]):
    """Filters on conversations."""

    def visible_to(self, act: Act) -> Self:
        """Keep those of which the acting person may read the mailbox, at either end."""
        roles = access_permissions.parts_read_by(act)
        opened = Q(opened_by_id=act.organisation_id, opener_role__in=roles)
        received = Q(partner_id=act.organisation_id, partner_role__in=roles)
        return self.filter(opened | received) if roles else self.none()


class LostPupilQuerySet(models.QuerySet[Any]):
    """Filters on the repository."""

    def held(self) -> Self:
        """Keep what the repository lists: files still held, claimed by nobody."""
        return self.filter(message__state=State.HELD_AS_LOST)


class FileRequestQuerySet(models.QuerySet[Any]):
    """Filters on requests for a file."""

    def visible_to(self, act: Act) -> Self:
        """Keep those that the acting organisation made or must answer, and for an authority those of its area.

        Who the child is, only asker and asked read: `permissions.may_read_request`.
        """
        if act.role not in EXCHANGE_ROLES:
            return self.none()
        own = Q(asker_id=act.organisation_id) | Q(asked_id=act.organisation_id)
        if act.organisation_kind == "authority":
            return self.filter(own | Q(asker__la_code=act.la_code) | Q(asked__la_code=act.la_code))
        return self.filter(own)

    def unanswered(self) -> Self:
        """Keep those that somebody still has to answer."""
        return self.filter(state__in=OPEN_STATES)
