"""Linking children of one family, and opening a sealed address.

That the person may see the children of a link, the caller has decided.
"""

from django.db import IntegrityError, transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.registry import permissions, queries
from onroll.registry.events import FamilyLinked, FamilyUnlinked, SealedAddressOpened
from onroll.registry.models import Child, FamilyLink, Kinship, KinshipCertainty, Sighting


class FamilyLinkNotPossible(RuleBroken):
    """Two children cannot be linked as one family, or a link cannot be ended."""

    code = "family_link_not_possible"


class SealNotOpened(RuleBroken):
    """A sealed address was to be opened without a reason."""

    code = "seal_not_opened"
    default_words = "Write why you need this address. Your reason is kept in the ledger."


@transaction.atomic
def link_family(
    act: Act, *, child: Child, other: Child, kind: Kinship, certainty: KinshipCertainty, source: str
) -> FamilyLink:
    """Keep that two children belong to one family, with who says so.

    Raises: NotAllowed; FamilyLinkNotPossible, for one child, a link that stands already, or no source.
    """
    permissions.check(permissions.may_read_children(act))
    if other.pk in queries.one_with(child.pk):
        raise FamilyLinkNotPossible("This is the same child.")
    if not source.strip():
        raise FamilyLinkNotPossible("Write who or what says that they belong together.")
    try:
        with transaction.atomic():
            link = FamilyLink.objects.create(
                first=child,
                second=other,
                kind=kind,
                certainty=certainty,
                source=source.strip()[:200],
                told_by_id=act.organisation_id or 0,
                recorded_at=act.at,
            )
    except IntegrityError as taken:  # the database holds that two children are linked once
        raise FamilyLinkNotPossible("They are linked as one family already.") from taken
    ledger.record(act, FamilyLinked(child_id=child.pk, other_id=other.pk, link_id=link.pk))
    return link


@transaction.atomic
def unlink_family(act: Act, *, link: FamilyLink, why: str) -> FamilyLink:
    """End a link that proved wrong; that it was said, and by whom, stays.

    Raises: NotAllowed; FamilyLinkNotPossible, without a reason or for the second time.
    """
    permissions.check(permissions.may_read_children(act) and link.told_by_id == act.organisation_id)
    if not why.strip():
        raise FamilyLinkNotPossible("Write why they do not belong together.")
    here = FamilyLink.objects.filter(pk=link.pk, ended_at__isnull=True)
    if not here.update(ended_at=act.at, ended_why=why.strip()[:300]):
        raise FamilyLinkNotPossible("This link has been ended before.")
    ledger.record(act, FamilyUnlinked(child_id=link.first_id, link_id=link.pk))
    link.refresh_from_db()
    return link


@transaction.atomic
def open_sealed_address(act: Act, *, sighting: Sighting, reason: str) -> str:
    """Open a sealed address, such as a refuge, for the named role of the area that told it; the ledger keeps why.

    Raises: NotAllowed; SealNotOpened.
    """
    permissions.check(permissions.may_open_sealed(act, sighting))
    if not reason.strip():
        raise SealNotOpened
    ledger.record(
        act,
        SealedAddressOpened(child_id=sighting.child_id, sighting_id=sighting.pk, reason=reason.strip()[:300]),
    )
    return ", ".join(part for part in (sighting.address, sighting.postcode) if part)
