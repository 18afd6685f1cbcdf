"""Whether a school met on a day: a mark alone does not say so on a weekend or a bank holiday, somebody present does.

Some schools meet on a Saturday, and a mark of any day stays as it was made. But a run of school days is counted in
school days (SI 2024/208 reg 9(1)(h), (i)), and a mark entered for a Sunday by mistake is none.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from onroll.access.models import OrganisationKind
from onroll.attendance.batches import batched
from onroll.attendance.models import DayMarks, PlaceMarks, Placement
from onroll.audit.act import Act
from onroll.rolls.models import RollEntry
from onroll.rules.attendance_codes import Category, letters_where
from onroll.rules.school_days import last_school_day, why_no_school

AT_ONCE = 500


def not_met(entry_days: Iterable[tuple[int, date]]) -> frozenset[tuple[int, date]]:
    """Return those days of entries on which the entry's school did not meet: usually none, and nobody was present."""
    odd = [(entry_id, on) for entry_id, on in entry_days if why_no_school(on)]
    if not odd:
        return frozenset()
    schools: dict[int, int] = {}
    for some in batched(sorted({entry_id for entry_id, _ in odd}), AT_ONCE):
        schools |= dict(RollEntry.objects.filter(pk__in=some).values_list("pk", "school_id"))
    met = _met(set(schools.values()), {on for _, on in odd})
    return frozenset((entry_id, on) for entry_id, on in odd if (schools[entry_id], on) not in met)


def _met(schools: Collection[int], days: Collection[date]) -> set[tuple[int, date]]:
    """Return the schools with the days on which somebody of theirs was marked present."""
    present = frozenset[str]().union(*(letters_where(on, category=Category.PRESENT) for on in days))
    rows = DayMarks.objects.filter(Q(am__in=present) | Q(pm__in=present), on__in=days, entry__school__in=schools)
    return set(rows.order_by().values_list("entry__school_id", "on").distinct())


def why_not_met(act: Act, on: date) -> str:
    """Return why there is no school on a day for the acting person, as in "a Sunday"; empty where there may be.

    A school that has marked somebody present on it has met; a day of which a place beside a school spoke is looked at.
    """
    why = why_no_school(on)
    if not why:
        return ""
    is_met = act.organisation_kind == OrganisationKind.SCHOOL and _met([act.organisation_id or 0], [on])
    told = PlaceMarks.objects.filter(on=on, placement__in=Placement.objects.visible_to(act).values("pk"))
    return "" if is_met or told.exists() else why


def day_to_show(act: Act) -> date:
    """Return today, or, where there is no school today, the last usual school day."""
    return last_school_day(act.on) if why_not_met(act, act.on) else act.on
