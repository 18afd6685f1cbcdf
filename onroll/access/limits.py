"""Limits on how often one person and one organisation may do a thing: against harvesting, never against a whole school.

Each permitted go takes one of `n` slots in Django's cache for `seconds`; adding a slot is atomic in every cache, so two
servers cannot hand out the same one. Counted inside the caller's transaction, if there is one.
"""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.http import HttpRequest

from onroll.audit.act import Act
from onroll.audit.refusals import RateLimited

Limit = tuple[int, int]


class TooOften(RateLimited):
    """The person, or her organisation, has done this too often for now."""

    code = "too_often"


def check_limit(act: Act, *, key: str, per_person: Limit | None = None, per_organisation: Limit | None = None) -> None:
    """Count one go at `key`, or refuse it. A limit is (goes, seconds): at most so many in any span of that length.

    The system itself is not limited. Raises: TooOften.
    """
    if act.is_system:
        return
    if per_person and not take_slot(f"{key}:person:{act.actor_id}", per_person):
        raise TooOften
    if per_organisation and not take_slot(f"{key}:organisation:{act.organisation_id}", per_organisation):
        raise TooOften("Your organisation has done this too often in a short time. Wait a few minutes and try again.")


def has_slot(key: str, limit: Limit) -> bool:
    """Say whether a slot under a key is still free, without taking it."""
    goes, _ = limit
    return len(cache.get_many([f"limit:{key}:{number}" for number in range(goes)])) < goes


def take_slot(key: str, limit: Limit) -> bool:
    """Take one free slot under a key and say whether there was one."""
    goes, seconds = limit
    slots = [f"limit:{key}:{number}" for number in range(goes)]
    taken = cache.get_many(slots)
    return any(cache.add(slot, True, timeout=seconds) for slot in slots if slot not in taken)


def free_slots(key: str, limit: Limit) -> None:
    """Free every slot under a key."""
    cache.delete_many([f"limit:{key}:{number}" for number in range(limit[0])])


def forget_ended(at: datetime) -> None:
    """Delete the counts whose time is over at a moment, which the cache would keep until it is full.

    Some stand under a digest of a network address beside the moment: nothing of that may outlive its purpose.
    """
    if not isinstance(caches["default"], DatabaseCache):
        return
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608 - the name of our own table, from the settings
            [connection.ops.adapt_datetimefield_value(at)],
        )


def place_of(request: HttpRequest) -> str:
    """Return the network address of a visitor, by as many proxies as are trusted: to be digested, never kept."""
    return str(get_adapter().get_client_ip(request))
