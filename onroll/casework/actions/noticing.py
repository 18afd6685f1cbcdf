"""An officer puts a child into her own authority's work list: from a comparison of lists, leavers or rolls."""

from datetime import date

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import found_by, permissions
from onroll.casework.actions.following import open_cases
from onroll.casework.events import NotificationReceived
from onroll.casework.models import Notification
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, Sighting
from onroll.registry.references import new_reference
from onroll.search import actions as search_actions


class InWorkAlready(RuleBroken):
    """The authority has an open case or a waiting notification of this child."""

    code = "in_work_already"


@transaction.atomic
def notify_of_child(
    act: Act, *, child: Child, sighting: Sighting, source: str, last_in_education_on: date | None = None
) -> Notification:
    """Put a child into the acting authority's work list; whether she becomes a case is for whoever reads it.

    `sighting`: what may be read of her here. `source`: what showed it. Raises: NotAnOfficer, Hidden; InWorkAlready.
    """
    permissions.check_may_work_on(act, act.organisation_id or 0)
    for case in open_cases(child.pk):
        if case.authority_id == act.organisation_id:
            raise InWorkAlready(f"Your authority has an open case of this child: {case.reference}.")
    records = registry_queries.one_with(child.pk)
    own = Notification.objects.filter(child_id__in=records, authority_id=act.organisation_id)
    waiting = own.waiting().order_by("-received_at").first()
    if waiting:
        raise InWorkAlready(f"This child is in your work list already: {waiting.reference}.")
    notification: Notification = Notification.objects.create(
        reference=new_reference("N"),
        authority_id=act.organisation_id or 0,
        source=source,
        child=child,
        sighting=sighting,
        notified_on=act.on,
        received_at=act.at,
        last_in_education_on=last_in_education_on,
    )
    received = NotificationReceived(
        notification_id=notification.pk, authority_id=notification.authority_id, source=source, message_id=None
    )
    ledger.record(act, received)
    search_actions.put(act, kind=found_by.KIND, record_id=notification.pk, entry=found_by.entry_of(notification))
    return notification
