"""Which known child a sighting is about. Agreement on the UPN is strong, never final.

Source: ../shared/reference/ctf/upn.md section 4: a UPN that belongs to a child with a clearly different name and birth
date is held for review; never join on it alone. The name comparison is `linkage`'s.
"""

import dataclasses
from datetime import date

from onroll import linkage
from onroll.registry.models import Child, Sighting

# A name comparison below this counts as clearly different: spelling variants stay above it (linkage.compare).
CLEARLY_DIFFERENT_BELOW = 0.6


@dataclasses.dataclass(frozen=True, slots=True)
class UpnMatch:
    """`same`: the child to link to. `disputed`: the child that holds the UPN but seems to be somebody else."""

    same: Child | None
    disputed: Child | None


def child_with_upn(upn: str, surname: str, forename: str, birth_date: date | None) -> UpnMatch:
    """Find the child that holds this UPN, and say whether name and birth date contradict it."""
    if not upn:
        return UpnMatch(None, None)
    disputed: Child | None = None
    held = Sighting.objects.filter(upn=upn).select_related("child").order_by("-seen_at", "-pk")
    for sighting in held:
        if _agrees(sighting, surname, forename, birth_date):
            return UpnMatch(sighting.child, None)
        disputed = disputed or sighting.child
    return UpnMatch(None, disputed)


def _agrees(sighting: Sighting, surname: str, forename: str, birth_date: date | None) -> bool:
    """One of name and birth date may differ (a misspelling, a changed surname); both together may not."""
    names = linkage.compare_names(f"{sighting.forename} {sighting.surname}", f"{forename} {surname}")
    is_name_like = names.value >= CLEARLY_DIFFERENT_BELOW
    if sighting.birth_date is None or birth_date is None:
        return is_name_like
    born = linkage.compare_birth_dates(sighting.birth_date, birth_date)
    forenames = linkage.compare_names(sighting.forename, forename)
    return born.value >= CLEARLY_DIFFERENT_BELOW and (is_name_like or forenames.value >= CLEARLY_DIFFERENT_BELOW)
