"""Places beside the school: arranged, ended, and what they say of each day, once for everybody."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db import transaction
from django.db.models import F

from onroll.access import queries as access_queries
from onroll.access.models import Organisation, OrganisationKind
from onroll.attendance import permissions
from onroll.attendance.events import PlaceMarksGiven, PlacementEnded, PlacementRecorded
from onroll.attendance.models import PlaceKind, PlaceMark, PlaceMarks, Placement
from onroll.attendance.queries.places import seen_of_place, told_of
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken, Stale
from onroll.registry.references import new_reference
from onroll.rolls.models import RollEntry

MOST_HOURS = Decimal(45)
SESSIONS_OF_A_WEEK = 10


class PlacementNotPossible(RuleBroken):
    """The days, hours or place of a placement cannot be right."""

    code = "placement_not_possible"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """What was arranged: as the fields of `Placement`. `main_hours` None: not known.

    `commissioner`: an authority that arranged it, maybe another area's; None: the organisation that records it.
    """

    kind: PlaceKind
    place: Organisation | None
    place_name: str
    hours: Decimal
    main_hours: Decimal | None
    pattern: str
    from_on: date
    until_on: date | None = None
    commissioner: Organisation | None = None


@transaction.atomic
def record_placement(act: Act, *, entry: RollEntry, arranged: Arranged) -> Placement:
    """Record a place beside the school on whose roll the pupil is; the acting organisation commissions it.

    Raises: NotAllowed; Hidden; PlacementNotPossible.
    """
    permissions.check(permissions.may_arrange_places(act))
    if not RollEntry.objects.visible_to(act).filter(pk=entry.pk).exists():
        raise Hidden
    _check(entry, arranged)
    placement = Placement.objects.create(
        reference=new_reference("P"),
        entry=entry,
        code=_code_of(act, arranged),
        recorded_by_id=act.actor_id,
        recorded_at=act.at,
        **{**_values(arranged), "commissioner": arranged.commissioner or access_queries.acting_organisation(act)},
    )
    event = PlacementRecorded(placement_id=placement.pk, entry_id=entry.pk, place_id=placement.place_id)
    ledger.record(act, event)
    return placement


def _values(arranged: Arranged) -> dict[str, Any]:
    return {field.name: getattr(arranged, field.name) for field in dataclasses.fields(arranged)}


def _code_of(act: Act, arranged: Arranged) -> str:
    """Return the code for sessions there: D at a second school, K where an authority arranged it, else B."""
    if arranged.kind is PlaceKind.SECOND_SCHOOL:
        return "D"
    by = arranged.commissioner.kind if arranged.commissioner else act.organisation_kind
    return "K" if by == OrganisationKind.AUTHORITY else "B"


def _check(entry: RollEntry, arranged: Arranged) -> None:
    if arranged.place is None and not arranged.place_name.strip():
        raise PlacementNotPossible("Say where it is: choose a place, or write its name.")
    if arranged.place is not None and arranged.place.pk == entry.school_id:
        raise PlacementNotPossible("This is the school on whose roll the pupil is. Choose the other place.")
    if arranged.commissioner is not None and arranged.commissioner.kind != OrganisationKind.AUTHORITY:
        raise PlacementNotPossible("Who arranged the place is your own organisation or an authority.")
    if not 0 < arranged.hours <= MOST_HOURS or not 0 <= (arranged.main_hours or 0) <= MOST_HOURS:
        raise PlacementNotPossible(f"Hours a week must be more than 0 and no more than {MOST_HOURS}.")
    if arranged.until_on is not None and arranged.until_on < arranged.from_on:
        raise PlacementNotPossible("The last day is before the first one. Check both days.")
    if len(arranged.pattern) != SESSIONS_OF_A_WEEK or set(arranged.pattern) - {"0", "1"} or "1" not in arranged.pattern:
        raise PlacementNotPossible("Choose at least one half day of the week on which the pupil should be there.")


@transaction.atomic
def end_placement(act: Act, *, placement: Placement, until_on: date, why: str, expected_version: int) -> Placement:
    """Give a placement its last day, with a reason. Raises: NotAllowed; Hidden; PlacementNotPossible; Stale."""
    permissions.check(permissions.may_arrange_places(act))
    mine = Placement.objects.visible_to(act).filter(pk=placement.pk)
    if not mine.exists():
        raise Hidden
    if until_on < placement.from_on:
        raise PlacementNotPossible("The last day is before the first one. Check both days.")
    if not why.strip():
        raise PlacementNotPossible("Write why it ends, and where the pupil will be after it.")
    same = Placement.objects.filter(pk=placement.pk, version=expected_version)
    if not same.update(until_on=until_on, ended_why=why.strip()[:200], version=F("version") + 1):
        raise Stale
    placement.refresh_from_db()
    ledger.record(act, PlacementEnded(placement_id=placement.pk, entry_id=placement.entry_id, until_on=until_on))
    return placement


@transaction.atomic
def enter_place_marks(
    act: Act, *, on: date, marks: Mapping[int, tuple[str, str]], seen: str
) -> int:  # fmt: skip
    """Say for the acting place who was there: by placement, what of each session. Return how many rows are new.

    Raises: NotAllowed; Hidden, for a placement that is another place's; PlacementNotPossible; Stale.
    """
    permissions.check(permissions.may_mark_at_place(act))
    if on > act.on:
        raise PlacementNotPossible("This day has not come yet. Say who was there on the day itself.")
    mine = Placement.objects.visible_to(act).in_force(on).filter(pk__in=marks)
    if mine.count() != len(marks):
        raise Hidden
    told = told_of(marks, on, on)
    if seen_of_place(told.values()) != seen:
        raise Stale
    new = []
    for placement_id, (am, pm) in marks.items():
        old = told.get((placement_id, on))
        if {am, pm} - {"", *PlaceMark.values}:
            raise PlacementNotPossible("Choose one of the answers.")
        if (am, pm) != ((old.am, old.pm) if old else ("", "")):
            new.append(PlaceMarks(placement_id=placement_id, on=on, am=am, pm=pm, known_at=act.at, by_id=act.actor_id))
    PlaceMarks.objects.bulk_create(new)
    event = PlaceMarksGiven(place_id=cast("int", act.organisation_id), on=on, pupils=len(new))
    ledger.record(act, event)
    return len(new)
