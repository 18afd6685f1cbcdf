"""How fresh each school's roll is, for its authority: files that wait, feeds that stopped, children on two rolls."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.rolls import permissions
from onroll.rolls.models import Form, RollEntry, Snapshot
from onroll.rolls.queries import Fresh, Freshness
from onroll.web.parts import Cell, Colour, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

WORDS: dict[Fresh, tuple[str, Colour]] = {
    Fresh.STOPPED: ("Stopped", "red"),
    Fresh.LATE: ("Late", "yellow"),
    Fresh.NEVER: ("None yet", "grey"),
    Fresh.FRESH: ("Fresh", "green"),
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class SchoolsPage:
    """What the page of an authority shows."""

    title: str
    numbers: tuple[Row, ...]
    held: Table | None
    schools: Table
    twice: Table | None
    how: str


def schools_page(
    act: Act,
    feeds: Sequence[tuple[Organisation, Freshness]],
    held: Sequence[Snapshot],
    twice: Sequence[RollEntry],
) -> SchoolsPage:
    """Present the schools of an area, those whose feed has stopped first."""
    order = list(WORDS)
    ordered = sorted(feeds, key=lambda one: (order.index(one[1].fresh), one[0].name))
    counts = [(WORDS[fresh][0], sum(one.fresh is fresh for _, one in feeds)) for fresh in order]
    return SchoolsPage(
        title="Rolls of your schools",
        numbers=tuple(Row(key=name, value=count_words(number, "school")) for name, number in counts),
        held=_held(held) if held else None,
        schools=_schools(act, ordered),
        twice=_twice(twice) if twice else None,
        how=f"Counted in school days of a usual calendar in England, as of {moment_words(act.at)}.",
    )


def _held(held: Sequence[Snapshot]) -> Table:
    rows = tuple(
        (
            Link(text=one.school.name, href=reverse("rolls:snapshot", args=[one.reference])),
            day_words(one.as_on),
            f"{one.rows:,}",
        )
        for one in held
    )
    return Table(caption="Files that wait for a person", head=("School", "Of", "Pupils"), rows=rows)


def _schools(act: Act, feeds: Sequence[tuple[Organisation, Freshness]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for school, one in feeds:
        name: Cell = school.name
        if permissions.may_read_rolls(act):
            name = Link(text=school.name, href=reverse("rolls:school", args=[school.code or f"#{school.pk}"]))
        words, colour = WORDS[one.fresh]
        rows.append(
            (
                name,
                Tag(words=words, colour=colour),
                day_words(one.last_as_on) if one.last_as_on else "–",
                f"{one.school_days}" if one.last_as_on else "–",
                Form(one.form).label if one.form else "–",
            )
        )
    head = ("School", "Roll", "Of", "School days ago", "How it comes")
    return Table(caption="Every school and provider", head=head, rows=tuple(rows), numeric=frozenset({3}))


def _twice(entries: Sequence[RollEntry]) -> Table:
    return Table(
        caption="On two rolls, and neither says that it is a dual registration",
        head=("Child", "School", "Since"),
        rows=tuple(
            (
                Link(
                    text=f"{one.surname}, {one.forename}",
                    href=reverse("registry:child", args=[one.child.reference]) if one.child else "",
                ),
                one.school.name,
                day_words(one.from_on) if one.from_on else "Before the first file",
            )
            for one in entries
        ),
    )
