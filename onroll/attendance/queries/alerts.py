"""Alerts of a school or an area, and how fresh what they stand on is."""

import dataclasses
from datetime import date

from django.db.models import QuerySet

from onroll.access.models import Organisation, OrganisationKind
from onroll.attendance import permissions
from onroll.attendance.models import Alert, Call, Placement, SweepRun
from onroll.attendance.queries.calls import call_queue
from onroll.attendance.queries.meeting import shown_day
from onroll.attendance.queries.registers import forms_of_day
from onroll.audit.act import Act
from onroll.rolls.models import RollEntry
from onroll.rules.sweeps import codes_for_commissioners

MOST_SHOWN = 500


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What there is to do today; a number is None where the person has no part in it.

    `on`: the day that the numbers are of. `no_school`: why it is not today, as in "a Sunday"; empty where it is.
    """

    on: date
    no_school: str
    forms_open: int | None
    forms: int | None
    to_call: int | None
    alerts: int | None
    placements: int
    swept: SweepRun | None


def alerts(act: Act, *, over: bool = False) -> QuerySet[Alert]:
    """Return the alerts that go to the acting person's organisation, the newest first. Raises: NotAllowed."""
    permissions.check(permissions.may_see_alerts(act))
    seen = Alert.objects.visible_to(act).select_related("entry__school", "taken_by")
    seen = seen.exclude(state__in=["open", "taken"]) if over else seen.standing()
    return seen.order_by("-raised_at", "rule", "entry__surname", "pk")


def may_work_on(act: Act, alert: Alert) -> bool:
    """Return whether the acting person may take an alert up and close it: not where her authority only arranged."""
    return Alert.objects.worked_by(act).filter(pk=alert.pk).exists()


def goes_to(alert: Alert) -> tuple[str, ...]:
    """Return the names of all to whom an alert goes: the school, the authority of its area, who arranged the place."""
    school = alert.entry.school
    names = [school.name] if alert.to_school else []
    if alert.to_authority:
        kind = OrganisationKind.AUTHORITY
        names += Organisation.objects.filter(kind=kind, la_code=school.la_code).values_list("name", flat=True)
    if alert.rule in codes_for_commissioners():
        placed = Placement.objects.filter(entry_id=alert.entry_id).select_related("commissioner").order_by("from_on")
        names += [one.commissioner.name for one in placed if one.reference in alert.cause]
    return tuple(dict.fromkeys(names))


def last_sweep(act: Act) -> SweepRun | None:
    """Return the newest sweep that reached the acting person's school, or every school."""
    own = act.organisation_id if act.organisation_kind == "school" else None
    reached = SweepRun.objects.filter(school__isnull=True)
    if own is not None:
        reached = reached | SweepRun.objects.filter(school_id=own)
    return reached.order_by("-started_at").first()


def today(act: Act) -> Today:
    """Return what there is to do for the acting person today. Raises: NotAllowed."""
    permissions.check(permissions.may_see_attendance(act))
    shown = shown_day(act)
    on = shown.on
    forms = forms_of_day(act, on) if permissions.may_keep_register(act) else None
    return Today(
        on=on,
        no_school=shown.no_school,
        forms=None if forms is None else len(forms),
        forms_open=None if forms is None else sum(form.am < form.pupils for form in forms),
        to_call=len(call_queue(act, on).waiting) if permissions.may_call(act) else None,
        alerts=alerts(act).count() if permissions.may_see_alerts(act) else None,
        placements=Placement.objects.visible_to(act).in_force(on).count(),
        swept=last_sweep(act),
    )


def calls_of(act: Act, entry: RollEntry) -> QuerySet[Call]:
    """Return what came of calls about a pupil, the newest first."""
    return Call.objects.visible_to(act).filter(entry=entry).exclude(result="").order_by("-ended_at")
