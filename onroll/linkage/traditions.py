"""The naming tradition that a name most likely comes from, to count by: never to decide about a child by.

Source: the stocks of names by tradition in `simulator/stocks` (its README says where they are from). Rough by design:
a name can be at home in several traditions, and people carry names from anywhere.
"""

from functools import cache

from onroll.linkage.normalise import tokens
from onroll.linkage.simulator import stocks

OTHER = "other"
# A surname says more of a tradition than a forename, which travels.
_SURNAME_WEIGHT, _FORENAME_WEIGHT = 2.0, 1.0


def tradition_of(surname: str, forename: str) -> str:
    """Return the tradition in whose stocks these names stand most, or `OTHER` where they stand in none.

    A name in several traditions counts for each in part; of two that are even, the first in the alphabet.
    """
    found: dict[str, float] = {}
    for name, weight, at_home in ((surname, _SURNAME_WEIGHT, _surnames()), (forename, _FORENAME_WEIGHT, _forenames())):
        for word in tokens(name):
            homes = at_home.get(word, ())
            for tradition in homes:
                found[tradition] = found.get(tradition, 0.0) + weight / len(homes)
    return min(found, key=lambda tradition: (-found[tradition], tradition)) if found else OTHER


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return _at_home(frozenset({"surname"}))


@cache
def _forenames() -> dict[str, tuple[str, ...]]:
    return _at_home(frozenset({"m", "f"}))


def _at_home(kinds: frozenset[str]) -> dict[str, tuple[str, ...]]:
    homes: dict[str, set[str]] = {}
    for (tradition, kind), stock in stocks.names().items():
        for name in stock.names if kind in kinds else ():
            for word in tokens(name):
                homes.setdefault(word, set()).add(tradition)
    return {word: tuple(sorted(found)) for word, found in homes.items()}
