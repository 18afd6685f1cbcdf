"""Reading a child's record leaves a trace: who read which notification or case, when and for what purpose."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.casework import permissions, queries
from onroll.casework.events import CaseRecordOpened, NotificationRecordOpened
from onroll.casework.group_events import MonitoringListRead
from onroll.casework.models import Case, Notification


@transaction.atomic
def open_notification_record(act: Act, *, notification: Notification) -> Notification:
    """Record that the person reads a notification with the child's details."""
    permissions.check_may_work_on(act, notification.authority_id)
    ledger.record(act, NotificationRecordOpened(notification_id=notification.pk))
    return notification


@transaction.atomic
def open_case_record(act: Act, *, case: Case) -> Case:
    """Record that the person reads a case with the child's details."""
    permissions.check_may_work_on(act, case.authority_id)
    ledger.record(act, CaseRecordOpened(case_id=case.pk))
    return case


@transaction.atomic
def read_monitoring_list(act: Act, *, code: str) -> tuple[queries.Monitored, ...]:
    """Return the monitoring list of a group, and record that it was read.

    Raises: NotAnOfficer; Hidden, for no group.
    """
    permissions.check_may_work_on(act, act.organisation_id or 0)
    found = queries.monitoring_list(act, code)
    ledger.record(act, MonitoringListRead(authority_id=act.organisation_id or 0, code=code, children=len(found)))
    return found
