"""Whose cases there are: how many stand in each queue of the acting officer, and who is away today."""

import dataclasses
from collections.abc import Mapping

from django.db.models import Count, Q

from onroll.access.models import Cover
from onroll.audit.act import Act
from onroll.casework.models import Case
from onroll.casework.queries import team
from onroll.casework.queries.lists import Queue
from onroll.casework.querysets import is_overdue


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class QueueCount:
    """How many open cases are in a queue, and how many of them are overdue for follow-up."""

    open_count: int
    overdue_count: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """The queues with their counts. `away`: who of the team is away today, by her number, with her cover."""

    counts: Mapping[Queue, QueueCount]
    away: Mapping[int, Cover]


def queues(act: Act) -> Queues:
    """Return the queues of the acting officer: three readings, however many cases there are."""
    away = team.covers_today(act)
    covered = [person_id for person_id, cover in away.items() if cover.by_id == act.actor_id]
    whose = {
        Queue.MINE: Q(responsible_id=act.actor_id),
        Queue.COVERED: Q(responsible_id__in=covered),
        Queue.DEPUTY: Q(deputy_id=act.actor_id),
        Queue.UNATTENDED: ~Q(responsible_id__in=team.officer_ids(act)),
        Queue.ALL: Q(pk__isnull=False),
    }
    counted = (
        Case.objects.visible_to(act)
        .still_open()
        .aggregate(
            **{f"open_{queue.name}": Count("pk", filter=of) for queue, of in whose.items()},
            **{f"overdue_{queue.name}": Count("pk", filter=of & is_overdue(act.on)) for queue, of in whose.items()},
        )
    )
    return Queues(
        counts={
            queue: QueueCount(open_count=counted[f"open_{queue.name}"], overdue_count=counted[f"overdue_{queue.name}"])
            for queue in whose
        },
        away=away,
    )
