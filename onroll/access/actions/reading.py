"""Reading and checking the ledger: both leave a trace in it."""

import dataclasses
from collections.abc import Iterator
from itertools import islice

from django.db import transaction

from onroll.access import permissions, queries
from onroll.access.events import LedgerRead, LedgerVerified
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.models import LedgerEntry, LedgerHead
from onroll.audit.refusals import NotAllowed

ENTRIES_A_PAGE = 50
BROKEN_LINKS_KEPT = 10


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Some entries, newest first. `older_than` is the sequence number to go on from; none, at the end."""

    entries: tuple[LedgerEntry, ...] = ()
    older_than: int | None = None


@transaction.atomic
def read_ledger(act: Act, *, filters: queries.LedgerFilters, older_than: int | None = None) -> LedgerPage:
    """Return the entries that an auditor may see, a page at a time, and record that she read them.

    Which filters were set is recorded, and what entry she asked about; the entry about this reading comes after it.
    """
    found = queries.ledger_entries(act, filters=filters)
    if older_than is not None:
        found = found.filter(sequence__lt=older_than)
    entries = tuple(found[: ENTRIES_A_PAGE + 1])
    shown = entries[:ENTRIES_A_PAGE]
    organisation_id = act.organisation_id or 0
    ledger.record(act, LedgerRead(organisation_id=organisation_id, filters=filters.words(), entries=len(shown)))
    return LedgerPage(entries=shown, older_than=shown[-1].sequence if len(entries) > len(shown) else None)


def list_ledger(act: Act, *, filters: queries.LedgerFilters) -> Iterator[LedgerEntry]:
    """Record that an operator listed the ledger, then yield the entries that stood there before, oldest first."""
    with transaction.atomic():
        before = LedgerHead.objects.get(pk=1).sequence
        found = queries.ledger_entries(act, filters=filters).filter(sequence__lte=before).order_by("sequence")
        ledger.record(act, LedgerRead(organisation_id=0, filters=filters.words(), entries=found.count()))
    yield from found.iterator(chunk_size=2000)


def verify_ledger(act: Act) -> LedgerVerified:
    """Check the whole chain, and record the result. The check itself holds no lock, so that work goes on meanwhile.

    Raises: NotAllowed.
    """
    if not (permissions.may_read_ledger(act) or act.is_system):
        raise NotAllowed
    entries = LedgerHead.objects.get(pk=1).sequence
    broken = tuple(islice(ledger.broken_links(), BROKEN_LINKS_KEPT))
    event = LedgerVerified(organisation_id=act.organisation_id or 0, entries=entries, broken=broken)
    with transaction.atomic():
        ledger.record(act, event)
    return event
