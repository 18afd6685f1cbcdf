"""Stories of records that may be one child: a misspelt arrival, one in another authority, and twins.

They draw nothing from the demonstration's own chance, so that the other stories are as they were.
"""

import copy
from collections.abc import Iterator
from random import Random

from onroll import ctf
from onroll.access.models import Organisation
from onroll.config.demonstration import lost
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.children import give_number
from onroll.config.demonstration.timetable import Story
from onroll.identifiers import upn

TWINS_FORENAMES = {"F": "Zuleika", "M": "Barnabas"}


def stories(
    cast: Cast, school: Organisation, neighbour: Organisation, elsewhere: Organisation
) -> Iterator[tuple[int, Story]]:
    """Yield each story with the number of days ago at which it begins."""
    yield 7, misspelt(cast, school, neighbour, to=school)
    yield 6, misspelt(cast, neighbour, elsewhere, to=school)
    yield 5, twins(cast, school, neighbour)


def misspelt(cast: Cast, school: Organisation, other: Organisation, *, to: Organisation) -> Story:
    """A school files a child as lost; days later another school's file has her with a letter and her number wrong."""
    on = cast.clock.now.date()
    (child,) = cast.children.leavers(school, 1, on)
    made = lost.enquiries(Random(school.pk), child, on)  # noqa: S311 - invented data, no secret
    cast.file_as_lost(cast.upload(school, "XXXXXXX", [child]), made)
    yield 3
    surname = child.surname or ""
    again = _altered(child, other, 11, Surname=surname[:2] + surname[3:] if len(surname) > 4 else f"{surname}e")
    cast.send(cast.upload(other, to.code, [again]))


def twins(cast: Cast, school: Organisation, neighbour: Organisation) -> Story:
    """Twins come in two files, one without a number of her own: only a person can say that they are two."""
    (child,) = cast.children.leavers(school, 1, cast.clock.now.date())
    cast.send(cast.upload(school, neighbour.code, [child]))
    yield 1
    twin = _altered(child, school, 12, Forename=TWINS_FORENAMES.get(child.sex or "F", "Zuleika"))
    cast.send(cast.upload(school, neighbour.code, [twin]))


def _altered(child: ctf.Pupil, school: Organisation, serial: int, **texts: str) -> ctf.Pupil:
    """Return a copy of a child as another school writes her, with a temporary number of that school."""
    other = ctf.Pupil(copy.deepcopy(child.element))
    give_number(other, upn.make(school.la_code, school.number, 2026, serial, letter="A"))
    for name, text in texts.items():
        for element in other.element.iterfind(name):
            element.text = text
    return other
