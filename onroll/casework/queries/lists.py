"""The officer's work list, and the cases closed last."""

import dataclasses
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import QuerySet

from onroll.audit.act import LONDON, Act
from onroll.casework.followup import days_overdue
from onroll.casework.models import Case, Notification
from onroll.casework.queries import team
from onroll.casework.queries.charge import charge_of
from onroll.casework.querysets import is_overdue
from onroll.casework.risks import Risk
from onroll.casework.stages import Stage
from onroll.casework.telling import Danger
from onroll.registry.models import Sighting
from onroll.rules import stage_clocks
from onroll.rules.school_days import england

NOTIFICATIONS_A_PAGE = 50


CASES_A_PAGE = 25


class Queue(StrEnum):
    """Whose cases are listed."""

    ALL = ""
    MINE = "mine"
    DEPUTY = "deputy"
    COVERED = "covered"
    UNATTENDED = "unattended"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the officer wants of the work list. Defaults: everything that is open. `responsible_id`: one officer's.

    `page` of the cases, `told_page` of the notifications.
    """

    queue: Queue = Queue.ALL
    overdue: bool = False
    stage: Stage | None = None
    risk: Risk | None = None
    responsible_id: int | None = None
    page: int = 1
    told_page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.queue or self.overdue or self.stage or self.risk or self.responsible_id)


@dataclasses.dataclass(frozen=True, slots=True)
class NotificationLine:
    """A waiting notification with the child as its own file says."""

    notification: Notification
    child: Sighting
    age_days: int


@dataclasses.dataclass(frozen=True, slots=True)
class CaseLine:
    """An open case. `age_days`: calendar days since the authority was notified. `overdue_days`: 0 while in time.

    `stage_late_days`: calendar days beyond the stage's own clock; 0 while in time.
    """

    case: Case
    child: Sighting
    age_days: int
    overdue_days: int
    stage_late_days: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class WorkList:
    """The officer's work: a page of notifications, then one of open cases: risk first, then overdue, then age."""

    notifications: tuple[NotificationLine, ...]
    notification_count: int
    told_page: int
    told_page_count: int
    cases: tuple[CaseLine, ...]
    case_count: int
    page: int
    page_count: int


def work_list(act: Act, filters: Filters, *, case_count: int | None = None) -> WorkList:
    """Return the officer's work: five readings at most, however long the lists are.

    `case_count`: how many open cases fit, from a caller who has counted them already.
    """
    waiting = Notification.objects.visible_to(act).waiting()
    told = waiting.select_related("message__sender", "sighting", "telling__organisation")
    danger = models.When(telling__danger__in=[Danger.MISSING, Danger.HARM], then=0)
    in_danger_first = models.Case(danger, default=1)
    notification_count = waiting.count()
    told_page, told_page_count = _pages(filters.told_page, notification_count, NOTIFICATIONS_A_PAGE)
    start = (told_page - 1) * NOTIFICATIONS_A_PAGE
    ordered = told.order_by(in_danger_first, "notified_on", "received_at", "pk")
    notifications = list(ordered[start : start + NOTIFICATIONS_A_PAGE])
    cases: Any = chosen_cases(act, filters)
    if case_count is None:
        case_count = cases.count()
    page, page_count = _pages(filters.page, case_count, CASES_A_PAGE)
    shown = _page_of(cases.by_urgency(act.on), (page - 1) * CASES_A_PAGE)
    return WorkList(
        notifications=tuple(
            NotificationLine(one, one.sighting, (act.on - one.notified_on).days) for one in notifications
        ),
        notification_count=notification_count,
        told_page=told_page,
        told_page_count=told_page_count,
        cases=tuple(_case_line(act, one) for one in shown),
        case_count=case_count,
        page=page,
        page_count=page_count,
    )


def _pages(asked: int, count: int, on_a_page: int) -> tuple[int, int]:
    """Return the page to show and how many there are: beyond the last is the last, and there is always one."""
    page_count = max(1, -(-count // on_a_page))
    return min(max(1, asked), page_count), page_count


def _page_of(ordered: QuerySet[Case], start: int) -> list[Case]:
    """Return one page. Only its own rows are joined to what the page shows: a big list is ordered from the index."""
    keys = list(ordered.values_list("pk", flat=True)[start : start + CASES_A_PAGE])
    rows = Case.objects.select_related("responsible", "deputy", "notification__sighting").in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def closed_cases(act: Act, limit: int = 100) -> Sequence[tuple[Case, Sighting]]:
    """Return the cases closed last, newest first, each with its child."""
    cases = list(
        Case.objects.visible_to(act)
        .filter(stage=Stage.CLOSED)
        .select_related("responsible", "notification__sighting")
        .order_by("-closed_at", "-pk")[:limit]
    )
    return [(one, one.notification.sighting) for one in cases]


def chosen_cases(act: Act, filters: Filters) -> QuerySet[Case]:
    """Return the open cases that fit, in no order."""
    cases: QuerySet[Case] = _in_queue(act, Case.objects.visible_to(act).still_open(), filters.queue)
    if filters.responsible_id:
        cases = cases.filter(responsible_id=filters.responsible_id)
    if filters.stage:
        cases = cases.filter(stage=filters.stage)
    if filters.risk:
        cases = cases.filter(risk=filters.risk)
    if filters.overdue:
        cases = cases.filter(is_overdue(act.on))
    return cases


def _in_queue(act: Act, cases: QuerySet[Case], queue: Queue) -> QuerySet[Case]:
    if queue is Queue.MINE:
        return cases.filter(responsible_id=act.actor_id)
    if queue is Queue.DEPUTY:
        return cases.filter(deputy_id=act.actor_id)
    if queue is Queue.COVERED:
        return cases.filter(responsible_id__in=team.covered_by_me(act))
    if queue is Queue.UNATTENDED:
        return cases.exclude(responsible_id__in=charge_of(act.organisation_id, act.on).present)
    return cases


def _case_line(act: Act, case: Case) -> CaseLine:
    last_on = case.last_worked_at.astimezone(LONDON).date()
    is_confirmed = case.confirmed_by_id is not None
    overdue = days_overdue(last_on, act.on, case.follow_up_by, is_confirmed=is_confirmed)
    due_on = stage_clocks.stage_due(case.stage, case.stage_since_on, england())
    late = max(0, (act.on - due_on).days) if due_on else 0
    return CaseLine(case, case.notification.sighting, (act.on - case.notified_on).days, overdue, late)
