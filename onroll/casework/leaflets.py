"""The text of the leaflet that says how each agency tells of a child, made from the directory's own lines.

Plain text: its first line is the heading. No person's name stands in it, and no phone number or email address that its
holder has not let be published.
"""

import dataclasses
from collections.abc import Iterable
from itertools import groupby

DANGER = (
    "A child in danger now: call 999. A child missing from home or care: call 101, the police. A child who may be "
    "hurt: call children’s social care at once. That comes before anything on this page."
)
WHO = (
    "Tell us of every child of compulsory school age who is on no school’s roll and does not seem to be educated "
    "otherwise. Do not wait: there is no time that has to pass first. You need no proof, and a name is not needed."
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RouteLine:
    """How one agency tells. `contact` and `deputy` are a role and what may be published of it; empty: none named."""

    kind: str
    agency: str
    route: str
    contact: str
    deputy: str
    confirmed: str
    early_help: str


def heading(council: str) -> str:
    """Return the title of page and leaflet."""
    return f"How to tell {council} about a child missing education"


def leaflet_text(
    *, council: str, number: int, day: str, opening: str, team: Iterable[RouteLine], others: Iterable[RouteLine]
) -> str:
    """Return the leaflet: danger first, whom to call, how each agency tells, and where early help is asked for."""
    others = list(others)
    parts = [heading(council), f"Version {number}, {day}", DANGER, WHO]
    parts += [opening] if opening else []
    parts += ["WHOM TO CALL", *(_whom(line) for line in team)]
    parts.append("HOW EACH AGENCY TELLS US")
    for kind, lines in groupby(others, key=lambda line: line.kind):
        parts += [kind.upper(), *(_how(line) for line in lines)]
    early = [line for line in others if line.early_help]
    if early:
        parts += ["EARLY HELP, BEFORE ANY THRESHOLD IS MET", *(f"{line.agency}: {line.early_help}" for line in early)]
    return "\n\n".join(parts)


def _whom(line: RouteLine) -> str:
    return " ".join(part for part in (f"{line.agency}.", _people(line)) if part)


def _how(line: RouteLine) -> str:
    route = line.route or "Call the council’s team, above."
    return " ".join(part for part in (f"{line.agency}: {route}", _people(line)) if part)


def _people(line: RouteLine) -> str:
    contact = f"Contact: {line.contact}." if line.contact else ""
    deputy = f"Deputy: {line.deputy}." if line.deputy else ""
    confirmed = f"Confirmed on {line.confirmed}." if line.confirmed else ""
    return " ".join(part for part in (contact, deputy, confirmed) if part)
