"""Reminding of pairs that nobody has answered, and escalating them. Time tells people; it never answers."""

import dataclasses
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.registry import permissions
from onroll.registry.events import PairReminded
from onroll.registry.models import PairReview
from onroll.rules import reviews


@dataclasses.dataclass(frozen=True, slots=True)
class Reminded:
    """How many pairs their authorities were reminded of, and how many were escalated."""

    reminded: int
    escalated: int


@transaction.atomic
def remind_unanswered(act: Act) -> Reminded:
    """Remind of each pair that has waited, and escalate those that have waited longer. Safe to repeat.

    An escalated pair is seen by the authority's exchange administrator too. Its state does not change.
    Raises: NotAllowed, for anybody but the system.
    """
    if not act.is_system:
        raise NotAllowed
    return Reminded(
        reminded=_tell(act, reviews.REVIEW_REMINDER_DAYS.value[0], "reminded_at"),
        escalated=_tell(act, reviews.REVIEW_ESCALATION_DAYS.value[0], "escalated_at"),
    )


def _tell(act: Act, days: int, mark: str) -> int:
    due = PairReview.objects.unanswered().without_shielded(act.on)
    told = 0
    for review in due.filter(Q(**{f"{mark}__isnull": True}), waits_since__lte=act.at - timedelta(days=days)):
        if not PairReview.objects.filter(pk=review.pk, **{f"{mark}__isnull": True}).update(**{mark: act.at}):
            continue
        told += 1
        ledger.record(
            act,
            PairReminded(
                pair_id=review.pk,
                authority_ids=tuple(sorted(permissions.authorities_of(review))),
                is_escalated=mark == "escalated_at",
            ),
        )
    return told
