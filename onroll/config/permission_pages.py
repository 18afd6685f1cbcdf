"""Every address of the product, and who of the members may ask for it: from the guards of the views themselves."""

import dataclasses
from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from onroll.config.members import NOBODY, STANDINGS

# What a view's mark says, where it is no rule over an act.
EVERYONE, SIGNED_IN, MACHINE_KEY = "everyone", "signed in", "machine key"
YES, NO, KEY = "yes", "·", "key"


class Unguarded(Exception):
    """A view declares nothing that the table can read."""


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """An address, what its view declares, and the answer for each member by name."""

    route: str
    rule: str
    cells: dict[str, str]


def addresses() -> list[Address]:
    """Return every address in the order of the product's own table of addresses.

    Raises: Unguarded, for a view without a mark, or with one nobody knows.
    """
    return [_address(route, view) for route, view in _views(get_resolver(), "/")]


def _views(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Callable[..., object]]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            yield from _views(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def _address(route: str, view: Callable[..., object]) -> Address:
    mark = getattr(view, "permission", None)
    return Address(route, rule_name(mark), cells(route, mark))


def rule_name(mark: object) -> str:
    """Return what the table calls a mark: its words, or the rule's room and name."""
    if callable(mark):
        return f"{mark.__module__.split('.')[1]}.{getattr(mark, '__name__', '')}"
    return str(mark)


def cells(route: str, mark: object) -> dict[str, str]:
    """Return who may ask for an address, by member."""
    names = [NOBODY, *(standing.name for standing in STANDINGS)]
    if mark == EVERYONE:
        return dict.fromkeys(names, YES)
    if mark == MACHINE_KEY:
        return dict.fromkeys(names, KEY)
    if mark == SIGNED_IN:
        return {name: NO if name == NOBODY else YES for name in names}
    if not callable(mark):
        raise Unguarded(route)
    return {NOBODY: NO} | {standing.name: YES if mark(standing.act()) else NO for standing in STANDINGS}
