"""Invented people for samples: names of many traditions, numbers and addresses that cannot be anybody's.

Telephone numbers are those Ofcom keeps for drama (01632 960xxx, 07700 900xxx), postcodes are ZZ99 codes, which no place
has, email addresses end in example.org. Surnames were made up; a forename is anybody's.
"""

from dataclasses import dataclass
from functools import cache
from random import Random

from onroll.ctf import tablefiles

_STREETS = ("Placeholder Lane", "Fixture Close", "Specimen Road", "Sample Street", "Invention Way", "Nowhere Terrace")
_TOWNS = ("Exampleton", "Testbury", "Sampleford", "Mockham", "Fictive-on-Sea", "Trial Regis")


@dataclass(frozen=True, slots=True)
class Person:
    """An invented name of one tradition."""

    forename: str
    middle_names: str | None
    surname: str
    tradition: str


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for row in tablefiles.rows("sample_names"):
        found.setdefault(row["tradition"], {})[row["part"]] = row["names"].split("|")
    return found


def person(random: Random, surname: str | None = None, tradition: str | None = None) -> Person:
    """Return a person, of the same family or tradition where one is given."""
    tradition = tradition or random.choice(list(_names()))
    names = _names()[tradition]
    middle = random.choice(names["forename"]) if random.random() < 0.4 else None
    return Person(random.choice(names["forename"]), middle, surname or random.choice(names["surname"]), tradition)


def telephone(random: Random) -> str:
    """Return a number kept for drama."""
    return f"{random.choice(('01632 960', '07700 900'))}{random.randrange(1000):03d}"


def email(random: Random) -> str:
    """Return an address that reaches nobody."""
    return f"person{random.randrange(100_000)}@example.org"


def address(random: Random) -> dict[str, str]:
    """Return the parts of an address by their names in the format."""
    parts = {"PAON": str(random.randrange(1, 180)), "Street": random.choice(_STREETS), "Town": random.choice(_TOWNS)}
    if random.random() < 0.15:
        parts = {"SAON": f"Flat {random.randrange(1, 30)}"} | parts
    return parts


def postcode(random: Random) -> str:
    """Return a code that no place has."""
    return f"ZZ99 {random.randrange(1, 10)}Z{random.choice('ABDEFGHJLNPQRSTUWXYZ')}"
