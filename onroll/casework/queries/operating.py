"""What an operator's command reads of cases: any authority's, never more of a child than the case itself holds."""

import dataclasses
from collections.abc import Generator
from typing import Any

from django.db.models import QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import permissions
from onroll.casework.models import Case
from onroll.casework.stages import Stage


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WhichCases:
    """Which cases: of an authority (its number; empty: of any), open ones, closed ones or both."""

    la_code: str = ""
    is_open: bool = True
    is_closed: bool = False


def cases_for_operator(act: Act, which: WhichCases) -> QuerySet[Case]:
    """Return the cases, the longest open first. Raises: NotAllowed, to anybody but an operator's command."""
    permissions.check_may_operate(act)
    found = Case.objects.select_related("authority", "responsible", "notification__sighting", "child")
    if which.la_code:
        found = found.filter(authority__la_code=which.la_code)
    if not which.is_closed:
        found = found.exclude(stage=Stage.CLOSED)
    if not which.is_open:
        found = found.filter(stage=Stage.CLOSED)
    return found.order_by("opened_at", "pk")


def case_for_operator(act: Act, reference: str) -> Case:
    """Return one case. Raises: NotAllowed; Hidden."""
    everything = WhichCases(is_open=True, is_closed=True)
    found = cases_for_operator(act, everything).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


# The columns of an export: field, and how to read it. The child is named as her own notification names her.
def export_rows(cases: QuerySet[Case]) -> Generator[dict[str, Any], None, None]:
    """Yield each case as plain values, ready for a table or JSON; dates stay dates, an empty one is None."""
    for case in cases.iterator(chunk_size=2000):
        said = case.notification.sighting
        yield {
            "reference": case.reference,
            "authority": case.authority.la_code,
            "stage": case.stage,
            "responsible": case.responsible.email,
            "opened_at": case.opened_at,
            "notified_on": case.notified_on,
            "last_in_education_on": case.last_in_education_on,
            "provision_determined_on": case.provision_determined_on,
            "provision_accessed_on": case.provision_accessed_on,
            "outcome": case.outcome,
            "closed_at": case.closed_at,
            "child": case.child.reference,
            "upn": said.upn,
            "surname": said.surname,
            "forename": said.forename,
            "birth_date": said.birth_date,
        }
