"""The days on which a school meets: by its own term dates where it has told them, as usual in England elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from onroll.audit.act import Act
from onroll.rolls.models import DatesKind, SchoolDates
from onroll.rules.school_days import Period, SchoolCalendar, england, own_calendar


def calendars_told(school_ids: Collection[int] | None = None) -> Mapping[int, SchoolCalendar]:
    """Return the calendar of each school that has told any dates; of all, or of some. The others have `england`.

    For rules and pages that have asked already whose days they count: term dates are nobody's secret.
    """
    told = SchoolDates.objects.filter(taken_back_at__isnull=True).order_by("school_id", "first_on", "last_on")
    if school_ids is not None:
        told = told.filter(school_id__in=school_ids)
    found: dict[int, dict[str, list[Period]]] = defaultdict(lambda: defaultdict(list))
    for school_id, kind, first_on, last_on in told.values_list("school_id", "kind", "first_on", "last_on"):
        found[school_id][kind].append(Period(first_on, last_on))
    return {
        school_id: own_calendar(tuple(each[DatesKind.TERM]), tuple(each[DatesKind.CLOSED]))
        for school_id, each in found.items()
    }


def calendar_of(school_id: int) -> SchoolCalendar:
    """Return the school days of one school."""
    return calendars_told([school_id]).get(school_id, england())


def dates_of(act: Act) -> QuerySet[SchoolDates]:
    """Return what the acting school has told and not taken back, in order of days."""
    mine = SchoolDates.objects.filter(school_id=act.organisation_id or 0, taken_back_at__isnull=True)
    return mine.select_related("told_by").order_by("first_on", "last_on", "pk")
