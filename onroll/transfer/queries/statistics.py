"""Published counts of the repository for a month, by authority, beside the share of schools that used the exchange."""

import dataclasses
from collections import Counter
from datetime import timedelta

from django.db.models import Exists, OuterRef

from onroll.access.models import Organisation, OrganisationKind
from onroll.transfer.models import LostPupil, Message, MessageEvent
from onroll.transfer.months import Month
from onroll.transfer.states import State

OLD_DAYS = 182  # half a year: how long is long in a repository that keeps for one
LEFT_STATES = (State.WAITING, State.WITHDRAWN, State.EXPIRED)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityMonth:
    """One authority's counts of children held at the end of a month, filed and claimed in it, and of its schools."""

    authority: str
    unknown: int
    outside: int
    old: int
    filed: int
    cleared: int
    schools: int
    schools_active: int


def repository_statistics(month: Month) -> list[AuthorityMonth]:
    """Return the counts of a month for each authority, by name. They hold no child; small ones are for hiding later.

    A child counts for the authority of the school that filed her. Held: filed before the month's end and not claimed,
    taken back or destroyed before it. Active: the school uploaded or collected a file in the month.
    """
    left = MessageEvent.objects.filter(message_id=OuterRef("message_id"), state__in=LEFT_STATES, at__lt=month.ends_at)
    held = LostPupil.objects.filter(~Exists(left), filed_at__lt=month.ends_at)
    within = {"gte": month.begins_at, "lt": month.ends_at}
    filed = LostPupil.objects.filter(**{f"filed_at__{key}": at for key, at in within.items()})
    cleared = LostPupil.objects.filter(**{f"claimed_at__{key}": at for key, at in within.items()})
    long_ago = month.ends_at - timedelta(days=OLD_DAYS)
    counts = [
        _by_area(rows.values_list("message__sender__la_code", flat=True))
        for rows in (
            held.filter(outside_sector=False),
            held.filter(outside_sector=True),
            held.filter(filed_at__lt=long_ago),
            filed,
            cleared,
        )
    ]
    schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL).open_on(month.begins_at.date())
    all_schools = _by_area(schools.values_list("la_code", flat=True))
    active = _by_area(schools.filter(pk__in=_active(month)).values_list("la_code", flat=True))
    authorities = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY).order_by("name")
    return [
        AuthorityMonth(
            authority=name,
            unknown=counts[0][code],
            outside=counts[1][code],
            old=counts[2][code],
            filed=counts[3][code],
            cleared=counts[4][code],
            schools=all_schools[code],
            schools_active=active[code],
        )
        for code, name in authorities.values_list("la_code", "name")
    ]


def _by_area(codes: object) -> Counter[str]:
    return Counter(codes)  # type: ignore[call-overload,no-any-return]


def _active(month: Month) -> set[int]:
    """Return the organisations that uploaded or collected a file in the month."""
    uploaded = Message.objects.filter(received_at__gte=month.begins_at, received_at__lt=month.ends_at)
    collected = MessageEvent.objects.filter(state=State.COLLECTED, at__gte=month.begins_at, at__lt=month.ends_at)
    senders = uploaded.values_list("sender_id", flat=True).distinct()
    recipients = collected.values_list("message__recipient_id", flat=True).distinct()
    return {*senders, *(pk for pk in recipients if pk is not None)}
