"""Returns of law: what is owed, what came, and by school how many came in time, late or not at all."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Q

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.returns.models import AbsenceByFeed, Return, TransitionAsk
from onroll.returns.querysets import ReturnQuerySet
from onroll.rules.school_years import year_of

A_PAGE = 50
SHOWS = ("owed", "missing", "left", "incomplete", "made", "late", "elsewhere", "all")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WhichReturns:
    """Which returns are asked for: of a kind ("" for all), of a school, and how they stand."""

    show: str = "owed"
    kind: str = ""
    school_id: int | None = None
    page: int = 1


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRecord:
    """How a school stands to its returns of this school year. `first_missing_on`: the earliest last day that passed."""

    school: Organisation
    in_time: int
    late: int
    missing: int
    waiting: int
    first_missing_on: date | None


def returns_page(act: Act, which: WhichReturns) -> Sequence[Return]:
    """Return a page of returns that the person may see, the most urgent first."""
    found = Return.objects.visible_to(act)
    if which.kind:
        found = found.filter(kind=which.kind)
    if which.school_id:
        found = found.filter(school_id=which.school_id)
    found = _shown(found, which.show, act.on)
    rows = found.by_urgency().select_related(
        *("school", "authority", "home_authority", "sighting", "entry", "deletion__destination_school")
    )
    start = max(0, which.page - 1) * A_PAGE
    return list(rows[start : start + A_PAGE])


def every_return(which: WhichReturns, *, on: date, la_code: str = "") -> Sequence[Return]:
    """Return returns of every authority, or of one, for an operator's command; no page cuts them short."""
    found = Return.objects.filter(authority__la_code=la_code) if la_code else Return.objects.all()
    if which.kind:
        found = found.filter(kind=which.kind)
    if which.school_id:
        found = found.filter(school_id=which.school_id)
    return list(_shown(found, which.show, on).by_urgency().select_related("school", "authority"))


def _shown(found: ReturnQuerySet, show: str, on: date) -> ReturnQuerySet:
    if show == "owed":
        return found.owed()
    if show == "missing":
        return found.missing(on)
    if show == "left":
        return found.left_without_return(on)
    if show == "incomplete":
        return found.incomplete()
    if show == "late":
        return found.late()
    if show == "elsewhere":
        return found.filter(home_authority__isnull=False)
    return found.filter(state="made") if show == "made" else found


def absence_by_feed(act: Act) -> AbsenceByFeed:
    """Return the acting school's choice; version 0 where it never chose."""
    found: AbsenceByFeed | None = AbsenceByFeed.objects.filter(school_id=act.organisation_id).first()
    return found or AbsenceByFeed(school_id=act.organisation_id or 0, version=0)


def law_return(act: Act, reference: str) -> Return:
    """Return one return. Raises: Hidden, where the person may not know of it."""
    rows = Return.objects.visible_to(act).select_related(
        *(
            "school",
            "authority",
            "home_authority",
            "sighting",
            "entry",
            "made_by",
            "boarding",
            "deletion__destination_school",
        )
    )
    found: Return | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def school_records(act: Act) -> list[SchoolRecord]:
    """Return each school of the officer's area with its returns of this school year, those with gaps first.

    Schools that owe nothing are among them: none heard of is not none owed, and the page says so. Three readings.
    """
    year = year_of(act.on)
    counted = (
        Return.objects.visible_to(act)
        .filter(authority_id=act.organisation_id)
        .filter(trigger_on__range=(year.first_on, year.last_on))
    )
    is_missing = Q(state="owed", due_on__lt=act.on)
    rows = counted.values("school_id").annotate(
        in_time=Count("pk", filter=Q(state="made") & (Q(due_on__isnull=True) | Q(made_on__lte=F("due_on")))),
        late=Count("pk", filter=Q(state="made", made_on__gt=F("due_on"))),
        missing=Count("pk", filter=is_missing),
        waiting=Count("pk", filter=Q(state="owed") & ~is_missing),
    )
    by_school = {row["school_id"]: row for row in rows}
    first = dict(counted.filter(is_missing).order_by("-due_on").values_list("school_id", "due_on"))
    schools = Organisation.objects.filter(kind="school", la_code=act.la_code, status="open").order_by("name")
    records = [_record(school, by_school.get(school.pk, {}), first.get(school.pk)) for school in schools]
    return sorted(records, key=lambda each: (-each.missing, -each.late, each.school.name))


def transition_ask(act: Act) -> TransitionAsk:
    """Return the authority's choice; version 0 where it never chose."""
    found: TransitionAsk | None = TransitionAsk.objects.filter(authority_id=act.organisation_id).first()
    return found or TransitionAsk(authority_id=act.organisation_id or 0, is_asked=False, version=0)


def name_of(found: Return) -> str:
    """Return the name by which the school knows the pupil."""
    said = found.sighting or found.entry
    return " ".join(part for part in (said.forename, said.surname) if part) if said else ""


def _record(school: Organisation, row: dict[str, int], first_missing_on: date | None) -> SchoolRecord:
    counts = {name: row.get(name, 0) for name in ("in_time", "late", "missing", "waiting")}
    return SchoolRecord(school=school, first_missing_on=first_missing_on, **counts)
