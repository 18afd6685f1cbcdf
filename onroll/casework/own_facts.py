"""What the notification's own file says of the child.

A child may be known from other files, of schools and authorities that this authority has no business with: an address
in one of them is not for this authority's officers. So a case stands on the sighting of the file that opened it.
"""

import dataclasses
from datetime import date

from onroll.casework.models import Notification
from onroll.registry import queries as registry_queries
from onroll.registry.models import Sighting


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A child as her own file says, and what was said `later`: of that, only which kind of source and when."""

    own: Sighting
    later: tuple[Sighting, ...]


def own_sighting(notification: Notification) -> Sighting:
    """Return the sighting of the notification's file; without a file, the newest at the moment it came."""
    lost_pupil = getattr(notification.message, "lost_pupil", None)
    if lost_pupil is None:
        return registry_queries.sighting_known_at(notification.child, notification.received_at)
    own: Sighting = lost_pupil.sighting
    return own


def known_of(notification: Notification) -> Known:
    """Return what a page shows of the notification's child."""
    own = own_sighting(notification)
    return Known(own=own, later=tuple(registry_queries.sightings_after(own)))


def born_on(notification: Notification) -> date | None:
    """Return the child's birth date as the notification's own file says it."""
    return own_sighting(notification).birth_date
