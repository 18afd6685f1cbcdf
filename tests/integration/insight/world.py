"""Invented children of the cast's area, out and back on given days."""

import dataclasses
from datetime import UTC, date, datetime, time

from onroll.registry import actions
from onroll.registry.actions import Facts
from onroll.registry.models import Child
from tests.cast import Member

BORN = date(2014, 5, 17)
_FORENAMES = ("Zelphine", "Oswin", "Tamsin", "Barnaby", "Wilhelmina", "Crispin", "Dorothea", "Ephraim")
_SURNAMES = ("Quillon", "Marchbank", "Fennimore", "Oakhurst", "Pettibone", "Ravensdale", "Thistlewood", "Umberfield")


def at(member: Member, on: date):
    """Return an act of a member at noon of a day."""
    return dataclasses.replace(member.act(), at=datetime.combine(on, time(12), tzinfo=UTC))


def child(member: Member, number: int, *, on: date, born_on: date | None = BORN, **facts: object) -> Child:
    """Note a child, of whom the member's organisation tells on a day; each number is another name."""
    given = {
        "surname": _SURNAMES[number % 8],
        "forename": _FORENAMES[(number * 3 + number // 8) % 8],
        "birth_date": born_on,
        **facts,
    }
    sighting = actions.note_sighting(
        at(member, on), facts=Facts(**given), source="transfer file", source_reference=f"F-{number}"
    )
    return sighting.child


def on_roll(member: Member, child: Child, from_on: date | None, until_on: date | None = None, *, told_on: date) -> None:
    """Say that a child is, or was, on the roll of the member's school."""
    actions.record_enrolment(
        at(member, told_on),
        child=child,
        organisation=member.organisation,
        from_on=from_on,
        until_on=until_on,
        source="transfer file",
        source_reference=f"F-{child.pk}",
        is_confirmed=until_on is None,
    )
