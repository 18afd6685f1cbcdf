"""Three kinds of lists, each with its faults: a school census, a doctors' list, housing and benefit rows."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from random import Random

from onroll.identifiers import upn
from onroll.linkage.simulator.facts import abbreviated, wrong_address, wrong_date
from onroll.linkage.simulator.families import Child
from onroll.linkage.simulator.naming import ChildName
from onroll.linkage.simulator.places import Address
from onroll.linkage.simulator.slips import slip
from onroll.linkage.simulator.writing import with_oddities, written

COLUMNS = ("rid", "list", "upn", "forename", "middle", "surname", "dob", "sex", "postcode", "house", "street")


@dataclass(frozen=True, slots=True)
class ListKind:
    """How a list is made: shares between 0 and 1. `old_home` is the share of rows with an earlier address."""

    name: str
    coverage: float
    twice: float
    name_slip: float
    strangeness: float
    oddity: float
    date_slip: float
    old_home: float
    address_slip: float
    missing: float
    no_middle: float
    has_upn: float


CENSUS = ListKind("A", 0.83, 0.004, 0.03, 0.05, 0.002, 0.012, 0.04, 0.02, 0.012, 0.08, 0.97)
DOCTORS = ListKind("B", 0.86, 0.015, 0.05, 0.09, 0.006, 0.02, 0.24, 0.04, 0.025, 0.15, 0.0)
BENEFITS = ListKind("C", 0.37, 0.03, 0.09, 0.15, 0.015, 0.04, 0.3, 0.08, 0.05, 0.4, 0.34)

# How much oftener than any slip of a date: a list that has the first of January for a child born on another day.
_NEW_YEARS = {"afghan": 2.0, "somali": 2.0, "eritrean": 1.5, "kurdish": 1.5, "arabic": 1.5, "congolese": 0.5}


@dataclass(frozen=True, slots=True)
class Faults:
    """What a world does to every list: a multiplier of all rates, and which slips it prefers (name: multiplier).

    `new_years` multiplies how often a list has the first of January for a child of a tradition whose papers often do.
    """

    noise: float
    bias: dict[str, float]
    new_years: float = 1.0


def rows(rng: Random, child: Child, kind: ListKind, faults: Faults) -> list[dict[str, str | None]]:
    """Return the rows that a list has for a child: none, one, or now and then two. `rid` is left to the caller."""
    if rng.random() > kind.coverage:
        return []
    count = 2 if rng.random() < kind.twice else 1
    return [_row(rng, child, kind, faults) for _ in range(count)]


def _row(rng: Random, child: Child, kind: ListKind, faults: Faults) -> dict[str, str | None]:
    def happens(share: float) -> bool:
        return rng.random() < min(share * faults.noise, 0.9)

    name = _name(rng, child, kind, faults)
    born = wrong_date(rng, child.born, faults.bias) if happens(kind.date_slip) else child.born
    if happens(_NEW_YEARS.get(child.tradition, 0) * kind.date_slip * faults.new_years):
        born = date(born.year + rng.choice((0, 0, 0, 0, -1, 1, -2)), 1, 1)  # the list had an age, or other papers
    home = _home(rng, child, kind, faults)
    number = _number(rng, child, kind, faults)
    sex = {"M": "F", "F": "M"}[child.sex] if happens(0.006) else child.sex
    plain: dict[str, str | None] = {
        "list": kind.name, "upn": number, "forename": name.first, "middle": name.middle, "surname": name.surname,
        "dob": born.isoformat(), "sex": sex, "postcode": home.postcode, "house": home.house, "street": home.street,
    }  # fmt: skip
    for field in ("dob", "sex", "postcode", "house", "street"):
        if happens(kind.missing):
            plain[field] = None
    if happens(kind.missing / 6):
        plain[rng.choice(("forename", "surname"))] = None
    return {field: value or None for field, value in plain.items()}


def _name(rng: Random, child: Child, kind: ListKind, faults: Faults) -> ChildName:
    name = written(rng, child, min(kind.strangeness * faults.noise, 0.5))
    parts = [name.first, name.middle, name.surname]
    for place, part in enumerate(parts):
        if part and rng.random() < kind.name_slip * faults.noise:
            parts[place] = slip(rng, part, faults.bias)
            if rng.random() < 0.12:
                parts[place] = slip(rng, parts[place], faults.bias)
    if rng.random() < kind.no_middle:
        parts[1] = parts[1][:1] if rng.random() < 0.3 else ""
    if kind.name != "A" or rng.random() < 0.5:
        parts = [_without_marks(part) for part in parts]
    if kind.name == "B":
        parts = [part.upper() for part in parts]
    return with_oddities(rng, ChildName(*parts), kind.oddity * faults.noise)


def _home(rng: Random, child: Child, kind: ListKind, faults: Faults) -> Address:
    home = rng.choice(child.homes[1:]) if len(child.homes) > 1 and rng.random() < kind.old_home * 2 else child.homes[0]
    if rng.random() < 0.25:
        home = Address(home.house, abbreviated(home.street), home.postcode)
    if rng.random() < kind.address_slip * faults.noise:
        home = wrong_address(rng, home)
    return home


def _number(rng: Random, child: Child, kind: ListKind, faults: Faults) -> str | None:
    if rng.random() > kind.has_upn:
        return None
    number = child.upn
    chance = rng.random()
    if chance < 0.003 * faults.noise:
        number = child.former_upn
    elif chance < 0.006 * faults.noise:
        place = rng.randint(1, 12)
        number = number[:place] + rng.choice("0123456789") + number[place + 1 :]
    elif chance < 0.01:
        number = upn.make("873", "4042", child.born.year + 4, child.person % 100, rng.choice("ABCDEFGH"))
    return number


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("ı", "i"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
