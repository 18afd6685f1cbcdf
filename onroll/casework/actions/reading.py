"""Reading a child's record leaves a trace: who read which notification or case, when and for what purpose."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.casework import permissions
from onroll.casework.events import CaseRecordOpened, NotificationRecordOpened
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
