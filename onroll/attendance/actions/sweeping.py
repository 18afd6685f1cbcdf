"""Sweeping registers by every rule in force: alerts raised once for each cause, and ended when it is gone."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from onroll.access.models import Organisation, OrganisationKind
from onroll.attendance import permissions
from onroll.attendance.actions import feeding
from onroll.attendance.actions.concerns import end_concern, record_concern
from onroll.attendance.alert_states import STANDING, AlertState, check_move
from onroll.attendance.batches import batched
from onroll.attendance.events import AlertEnded, AlertRaised, RegisterKept, RegistersSwept
from onroll.attendance.models import Alert, Source, SweepRun
from onroll.attendance.queries.watching import Pupil, pupil_count, rules_of_alerts, watched_pupils
from onroll.audit import ledger
from onroll.audit.act import Act, by_the_system
from onroll.audit.rows import insert_rows
from onroll.registry.references import new_reference
from onroll.rolls.events import SnapshotTaken
from onroll.rules.sweeps import Finding, SweepRule, findings

AT_ONCE = 500
IS_OVER = "A later sweep did not find the cause any more."


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What a sweep did: pupils on roll, those looked at whole, alerts raised, followed on, and over.

    `stopped`: schools whose marks were found to have stopped, where that was looked at.
    """

    on: date
    pupils: int
    looked_at: int
    raised: int
    kept: int
    passed: int
    stopped: int = 0


@dataclasses.dataclass(slots=True)
class _Found:
    """What is to be written of one sweep."""

    raised: list[tuple[Alert, bool]] = dataclasses.field(default_factory=list)
    kept: list[Alert] = dataclasses.field(default_factory=list)
    again: list[Alert] = dataclasses.field(default_factory=list)
    passed: list[Alert] = dataclasses.field(default_factory=list)
    looked_at: int = 0


@transaction.atomic
def sweep(act: Act, *, on: date, school: Organisation | None = None) -> Swept:
    """Sweep the registers of every school, or of one, by the rules of a day. Safe to run twice. Raises: NotAllowed."""
    permissions.check(permissions.may_sweep(act))
    school_id = school.pk if school else None
    rules = rules_of_alerts(on)
    standing = _alerts(school_id)
    found = _Found()
    for pupil in watched_pupils(on, school_id=school_id):
        found.looked_at += 1
        _compare(act, pupil, rules, standing.pop(pupil.entry.pk, []), found)
    for alerts in standing.values():  # their pupils are on no roll any more
        found.passed += [alert for alert in alerts if AlertState(alert.state) in STANDING]
    with ledger.gathered():
        _write(act, found)
        return _finish(act, on, school_id, found)


def sweep_all(act: Act, *, on: date) -> Swept:
    """Do what the night does: sweep every school's registers, and raise an alarm where marks stopped coming.

    For the clock; safe to run twice. Raises: NotAllowed.
    """
    done = sweep(act, on=on)
    return dataclasses.replace(done, stopped=feeding.report_stopped_marks(act))


def _alerts(school_id: int | None) -> dict[int, list[Alert]]:
    grouped: dict[int, list[Alert]] = defaultdict(list)
    alerts = Alert.objects.select_related("entry__school", "entry__child")
    for alert in alerts if school_id is None else alerts.filter(entry__school_id=school_id):
        grouped[alert.entry_id].append(alert)
    return grouped


def _compare(act: Act, pupil: Pupil, rules: Iterable[SweepRule], alerts: list[Alert], found: _Found) -> None:
    still: set[int] = set()
    for rule in rules:
        own = [alert for alert in alerts if alert.rule == rule.code]
        for finding in findings(rule, pupil.watched):
            alert = _same_cause(own, finding)
            if alert is None:
                found.raised.append((_new(act, pupil, rule, finding), finding.is_over))
            elif not finding.is_over and alert.state != AlertState.CLOSED:
                still.add(alert.pk)
                (found.kept if AlertState(alert.state) in STANDING else found.again).append(alert)
                _follow(act, alert, finding)
    found.passed += [a for a in alerts if AlertState(a.state) in STANDING and a.pk not in still]


def _same_cause(alerts: Iterable[Alert], finding: Finding) -> Alert | None:
    """Return the alert of this cause: by its key, or one that stands over the same days (marks that came late)."""
    for alert in alerts:
        is_near = _is_day(alert.cause) and _is_day(finding.cause)
        if alert.cause == finding.cause or (is_near and alert.since <= finding.until and finding.since <= alert.until):
            return alert
    return None


def _is_day(cause: str) -> bool:
    return len(cause) == len("2026-09-07") and cause[:4].isdecimal()


def _new(act: Act, pupil: Pupil, rule: SweepRule, finding: Finding) -> Alert:
    return Alert(
        reference=new_reference("A"),
        rule=rule.code,
        entry=pupil.entry,
        cause=finding.cause,
        state=AlertState.OPEN.value,
        since=finding.since,
        until=finding.until,
        number=finding.number,
        facts=[list(fact) for fact in finding.facts],
        to_school="school" in rule.goes_to,
        to_authority="authority" in rule.goes_to,
        raised_at=act.at,
        swept_at=act.at,
    )


def _follow(act: Act, alert: Alert, finding: Finding) -> None:
    alert.since, alert.until, alert.number = min(alert.since, finding.since), finding.until, finding.number
    alert.facts, alert.swept_at = [list(fact) for fact in finding.facts], act.at


def _hold(found: _Found) -> None:
    """Hold what is to be written, and leave out what another sweep or a person has done since it was read.

    A sweep of every school reads for minutes: what somebody closed meanwhile stays closed.
    """
    schools = Organisation.objects.filter(pk__in={alert.entry.school_id for alert, _ in found.raised}).order_by("pk")
    list(schools.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))  # of two sweeps one waits
    there = set()
    for some in batched(sorted({alert.entry_id for alert, _ in found.raised}), AT_ONCE):
        there |= set(Alert.objects.filter(entry_id__in=some).values_list("rule", "entry_id", "cause"))
    found.raised = [one for one in found.raised if (one[0].rule, one[0].entry_id, one[0].cause) not in there]
    versions: dict[int, int] = {}
    for some in batched(sorted(alert.pk for alert in (*found.kept, *found.again, *found.passed)), AT_ONCE):
        rows = Alert.objects.filter(pk__in=some).order_by("pk").select_for_update(of=("self",))
        versions |= dict(rows.values_list("pk", "version"))
    found.kept, found.again, found.passed = (
        [alert for alert in alerts if versions[alert.pk] == alert.version]
        for alerts in (found.kept, found.again, found.passed)
    )


def _write(act: Act, found: _Found) -> None:
    _hold(found)
    insert_rows([alert for alert, _ in found.raised])
    for alert in found.again:
        check_move(AlertState(alert.state), AlertState.OPEN)
        alert.state, alert.ended_at, alert.version = AlertState.OPEN.value, None, alert.version + 1
    _announce(act, [*(alert for alert, _ in found.raised), *found.again])
    followed = ["since", "until", "number", "facts", "swept_at", "state", "ended_at", "version"]
    Alert.objects.bulk_update([*found.kept, *found.again], followed, batch_size=500)
    _pass(act, [*found.passed, *(alert for alert, is_over in found.raised if is_over)])


def _announce(act: Act, alerts: list[Alert]) -> None:
    authorities = {one.la_code: one for one in Organisation.objects.filter(kind=OrganisationKind.AUTHORITY) if alerts}
    for alert in alerts:
        entry = alert.entry
        event = AlertRaised(
            alert_id=alert.pk,
            rule=alert.rule,
            entry_id=entry.pk,
            child_id=entry.child_id,
            school_id=entry.school_id,
            since=alert.since,
            until=alert.until,
        )
        ledger.record(act, event)
        record_concern(act, alert, authorities)


def _pass(act: Act, alerts: list[Alert]) -> None:
    for alert in alerts:
        check_move(AlertState(alert.state), AlertState.PASSED)
        alert.state, alert.ended_at, alert.version = AlertState.PASSED.value, act.at, alert.version + 1
    Alert.objects.bulk_update(alerts, ["state", "ended_at", "version"], batch_size=500)
    for alert in alerts:
        end_concern(act, alert, until_on=min(alert.until, act.on), why=IS_OVER)
        ledger.record(act, AlertEnded(alert_id=alert.pk, rule=alert.rule, entry_id=alert.entry_id, state=alert.state))


def _finish(act: Act, on: date, school_id: int | None, found: _Found) -> Swept:
    over = sum(is_over for _, is_over in found.raised)
    done = Swept(
        on=on,
        pupils=pupil_count(on, school_id),
        looked_at=found.looked_at,
        raised=len(found.raised) + len(found.again),
        kept=len(found.kept),
        passed=len(found.passed) + over,
    )
    run = SweepRun.objects.create(
        on=on,
        school_id=school_id,
        started_at=act.at,
        pupils=done.pupils,
        looked_at=done.looked_at,
        raised=done.raised,
        passed=done.passed,
    )
    ledger.record(act, RegistersSwept(run_id=run.pk, on=on, raised=done.raised, passed=done.passed))
    return done


def sweep_after_file(act: Act, event: RegisterKept) -> None:
    """Sweep a school's registers when a file of its marks came; what is kept on a page waits for the night."""
    if event.source == Source.FILE.value:
        _sweep_school(act, event.school_id)


def sweep_after_roll(act: Act, event: SnapshotTaken) -> None:
    """Sweep a school's registers when its roll came: who left has no standing alert any more."""
    if Alert.objects.standing().filter(entry__school_id=event.school_id).exists():
        _sweep_school(act, event.school_id)


def _sweep_school(act: Act, school_id: int) -> None:
    system = by_the_system(at=act.at, purpose="sweep a school’s registers after a file")
    sweep(system, on=system.on, school=Organisation.objects.get(pk=school_id))
