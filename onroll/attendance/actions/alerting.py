"""Alerts by people: read with their evidence, taken up, and closed with what came of them."""

from django.db import transaction
from django.db.models import F

from onroll.attendance import permissions
from onroll.attendance.actions.concerns import end_concern
from onroll.attendance.alert_states import AlertState, check_move
from onroll.attendance.events import AlertEnded, AlertRead, AlertTaken
from onroll.attendance.models import Alert
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken, Stale


class OutcomeMissing(RuleBroken):
    """An alert was to be closed without a word on what came of it."""

    code = "alert_outcome_missing"
    default_words = "Write what came of it: what you found out, and what was done."


@transaction.atomic
def open_alert(act: Act, *, reference: str) -> Alert:
    """Return an alert with its evidence, and record that it was read. Raises: Hidden."""
    permissions.check(permissions.may_see_alerts(act))
    seen = Alert.objects.visible_to(act).select_related("entry__school", "taken_by", "ended_by")
    alert: Alert | None = seen.filter(reference=reference).first()
    if alert is None:
        raise Hidden
    ledger.record(act, AlertRead(alert_id=alert.pk))
    return alert


@transaction.atomic
def take_alert(act: Act, *, alert: Alert, expected_version: int) -> Alert:
    """Take an alert up, so that nobody does the same work.

    Raises: NotAllowed, also for an authority that only arranged the place; Hidden; AlertMoveForbidden; Stale.
    """
    permissions.check(permissions.may_see_alerts(act))
    _move(act, alert, AlertState.TAKEN, expected_version, taken_by_id=act.actor_id, taken_at=act.at)
    ledger.record(act, AlertTaken(alert_id=alert.pk))
    return alert


@transaction.atomic
def close_alert(act: Act, *, alert: Alert, outcome: str, expected_version: int) -> Alert:
    """Close an alert with what came of it. It is not raised again for the same cause.

    Raises: NotAllowed, also for an authority that only arranged the place; Hidden; OutcomeMissing; AlertMoveForbidden;
    Stale.
    """
    permissions.check(permissions.may_see_alerts(act))
    if not outcome.strip():
        raise OutcomeMissing
    _move(
        act, alert, AlertState.CLOSED, expected_version, outcome=outcome.strip(), ended_by_id=act.actor_id,
        ended_at=act.at,
    )  # fmt: skip
    end_concern(act, alert, until_on=act.on, why="The alert was closed by a person.")
    ledger.record(act, AlertEnded(alert_id=alert.pk, rule=alert.rule, entry_id=alert.entry_id, state=alert.state))
    return alert


def _move(act: Act, alert: Alert, to: AlertState, expected_version: int, **values: object) -> None:
    if not Alert.objects.visible_to(act).filter(pk=alert.pk).exists():
        raise Hidden
    permissions.check(Alert.objects.worked_by(act).filter(pk=alert.pk).exists())
    check_move(AlertState(alert.state), to)
    same = Alert.objects.filter(pk=alert.pk, version=expected_version)
    if not same.update(state=to.value, version=F("version") + 1, **values):
        raise Stale
    alert.refresh_from_db()
