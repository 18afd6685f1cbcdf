"""Which country an authority number means, and the authorities that no extract of the register shows.

Source: the list of authority numbers, tables/README.md; the numbers from 700 are no authorities.
"""

import csv
import dataclasses
import functools
from importlib import resources

from onroll.access.models import Country


@dataclasses.dataclass(frozen=True, slots=True)
class Numbers:
    """A range of authority numbers outside England, both ends counted."""

    from_code: str
    to_code: str
    country: Country
    is_authority: bool


@functools.cache
def numbers_outside() -> tuple[Numbers, ...]:
    """Return the ranges of numbers that are not England's."""
    return tuple(
        Numbers(row["from_code"], row["to_code"], Country(row["country"]), row["is_authority"] == "yes")
        for row in _rows("countries.csv")
    )


def numbers_with(la_code: str) -> Numbers | None:
    """Return the range outside England that a number is in; none, for one of England."""
    return next((one for one in numbers_outside() if one.from_code <= la_code <= one.to_code), None)


def country_of(la_code: str) -> Country:
    """Return the country that a number means: England, where the table has nothing else."""
    found = numbers_with(la_code)
    return found.country if found else Country.ENGLAND


def is_authority(la_code: str) -> bool:
    """Say whether a number stands for an authority; those from 700 only stand for a place."""
    found = numbers_with(la_code)
    return found is None or found.is_authority


@functools.cache
def authorities_without_schools() -> dict[str, str]:
    """Return the names of the authorities that the register's extract may show no school of, by number."""
    return {row["la_code"]: row["name"] for row in _rows("authorities_without_schools.csv")}


@functools.cache
def authorities_of_wales() -> dict[str, str]:
    """Return the names of the authorities of Wales, by number: a school added by hand brings its authority along."""
    return {row["la_code"]: row["name"] for row in _rows("authorities_of_wales.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("onroll.access.tables").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
