"""Invented households: their children, twins among them, their homes over time and what changed."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from onroll.identifiers import upn
from onroll.linkage.simulator.naming import (
    ChildName,
    FamilyName,
    child_name,
    family_name,
    first_name,
    other_surnames,
)
from onroll.linkage.simulator.places import Address, Town, pick_address
from onroll.linkage.simulator.stocks import names

_BETWEEN_BIRTHS_DAYS = (290, 1600)
_CHILDREN = ((1, 2, 3, 4, 5, 6), (38, 36, 15, 7, 3, 1))
# Families with the same kind of name for every child, and Hassan beside Hussain: likeness that twins often have.
_ALIKE_TWINS = 0.35
# Where births are not registered by day, papers give the first of January: the share of children, which worlds vary.
_NO_KNOWN_BIRTHDAY = {
    "afghan": 0.3, "somali": 0.3, "eritrean": 0.2, "kurdish": 0.15, "arabic": 0.15, "congolese": 0.06,
    "bangladeshi": 0.04, "pakistani": 0.02, "romanian": 0.03, "slovak": 0.02,
}  # fmt: skip
_HAS_CALL_NAME = 0.012


@dataclass(frozen=True, slots=True)
class Child:
    """A child as she is, before any list has her. `homes` runs from now backwards and is never empty.

    `other_surnames` are what a list may give in place of the surname: the father's or grandfather's name, the mother's,
    a title. `call_name` is a first name that is in none of her papers, "" for most.
    """

    person: int
    household: int
    tradition: str
    name: ChildName
    later_surname: str
    born: date
    sex: str
    upn: str
    former_upn: str
    homes: tuple[Address, ...]
    other_surnames: tuple[str, ...]
    call_name: str


@dataclass(slots=True)
class Nursery:
    """What is needed to invent children one family after another."""

    rng: Random
    town: Town
    twin_share: float
    move_share: float
    first_day: date
    last_day: date
    unknown_birthdays: float = 1.0
    next_person: int = 0
    next_household: int = 0


def family(nursery: Nursery, tradition: str) -> list[Child]:
    """Return the children of one household; a few of them have another father or mother, so another surname."""
    rng = nursery.rng
    shared = family_name(rng, tradition)
    homes = _homes(nursery)
    taken: set[str] = set()
    children: list[Child] = []
    second: FamilyName | None = family_name(rng, tradition) if rng.random() < 0.08 else None
    for born in _birth_dates(nursery, rng.choices(*_CHILDREN)[0]):
        sex = rng.choice("MF")
        twin = children[-1] if children and abs((children[-1].born - born).days) <= 1 else None
        if twin and rng.random() < 0.65:
            sex = twin.sex
        parents = second if second and rng.random() < 0.5 else shared
        name = child_name(rng, parents, sex, taken)
        if twin and rng.random() < _ALIKE_TWINS:
            name = _alike(rng, twin, name, sex)
        children.append(_child(nursery, parents, name, born, sex, homes))
    nursery.next_household += 1
    return children


def _child(
    nursery: Nursery, parents: FamilyName, name: ChildName, born: date, sex: str, homes: tuple[Address, ...]
) -> Child:
    rng, tradition = nursery.rng, parents.tradition
    later = ""
    if rng.random() < 0.035:
        later = family_name(rng, tradition if rng.random() < 0.7 else "british").surname
    if rng.random() < 0.04:
        homes = (homes[0], pick_address(rng, nursery.town), *homes[1:])  # two homes: the other parent's
    if rng.random() < _NO_KNOWN_BIRTHDAY.get(tradition, 0) * nursery.unknown_birthdays:
        born = date(born.year, 1, 1)
    nursery.next_person += 1
    number, former = (_number(rng, born, nursery.next_person) for _ in range(2))
    call_name = first_name(rng, tradition, sex) if rng.random() < _HAS_CALL_NAME else ""
    return Child(
        nursery.next_person, nursery.next_household, tradition, name, later, born, sex, number, former, homes,
        other_surnames(rng, parents, sex), call_name,
    )  # fmt: skip


def _alike(rng: Random, twin: Child, name: ChildName, sex: str) -> ChildName:
    """Return a name that begins as the twin's does, where the stock has one, and shares its other parts."""
    stock = names()[twin.tradition, sex.lower()].names
    near = [each for each in stock[:600] if each[:2] == twin.name.first[:2] and each != twin.name.first]
    return ChildName(rng.choice(near) if near else name.first, twin.name.middle, twin.name.surname)


def _homes(nursery: Nursery) -> tuple[Address, ...]:
    homes = [pick_address(nursery.rng, nursery.town)]
    while len(homes) < 4 and nursery.rng.random() < nursery.move_share:
        homes.append(pick_address(nursery.rng, nursery.town))
    return tuple(homes)


def _birth_dates(nursery: Nursery, count: int) -> list[date]:
    rng = nursery.rng
    span = (nursery.last_day - nursery.first_day).days
    born = nursery.first_day + timedelta(days=rng.randrange(span))
    dates: list[date] = []
    while len(dates) < count and born <= nursery.last_day:
        dates.append(born)
        if rng.random() < nursery.twin_share:
            dates.append(born + timedelta(days=int(rng.random() < 0.03)))  # a few are born either side of midnight
        born += timedelta(days=rng.randint(*_BETWEEN_BIRTHS_DAYS))
    return dates


def _number(rng: Random, born: date, serial: int) -> str:
    started = (born.year + 4) % 100
    return upn.make(str(rng.randint(201, 938)), str(rng.randint(1000, 7999)), started, serial % 1000)
