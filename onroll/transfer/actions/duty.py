"""Looking at a school's leavers: the list names children, so that it was opened leaves a trace."""

from typing import cast

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.transfer import permissions, queries
from onroll.transfer.events import LeaversListed
from onroll.transfer.queries import Leaver


@transaction.atomic
def list_leavers(act: Act) -> list[Leaver]:
    """List the acting school's leavers whose file is due, what is late first. This will leave who looked, and when."""
    permissions.check(permissions.may_confirm_arrivals(act))
    found = queries.leavers_of_school(act)
    ledger.record(act, LeaversListed(organisation_id=cast("int", act.organisation_id), listed=len(found)))
    return found
