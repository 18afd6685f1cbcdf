"""Invented households: their children, twins among them, their homes over time and what changed."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from onroll.identifiers import upn
from onroll.linkage.simulator.naming import ChildName, FamilyName, child_name, family_name
from onroll.linkage.simulator.places import Address, Town, pick_address
from onroll.linkage.simulator.stocks import names

_BETWEEN_BIRTHS_DAYS = (290, 1600)
_CHILDREN = ((1, 2, 3, 4, 5, 6), (38, 36, 15, 7, 3, 1))
# Families with the same kind of name for every child, and Hassan beside Hussain: likeness that twins often have.
_ALIKE_TWINS = 0.35
_NO_KNOWN_BIRTHDAY = frozenset({"afghan", "somali", "eritrean", "kurdish"})


@dataclass(frozen=True, slots=True)
class Child:
    """A child as she is, before any list has her. `homes` runs from now backwards and is never empty."""

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


@dataclass(slots=True)
class Nursery:
    """What is needed to invent children one family after another."""

    rng: Random
    town: Town
    twin_share: float
    move_share: float
    first_day: date
    last_day: date
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
        name = child_name(rng, second if second and rng.random() < 0.5 else shared, sex, taken)
        if twin and rng.random() < _ALIKE_TWINS:
            name = _alike(rng, twin, name, sex)
        children.append(_child(nursery, tradition, name, born, sex, homes))
    nursery.next_household += 1
    return children


def _child(
    nursery: Nursery, tradition: str, name: ChildName, born: date, sex: str, homes: tuple[Address, ...]
) -> Child:
    rng = nursery.rng
    later = ""
    if rng.random() < 0.035:
        later = family_name(rng, tradition if rng.random() < 0.7 else "british").surname
    if rng.random() < 0.04:
        homes = (homes[0], pick_address(rng, nursery.town), *homes[1:])  # two homes: the other parent's
    if tradition in _NO_KNOWN_BIRTHDAY and rng.random() < 0.1:
        born = date(born.year, 1, 1)
    nursery.next_person += 1
    number, former = (_number(rng, born, nursery.next_person) for _ in range(2))
    return Child(nursery.next_person, nursery.next_household, tradition, name, later, born, sex, number, former, homes)


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
