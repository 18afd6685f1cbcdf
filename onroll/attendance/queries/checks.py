"""What a school should look at in its own register: old N, marks that were changed late, and long runs of a code."""

import dataclasses
from datetime import date, timedelta

from django.db.models import Count, Q

from onroll.attendance import permissions
from onroll.attendance.models import DayMarks, MarkChange
from onroll.attendance.queries.meeting import not_met
from onroll.attendance.queries.registers import on_register
from onroll.attendance.queries.watching import days_of
from onroll.audit.act import Act
from onroll.rolls.models import RollEntry
from onroll.rolls.queries import calendar_of
from onroll.rules.rulesets import Mark, Setting
from onroll.rules.school_days import SchoolCalendar, SchoolDaysNotKnown, school_days_between
from onroll.rules.school_years import year_of
from onroll.rules.sweeps import Finding, Kind, SweepRule, Watched, findings, rules_on

LATE_CHANGE_DAYS = Setting("a change of a mark is late after calendar days", (14,), Mark.PROPOSED, "this project")
REASON_SCHOOL_DAYS = 5  # SI 2024/208: N is replaced within five school days of the session
SHOWN_DAYS_BACK = 180
MOST_CHANGES = 200


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Everything to look at. `old` are days with N, each with its age in school days."""

    on: date
    old: tuple[tuple[RollEntry, DayMarks, int], ...]
    late: tuple[MarkChange, ...]
    late_count: int
    runs: tuple[tuple[RollEntry, SweepRule, Finding], ...]


def checks(act: Act) -> Checks:
    """Return what the acting school should look at. Raises: NotAllowed."""
    permissions.check(permissions.may_keep_register(act))
    since = min(year_of(act.on).first_on, act.on - timedelta(days=SHOWN_DAYS_BACK))
    (late_days,) = LATE_CHANGE_DAYS.value
    late = MarkChange.objects.visible_to(act).filter(changed_at__date__gte=since, days_after__gt=late_days)
    return Checks(
        on=act.on,
        old=_old(act, since),
        late=tuple(late.select_related("entry", "by").order_by("-changed_at")[:MOST_CHANGES]),
        late_count=late.count(),
        runs=_runs(act, since),
    )


def _old(act: Act, since: date) -> tuple[tuple[RollEntry, DayMarks, int], ...]:
    rows = DayMarks.objects.filter(Q(am="N") | Q(pm="N"), entry__in=on_register(act, act.on)).between(since, act.on)
    found, calendar = list(rows.select_related("entry").order_by("on")), calendar_of(act.organisation_id or 0)
    off = not_met((row.entry_id, row.on) for row in found)
    aged = [
        (row.entry, row, _school_days(row.on, act.on, calendar)) for row in found if (row.entry_id, row.on) not in off
    ]
    return tuple(each for each in aged if each[2] > REASON_SCHOOL_DAYS)


def _school_days(after: date, until: date, calendar: SchoolCalendar) -> int:
    try:
        return school_days_between(after, until, calendar)
    except SchoolDaysNotKnown:
        return (until - after).days * 5 // 7


def _runs(act: Act, since: date) -> tuple[tuple[RollEntry, SweepRule, Finding], ...]:
    rules = [rule for rule in rules_on(act.on) if rule.kind is Kind.RUN and not rule.is_alert]
    entries = {entry.pk: entry for entry in on_register(act, act.on)}
    counts = {rule.code: Count("on", filter=Q(am__in=rule.letters) | Q(pm__in=rule.letters)) for rule in rules}
    enough = Q()
    for rule in rules:
        enough |= Q(**{f"{rule.code}__gte": rule.threshold})
    rows = DayMarks.objects.filter(is_plain=False, entry__in=on_register(act, act.on)).between(since, act.on)
    ids = list(rows.order_by().values("entry_id").annotate(**counts).filter(enough).values_list("entry_id", flat=True))
    days, calendar = days_of(ids, since, act.on), calendar_of(act.organisation_id or 0)
    found = []
    for pk in ids:
        watched = Watched(act.on, days[pk], (), calendar, {})
        found += [(entries[pk], rule, one) for rule in rules for one in findings(rule, watched)]
    return tuple(sorted(found, key=lambda each: -each[2].number))
