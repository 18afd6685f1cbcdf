"""Published counts of the repository for a month, by authority, beside the share of schools that used the exchange."""

import dataclasses
from bisect import bisect_right
from collections import Counter, defaultdict
from statistics import median_low
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from onroll.access.models import Organisation, OrganisationKind
from onroll.transfer.models import LostPupil, Message, MessageEvent
from onroll.transfer.months import Month
from onroll.transfer.states import State

# After how many days a band of ages ends, the last being open: a quarter and half of the year for which a file is kept.
AGE_BANDS_END_DAYS = (91, 182)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityMonth:
    """One authority's counts of children held at the end of a month, filed and claimed in it, and of its schools.

    `ages`: the held ones by how long they were held then, in the bands of `AGE_BANDS_END_DAYS`. `cleared_days`: the
    days from filing to claim of the middle one of those claimed; None, where none was.
    """

    authority: str
    unknown: int
    outside: int
    ages: tuple[int, ...]
    filed: int
    cleared: int
    cleared_days: int | None
    schools: int
    schools_active: int


def repository_statistics(month: Month) -> list[AuthorityMonth]:
    """Return the counts of a month for each authority, by name. They hold no child; small ones are for hiding later.

    A child counts for the authority of the school that filed her. Held: its newest step before the month's end left it
    in the repository, so that a child whose claimed file came back is held again. Cleared: claimed in the month, and
    not given back before its end. Active: the school uploaded or collected a file in the month.
    """
    steps = MessageEvent.objects.filter(message_id=OuterRef("message_id"), at__lt=month.ends_at)
    newest = steps.order_by("-at", "-pk").values("state")[:1]
    there = LostPupil.objects.filter(filed_at__lt=month.ends_at).annotate(stood=Subquery(newest))
    held = there.filter(stood=State.HELD_AS_LOST)
    filed = there.filter(filed_at__gte=month.begins_at)
    cleared = _claimed_in(there, steps, month)
    ages = defaultdict[str, list[int]](list)
    outside = Counter[str]()
    for code, is_outside, filed_at in held.values_list("message__sender__la_code", "outside_sector", "filed_at"):
        ages[code].append((month.ends_at - filed_at).days)
        outside[code] += is_outside
    waits = defaultdict[str, list[int]](list)
    for code, filed_at, claimed_at in cleared.values_list("message__sender__la_code", "filed_at", "first_claim_at"):
        waits[code].append((claimed_at - filed_at).days)
    filed_of = _by_area(filed.values_list("message__sender__la_code", flat=True))
    schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL).open_on(month.begins_at.date())
    all_schools = _by_area(schools.values_list("la_code", flat=True))
    active = _by_area(schools.filter(pk__in=_active(month)).values_list("la_code", flat=True))
    authorities = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY).order_by("name")
    return [
        AuthorityMonth(
            authority=name,
            unknown=len(ages[code]) - outside[code],
            outside=outside[code],
            ages=_banded(ages[code]),
            filed=filed_of[code],
            cleared=len(waits[code]),
            cleared_days=median_low(waits[code]) if waits[code] else None,
            schools=all_schools[code],
            schools_active=active[code],
        )
        for code, name in authorities.values_list("la_code", "name")
    ]


def _banded(ages: list[int]) -> tuple[int, ...]:
    bands = [0] * (len(AGE_BANDS_END_DAYS) + 1)
    for days in ages:
        bands[bisect_right(AGE_BANDS_END_DAYS, days)] += 1
    return tuple(bands)


def _by_area(codes: object) -> Counter[str]:
    return Counter(codes)  # type: ignore[call-overload,no-any-return]


def _claimed_in(there: QuerySet[Any], steps: QuerySet[Any], month: Month) -> QuerySet[Any]:
    """Keep those whose file left the repository for a school in the month, and was not given back before its end."""
    last_held = steps.filter(state=State.HELD_AS_LOST).order_by("-at", "-pk").values("at", "pk")[:1]
    since = there.annotate(held_at=Subquery(last_held.values("at")), held_pk=Subquery(last_held.values("pk")))
    after = Q(at__gt=OuterRef("held_at")) | Q(at=OuterRef("held_at"), pk__gt=OuterRef("held_pk"))
    claims = MessageEvent.objects.filter(after, message_id=OuterRef("message_id"), state=State.WAITING)
    claimed_at = claims.order_by("at", "pk").values("at")[:1]
    first: QuerySet[Any] = since.annotate(first_claim_at=Subquery(claimed_at))
    return first.filter(first_claim_at__gte=month.begins_at, first_claim_at__lt=month.ends_at)


def _active(month: Month) -> set[int]:
    """Return the organisations that uploaded or collected a file in the month."""
    uploaded = Message.objects.filter(received_at__gte=month.begins_at, received_at__lt=month.ends_at)
    collected = MessageEvent.objects.filter(state=State.COLLECTED, at__gte=month.begins_at, at__lt=month.ends_at)
    senders = uploaded.values_list("sender_id", flat=True).distinct()
    recipients = collected.values_list("message__recipient_id", flat=True).distinct()
    return {*senders, *(pk for pk in recipients if pk is not None)}
