"""What a notifier said, as the officer reads it."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from onroll.audit.act import LONDON, Act
from onroll.casework import permissions
from onroll.casework.feedback import ENDING_WORDS, PROGRESS_WORDS, ending_of, progress_of
from onroll.casework.models import Enclosure, Notification, Telling
from onroll.casework.tellers import teller_words, telling_of
from onroll.casework.telling import DANGER_WORDS, ROUTE_WORDS, Danger, Route
from onroll.rules import groups
from onroll.web.parts import Cell, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, days_words


def told_rows(notification: Notification, on: date) -> tuple[Row, ...]:
    """Return who told, when, and what: in the notifier's own words."""
    telling = telling_of(notification)
    waited = (on - notification.notified_on).days
    notified = Row(key="Notified", value=f"{day_words(notification.notified_on)} ({days_words(waited)} ago)")
    answer = (Row(key="Answered without a case", value=notification.answer),) if notification.answer else ()
    if telling is None:
        return (Row(key="Told by", value="Not known"), notified, *answer)
    who = ", ".join(part for part in (telling.teller_name, telling.teller_contact) if part)
    said = (
        ("What was said", telling.words),
        ("Where the child is", telling.place),
        ("Age", telling.age_words),
        ("Last seen", day_words(telling.seen_on) if telling.seen_on else ""),
        ("Their own reference", telling.their_reference),
        ("Missing or in danger", str(DANGER_WORDS[Danger(telling.danger)])),
    )
    return (
        Row(key="Told by", value=_teller(notification)),
        Row(key="Who says so", value=who or (telling.person.name if telling.person else "The notifier did not say")),
        notified,
        *(Row(key=key, value=value) for key, value in said if value),
        *(
            Row(key="Document", value=_enclosure(notification, each))
            for each in telling.enclosures.select_related("stored_file")
        ),
        *answer,
    )


def _enclosure(notification: Notification, each: Enclosure) -> Link | str:
    """Return the way to a document, where it is still kept: opening it is recorded."""
    if each.stored_file.destroyed_at:
        return f"Destroyed on {day_words(each.stored_file.destroyed_at.astimezone(LONDON).date())}: its time was over"
    return Link(text=each.name, href=reverse("casework:enclosure", args=[notification.reference, each.pk]))


def danger_words(notification: Notification) -> str:
    """Return what the officer has to know first, or nothing."""
    telling = telling_of(notification)
    if telling is None or not telling.danger:
        return ""
    return f"{DANGER_WORDS[Danger(telling.danger)]}. Make sure at once that they know."


def _teller(notification: Notification) -> str:
    route = ROUTE_WORDS[Route(notification.source)]
    who = teller_words(notification)
    return route if who == route else f"{who} ({route[0].lower()}{route[1:]})"


@dataclasses.dataclass(frozen=True, kw_only=True)
class TellingsPage:
    """What one's own organisation told. `saw_href` and `tell_href` are empty for who tells the other way.

    `asked`: how many requests wait for its answer; empty where none does.
    """

    title: str
    table: Table | None
    tell_href: str
    saw_href: str
    asked: str
    asked_href: str
    meanings: tuple[Row, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class TellingPage:
    """One thing that was told, and what came of it."""

    title: str
    state: Tag
    rows: tuple[Row, ...]
    is_danger: bool
    story_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class TitlePage:
    """A page that needs nothing but its heading and the way back."""

    title: str
    back_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class TellOfChildPage:
    """The form of an agency or a school, with the groups at particular risk in words, and where they are from."""

    title: str
    back_href: str
    groups: tuple[str, ...]
    source: str


def tellings_page(act: Act, told: Sequence[Telling], *, waiting: int, overdue: int) -> TellingsPage:
    """Present what the organisation told, and first how many requests wait for its answer."""
    table = Table(
        caption="What we told, newest first",
        head=("Reference", "Told", "Council", "Your reference", "What came of it"),
        rows=tuple(_told_line(one) for one in told),
        hide_caption=True,
    )
    return TellingsPage(
        title="What we told",
        table=table if told else None,
        tell_href=reverse("telling:tell") if permissions.may_refer(act) else "",
        saw_href=reverse("telling:saw-child") if permissions.may_say_seen(act) else "",
        asked=_asked(waiting, overdue),
        asked_href=reverse("telling:requests-to-us"),
        meanings=tuple(Row(key=words, value=meaning) for words, meaning in PROGRESS_WORDS.values()),
    )


def _asked(waiting: int, overdue: int) -> str:
    if not waiting:
        return ""
    late = f", {overdue:,} of them overdue" if overdue else ""
    return f"{count_words(waiting, 'request')} for your organisation’s answer{late}"


def telling_page(act: Act, telling: Telling) -> TellingPage:
    """Present one thing that was told. Names are not repeated: the council may have learned better ones."""
    notification = telling.notification
    said = (
        ("Council", notification.authority.name),
        ("Told", day_words(notification.notified_on)),
        ("Your own reference", telling.their_reference),
        ("What you said", telling.words),
        ("What came of it", ENDING_WORDS[ending_of(notification)]),
    )
    return TellingPage(
        title=f"Notification {notification.reference}",
        state=_progress(telling),
        rows=tuple(Row(key=key, value=value) for key, value in said if value),
        is_danger=bool(telling.danger),
        story_href=_story_href(act, notification),
    )


def _story_href(act: Act, notification: Notification) -> str:
    """Return where it stands who leads; nothing for a colleague in the street, who reads no stories."""
    may_read = permissions.may_read_child_story(act)
    return reverse("casework:child-story", args=[notification.child.reference]) if may_read else ""


def tell_page() -> TitlePage:
    """Present the first question."""
    return TitlePage(title="Is the child missing or in danger now?", back_href=reverse("telling:tellings"))


def tell_of_child_page(on: date) -> TellOfChildPage:
    """Present the form of an agency or a school."""
    known = groups.groups_on(on)
    return TellOfChildPage(
        title="Tell the council of a child",
        back_href=reverse("telling:tell"),
        groups=tuple(each.words for each in known.groups),
        source=known.source,
    )


def saw_child_page() -> TitlePage:
    """Present "I saw a child"."""
    return TitlePage(title="I saw a child", back_href=reverse("telling:tellings"))


def _told_line(telling: Telling) -> tuple[Cell, ...]:
    notification = telling.notification
    return (
        Link(text=notification.reference, href=reverse("telling:telling", args=[notification.reference])),
        day_words(notification.notified_on),
        notification.authority.name,
        telling.their_reference or "Not given",
        _progress(telling),
    )


def _progress(telling: Telling) -> Tag:
    words, meaning = PROGRESS_WORDS[progress_of(telling.notification)]
    return Tag(words=words, meaning=meaning, colour="blue")
