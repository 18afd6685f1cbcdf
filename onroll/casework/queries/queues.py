"""Whose cases there are: how many stand in each queue of the acting officer, and who is away today."""

import dataclasses
from collections.abc import Mapping
from typing import Self

from django.db.models import Count

from onroll.access.models import Cover
from onroll.audit.act import Act
from onroll.casework.models import Case
from onroll.casework.queries import team
from onroll.casework.queries.charge import Charge, charge_of
from onroll.casework.queries.lists import Filters, Queue
from onroll.casework.querysets import is_overdue


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class QueueCount:
    """How many open cases are in a queue, and how many of them are overdue for follow-up."""

    open_count: int
    overdue_count: int

    def plus(self, open_count: int, overdue_count: int) -> Self:
        """Return it with more cases."""
        return dataclasses.replace(
            self, open_count=self.open_count + open_count, overdue_count=self.overdue_count + overdue_count
        )


NONE = QueueCount(open_count=0, overdue_count=0)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Queues:
    """The queues with their counts. `away`: who of the team is away today, by her number, with her cover.

    `charge`: who acts for cases today.
    """

    counts: Mapping[Queue, QueueCount]
    away: Mapping[int, Cover]
    charge: Charge

    def number_of(self, filters: Filters) -> int | None:
        """Return how many open cases fit; None where only counting them tells."""
        if filters.stage or filters.risk or filters.responsible_id:
            return None
        counted = self.counts[filters.queue]
        return counted.overdue_count if filters.overdue else counted.open_count


def queues(act: Act) -> Queues:
    """Return the queues of the acting officer: three readings, however many cases there are.

    The cases are counted once by who leads them and who deputises, some hundred rows; each queue is a sum of those.
    """
    away = team.covers_today(act)
    covered = {person_id for person_id, cover in away.items() if cover.by_id == act.actor_id}
    charge = charge_of(act.organisation_id, act.on, away.values())
    present = charge.present
    counts = dict.fromkeys(Queue, NONE)
    by_people = (
        Case.objects.visible_to(act)
        .still_open()
        .order_by()
        .values_list("responsible_id", "deputy_id")
        .annotate(open_count=Count("pk"), overdue_count=Count("pk", filter=is_overdue(act.on)))
    )
    for responsible_id, deputy_id, *numbers in by_people:
        stands_in = {
            Queue.ALL: True,
            Queue.MINE: responsible_id == act.actor_id,
            Queue.DEPUTY: deputy_id == act.actor_id,
            Queue.COVERED: responsible_id in covered,
            Queue.UNATTENDED: responsible_id not in present,
        }
        for queue, does in stands_in.items():
            if does:
                counts[queue] = counts[queue].plus(*numbers)
    return Queues(counts=counts, away=away, charge=charge)
