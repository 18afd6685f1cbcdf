"""The pages of sealed addresses: which there are, and one that the named role opens."""

import dataclasses
from collections.abc import Iterable

from django.urls import reverse

from onroll.registry.models import Sighting
from onroll.registry.presenters.record import SOURCES
from onroll.web.parts import Link, Table
from onroll.web.words import day_words

SHOWN = 100


@dataclasses.dataclass(frozen=True, kw_only=True)
class SealedPage:
    """The sealed addresses of an area, the newest first; at most a hundred."""

    title: str
    addresses: Table | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class OpenedPage:
    """One sealed address; `address` is empty until it was opened."""

    title: str
    caption: str
    address: str
    back_href: str


def sealed_page(sightings: Iterable[Sighting]) -> SealedPage:
    """Present which children have a sealed address, by reference."""
    rows = tuple(
        (
            Link(text=f"Child {row.child.reference}", href=reverse("registry:open-sealed-address", args=[row.pk])),
            row.told_by.name if row.told_by else "",
            SOURCES.get(row.source, "Another source"),
            day_words(row.seen_at),
        )
        for row in sightings
    )
    table = Table(
        caption="Sealed addresses of your area", head=("Child", "Told by", "Source", "Known since"), rows=rows
    )
    return SealedPage(title="Sealed addresses", addresses=table if rows else None)


def opened_page(sighting: Sighting, address: str) -> OpenedPage:
    """Present one sealed address."""
    return OpenedPage(
        title="Open a sealed address",
        caption=f"Child {sighting.child.reference}",
        address=address,
        back_href=reverse("registry:sealed-addresses"),
    )
