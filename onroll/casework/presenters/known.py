"""Existing child? The children whom a notification may be about, each with why, and the two answers."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.casework.models import Notification
from onroll.casework.presenters.finding import FoundLine, found_line
from onroll.casework.queries import FoundChild
from onroll.casework.stages import NotificationState
from onroll.web.words import day_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class LikelyLine:
    """One child, and the reference by which the officer says that it is she."""

    shown: FoundLine
    of: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class KnownPart:
    """The part of a notification's page; `known_href` is empty once the notification was dealt with."""

    lines: tuple[LikelyLine, ...]
    nobody: str
    said: str
    known_href: str
    new_href: str


def known_part(notification: Notification, likely: Sequence[FoundChild]) -> KnownPart:
    """Present the likely children."""
    may_say = notification.state != NotificationState.CASE_OPENED
    is_nameless = not (notification.sighting.surname or notification.sighting.forename)
    nobody = (
        "No name was given, so nobody can be offered. When you know who it is, say so by a reference."
        if is_nameless
        else "Nobody whom you may see is like what was said."
    )
    return KnownPart(
        lines=tuple(LikelyLine(shown=found_line(one), of=_reference(one)) for one in likely),
        nobody="" if likely else nobody,
        said=_said(notification),
        known_href=reverse("casework:say-known-child", args=[notification.reference]) if may_say else "",
        new_href=reverse("casework:say-new-child", args=[notification.reference]) if may_say else "",
    )


def _reference(found: FoundChild) -> str:
    """Return a reference that this officer may see: of a case, else of a notification, else of the child."""
    references = [row.reference for row in found.cases] + [row.reference for row in found.notifications]
    return references[0] if references else found.child.reference


def _said(notification: Notification) -> str:
    if notification.child_said_at is None:
        return ""
    who = notification.child_said_by.name if notification.child_said_by else "An officer"
    is_known = notification.child_id != notification.sighting.child_id
    what = f"is about a child who is known, {notification.child.reference}" if is_known else "is about a new child"
    return f"{who} said on {day_words(notification.child_said_at)} that this {what}."
