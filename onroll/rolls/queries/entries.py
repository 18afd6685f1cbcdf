"""Who is, and who was, on which roll."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.ctf.year_groups import year_codes
from onroll.registry.models import Sighting
from onroll.rolls.comparing import are_two
from onroll.rolls.models import RollEntry, RollEvent, RollStatus
from onroll.rolls.reading import Pupil

AT_ONCE = 900
NAMED = ("form_group", "surname", "forename", "pk")


def roll_of(act: Act, school: Organisation) -> QuerySet[RollEntry]:
    """Return who is on a school's roll today and is to be seen by the acting person, by year, form and name."""
    found: QuerySet[RollEntry] = RollEntry.objects.visible_to(act).filter(school=school).on_roll(act.on)
    return found.order_by(_youngest_first(), *NAMED)


def _youngest_first() -> Case:
    """Return the place of a pupil's year group among all: as text, R would come after 6 and 10 before 2."""
    known = [When(year_group=code, then=Value(rank)) for rank, code in enumerate(year_codes())]
    return Case(*known, default=Value(len(known)), output_field=IntegerField())


def school_of(act: Act, code: str) -> Organisation:
    """Return a school or provider that the acting person may know the roll of: her own, or one of her area.

    `code`: seven digits, or `#` and our own number for one without. Raises: Hidden.
    """
    own = Q(pk=act.organisation_id) if act.organisation_kind != "authority" else Q(la_code=act.la_code)
    schools = Organisation.objects.filter(own, kind__in=["school", "provider", "outside"])
    wanted = schools.filter(pk=int(code[1:])) if code[:1] == "#" and code[1:].isdecimal() else schools.with_code(code)
    found: Organisation | None = wanted.with_open_first().order_by("-is_open", "-pk").first()
    if found is None:
        raise Hidden
    return found


def entry_with(act: Act, reference: str) -> RollEntry:
    """Return one pupil's time on a roll. Raises: Hidden."""
    rows = RollEntry.objects.visible_to(act).select_related("school", "child", "snapshot")
    found: RollEntry | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def events_of(entry: RollEntry) -> QuerySet[RollEvent]:
    """Return what changed of one pupil's time on a roll, the newest first."""
    return entry.events.select_related("snapshot").order_by("-known_at", "-pk")


def waiting_to_link(school: Organisation) -> int:
    """Return how many pupils of a school are not linked yet to the children we know."""
    return RollEntry.objects.filter(school=school, child__isnull=True).count()


def schools_that_wait() -> QuerySet[Organisation]:
    """Return the schools with pupils who are not linked yet: for the clock."""
    waiting = RollEntry.objects.filter(child__isnull=True).values("school")
    return Organisation.objects.filter(pk__in=waiting).order_by("pk")


def schools_with_announced(on: date) -> QuerySet[Organisation]:
    """Return the schools with pupils on roll whose announced last day is before a day: for the clock."""
    passed = RollEntry.objects.current().filter(leaving_on__lt=on).values("school")
    return Organisation.objects.filter(pk__in=passed).order_by("pk")


def past_entries(school: Organisation, pupils: Iterable[Pupil]) -> dict[str, RollEntry]:
    """Return, by pupil number of the file, the newest ended time at the school of each pupil who had one."""
    pupils = list(pupils)
    ended = RollEntry.objects.filter(school=school, until_on__isnull=False).select_related("child", "snapshot")
    found: dict[str, RollEntry] = {}
    for lot in _lots(pupils):
        of_these = Q(pupil_key__in=[one.pupil_key for one in lot]) | Q(upn__in=[one.upn for one in lot if one.upn])
        rows = list(ended.filter(of_these).order_by("until_on", "pk"))
        by_key, by_upn = {row.pupil_key: row for row in rows}, {row.upn: row for row in rows if row.upn}
        for pupil in lot:
            row = by_key.get(pupil.pupil_key)
            if row is None or are_two(pupil, row):  # a number of somebody who left may be another child's now
                row = by_upn.get(pupil.upn)
            if row is not None:
                found[pupil.pupil_key] = row
    return found


def ended_like(school: Organisation, new: Sequence[Pupil | RollEntry]) -> dict[int, list[RollEntry]]:
    """Return, by the place of each new row, the ended times at the school that it could be, the newest first.

    Of one number, or born on one day under one forename: far more than surely are (`coming_back`).
    """
    ended = RollEntry.objects.filter(school=school, until_on__isnull=False).select_related("child")
    found: dict[int, list[RollEntry]] = {}
    for lot in _lots(list(enumerate(new))):
        numbers = {number for _, one in lot for number in (one.upn, one.former_upn) if number}
        like = Q(pupil_key__in=[one.pupil_key for _, one in lot]) | Q(upn__in=numbers) | Q(former_upn__in=numbers)
        rows = list(ended.filter(like | Q(born_on__in={one.born_on for _, one in lot})).order_by("-until_on", "-pk"))
        for place, one in lot:
            own = [row for row in rows if row.pk != getattr(one, "pk", None) and _could_be(one, row)]
            if own:
                found[place] = own
    return found


def _could_be(one: Pupil | RollEntry, row: RollEntry) -> bool:
    is_of_number = row.pupil_key == one.pupil_key or bool({row.upn, row.former_upn} & {one.upn, one.former_upn} - {""})
    return is_of_number or (row.born_on == one.born_on and row.forename.casefold() == one.forename.casefold())


def elsewhere(school: Organisation, upns: Iterable[str]) -> dict[str, str]:
    """Return the status, on another school's roll of today, of each of these UPNs that is on one."""
    found: dict[str, str] = {}
    open_rows = RollEntry.objects.filter(until_on__isnull=True).exclude(school=school)
    for lot in _lots(sorted({upn for upn in upns if upn})):
        for upn, status in open_rows.filter(upn__in=lot).values_list("upn", "status"):
            found[upn] = RollStatus.MAIN if RollStatus.MAIN in (status, found.get(upn)) else status
    return found


def disputed_entries(pks: Collection[int]) -> set[int]:
    """Return those entries whose UPN another child of another name holds."""
    children = RollEntry.objects.filter(pk__in=pks, child__isnull=False)
    disputing = Sighting.objects.filter(child__in=children.values("child"), disputes__isnull=False)
    return set(children.filter(child__in=disputing.values("child")).values_list("pk", flat=True))


def two_rolls(act: Act) -> QuerySet[RollEntry]:
    """Return the entries of children who are on two rolls at once, neither of which says that it is a dual one.

    Of those whom the acting authority may see: one of the two at least is in its area.
    """
    main = RollEntry.objects.filter(until_on__isnull=True, status=RollStatus.MAIN, child__isnull=False)
    main = main.exclude(school__kind="provider")
    twice = main.values("child").annotate(rolls=Count("school", distinct=True)).filter(rolls__gt=1).values("child")
    seen = RollEntry.objects.visible_to(act).filter(child__in=twice).values("child")
    found: QuerySet[RollEntry] = main.filter(child__in=seen).select_related("school", "child")
    return found.order_by("surname", "forename", "child_id", "from_on", "pk")


def _lots(rows: list) -> Iterable[list]:  # type: ignore[type-arg]
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
