"""Cutting long lists into pieces that a database takes at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Yield items in pieces of `size`, the last one shorter."""
    source = iter(items)
    while piece := tuple(islice(source, size)):
        yield piece
