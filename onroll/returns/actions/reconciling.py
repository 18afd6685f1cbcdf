"""A leaver with neither a confirmed destination nor a case goes into the authority's work list."""

from django.db import transaction

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import actions as casework_actions
from onroll.casework.models import Notification
from onroll.registry import queries as registry_queries
from onroll.registry.models import Child, Enrolment, Sighting
from onroll.returns import permissions

SOURCE = "leaver"


@transaction.atomic
def notify_of_leaver(act: Act, *, enrolment_id: int) -> Notification:
    """Put the child of an ended time on a roll of the area into the work list.

    Raises: NotAllowed; Hidden, for another area's roll or a child who must not be found; InWorkAlready.
    """
    permissions.check(permissions.may_reconcile(act))
    ended = Enrolment.objects.filter(pk=enrolment_id, organisation__la_code=act.la_code, until_on__lte=act.on)
    left = ended.filter(child__in=Child.objects.visible_to(act)).select_related("child").first()
    if left is None:
        raise Hidden
    told = Sighting.objects.filter(child_id__in=registry_queries.one_with(left.child_id))
    own = told.filter(told_by__la_code=act.la_code).order_by("-seen_at", "-pk").first()
    if own is None:
        raise Hidden
    return casework_actions.notify_of_child(
        act, child=left.child, sighting=own, source=SOURCE, last_in_education_on=left.until_on
    )
