"""The search box and what it found."""

import dataclasses
import re
from collections.abc import Sequence

from django.urls import reverse

from onroll.casework.presenters.people import child_name
from onroll.casework.queries import FoundChild
from onroll.casework.stages import MEANINGS, Stage
from onroll.web.parts import Link
from onroll.web.words import day_words

_SAID = re.compile(r"\*([^*]*)\*")
NOBODY = (
    "Nobody in your authority’s records fits. Try fewer letters, another spelling, or only a name and a year. "
    "A child of another area may be held in the lost-pupil repository."
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class FoundLine:
    """One child: her name, when she was born, why she was found, and where to go."""

    name: str
    born: str
    why: str
    links: tuple[Link, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class FindPage:
    """The page of the search box; `lines` is None until something was asked."""

    title: str
    summary: str
    lines: tuple[FoundLine, ...] | None


def find_page(found: Sequence[FoundChild] | None) -> FindPage:
    """Present what was found, or the empty box."""
    if found is None:
        return FindPage(title="Find a child", summary="", lines=None)
    lines = tuple(found_line(one) for one in found)
    summary = (
        f"{'1 child' if len(lines) == 1 else f'{len(lines)} children'} found, the likeliest first" if lines else NOBODY
    )
    return FindPage(title="Find a child", summary=summary, lines=lines)


def found_line(found: FoundChild) -> FoundLine:
    """Return how one child who was found is shown."""
    name = child_name(found.sighting)
    links = [
        Link(
            text=f"Case {case.reference}: {MEANINGS[Stage(case.stage)].name}",
            href=reverse("casework:case", args=[case.reference]),
            hidden_words=f"of {name}",
        )
        for case in found.cases
    ]
    links += [
        Link(
            text=f"Notification {one.reference}",
            href=reverse("casework:notification", args=[one.reference]),
            hidden_words=f"of {name}",
        )
        for one in found.notifications
    ]
    if found.is_known:
        href = reverse("registry:child", args=[found.child.reference])
        links.append(Link(text="All that is known of the child", href=href, hidden_words=f": {name}"))
    born = found.sighting.birth_date
    return FoundLine(
        name=name,
        born=f"Born {day_words(born)}" if born else "Date of birth not known",
        why="; ".join(_SAID.sub(r"“\1”", reason) for reason in found.reasons),
        links=tuple(links),
    )
