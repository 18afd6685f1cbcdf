"""What the register's words for a link between two establishments mean: tables/link_kinds.csv.

Only words that say which of the two came after the other lead anywhere; "Result of Amalgamation", which the register
writes at both ends, does not, as we never guess a successor.
"""

import csv
import functools
from enum import StrEnum
from importlib import resources


class LinkKind(StrEnum):
    """What the linked establishment is to the one that names it."""

    SUCCESSOR = "successor"
    SUCCESSOR_MERGED = "successor, merged"
    SUCCESSOR_SPLIT = "successor, one of several"
    PREDECESSOR = "predecessor"
    PREDECESSOR_MERGED = "predecessor, merged"
    PREDECESSOR_SPLIT = "predecessor, split up"
    SIXTH_FORM = "shared sixth form"
    OTHER = "other"


FORWARD = frozenset({LinkKind.SUCCESSOR, LinkKind.SUCCESSOR_MERGED, LinkKind.SUCCESSOR_SPLIT})
BACKWARD = frozenset({LinkKind.PREDECESSOR, LinkKind.PREDECESSOR_MERGED, LinkKind.PREDECESSOR_SPLIT})


@functools.cache
def kinds() -> dict[str, LinkKind]:
    """Return the kind of each of the register's words."""
    text = resources.files("onroll.access.tables").joinpath("link_kinds.csv").read_text(encoding="utf-8")
    return {row["words"]: LinkKind(row["kind"]) for row in csv.DictReader(text.splitlines())}


def words_of(wanted: frozenset[LinkKind]) -> list[str]:
    """Return the register's words for some kinds."""
    return [words for words, kind in kinds().items() if kind in wanted]
