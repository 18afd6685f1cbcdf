"""How a child is shown to the officers who look for her."""

from collections.abc import Sequence

from onroll.ctf.year_groups import year_name
from onroll.registry.models import Sighting
from onroll.web.parts import Row, Table
from onroll.web.words import day_words

SEXES = {"F": "Female", "M": "Male"}

SOURCES = {
    "transfer file": "A file about the child, sent through the exchange",
    "notification": "A notification that somebody told of the child",
}

SEALED = "Sealed: ask your authority’s safeguarding lead"

DISPUTED = (
    "The number (UPN) in this file is also held by another child with a different name or birth date. "
    "Find out whose number it is before you rely on it."
)


def child_name(child: Sighting) -> str:
    """Return a child's name as people say it."""
    return f"{child.forename} {child.surname}".strip() or "A child whose name is not known"


def later_table(later: Sequence[Sighting]) -> Table | None:
    """Return what was received about the child later: kind and day, never what it says, which may not be theirs."""
    if not later:
        return None
    return Table(
        caption="Received about this child since then",
        head=("What", "Received on"),
        rows=tuple((SOURCES.get(each.source, "From another source"), day_words(each.seen_at)) for each in later),
    )


def child_rows(child: Sighting) -> tuple[Row, ...]:
    """Return the facts that tell a child from another, each said to be unknown where it is."""
    full_name = " ".join(part for part in (child.forename, child.middle_names, child.surname) if part)
    return (
        Row(key="Name", value=full_name or "Not known"),
        Row(key="Date of birth", value=day_words(child.birth_date) if child.birth_date else "Not given"),
        Row(key="Sex", value=SEXES.get(child.sex, "Not given")),
        Row(key="Year group", value=year_name(child.year_group) or "Not given"),
        Row(key="Unique pupil number", value=child.upn or "Not given"),
        Row(
            key="Last known address",
            value=SEALED
            if child.is_address_sealed
            else ", ".join(part for part in (child.address, child.postcode) if part) or "Not given",
        ),
    )
