"""The officer's search box: children, notifications and cases that she may see, by what she half remembers."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from onroll.access.permissions import is_cme_officer
from onroll.audit.act import Act
from onroll.casework import found_by
from onroll.casework.models import Case, Notification
from onroll.linkage.finder import Question
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, Sighting
from onroll.search import queries as search_queries

CHILD = "child"
MOST_FOUND = 10
# A child may be found by her record and by her notifications: so many hits are folded into those that are shown.
_HITS = 30


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FoundChild:
    """One child who answers, by the sighting that answers best, and where the officer can go from there.

    `is_known`: the children's page shows her to this officer. Notifications come with their case, where one was opened.
    """

    sighting: Sighting
    score: float
    reasons: tuple[str, ...]
    child: Child
    is_known: bool
    notifications: tuple[Notification, ...]
    cases: tuple[Case, ...]


def found_children(act: Act, question: Question) -> tuple[FoundChild, ...]:
    """Return the children who answer best, best first, at most ten; nobody who is shielded, by whatever door.

    An authority's officers find what its own area has told, each part for itself: a name that only another authority
    knows finds nobody here.
    """
    hits = search_queries.find(act, question, _scopes(act), limit=_HITS)
    told = {hit.record_id: hit for hit in hits if hit.kind == found_by.KIND}
    notifications = {
        row.pk: row
        for row in Notification.objects.visible_to(act)
        .filter(pk__in=told)
        .select_related("sighting__child", "child", "case", "joined_case")
    }
    sightings = Sighting.objects.select_related("child").in_bulk([hit.part_id for hit in hits if hit.kind == CHILD])
    found: dict[int, list[tuple[search_queries.Hit, Sighting, Notification | None]]] = {}
    for hit in hits:
        notification = notifications.get(hit.record_id) if hit.kind == found_by.KIND else None
        sighting = notification.sighting if notification else sightings[hit.part_id]
        child = notification.child if notification else sighting.child
        found.setdefault(child.known_as_id or child.pk, []).append((hit, sighting, notification))
    return tuple(_folded(rows) for rows in list(found.values())[:MOST_FOUND])


def _scopes(act: Act) -> dict[str, search_queries.Scope]:
    """Return what the officer may find: what her area told of children, and her authority’s notifications.

    A child of whom the area told is one that its officers see (`Child.objects.visible_to`); asked the long way round,
    the database would read every child of the area at each search.
    """
    shielded = registry_queries.shielded_children(act.on)
    told: QuerySet[Any] = Sighting.objects.none()
    if is_cme_officer(act) and act.la_code:
        told = Sighting.objects.filter(told_by__la_code=act.la_code).exclude(child_id__in=shielded)
    notifications = Notification.objects.visible_to(act).exclude(child_id__in=shielded)
    return {CHILD: search_queries.Parts(told.values("pk")), found_by.KIND: notifications.values("pk")}


def _folded(rows: Sequence[tuple[search_queries.Hit, Sighting, Notification | None]]) -> FoundChild:
    """Return one child of all hits that are hers, the best of them first."""
    hit, sighting, told = rows[0]
    notifications = [notification for _, _, notification in rows if notification is not None]
    cases = {case.pk: case for case in map(_case_of, notifications) if case is not None}
    return FoundChild(
        sighting=sighting,
        score=hit.score,
        reasons=hit.reasons,
        child=told.child if told else sighting.child,
        is_known=any(each.kind == CHILD for each, _, _ in rows),
        notifications=tuple(each for each in notifications if _case_of(each) is None),
        cases=tuple(cases.values()),
    )


def _case_of(notification: Notification) -> Case | None:
    own: Case | None = getattr(notification, "case", None)
    return own or notification.joined_case
