"""A last day that a school announced has passed: whoever sends only changes sends no file that would say so again."""

from django.db import transaction

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.rolls import comparing, permissions, queries
from onroll.rolls.actions import applying, feeding, identifying
from onroll.rolls.events import AnnouncedDaysPassed
from onroll.rolls.models import Form, RollEntry


def end_announced(act: Act) -> int:
    """Take off the roll each pupil whose announced last day has passed. Returns how many.

    A later file that still has the pupil brings her back, with both events. Raises: NotAllowed.
    """
    permissions.check(permissions.is_operator(act))
    return sum(_end(act, school) for school in queries.schools_with_announced(act.on))


@transaction.atomic
def _end(act: Act, school: Organisation) -> int:
    feeding.held_feed(act, school, Form.FORM)
    entries = RollEntry.objects.filter(school=school).current().filter(leaving_on__lt=act.on)
    changes = [comparing.leaving_of(entry, act.on) for entry in entries.select_related("child").order_by("pk")]
    if not changes:  # a file of this moment has said it
        return 0
    with ledger.gathered():
        applying.apply(act, school=school, changes=changes, snapshot=None)
        identifying.tell_registry(act, school=school, changes=changes)
        ledger.record(act, AnnouncedDaysPassed(school_id=school.pk, pupils=len(changes)))
    return len(changes)
