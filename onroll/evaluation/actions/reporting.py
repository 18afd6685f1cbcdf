"""Readings that leave a trace: a report saved as a file, and the signed totals of every authority."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.evaluation import permissions
from onroll.evaluation.events import ReportRead, TotalsRead
from onroll.evaluation.models import Round
from onroll.evaluation.queries.comparing import SignedTotal, signed_totals
from onroll.evaluation.queries.reporting import Report, report


@transaction.atomic
def save_report(act: Act, *, found: Round, form: str) -> Report:
    """Return the report of a round to be saved as "pdf" or "xlsx", and record that it was."""
    permissions.check_may_work_on(act, found.authority_id)
    ledger.record(act, ReportRead(round_id=found.pk, form=form))
    return report(act, found)


@transaction.atomic
def read_totals(act: Act) -> tuple[SignedTotal, ...]:
    """Return the signed totals of every authority, and record that the Department's auditor read them."""
    permissions.check_may_read_totals(act)
    found = signed_totals(act)
    ledger.record(act, TotalsRead(authority_id=0, rounds=len(found)))
    return found
