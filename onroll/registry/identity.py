"""Which known child a sighting is about. Agreement on the UPN is strong, never final.

Source: ../shared/reference/ctf/upn.md section 4: a UPN that belongs to a child with a clearly different name and birth
date is held for review; never join on it alone. The comparisons are `linkage`'s; the twins' rule is our own.
"""

import dataclasses
from datetime import date

from onroll import linkage
from onroll.registry.models import Child, Sighting

# Names below this have nothing in common; an initial, a short form and a spelling variant stand above it.
NAME_CLEARLY_DIFFERENT_BELOW = 0.4
# Surnames from this on are one name written two ways; between the two, only the birth date can tell.
SURNAME_ALIKE_FROM = 0.6
# Birth dates below this are no slip of the pen (day and month changed round, a day, a digit or a year out).
BIRTH_DATE_CLEARLY_DIFFERENT_BELOW = 0.6


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
    """Say whether a sighting with the same UPN is of the same child.

    Another forename is another child, whatever else agrees: twins share surname and birth date, and their numbers are
    mistaken for each other. A surname that is not alike needs the birth date to agree. Where both names agree, the
    birth date may differ.
    """
    surnames, forenames = linkage.compare_people(sighting.surname, sighting.forename, surname, forename)
    if forenames.value < NAME_CLEARLY_DIFFERENT_BELOW:
        return False
    if surnames.value >= SURNAME_ALIKE_FROM:
        return True
    if sighting.birth_date is None or birth_date is None:
        return False
    born = linkage.compare_birth_dates(sighting.birth_date, birth_date)
    return born.value >= BIRTH_DATE_CLEARLY_DIFFERENT_BELOW
