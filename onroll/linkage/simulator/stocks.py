"""Reads the stocks of names, places and forms that invented families are made from."""

import csv
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

_FOLDER = Path(__file__).parent / "stocks"
# How fast frequency falls with the place in a row of the stock: between even (0) and Zipf's law (1).
_STEEPNESS = 0.8
_RARE_SURNAME_SHARE = 0.35


@dataclass(frozen=True, slots=True)
class Stock:
    """Names and how often each is drawn. `cumulative` holds running totals of any scale."""

    names: tuple[str, ...]
    cumulative: tuple[float, ...]

    def pick(self, rng: Random) -> str:
        """Return one name, common ones more often."""
        return rng.choices(self.names, cum_weights=self.cumulative)[0]


@cache
def names() -> dict[tuple[str, str], Stock]:
    """Return the stocks by tradition and kind: `m` and `f` first names, `surname`."""
    stocks = {(row["tradition"], row["kind"]): _ranked(row["names"].split()) for row in _rows("names.csv")}
    for sex in ("m", "f"):
        counted = [row for row in _rows("first-names-england-wales.csv") if row["sex"].lower() == sex]
        weights = [float(row["2004-2011"] or 0) + float(row["2012-2020"] or 0) for row in counted]
        stocks["british", sex] = Stock(tuple(row["name"] for row in counted), tuple(accumulate(weights)))
    return stocks


@cache
def forms() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the other spellings, and the short forms, of a name in lower case."""
    spellings: dict[str, tuple[str, ...]] = {}
    for row in _rows("variants.csv"):
        family = row["forms"].split()
        for form in family:
            spellings[form.lower()] = tuple(other for other in family if other != form)
    short = {
        family[0].lower(): tuple(family[1:]) for family in (row["forms"].split() for row in _rows("short_forms.csv"))
    }
    return spellings, short


@cache
def places() -> dict[str, tuple[str, ...]]:
    """Return postcode areas, words that streets begin with, and words they end with."""
    return {row["kind"]: tuple(row["words"].split()) for row in _rows("places.csv")}


def british_surname(rng: Random) -> str:
    """Return an English surname: one of the common ones, or a rarer one put together from two parts."""
    if rng.random() > _RARE_SURNAME_SHARE:
        return names()["british", "surname"].pick(rng)
    parts = _compounds()
    return rng.choice(parts["front"]) + rng.choice(parts["back"])


@cache
def _compounds() -> dict[str, tuple[str, ...]]:
    return {row["kind"]: tuple(row["words"].split()) for row in _rows("compounds.csv")}


def _ranked(ordered: list[str]) -> Stock:
    return Stock(tuple(ordered), tuple(accumulate((place + 3) ** -_STEEPNESS for place in range(len(ordered)))))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
