"""What an operator does with cases: list, show and export them. Each leaves a trace that auditors read."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.casework.events import CaseRecordOpened, CasesExported, CasesListed
from onroll.casework.models import Case
from onroll.casework.queries.operating import WhichCases, case_for_operator, cases_for_operator, export_rows


@transaction.atomic
def list_cases(act: Act, *, which: WhichCases) -> list[Case]:
    """Return cases and record that an operator listed them. Raises: NotAllowed."""
    found = list(cases_for_operator(act, which))
    ledger.record(act, CasesListed(authority_id=0, la_code=which.la_code, cases=len(found)))
    return found


@transaction.atomic
def show_case(act: Act, *, reference: str) -> Case:
    """Return a case and record that an operator read it. Raises: NotAllowed; Hidden."""
    case = case_for_operator(act, reference)
    ledger.record(act, CaseRecordOpened(case_id=case.pk))
    return case


@transaction.atomic
def export_cases(act: Act, *, which: WhichCases, write: Callable[[Iterator[dict[str, Any]]], int], form: str) -> int:
    """Hand each case to `write`, and record how many it wrote: no export without its entry. Raises: NotAllowed."""
    with closing(export_rows(cases_for_operator(act, which))) as rows:  # a write that fails leaves no cursor open
        written = write(rows)
    ledger.record(act, CasesExported(authority_id=0, la_code=which.la_code, cases=written, form=form))
    return written
