"""Shielded children on screen: the list, the search for one's own child, and the searches that met one."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from onroll.registry.models import Child, Shield, ShieldReason
from onroll.transfer.models import ShieldMeeting
from onroll.transfer.presenters.steps import StepPage
from onroll.transfer.reasons import WORDS, Reason
from onroll.web import words
from onroll.web.parts import Link, Row, Table, Tag

LEAD = (
    "A shielded child looks like no result in every search of the repository, whoever searches. The person named here "
    "is told of each search that would have shown the child."
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ShieldsPage:
    """The shields that an organisation placed."""

    title: str
    lead: str
    find_href: str
    table: Table | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class MeetingsPage:
    """One shield, and the searches that met the child."""

    title: str
    state: Tag
    rows: tuple[Row, ...]
    table: Table | None
    end_href: str


def shields(found: Sequence[Shield], on: date) -> ShieldsPage:
    """Present the shields by reference: the list names no child."""
    rows = tuple(
        (
            Link(text=shield.reference, href=reverse("transfer:shield-meetings", args=[shield.reference])),
            shield.child.reference,
            _tag(shield, on),
            shield.officer.name,
            words.day_words(shield.until_on) if shield.until_on else "No end",
        )
        for shield in found
    )
    head = ("Shield", "Child", "State", "Who is told", "Until")
    caption = words.count_words(len(rows), "shield")
    return ShieldsPage(
        title="Shielded children",
        lead=LEAD,
        find_href=reverse("transfer:find-child-to-shield"),
        table=Table(caption=caption, head=head, rows=rows) if rows else None,
    )


def find_child() -> StepPage:
    """Present the question which child is to be shielded."""
    return StepPage(
        title="Find the child to shield",
        caption="Shielded children",
        back_href=reverse("transfer:shields"),
        lead="Only children whom your school, or a school of your area, has or had on roll, or whose file you sent or "
        "were sent. Nothing is guessed: what you enter must be exactly what the file says.",
    )


def found_children(children: Iterable[Child]) -> tuple[Link, ...]:
    """Return the children that were found, by reference, each leading to the shield."""
    return tuple(
        Link(text=f"Shield child {child.reference}", href=reverse("transfer:shield-child", args=[child.reference]))
        for child in children
    )


def shield_child(child: Child) -> StepPage:
    """Present the questions of a shield."""
    return StepPage(
        title="Shield this child",
        caption=f"Child {child.reference}",
        back_href=reverse("transfer:find-child-to-shield"),
        lead="From now on no search shows the child and nobody can open or claim the file, in any authority. A shield "
        "is on the child as known until now. Never write here who the child is today.",
    )


def shield_page(shield: Shield, meetings: Sequence[ShieldMeeting], on: date) -> MeetingsPage:
    """Present one shield with the searches that met the child."""
    rows = (
        Row(key="Child", value=shield.child.reference),
        Row(key="Reason", value=ShieldReason(shield.reason_code).label),
        Row(key="Who is told", value=shield.officer.name),
        Row(key="From", value=words.day_words(shield.from_on)),
        Row(key="Until", value=words.day_words(shield.until_on) if shield.until_on else "No end"),
    )
    table = Table(
        caption="Searches that met this child",
        head=("When", "Who searched", "For", "Reason given"),
        rows=tuple(_meeting(meeting) for meeting in meetings),
    )
    return MeetingsPage(
        title=f"Shield {shield.reference}",
        state=_tag(shield, on),
        rows=rows,
        table=table if meetings else None,
        end_href="" if shield.ended_at else reverse("transfer:end-shield", args=[shield.reference]),
    )


def end_shield(shield: Shield) -> StepPage:
    """Present the question why a shield ends."""
    return StepPage(
        title="End this shield",
        caption=f"Shield {shield.reference}",
        back_href=reverse("transfer:shield-meetings", args=[shield.reference]),
        lead="Searches will show the child again, and the file can be opened and claimed.",
    )


def _tag(shield: Shield, on: date) -> Tag:
    if shield.ended_at is not None:
        return Tag(words="Ended", meaning="Somebody ended it. Searches show the child again.", colour="grey")
    if shield.until_on is not None and shield.until_on < on:
        return Tag(words="Run out", meaning="Its last day has passed. Searches show the child again.", colour="orange")
    return Tag(words="Shielded", meaning="No search shows the child.", colour="purple")


def _meeting(meeting: ShieldMeeting) -> tuple[str, ...]:
    search = meeting.search
    return (
        words.moment_words(search.at),
        search.person.name,
        str(search.organisation),
        WORDS[Reason(search.reason_code)],
    )
