"""Which kinds of record are filed in the index, and how to read all of them again for a rebuild.

A room above registers its kinds in its `apps.py`, as it subscribes to events: this room never imports it.
"""

import dataclasses
from collections.abc import Callable, Collection, Iterable

from onroll.linkage.finder import Entry


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One part of a record, and what it is to be found by."""

    record_id: int
    entry: Entry
    part_id: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """A kind of record: the ids of all that are to be filed, and how to read the parts of some of them.

    `read` answers with nothing for a record that is not to be filed (any more).
    """

    kind: str
    ids: Callable[[], Iterable[int]]
    read: Callable[[Collection[int]], Iterable[Filed]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let a kind of record be rebuilt. Safe to repeat."""
    _sources[source.kind] = source


def registered() -> tuple[Source, ...]:
    """Return every kind that is filed, by name."""
    return tuple(_sources[kind] for kind in sorted(_sources))
