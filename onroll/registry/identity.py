"""Which known child a sighting is about. Agreement on the UPN is strong, never final.

Source: ../shared/reference/ctf/upn.md section 4: a UPN that belongs to a child with a clearly different name and birth
date is held for review; never join on it alone. The comparisons are `linkage`'s; the twins' rule is our own.
"""

import dataclasses
from datetime import date

from django.db.models import Q

from onroll import linkage
from onroll.identifiers import upn as upns
from onroll.registry.given import Facts
from onroll.registry.models import Child, IdentifierKind, Shield, Sighting

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


def child_with_number(facts: Facts, on: date) -> UpnMatch:
    """Find the child that holds this UPN, and say whether name and birth date contradict it.

    A permanent UPN of today is strong: one of name and birth date may differ. A temporary or former one is given to
    other children again, or copied wrongly: both have to agree.

    Where a child who holds the number is shielded, nobody is found by it but under exactly the names and birth date
    that go with it, and nobody is said to dispute it: other names may be who she is now, or who she was, and nothing
    may tie the two together.
    """
    held = _held(facts)
    if Shield.objects.in_force(on).filter(child__in={sighting.child_id for sighting, _ in held}).exists():
        return UpnMatch(next((each.child for each, _ in held if _is_exactly(each, facts)), None), None)
    for sighting, is_strong in held:
        if _agrees(sighting, facts) and (is_strong or _born_alike(sighting, facts)):
            return UpnMatch(sighting.child, None)
    return UpnMatch(None, next((sighting.child for sighting, is_strong in held if is_strong), None))


def _held(facts: Facts) -> list[tuple[Sighting, bool]]:
    """Return the sightings with one of these numbers, each with whether the number is strong; the strong first.

    Among those the newest come first.
    """
    numbers = [number for number in (facts.upn, facts.former_upn) if number]
    if not numbers:
        return []
    former = Q(identifiers__kind=IdentifierKind.FORMER_UPN, identifiers__value__in=numbers)
    ids = {
        pk
        for held in (Q(upn__in=numbers), Q(former_upn__in=numbers, former_upn__gt=""), former)
        for pk in Sighting.objects.filter(held).values_list("pk", flat=True)
    }
    is_permanent = bool(facts.upn) and not upns.is_temporary(facts.upn)
    rows = Sighting.objects.filter(pk__in=ids).select_related("child").order_by("-seen_at", "-pk")
    found = [(sighting, is_permanent and sighting.upn == facts.upn) for sighting in rows]
    return sorted(found, key=lambda one: not one[1])


def _agrees(sighting: Sighting, facts: Facts) -> bool:
    """Say whether a sighting with the same UPN is of the same child.

    Another forename is another child, whatever else agrees: twins share surname and birth date, and their numbers are
    mistaken for each other. A surname that is not alike needs the birth date to agree. Where both names agree, the
    birth date may differ.
    """
    surnames, forenames = linkage.compare_people(sighting.surname, sighting.forename, facts.surname, facts.forename)
    if forenames.value < NAME_CLEARLY_DIFFERENT_BELOW:
        return False
    return surnames.value >= SURNAME_ALIKE_FROM or _born_alike(sighting, facts)


def _born_alike(sighting: Sighting, facts: Facts) -> bool:
    """Say whether both birth dates are known and differ by no more than a slip of the pen."""
    if sighting.birth_date is None or facts.birth_date is None:
        return False
    born = linkage.compare_birth_dates(sighting.birth_date, facts.birth_date)
    return born.value >= BIRTH_DATE_CLEARLY_DIFFERENT_BELOW


def _is_exactly(sighting: Sighting, facts: Facts) -> bool:
    """Say whether names and birth date are those of the sighting, capitals aside."""
    said = (sighting.surname.casefold(), sighting.forename.casefold(), sighting.birth_date)
    return said == (facts.surname.casefold(), facts.forename.casefold(), facts.birth_date)
