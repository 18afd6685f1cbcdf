"""Groups at risk: on the page of a case, the overview, and one monitoring list with the sources of each line."""

import dataclasses
from collections.abc import Mapping, Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework.models import AtRisk, CarePlacement, Case
from onroll.casework.queries import Monitored
from onroll.rules import groups
from onroll.web.parts import Cell, Link, Row, Table
from onroll.web.words import count_words, day_words, moment_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class GroupsPart:
    """What the page of a case shows."""

    rows: tuple[Row, ...]
    add_href: str
    placed_here_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class GroupsPage:
    """An overview or a list. `made` says how and when it was counted."""

    title: str
    table: Table | None
    made: str


def groups_part(act: Act, case: Case, found: Sequence[AtRisk]) -> GroupsPart:
    """Present the groups of a case's child."""
    known = groups.groups_on(act.on)
    return GroupsPart(
        rows=tuple(_row(case, each, known) for each in found),
        add_href=reverse("casework:record-group", args=[case.reference]),
        placed_here_href=reverse("casework:record-placed-here", args=[case.reference]),
    )


def groups_page(act: Act, counts: Mapping[str, int]) -> GroupsPage:
    """Present every group with how many children officers have recorded in it."""
    known = groups.groups_on(act.on)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Link(text=each.words, href=reverse("casework:monitoring-list", args=[each.code])),
            str(counts.get(each.code, 0)),
        )
        for each in known.groups
    )
    head = ("Group", "Children recorded by officers")
    return GroupsPage(
        title="Groups at risk",
        table=Table(caption="Groups", head=head, rows=rows, numeric=frozenset({1})),
        made=f"Counted {moment_words(act.at)}: children of your authority in a group that has not ended. A child may "
        f"be in several, so they do not add up. List of groups: version {known.version}, {known.source}.",
    )


def monitoring_page(act: Act, code: str, found: Sequence[Monitored], fresh: str = "") -> GroupsPage:
    """Present one monitoring list: each child with every source that names her; `fresh`: how fresh the rolls are."""
    rows = tuple(
        (
            f"{each.sighting.forename} {each.sighting.surname}".strip() if each.sighting else "Not shown to you",
            Link(text=f"Case {each.case.reference}", href=reverse("casework:case", args=[each.case.reference]))
            if each.case
            else "No open case",
            ". ".join((*each.sources, *(care_words(care) for care in each.cares))),
            count_words(len(each.sources), "source"),
        )
        for each in found
    )
    table = Table(caption="Children", head=("Child", "Case", "Named by", "How many"), rows=rows)
    return GroupsPage(
        title=groups.groups_on(act.on).group(code).words,
        table=table if rows else None,
        made=f"Joined {moment_words(act.at)} from what officers recorded and from facts that OnRoll holds; at most "
        "200. What comes from facts alone is no decision: look, then record it. That you read this list is recorded."
        + (f" {fresh}" if fresh else ""),
    )


def care_words(care: CarePlacement) -> str:
    """Return of a child placed here by whom, where, who pays, and whether the placing authority told of it."""
    told = f"It told us on {day_words(care.told_on)}" if care.told_on else "It has not told us"
    return f"Placed by {care.placed_by.name}: {care.home}. Pays for education: {care.get_pays_display()}. {told}"


def _row(case: Case, group: AtRisk, known: groups.GroupList) -> Row:
    until = f" to {day_words(group.until_on)}" if group.until_on else ""
    main = " Primary: the one for returns." if group.is_primary else ""
    said = f"{group.get_source_display()}: {group.source_words}. From {day_words(group.from_on)}{until}.{main}"
    if group.code == groups.PLACED_HERE:
        said = f"{care_words(group.care)}. {said}"
    words = known.group(group.code).words
    links = (
        ()
        if group.until_on
        else (
            Link(
                text="Change",
                href=reverse("casework:change-group", args=[case.reference, group.pk]),
                hidden_words=words,
            ),
        )
    )
    return Row(key=words, value=said, links=links)
