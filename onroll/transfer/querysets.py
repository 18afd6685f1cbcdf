"""Chainable filters on messages and lost pupils; `visible_to` decides who may know of a file at all."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from onroll.access.permissions import EXCHANGE_ROLES
from onroll.audit.act import Act
from onroll.transfer.request_states import OPEN_STATES
from onroll.transfer.states import State


class MessageQuerySet(models.QuerySet[Any]):
    """Filters on messages."""

    def visible_to(self, act: Act) -> Self:
        """Keep the files that the acting organisation sent or may receive, and for an authority those of its area.

        A file that is only checked, refused or withdrawn before sending is the sender's alone.
        """
        if act.role not in EXCHANGE_ROLES:
            return self.none()  # an auditor reads the ledger, an approver gives roles: neither knows of a file
        own = Q(sender_id=act.organisation_id)
        sent = Q(sent_at__isnull=False)
        addressed = sent & Q(recipient_id=act.organisation_id)
        if act.organisation_kind == "authority":
            area = Q(sender__la_code=act.la_code) | Q(recipient__la_code=act.la_code)
            return self.filter(own | addressed | (sent & area))
        return self.filter(own | addressed)


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
