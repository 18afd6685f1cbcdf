"""Whom a sweep looks at: a first reading in sets finds the few for whom a rule could hold, a second reads those whole.

The first reads only rows that are not plainly present, by an index that holds no others; a test compares what is found
with looking at everybody.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from onroll.attendance.batches import batched
from onroll.attendance.models import Alert, DayMarks, Placement
from onroll.attendance.queries.meeting import days_off_somewhere, not_met
from onroll.rolls.models import RollEntry
from onroll.rolls.queries import calendars_told
from onroll.rules.attendance import Day
from onroll.rules.school_days import england
from onroll.rules.school_years import year_of
from onroll.rules.sweeps import Kind, Place, SweepRule, Watched, rules_on

# Calendar days that a sweep looks back: twenty school days before a placement and twenty after, over a summer.
LOOK_BACK_DAYS = 110
ENTRIES_AT_ONCE = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil on a roll on the day of the sweep, with what the rules read."""

    entry: RollEntry
    watched: Watched


def rules_of_alerts(on: date) -> tuple[SweepRule, ...]:
    """Return the rules of a day that raise alerts."""
    return tuple(rule for rule in rules_on(on) if rule.is_alert)


def pupil_count(on: date, school_id: int | None) -> int:
    """Return how many pupils are on a roll on a day."""
    return _on_roll(on, school_id).count()


def watched_pupils(on: date, *, school_id: int | None = None) -> Iterator[Pupil]:
    """Yield each pupil for whom an alert could be raised, or stands."""
    totals = _letter_days(on, school_id)
    wanted = {*_by_marks(on, school_id), *totals, *_by_places(on), *_with_alerts()}
    for ids in batched(sorted(wanted), ENTRIES_AT_ONCE):
        yield from pupils(on, ids, totals=totals, school_id=school_id)


def pupils(
    on: date, ids: tuple[int, ...], *, totals: Mapping[int, Mapping[str, float]], school_id: int | None = None
) -> Iterator[Pupil]:
    """Yield those of some entries that are on a roll on a day, with marks and places."""
    entries = _on_roll(on, school_id).filter(pk__in=ids).select_related("school", "child").order_by("pk")
    days = days_of(ids, on - timedelta(days=LOOK_BACK_DAYS), on)
    places, told = _places(ids), calendars_told()
    for entry in entries:
        watched = Watched(
            on, days[entry.pk], places[entry.pk], told.get(entry.school_id, england()), totals.get(entry.pk, {})
        )
        yield Pupil(entry, watched)


def days_of(ids: tuple[int, ...] | list[int], first_on: date, last_on: date) -> dict[int, list[Day]]:
    """Return the marks of entries between two days (both count), in order of days, of days on which the school met."""
    found: dict[int, list[Day]] = defaultdict(list)
    days = DayMarks.objects.filter(entry_id__in=ids).between(first_on, last_on).order_by("entry_id", "on")
    rows = list(days.values_list("entry_id", "on", "am", "pm"))
    closed = not_met((entry_id, on) for entry_id, on, _, _ in rows)
    for entry_id, on, am, pm in rows:
        if (entry_id, on) not in closed:
            found[entry_id].append(Day(on, am, pm))
    return found


def _on_roll(on: date, school_id: int | None) -> QuerySet[RollEntry]:
    entries = RollEntry.objects.on_roll(on)
    return entries if school_id is None else entries.filter(school_id=school_id)


def _not_plain(first_on: date, last_on: date, school_id: int | None) -> QuerySet[DayMarks, dict[str, Any]]:
    rows = DayMarks.objects.filter(is_plain=False).between(first_on, last_on)
    rows = rows if school_id is None else rows.filter(entry__school_id=school_id)
    return rows.values("entry_id").order_by()


def _by_marks(on: date, school_id: int | None) -> Iterator[int]:
    """Yield entries with as many days of a rule's letters as it asks for, in a row or not."""
    days: dict[str, Count] = {}
    enough = Q()
    for rule in rules_of_alerts(on):
        if rule.kind in {Kind.RUN, Kind.NOT_BACK, Kind.UNRESOLVED}:
            letters = Q(am__in=rule.letters) | Q(pm__in=rule.letters)
            days[f"days_{rule.code}"] = Count("on", filter=letters)
            least = rule.threshold if rule.kind is Kind.RUN else 1
            enough |= Q(**{f"days_{rule.code}__gte": least})
    if days:
        rows = _not_plain(on - timedelta(days=LOOK_BACK_DAYS), on, school_id)
        yield from rows.annotate(**days).filter(enough).values_list("entry_id", flat=True)


def _letter_days(on: date, school_id: int | None) -> dict[int, dict[str, float]]:
    """Return, for those for whom a rule on a total could hold, school days of its letters in the school year."""
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for rule in rules_of_alerts(on):
        for letter in sorted(rule.letters) if rule.kind is Kind.TOTAL else ():
            rows = _not_plain(year_of(on).first_on, on, school_id)
            counted = rows.annotate(am_s=Count("on", filter=Q(am=letter)), pm_s=Count("on", filter=Q(pm=letter)))
            likely = counted.filter(Q(am_s__gte=rule.threshold / 2) | Q(pm_s__gte=rule.threshold / 2))
            for row in likely:
                found[row["entry_id"]][letter] = (row["am_s"] + row["pm_s"]) / 2
    _leave_out_closed(found, year_of(on).first_on, on)
    return found


def _leave_out_closed(found: Mapping[int, dict[str, float]], first_on: date, last_on: date) -> None:
    """Take away the days that were marked though the school did not meet."""
    odd = days_off_somewhere(first_on, last_on)
    for ids in batched(sorted(found), ENTRIES_AT_ONCE):
        days = DayMarks.objects.filter(entry_id__in=ids, on__in=odd, is_plain=False)
        rows = list(days.values_list("entry_id", "on", "am", "pm"))
        closed = not_met((entry_id, on) for entry_id, on, _, _ in rows)
        for entry_id, on, am, pm in rows:
            for letter in (am, pm) if (entry_id, on) in closed else ():
                if letter in found[entry_id]:
                    found[entry_id][letter] -= 0.5


def _by_places(on: date) -> QuerySet[Placement, int]:
    return Placement.objects.in_force(on).values_list("entry_id", flat=True)


def _with_alerts() -> QuerySet[Alert, int]:
    return Alert.objects.standing().values_list("entry_id", flat=True)


def _places(ids: tuple[int, ...]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    placed = Placement.objects.filter(entry_id__in=ids).annotate(heard_until=Max("marks__on"))
    for one in placed:
        place = Place(
            key=one.reference,
            from_on=one.from_on,
            until_on=one.until_on,
            hours=float(one.hours),
            main_hours=None if one.main_hours is None else float(one.main_hours),
            heard_until=one.heard_until,
        )
        found[one.entry_id].append(place)
    return found
