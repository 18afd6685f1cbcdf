"""Who told of a child, in words, whatever the route: a school by its file, an agency, a colleague, somebody unnamed."""

from onroll.casework.models import Notification, Telling
from onroll.casework.telling import ROUTE_WORDS, Route


def telling_of(notification: Notification) -> Telling | None:
    """Return what a notifier said in her own words; None for a school's file."""
    return getattr(notification, "telling", None)


def teller_words(notification: Notification) -> str:
    """Return who told, as a case's story and the work list say it."""
    if notification.message:
        return notification.message.sender.name
    telling = telling_of(notification)
    if telling and telling.organisation:
        return telling.organisation.name
    return ROUTE_WORDS[Route(notification.source)] if telling else "Somebody"
