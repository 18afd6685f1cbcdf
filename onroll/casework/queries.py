"""Readings of notifications and cases. Each starts from what the acting officer's authority may see."""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, QuerySet

from onroll.access.models import Membership, Person, Role
from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import Hidden
from onroll.casework.followup import days_overdue, latest_overdue_step
from onroll.casework.models import Case, Notification
from onroll.casework.own_facts import own_sighting
from onroll.casework.stages import Stage
from onroll.casework.steps import TITLES, StepKind
from onroll.registry.models import Sighting
from onroll.rules import pace
from onroll.transfer import states

Row = TypeVar("Row", bound=Model)

MOST_NOTIFICATIONS = 50
CASES_A_PAGE = 25


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the officer wants of the work list. Defaults: everything that is open."""

    mine: bool = False
    overdue: bool = False
    stage: Stage | None = None
    page: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class NotificationLine:
    """A waiting notification with the child as its own file says."""

    notification: Notification
    child: Sighting
    age_days: int


@dataclasses.dataclass(frozen=True, slots=True)
class CaseLine:
    """An open case. `age_days`: calendar days since the authority was notified. `overdue_days`: 0 while in time."""

    case: Case
    child: Sighting
    age_days: int
    overdue_days: int


@dataclasses.dataclass(frozen=True, slots=True)
class WorkList:
    """The officer's work: notifications first, then one page of open cases, overdue first."""

    notifications: tuple[NotificationLine, ...]
    notification_count: int
    cases: tuple[CaseLine, ...]
    case_count: int
    page: int
    page_count: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StoryStep:
    """One step of a case's story, from the case or from the file in the exchange. `on` tells the file's steps."""

    at: datetime
    title: str
    organisation: str
    person: str
    words: str
    is_of_file: bool


def notification(act: Act, reference: str) -> Notification:
    """Return one notification, with its file and the school that sent it.

    Raises: Hidden.
    """
    found: QuerySet[Notification] = Notification.objects.visible_to(act).select_related(
        "child", "authority", "joined_case", "message__sender", "message__lost_pupil__sighting"
    )
    return _found(found, reference)


def case(act: Act, reference: str) -> Case:
    """Return one case, with everything its page shows but the story.

    Raises: Hidden.
    """
    found: QuerySet[Case] = Case.objects.visible_to(act).select_related(
        "child",
        "authority",
        "responsible",
        "confirmed_by__organisation",
        "notification__message__sender",
        "notification__message__lost_pupil__sighting",
        "notification__message__recipient",
        "notification__message__lost_pupil__claimed_by",
    )
    return _found(found, reference)


def open_case_of(act: Act, child_id: int) -> Case | None:
    """Return the authority's open case of a child, if there is one."""
    return Case.objects.visible_to(act).still_open().filter(child_id=child_id).first()


def work_list(act: Act, filters: Filters) -> WorkList:
    """Return the officer's work: four readings, however long the lists are."""
    waiting = Notification.objects.visible_to(act).waiting()
    told = waiting.select_related("message__sender", "message__lost_pupil__sighting")
    notifications = list(told.order_by("received_at", "pk")[:MOST_NOTIFICATIONS])
    cases = _chosen_cases(act, filters)
    case_count = cases.count()
    page_count = max(1, -(-case_count // CASES_A_PAGE))
    page = min(max(1, filters.page), page_count)
    shown = list(cases[(page - 1) * CASES_A_PAGE : page * CASES_A_PAGE])
    return WorkList(
        notifications=tuple(
            NotificationLine(one, own_sighting(one), (act.on - one.notified_on).days) for one in notifications
        ),
        notification_count=waiting.count(),
        cases=tuple(_case_line(act, one) for one in shown),
        case_count=case_count,
        page=page,
        page_count=page_count,
    )


def closed_cases(act: Act, limit: int = 100) -> Sequence[tuple[Case, Sighting]]:
    """Return the cases closed last, newest first, each with its child."""
    cases = list(
        Case.objects.visible_to(act)
        .filter(stage=Stage.CLOSED)
        .select_related("responsible", "notification__message__lost_pupil__sighting")
        .order_by("-closed_at", "-pk")[:limit]
    )
    return [(one, own_sighting(one.notification)) for one in cases]


def case_story(act: Act, case: Case) -> list[StoryStep]:
    """Return everything that happened in order of time: steps of the case, and those of the file it came from."""
    if not Case.objects.visible_to(act).filter(pk=case.pk).exists():
        raise Hidden
    steps = [
        StoryStep(
            at=event.at,
            title=TITLES[StepKind(event.kind)],
            organisation=event.organisation.name if event.organisation else "",
            person=event.person.name if event.person else "",
            words=event.words,
            is_of_file=False,
        )
        for event in case.events.select_related("person", "organisation")
    ]
    return sorted([*steps, *_file_steps(case)], key=lambda step: step.at)


def officers(act: Act) -> QuerySet[Person]:
    """Return the children-missing-education officers of the acting authority today, by name."""
    roles = Membership.objects.in_force(act.on).filter(organisation_id=act.organisation_id, role=Role.CME_OFFICER)
    return Person.objects.filter(is_active=True, pk__in=roles.values("person_id")).order_by("name", "pk")


def pace_of(case: Case) -> pace.Pace | None:
    """Return the days from notified to accessed; None until provision is accessed."""
    if case.provision_accessed_on is None:
        return None
    return pace.notified_to_accessed(case.notified_on, case.provision_accessed_on)


def _chosen_cases(act: Act, filters: Filters) -> QuerySet[Case]:
    latest = latest_overdue_step(act.on)
    cases = Case.objects.visible_to(act).still_open().with_last_step()
    cases = cases.select_related("responsible", "notification__message__lost_pupil__sighting")
    if filters.mine:
        cases = cases.filter(responsible_id=act.actor_id)
    if filters.stage:
        cases = cases.filter(stage=filters.stage)
    if filters.overdue:
        cases = cases.overdue(latest)
    chosen: QuerySet[Case] = cases.by_urgency(latest)
    return chosen


def _case_line(act: Act, case: Case) -> CaseLine:
    last_step_on: date = case.last_step_at.astimezone(LONDON).date()  # type: ignore[attr-defined]
    overdue = 0 if case.confirmed_by_id else days_overdue(last_step_on, act.on)
    return CaseLine(case, own_sighting(case.notification), (act.on - case.notified_on).days, overdue)


def _file_steps(case: Case) -> list[StoryStep]:
    if case.notification.message is None:
        return []
    return [
        StoryStep(
            at=event.at,
            title=f"File: {states.MEANINGS[states.State(event.state)].name}",
            organisation=event.organisation.name if event.organisation else "",
            person="",
            words=event.why,
            is_of_file=True,
        )
        for event in case.notification.message.events.select_related("organisation")
    ]


def _found(rows: QuerySet[Row], reference: str) -> Row:
    row = rows.filter(reference=reference).first()
    if row is None:
        raise Hidden
    return row
