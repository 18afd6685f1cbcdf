"""Reading the report on odd patterns of search: that it was read is recorded, as every look at people's work is."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.transfer import queries
from onroll.transfer.events import PatternsRead
from onroll.transfer.months import Month
from onroll.transfer.queries import Patterns


@transaction.atomic
def open_patterns(act: Act, *, month: Month) -> Patterns:
    """Read a month's patterns. Raises: NotAllowed."""
    found = queries.patterns(act, month)
    ledger.record(act, PatternsRead(organisation_id=act.organisation_id or 0, month=str(month)))
    return found
