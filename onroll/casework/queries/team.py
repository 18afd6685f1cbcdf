"""The team of an authority: its officers, who covers for whom, and how much work each has in hand."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Count, Q

from onroll.access.models import Cover, Membership, Person
from onroll.access.permissions import CME_ROLES
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import permissions
from onroll.casework.models import Case
from onroll.casework.querysets import is_overdue
from onroll.casework.risks import Risk


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """The open cases of one officer. Ages: calendar days since the authority was notified; 0 where there is no case.

    `is_officer`: whether she still holds a role today. `away_until`, `covered_by`: a cover in force today.
    """

    person: Person
    is_officer: bool
    away_until: date | None
    covered_by: str
    open_count: int
    high_count: int
    overdue_count: int
    confirmed_count: int
    deputy_count: int
    median_age_days: int
    oldest_age_days: int


def officer_ids(act: Act) -> set[int]:
    """Return who holds a role for children missing education in the acting authority today."""
    roles = Membership.objects.in_force(act.on).filter(organisation_id=act.organisation_id, role__in=CME_ROLES)
    return set(roles.filter(person__is_active=True).values_list("person_id", flat=True))


def covered_by_me(act: Act) -> list[int]:
    """Return the colleagues for whom the acting person covers today."""
    return list(_covers(act).filter(by_id=act.actor_id).values_list("membership__person_id", flat=True))


def team_load(act: Act) -> list[Load]:
    """Return each officer of the team and whoever else still has a case in hand: most overdue first, then most cases.

    Four readings, however many cases there are; a fifth for the ages. Raises: NotAllowed, for anybody but a leader.
    """
    if not permissions.may_lead(act):
        raise permissions.NotALeader
    cases = Case.objects.visible_to(act).still_open()
    counted: dict[int, dict[str, Any]] = {
        row["responsible_id"]: row
        for row in cases.order_by()
        .values("responsible_id")
        .annotate(
            open_count=Count("pk"),
            high_count=Count("pk", filter=Q(risk=Risk.HIGH)),
            overdue_count=Count("pk", filter=is_overdue(act.on)),
            confirmed_count=Count("pk", filter=Q(confirmed_by__isnull=False)),
        )
    }
    deputies = dict(cases.filter(deputy__isnull=False).order_by().values_list("deputy_id").annotate(number=Count("pk")))
    ages = _ages(act)
    now = officer_ids(act)
    covers = covers_today(act)
    people = Person.objects.filter(pk__in=now | set(counted) | set(deputies)).order_by("name", "pk")
    loads = [
        Load(
            person=person,
            is_officer=person.pk in now,
            away_until=covers[person.pk].until_on if person.pk in covers else None,
            covered_by=covers[person.pk].by.name if person.pk in covers else "",
            open_count=row.get("open_count", 0),
            high_count=row.get("high_count", 0),
            overdue_count=row.get("overdue_count", 0),
            confirmed_count=row.get("confirmed_count", 0),
            deputy_count=deputies.get(person.pk, 0),
            median_age_days=int(median(ages[person.pk])) if person.pk in ages else 0,
            oldest_age_days=max(ages.get(person.pk, [0])),
        )
        for person in people
        for row in [counted.get(person.pk, {})]
    ]
    return sorted(loads, key=lambda load: (load.is_officer, -load.overdue_count, -load.open_count))


def team_member(act: Act, person_id: int) -> Person:
    """Return somebody of the team, or who left it with an open case in hand. Raises: NotAllowed; Hidden."""
    if not permissions.may_lead(act):
        raise permissions.NotALeader
    has_cases = Case.objects.visible_to(act).still_open().filter(responsible_id=person_id).exists()
    found: Person | None = Person.objects.filter(pk=person_id).first()
    if found is None or not (has_cases or person_id in officer_ids(act)):
        raise Hidden
    return found


def cases_in_hand(act: Act, person: Person, limit: int) -> Sequence[Case]:
    """Return the open cases for which somebody is responsible, the most urgent first. Raises: NotAllowed."""
    if not permissions.may_lead(act):
        raise permissions.NotALeader
    cases = Case.objects.visible_to(act).still_open().filter(responsible=person)
    return list(cases.select_related("notification__sighting").by_urgency(act.on)[:limit])


def covers_today(act: Act) -> dict[int, Cover]:
    """Return who of the team is away today, by the person's number, with who covers for her and until when."""
    return {one.membership.person_id: one for one in _covers(act).select_related("by", "membership__person")}


def _ages(act: Act) -> dict[int, list[int]]:
    """Return the age of every open case by who is responsible: one pair a day and officer, not one a case."""
    cases = Case.objects.visible_to(act).still_open().order_by()
    ages: dict[int, list[int]] = {}
    for person_id, notified_on, number in cases.values_list("responsible_id", "notified_on").annotate(n=Count("pk")):
        ages.setdefault(person_id, []).extend([(act.on - notified_on).days] * number)
    return ages


def _covers(act: Act) -> Any:
    return Cover.objects.in_force(act.on).filter(
        membership__organisation_id=act.organisation_id, membership__role__in=CME_ROLES
    )
