"""Leavers reconciled: whether each child who left a roll of the area has a confirmed destination, a case, or neither.

The answer to "is she educated now" is the same as on the lists of missing education (`rules.missing`), so that the two
can never disagree; a destination that only the old school names is a belief, and a gap until somebody confirms it.
"""

import dataclasses
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act
from onroll.casework.models import Case, Notification
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, Enrolment, Sighting
from onroll.returns.models import Return
from onroll.rolls.models import RollEntry, RollStatus
from onroll.rules.missing import Because, RuleName, answer
from onroll.rules.school_years import year_of

A_PAGE = 50
SETTLED = frozenset(
    {Because.EDUCATED_OTHERWISE, Because.ABROAD, Because.DIED, Because.NOT_OF_SCHOOL_AGE, Because.LOOKED_INTO}
)


class Stands(StrEnum):
    """How a leaver stands, in the order in which they are looked at."""

    GAP = "gap"
    BELIEVED = "believed"
    IN_WORK = "in_work"
    CONFIRMED = "confirmed"


class Group(StrEnum):
    """Which leavers: all, or those of a planned move by their year group at the last day."""

    ALL = "all"
    YEAR_6 = "year_6"
    NURSERY = "nursery"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WhichLeavers:
    """Which leavers are asked for: who left since a day (counted), which group, how they stand ("" for all)."""

    since: date
    group: Group = Group.ALL
    stands: str = ""
    page: int = 1


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """One child who left one school. `believed`: where the school said that she goes, empty where it did not say.

    `because`: in words, why she counts as settled or not. `work`: the reference of an open case or notification.
    """

    enrolment_id: int
    child_reference: str
    name: str
    year_group: str
    school: Organisation
    left_on: date
    stands: Stands
    because: str
    believed: str
    work: str
    is_case: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Leavers:
    """A page of leavers, gaps first, and how many there are of each."""

    which: WhichLeavers
    rows: tuple[Leaver, ...]
    number: int
    counts: dict[Stands, int]
    page_count: int

    @property
    def gaps(self) -> int:
        """How many have neither a confirmed destination nor a case."""
        return self.counts[Stands.GAP] + self.counts[Stands.BELIEVED]


def usual_since(on: date) -> date:
    """Return the first day of the school year before this one: who left in July is asked for in September."""
    return year_of(year_of(on).first_on - timedelta(days=1)).first_on


def leavers(act: Act, which: WhichLeavers) -> Leavers:
    """Return who left the schools of the officer's area since a day, and how each stands today.

    A handful of readings whatever their number. Shielded children are on no list.
    """
    ended = _ended(act, which.since)
    children = Child.objects.filter(pk__in={row.child_id for row in ended}).values("pk")
    known = {
        child: each for each in registry_queries.education_known(children, known_by=act.at) for child in each.child_ids
    }
    beside = _Beside.read(act, {child for each in known.values() for child in each.child_ids})
    found = [
        _leaver(act, row, known[row.child_id], beside)
        for row in ended
        if row.child_id in known and not _is_back(row, beside)
    ]
    in_group = [each for each in found if _is_in(each, which.group)]
    counts = {stands: sum(each.stands is stands for each in in_group) for stands in Stands}
    shown = [each for each in in_group if not which.stands or each.stands == which.stands]
    shown.sort(key=lambda each: (list(Stands).index(each.stands), each.left_on, each.enrolment_id))
    page_count = max(1, -(-len(shown) // A_PAGE))
    page = min(max(1, which.page), page_count)
    return Leavers(
        which=dataclasses.replace(which, page=page),
        rows=tuple(shown[(page - 1) * A_PAGE : page * A_PAGE]),
        number=len(in_group),
        counts=counts,
        page_count=page_count,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the rolls of some children: confirmed places, rows of feeds, names, work, and beliefs."""

    confirmed: dict[int, list[Enrolment]]
    entries: dict[int, list[RollEntry]]
    sightings: dict[int, Sighting]
    cases: dict[int, str]
    notifications: dict[int, str]
    beliefs: dict[tuple[int, int], str]

    @classmethod
    def read(cls, act: Act, ids: Iterable[int]) -> "_Beside":
        ids = set(ids)
        confirmed = Enrolment.objects.filter(child_id__in=ids, confirmed_at__isnull=False)
        told = Sighting.objects.filter(child_id__in=ids, told_by__la_code=act.la_code).order_by("seen_at", "pk")
        cases = Case.objects.filter(child_id__in=ids, authority_id=act.organisation_id).exclude(stage="closed")
        waiting = Notification.objects.filter(child_id__in=ids, authority_id=act.organisation_id).waiting()
        returned = Return.objects.filter(child_id__in=ids, kind="deletion", state="made", deletion__isnull=False)
        return cls(
            confirmed=_grouped(confirmed.select_related("organisation")),
            entries=_grouped(_registered(ids, act.on)),
            sightings={each.child_id: each for each in told},
            cases=dict(cases.values_list("child_id", "reference")),
            notifications=dict(waiting.values_list("child_id", "reference")),
            beliefs={
                (each.child_id, each.school_id): _believed(each)
                for each in returned.select_related("deletion__destination_school")
            },
        )


def _registered(ids: Iterable[int], on: date) -> Iterable[RollEntry]:
    """Return the rows of admission registers: a guest, or who goes to a provider, is on no school's roll by that."""
    entries = RollEntry.objects.filter(child_id__in=ids).on_roll(on).select_related("school")
    guests = Q(status__in=[RollStatus.GUEST, RollStatus.PROVIDER])
    return entries.exclude(guests | Q(school__kind=OrganisationKind.PROVIDER))


def _ended(act: Act, since: date) -> list[Enrolment]:
    """Return each child's newest end on each roll of the area; several sources may tell of one leaving."""
    rows = Enrolment.objects.filter(
        organisation__la_code=act.la_code,
        organisation__kind=OrganisationKind.SCHOOL,
        until_on__range=(since, act.on - timedelta(days=1)),
        child__in=Child.objects.visible_to(act).values("pk"),
    )
    newest = {
        (row.child_id, row.organisation_id): row
        for row in rows.select_related("organisation", "child").order_by("until_on", "pk")
    }
    return list(newest.values())


def _leaver(act: Act, row: Enrolment, known: Any, beside: _Beside) -> Leaver:
    ids = known.child_ids
    found = answer(known.facts, on=act.on, rule=RuleName.RETURN_2025, known_by=act.at)
    place = _confirmed_place(act, row, ids, beside)
    work = next((beside.cases[child] for child in ids if child in beside.cases), "")
    notified = next((beside.notifications[child] for child in ids if child in beside.notifications), "")
    believed = next(filter(None, (beside.beliefs.get((child, row.organisation_id), "") for child in ids)), "")
    if place:
        stands, because = Stands.CONFIRMED, f"{place} has the child on its roll."
    elif found.because in SETTLED:
        stands, because = Stands.CONFIRMED, " ".join(found.reasons)
    elif work or notified:
        stands, because = Stands.IN_WORK, "In your work list."
    elif believed or found.because in {Because.ON_A_ROLL, Because.EXPECTED}:
        stands, because = Stands.BELIEVED, "Nobody has confirmed where the child is."
    else:
        stands, because = Stands.GAP, "No destination is known, and no case is open."
    said = next((beside.sightings[child] for child in ids if child in beside.sightings), None)
    born_on = known.facts.born_on
    return Leaver(
        enrolment_id=row.pk,
        child_reference=row.child.reference,
        name=" ".join(part for part in (said.forename, said.surname) if part) if said else "",
        year_group=_year_group(born_on, row.until_on) if born_on else "",
        school=row.organisation,
        left_on=row.until_on or act.on,
        stands=stands,
        because=because,
        believed=believed,
        work=work or notified,
        is_case=bool(work),
    )


def _confirmed_place(act: Act, row: Enrolment, ids: tuple[int, ...], beside: _Beside) -> str:
    """Return the school or provider that itself says she is on its roll today; not the one she left."""
    for child in ids:
        for entry in beside.entries.get(child, ()):
            if entry.school_id != row.organisation_id:
                return str(entry.school.name)
        for each in beside.confirmed.get(child, ()):
            is_now = (each.from_on or date.min) <= act.on and (each.until_on is None or each.until_on >= act.on)
            if each.organisation_id != row.organisation_id and is_now:
                return str(each.organisation.name)
    return ""


def _is_back(row: Enrolment, beside: _Beside) -> bool:
    """Return whether the child is on the same roll again."""
    return any(entry.school_id == row.organisation_id for entry in beside.entries.get(row.child_id, ())) or any(
        each.organisation_id == row.organisation_id
        and each.until_on is None
        and (each.from_on or date.min) > (row.until_on or date.min)
        for each in beside.confirmed.get(row.child_id, ())
    )


def _year_group(born_on: date, on: date | None) -> str:
    group = year_of(on).year_group(born_on) if on else ""
    is_young = on is not None and not group and (on - born_on).days < 6 * 365
    return "N" if is_young else group


def _is_in(each: Leaver, group: Group) -> bool:
    return {Group.ALL: True, Group.YEAR_6: each.year_group == "6", Group.NURSERY: each.year_group == "N"}[group]


def _believed(made: Return) -> str:
    details = made.deletion
    if details.destination_school is not None:
        return str(details.destination_school.name)
    return str(
        details.destination
        or details.answers.get("destination", "")
        or ("A new address" if details.future_address else "")
    )


def _grouped(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.child_id, []).append(row)
    return found
