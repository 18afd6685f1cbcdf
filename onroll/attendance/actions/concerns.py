"""A long unauthorised absence becomes a fact of the child's education, so that the third list shows it.

The fact is the authority's: the product records it for the authority of the school, after what the register shows.
"""

import dataclasses
from collections.abc import Mapping
from datetime import date
from functools import partial

from onroll.access.models import Organisation, OrganisationKind
from onroll.attendance.models import Alert
from onroll.audit.act import Act
from onroll.registry.actions import Said, correct_education_fact, record_education_fact
from onroll.registry.models import EducationFact, EducationKind
from onroll.rules.sweeps import rule_named

SOURCE = "attendance"
# Rules whose finding is a worry about attendance in the sense of the third list; the others are work, not a list.
CONCERNS = frozenset({"TEN_DAYS", "NOT_BACK"})


def record_concern(act: Act, alert: Alert, authorities: Mapping[str, Organisation]) -> None:
    """Keep the concern of an alert that was raised, where the pupil is linked to a child and her authority is here."""
    entry = alert.entry
    authority = authorities.get(entry.school.la_code)
    if alert.rule not in CONCERNS or entry.child is None or authority is None:
        return
    said = Said(
        kind=EducationKind.ATTENDANCE_CONCERN,
        from_on=alert.since,
        evidence=f"{rule_named(alert.rule).title}, by the register of the school (alert {alert.reference}).",
        school=entry.school,
    )
    keep = partial(record_education_fact, child=entry.child, said=said, source=SOURCE)
    fact = keep(_for_authority(act, authority), source_reference=alert.reference)
    alert.fact_reference = fact.reference
    Alert.objects.filter(pk=alert.pk).update(fact_reference=fact.reference)


def end_concern(act: Act, alert: Alert, *, until_on: date, why: str) -> None:
    """Give the concern of an alert its last day, unless somebody corrected it meanwhile."""
    fact = EducationFact.objects.filter(
        reference=alert.fact_reference, superseded_by__isnull=True, is_void=False
    ).select_related("child", "school", "told_by").first()  # fmt: skip
    if not alert.fact_reference or fact is None:
        return
    said = Said(
        kind=EducationKind.ATTENDANCE_CONCERN,
        from_on=fact.from_on,
        until_on=max(until_on, fact.from_on),
        evidence=f"{why} (alert {alert.reference})",
        school=fact.school,
    )
    correct_education_fact(_for_authority(act, fact.told_by), fact=fact, said=said)


def _for_authority(act: Act, authority: Organisation) -> Act:
    """Return the act of the product for an authority: what follows from the register is nobody's own word."""
    return dataclasses.replace(
        act,
        organisation_id=authority.pk,
        organisation_kind=OrganisationKind.AUTHORITY,
        la_code=authority.la_code,
        role="system",
    )
