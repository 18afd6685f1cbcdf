"""The report on odd patterns of search: telling its readers each month, and reading it.

That it was read is recorded, as every look at people's work is.
"""

from django.db import transaction

from onroll.access.models import Membership, Organisation, OrganisationKind, Role
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.transfer import months, notices, queries
from onroll.transfer.events import PatternsRead
from onroll.transfer.models import Notice
from onroll.transfer.months import Month
from onroll.transfer.queries import Patterns


@transaction.atomic
def open_patterns(act: Act, *, month: Month) -> Patterns:
    """Read a month's patterns. Raises: NotAllowed."""
    found = queries.patterns(act, month)
    ledger.record(act, PatternsRead(organisation_id=act.organisation_id or 0, month=str(month)))
    return found


def tell_of_last_month(act: Act) -> None:
    """Owe the auditors of each authority, and of the Department, word of the report of the month that is over.

    Once for each organisation and month, whenever the clock ticks first in the new one; only where somebody was
    auditor already when the month ended, so that nobody is told of a time before there was anything to read.
    """
    month = months.month_of(act.on).before
    told = Notice.objects.filter(kind=notices.Kind.PATTERNS_READY, about=str(month)).values("organisation_id")
    held = Membership.objects.in_force(act.on).filter(
        role=Role.AUDITOR,
        from_on__lt=month.ends_at.date(),
        person__is_active=True,
        organisation__kind__in=[OrganisationKind.AUTHORITY, OrganisationKind.DEPARTMENT],
    )
    for organisation in Organisation.objects.filter(pk__in=held.values("organisation_id")).exclude(pk__in=told):
        _owe(act, organisation, notices.Kind.PATTERNS_READY, month)


def tell_of_too_many_searches(act: Act, *, authority: Organisation) -> None:
    """Owe an authority's auditors word that one of its people was stopped; it goes out with the next tick."""
    _owe(act, authority, notices.Kind.SEARCHED_TOO_OFTEN, months.month_of(act.on))


def _owe(act: Act, to: Organisation, kind: notices.Kind, month: Month) -> None:
    Notice.objects.create(organisation=to, about=str(month), role=Role.AUDITOR, kind=kind, created_at=act.at)
