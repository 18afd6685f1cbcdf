"""What a child is found by: each of her sightings is filed in the index as a part of her, weighed for itself."""

from collections.abc import Collection, Iterable

from onroll.linkage.finder import Entry
from onroll.registry.models import Child, IdentifierKind, Sighting
from onroll.search.sources import Filed, Source

KIND = "child"
UPNS = frozenset({IdentifierKind.UPN, IdentifierKind.TEMPORARY_UPN, IdentifierKind.FORMER_UPN})


def entry_of(sighting: Sighting, *, school_code: str = "", school_name: str = "") -> Entry:
    """Return what a sighting is filed under: every name and number it gives. A sealed address finds nobody.

    The school is the caller's to know: the one whose file it is.
    """
    others = [name for known in sighting.names.all() for name in (known.surname, known.forename)]
    numbers = [each.value for each in sighting.identifiers.all() if each.kind in UPNS]
    return Entry(
        names=(sighting.surname, sighting.forename, sighting.middle_names, *others),
        birth_date=sighting.birth_date,
        upns=(sighting.upn, sighting.former_upn, *numbers),
        postcode="" if sighting.is_address_sealed else sighting.postcode,
        school_code=school_code,
        school_name=school_name,
    )


def _ids() -> Iterable[int]:
    return Child.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _read(ids: Collection[int]) -> Iterable[Filed]:
    for sighting in Sighting.objects.filter(child_id__in=ids).prefetch_related("names", "identifiers").order_by("pk"):
        yield Filed(record_id=sighting.child_id, part_id=sighting.pk, entry=entry_of(sighting))


SOURCE = Source(KIND, _ids, _read)
