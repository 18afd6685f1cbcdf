"""Whether there was school on a day for a pupil: the one answer that pages, percentages, clocks and sweeps share.

A day is off by its kind (a weekend, a bank holiday), or because the school has told so: its terms, its closures. A mark
alone does not make such a day a school day, somebody present at the school does: some schools meet on a Saturday, and a
mark of any day stays as it was made. But school days are counted as school days (SI 2024/208 reg 9(1)(h), (i)), and a
mark entered for a Sunday by mistake is none; the Department counts only sessions at which a school meets.

The usual holidays in England are only usual ones: where a school has told nothing they say which day a page shows, but
a mark that was made in them counts. A pupil's own "#" is no session by its code, whatever the day.
"""

import dataclasses
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from onroll.access.models import Organisation, OrganisationKind
from onroll.attendance.batches import batched
from onroll.attendance.models import DayMarks, PlaceMarks, Placement
from onroll.audit.act import Act
from onroll.rolls.models import RollEntry
from onroll.rolls.queries import calendar_of, calendars_told
from onroll.rules.attendance import NO_SESSION
from onroll.rules.attendance_codes import Category, letters_where
from onroll.rules.school_days import (
    Period,
    SchoolCalendar,
    england,
    last_school_day,
    why_closed,
    why_no_school,
    why_perhaps_closed,
)

AT_ONCE = 500
CLOSED_BY_MARKS = "a day for which your register says “planned whole-school closure” (#)"


@dataclasses.dataclass(frozen=True, slots=True)
class ShownDay:
    """The day that a page shows: today, or the last school day with why there is no school today."""

    on: date
    no_school: str


def not_met(entry_days: Iterable[tuple[int, date]]) -> frozenset[tuple[int, date]]:
    """Return those days of entries that were off at the entry's school, and on which nobody was present there."""
    entry_days, told = list(entry_days), calendars_told()
    odd = entry_days if told else [(entry_id, on) for entry_id, on in entry_days if why_no_school(on)]
    if not odd:
        return frozenset()
    schools: dict[int, int] = {}
    for some in batched(sorted({entry_id for entry_id, _ in odd}), AT_ONCE):
        schools |= dict(RollEntry.objects.filter(pk__in=some).values_list("pk", "school_id"))
    odd = [(entry_id, on) for entry_id, on in odd if why_closed(on, told.get(schools[entry_id], england()))]
    met = _met({schools[entry_id] for entry_id, _ in odd}, {on for _, on in odd})
    return frozenset((entry_id, on) for entry_id, on in odd if (schools[entry_id], on) not in met)


def days_off(school_id: int, period: Period) -> frozenset[date]:
    """Return the days of a period on which a school did not meet: those off, less those when somebody was present."""
    calendar = calendar_of(school_id)
    off = {on for on in period.days() if why_closed(on, calendar)}
    return frozenset(off - {on for _, on in _met([school_id], off)})


def without_school(school_ids: Iterable[int], period: Period) -> dict[tuple[int, date], str]:
    """Return why each school met on none of its days off in a period, also where only the usual holidays say so.

    A day of the usual holidays for which the school made any mark is none of them.
    """
    ids = sorted(set(school_ids))
    told, why = calendars_told(ids), dict[tuple[int, date], str]()
    for school_id in ids:
        calendar = told.get(school_id, england())
        why |= {(school_id, on): words for on in period.days() if (words := why_perhaps_closed(on, calendar))}
    met = _met(ids, {on for _, on in why})
    rows = (
        DayMarks.objects.filter(on__in={on for _, on in why}, entry__school__in=ids) if why else DayMarks.objects.none()
    )
    marked = (
        rows.exclude(am__in=NO_SESSION, pm__in=NO_SESSION).order_by().values_list("entry__school_id", "on").distinct()
    )
    sure = {one for one in why if why_closed(one[1], told.get(one[0], england()))}
    spoken = met | (set(marked) - sure)
    return {one: words for one, words in why.items() if one not in spoken}


def days_off_somewhere(first_on: date, last_on: date) -> list[date]:
    """Return the days that are off at some school: the only ones that a sweep need look at again."""
    calendars = [england(), *calendars_told().values()]
    return [on for on in Period(first_on, last_on).days() if any(why_closed(on, each) for each in calendars)]


def _met(schools: Collection[int], days: Collection[date]) -> set[tuple[int, date]]:
    """Return the schools with the days on which somebody of theirs was marked present."""
    if not days:
        return set()
    present = frozenset[str]().union(*(letters_where(on, category=Category.PRESENT) for on in days))
    rows = DayMarks.objects.filter(Q(am__in=present) | Q(pm__in=present), on__in=days, entry__school__in=schools)
    return set(rows.order_by().values_list("entry__school_id", "on").distinct())


def why_not_met(act: Act, on: date) -> str:
    """Return why there is no school on a day for the acting person, as in "a Sunday"; empty where there may be.

    A school that has marked somebody present on it has met; a day of which a place beside a school spoke is looked at.
    An officer's area has school on a day on which one of its schools says so.
    """
    if act.organisation_kind == OrganisationKind.SCHOOL:
        why = _why_at_school(act.organisation_id or 0, on)
    else:
        why = _why_in_area(act.la_code, on)
    told = PlaceMarks.objects.filter(on=on, placement__in=Placement.objects.visible_to(act).values("pk"))
    return "" if not why or told.exists() else why


def _why_at_school(school_id: int, on: date) -> str:
    calendar = calendar_of(school_id)
    why, perhaps = why_closed(on, calendar), why_perhaps_closed(on, calendar)
    if why:
        return "" if _met([school_id], [on]) else why
    pairs = DayMarks.objects.filter(on=on, entry__school_id=school_id).values_list("am", "pm").distinct()
    marks = {mark for pair in pairs for mark in pair if mark}
    if marks:  # on a day that is not off for sure, any mark says that the school met, and "#" alone that it did not
        return "" if marks - NO_SESSION else CLOSED_BY_MARKS
    return perhaps


def _why_in_area(la_code: str, on: date) -> str:
    why = why_perhaps_closed(on, england())
    if not why or why_no_school(on):
        return why
    ids = Organisation.objects.filter(la_code=la_code, kind=OrganisationKind.SCHOOL).values_list("pk", flat=True)
    says = [each for each in calendars_told(list(ids)).values() if _has_told(each, on)]
    return "" if any(each.is_school_day(on) for each in says) else why


def _has_told(calendar: SchoolCalendar, on: date) -> bool:
    return any(each.first <= on <= each.last for each in calendar.told)


def shown_day(act: Act) -> ShownDay:
    """Return today, or, where there is no school today, the last day of school with the reason."""
    why = why_not_met(act, act.on)
    if not why:
        return ShownDay(act.on, "")
    is_school = act.organisation_kind == OrganisationKind.SCHOOL
    calendar = calendar_of(act.organisation_id or 0) if is_school else england()
    return ShownDay(last_school_day(act.on, calendar), why)


def day_to_show(act: Act) -> date:
    """Return today, or, where there is no school today, the last school day."""
    return shown_day(act).on
