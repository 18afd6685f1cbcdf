"""The family of a case's child, on the page of the case: who, how sure, who says so, and what is done for each."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.casework.models import Case
from onroll.casework.queries.families import FamilyMember
from onroll.casework.stages import Stage
from onroll.web.parts import Cell, Link, Table
from onroll.web.words import count_words, day_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class FamilyPart:
    """What the part shows. Addresses are empty where there is nothing to do."""

    members: Table | None
    without_case: str
    open_href: str
    add_href: str
    link_href: str
    learn_href: str


def family_part(case: Case, members: Sequence[FamilyMember], suggested: int) -> FamilyPart:
    """Present the family. `suggested`: how many children at the same address or of the same name may belong to it."""
    is_open = case.stage != Stage.CLOSED
    missing = [each for each in members if each.case is None]
    table = Table(
        caption="Children of the family",
        head=("Child", "What, and how sure", "Who says so", "Case", "Wrong?"),
        rows=tuple(_row(case, each) for each in members),
        hide_caption=True,
    )
    words = f"{count_words(len(missing), 'child')} of this family without an open case." if missing else ""
    return FamilyPart(
        members=table if members else None,
        without_case=words if is_open else "",
        open_href=_page(case, "open-family-cases") if missing and is_open else "",
        add_href=_page(case, "add-family-member"),
        link_href=_page(case, "link-known-child") if suggested else "",
        learn_href=_page(case, "learn-facts"),
    )


def _row(case: Case, member: FamilyMember) -> tuple[Cell, ...]:
    link = member.relative.link
    what = f"{link.get_kind_display()}. {link.get_certainty_display()}."
    through = "" if member.relative.is_direct else " Through another child of the family."
    own: Cell = "No open case"
    if member.case:
        href = reverse("casework:case", args=[member.case.reference])
        own = Link(text=f"Case {member.case.reference}", href=href)
    wrong = Link(
        text="End this link",
        href=reverse("casework:unlink-family", args=[case.reference, link.pk]),
        hidden_words=f"with {member.name}",
    )
    said = f"{link.source}, told by {link.told_by.name} on {day_words(link.recorded_at)}"
    return member.name, what + through, said, own, wrong


def _page(case: Case, name: str) -> str:
    return reverse(f"casework:{name}", args=[case.reference])
