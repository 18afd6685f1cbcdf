"""What the notification's own file says of the child.

A child may be known from other files, of schools and authorities that this authority has no business with: an address
in one of them is not for this authority's officers. So a case stands on what its own notification says.
"""

import dataclasses

from onroll.casework.models import Notification
from onroll.registry import queries as registry_queries
from onroll.registry.models import Sighting


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A child as her own notification says, and what was said `later`: of that, only which kind of source and when."""

    own: Sighting
    later: tuple[Sighting, ...]


def known_of(notification: Notification) -> Known:
    """Return what a page shows of the notification's child."""
    return Known(own=notification.sighting, later=tuple(registry_queries.sightings_after(notification.sighting)))
