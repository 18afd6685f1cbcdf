"""Invented addresses: streets with postcodes, flats and houses, and hotels with many families."""

from dataclasses import dataclass
from random import Random

from onroll.linkage.simulator.stocks import places

_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives. `house` may be a flat and a number."""

    house: str
    street: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Town:
    """The streets of a world, each with its postcode, and its few hotels and hostels."""

    streets: tuple[tuple[str, str], ...]
    hotels: tuple[Address, ...]


def make_town(rng: Random, households: int, households_per_postcode: float) -> Town:
    """Return a town with as many postcodes as the households need. A long street has several."""
    areas = rng.sample(places()["area"], rng.randint(2, 10))
    streets: list[tuple[str, str]] = []
    wanted = max(4, int(households / households_per_postcode))
    while len(streets) < wanted:
        name = f"{rng.choice(places()['street'])} {rng.choice(places()['suffix'])}"
        sector = f"{rng.choice(areas)}{rng.randint(1, 20)} {rng.randint(1, 9)}"
        streets.extend((name, sector + "".join(rng.choices(_UNIT_LETTERS, k=2))) for _ in range(rng.randint(1, 3)))
    hotels = tuple(Address(str(rng.randint(1, 200)), *rng.choice(streets)) for _ in range(max(1, households // 1500)))
    return Town(tuple(streets), hotels)


def pick_address(rng: Random, town: Town) -> Address:
    """Return an address: mostly a house, sometimes a flat, now and then a hotel that many families share."""
    if rng.random() < 0.006:
        return rng.choice(town.hotels)
    street, postcode = rng.choice(town.streets)
    number = str(rng.randint(1, 120))
    if rng.random() < 0.15:
        number = f"flat {rng.randint(1, 40)}, {number}"
    elif rng.random() < 0.03:
        number += rng.choice("abc")
    return Address(number, street, postcode)
