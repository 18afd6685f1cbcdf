"""Who belongs to a child's family as far as anybody said, who else may, and the sealed addresses of an area."""

import dataclasses

from django.db.models import Q, QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.registry import permissions
from onroll.registry.models import Child, FamilyLink, Sighting
from onroll.registry.queries.children import shielded_children
from onroll.registry.queries.merging import one_with

MOST_SUGGESTED = 10


@dataclasses.dataclass(frozen=True, slots=True)
class Relative:
    """A child of the family, and the link that leads to her: from the child asked about, or through another."""

    child: Child
    link: FamilyLink
    is_direct: bool


def family_of(act: Act, child_id: int) -> list[Relative]:
    """Return the children linked to a child, straight or through each other; nobody who is shielded.

    Only links of the acting person's own area: what another area says of a family is not for this one.
    """
    own = set(one_with(child_id))
    reached, found, edge, is_direct = set(own), list[Relative](), set(own), True
    shielded = set(shielded_children(act.on).values_list("child_id", flat=True))
    links = FamilyLink.objects.filter(ended_at__isnull=True, told_by__la_code=act.la_code)
    while edge:
        rows = links.filter(Q(first_id__in=edge) | Q(second_id__in=edge)).select_related("first", "second", "told_by")
        step = [_relative(row, edge, is_direct=is_direct) for row in rows.order_by("recorded_at", "pk")]
        edge, is_direct = set(), False
        for relative in step:
            if relative.child.pk in reached or relative.child.pk in shielded:
                continue
            records = set(one_with(relative.child.pk))
            reached |= records
            edge |= records
            found.append(relative)
    return found


def may_be_family(act: Act, sighting: Sighting) -> list[Sighting]:
    """Return children of the area at the same address, or of the same name at the same postcode: to ask about.

    A sealed address suggests nobody. At most ten, the newest said first; those linked already are left out.
    """
    if not sighting.postcode or sighting.is_address_sealed:
        return []
    known = {*one_with(sighting.child_id), *(each.child.pk for each in family_of(act, sighting.child_id))}
    near = Sighting.objects.filter(postcode=sighting.postcode, is_address_sealed=False)
    near = near.filter(Q(address__iexact=sighting.address, address__gt="") | Q(surname__iexact=sighting.surname))
    visible = Child.objects.visible_to(act).values("pk")
    rows = near.filter(child_id__in=visible, told_by__la_code=act.la_code).exclude(child_id__in=known)
    by_child = {row.child_id: row for row in rows.select_related("child").order_by("seen_at", "pk")[:100]}
    return list(by_child.values())[-MOST_SUGGESTED:]


def sightings_in_area(act: Act, child_id: int) -> QuerySet[Sighting]:
    """Return what the acting person's own area said of a child, the newest first."""
    rows = Sighting.objects.filter(child_id__in=one_with(child_id), told_by__la_code=act.la_code)
    return rows.order_by("-seen_at", "-pk")


def family_link(act: Act, link_id: int) -> FamilyLink:
    """Return a link that the acting organisation told and that stands.

    Raises: Hidden.
    """
    found = FamilyLink.objects.filter(pk=link_id, told_by_id=act.organisation_id, ended_at__isnull=True).first()
    if found is None or not permissions.may_read_children(act):
        raise Hidden
    return found


def sealed_addresses(act: Act) -> QuerySet[Sighting]:
    """Return what was told with a sealed address in the area of the named role; nothing for anybody else."""
    rows = Sighting.objects.filter(is_address_sealed=True, told_by__la_code=act.la_code or "none")
    rows = rows.select_related("child", "told_by").order_by("-seen_at", "-pk")
    return rows if permissions.may_see_sealed(act) else rows.none()


def sealed_address(act: Act, sighting_id: int) -> Sighting:
    """Return one of those.

    Raises: Hidden.
    """
    found = sealed_addresses(act).filter(pk=sighting_id).first()
    if found is None:
        raise Hidden
    return found


def _relative(link: FamilyLink, edge: set[int], *, is_direct: bool) -> Relative:
    other = link.second if link.first_id in edge else link.first
    return Relative(other, link, is_direct)
