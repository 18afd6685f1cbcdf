"""Which authorities take notifications here, which of them a postcode means, and what one's own organisation told."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from onroll.access.models import Membership, Organisation, OrganisationKind, Role
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework.models import Enclosure, Notification, Telling
from onroll.identifiers import postcode as postcodes

MOST_TOLD = 200
# Of the schools around a postcode, an authority that has fewer than one in so many is across the border.
ONE_IN = 10


def authorities_that_read(on: date) -> QuerySet[Organisation]:
    """Return the authorities with an officer who reads notifications on a day, by name.

    A notification to any other would wait for ever.
    """
    officers = Membership.objects.in_force(on).filter(role=Role.CME_OFFICER, person__is_active=True)
    kept = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, pk__in=officers.values("organisation_id"))
    return kept.order_by("name", "pk")


def authorities_near(postcode: str) -> list[str]:
    """Return the codes of the authorities in whose area a postcode is likely to be, the likeliest first.

    By the schools around it: those of its sector (HD1 2), else of its district (HD1). A guess to choose from, for a
    border may run through a sector.
    """
    near = [postcodes.sector(postcode), f"{postcodes.outward(postcode)} " if postcodes.outward(postcode) else None]
    for start in filter(None, near):
        schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, postcode__startswith=start)
        counts = Counter(schools.values_list("la_code", flat=True))
        if counts:
            total = sum(counts.values())
            return [code for code, count in counts.most_common() if count * ONE_IN >= total]
    return []


def own_tellings(act: Act) -> Sequence[Telling]:
    """Return what the acting organisation told, newest first, at most 200, each with how far it is."""
    told = Telling.objects.visible_to(act).select_related(
        "notification__sighting", "notification__authority", "notification__case", "notification__joined_case"
    )
    return list(told.order_by("-notification__received_at", "-pk")[:MOST_TOLD])


def enclosure(act: Act, reference: str, enclosure_id: int) -> Enclosure:
    """Return a document that came with a notification which the acting officer may see.

    Raises: Hidden.
    """
    seen = Notification.objects.visible_to(act).filter(reference=reference)
    rows = Enclosure.objects.select_related("stored_file", "telling__notification")
    found: Enclosure | None = rows.filter(pk=enclosure_id, telling__notification__in=seen).first()
    if found is None:
        raise Hidden
    return found


def own_telling(act: Act, reference: str) -> Telling:
    """Return one thing that the acting organisation told.

    Raises: Hidden.
    """
    told = Telling.objects.visible_to(act).select_related(
        "notification__authority", "notification__joined_case", "notification__child"
    )
    found: Telling | None = told.filter(notification__reference=reference).first()
    if found is None:
        raise Hidden
    return found
