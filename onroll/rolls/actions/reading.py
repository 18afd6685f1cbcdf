"""Reading a roll with its pupils' names: an act of its own."""

from django.db import transaction
from django.db.models import QuerySet

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.rolls import permissions, queries
from onroll.rolls.events import RollRead
from onroll.rolls.models import RollEntry


@transaction.atomic
def open_roll(act: Act, *, school: Organisation) -> QuerySet[RollEntry]:
    """Return who is on a school's roll today, by year and name; this will leave that somebody read it.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_read_rolls(act))
    ledger.record(act, RollRead(school_id=school.pk))
    return queries.roll_of(act, school)


@transaction.atomic
def open_entry(act: Act, *, reference: str) -> RollEntry:
    """Return one pupil's time on a roll; this will leave that somebody read it. Raises: NotAllowed; Hidden."""
    permissions.check(permissions.may_read_rolls(act))
    entry = queries.entry_with(act, reference)
    ledger.record(act, RollRead(school_id=entry.school_id, entry_id=entry.pk))
    return entry
