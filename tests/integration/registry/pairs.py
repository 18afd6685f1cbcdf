"""Pairs of invented records for tests of the review."""

import dataclasses
from datetime import date

from onroll.access.models import Role
from onroll.registry import actions
from onroll.registry.actions import Facts
from onroll.registry.likeness import likeness
from onroll.registry.models import Cause, PairReview, Sighting
from tests.cast import Cast, Member, make_member

YUSUF = Facts(
    surname="Hussein",
    forename="Yusuf",
    birth_date=date(2014, 5, 17),
    sex="M",
    address="1 Canary Lane",
    postcode="ZZ1 2DE",
)
YOUSEF = dataclasses.replace(YUSUF, surname="Hossain", forename="Yousef")
TWIN = dataclasses.replace(YUSUF, forename="Bilal")


def sight(member: Member, facts: Facts, reference: str = "F-1") -> Sighting:
    """Note a sighting as a file of the member's school would."""
    return actions.note_sighting(member.act(), facts=facts, source="transfer file", source_reference=reference)


def pair(
    cast: Cast, first: Facts = YUSUF, second: Facts = YOUSEF, *, by: Member | None = None, then_by: Member | None = None
) -> PairReview:
    """Return the review of two records, raised by the standing match or here."""
    one = sight(by or cast.clerk, first, "F-1")
    other = sight(then_by or cast.other_clerk, second, "F-2")
    return pair_of(cast, one, other)


def pair_of(cast: Cast, one: Sighting, other: Sighting) -> PairReview:
    """Return the review of two sightings."""
    from django.db import transaction

    found = PairReview.objects.of_children([one.child_id]).of_children([other.child_id]).first()
    if found is None:
        with transaction.atomic():
            score = likeness(one, other).score.value
            found = actions.raise_pair(cast.clerk.act(), first=one, second=other, cause=Cause.LIKENESS, score=score)
    assert found is not None
    return found


def second_officer(cast: Cast) -> Member:
    """Return a second officer of the first authority."""
    return make_member("secondofficer", cast.exampleton, Role.CME_OFFICER)
