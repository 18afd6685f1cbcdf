"""How fresh the rolls behind a page are. The room of rolls, above this one, says it; rooms between the two ask here."""

import dataclasses
from collections.abc import Callable, Collection, Mapping

from onroll.audit.act import Act


@dataclasses.dataclass(frozen=True, slots=True)
class FreshnessOfRolls:
    """Who says it: of some schools, by their ids, one sentence each; and of the whole area of somebody."""

    of_schools: Callable[[Act, Collection[int]], Mapping[int, str]]
    of_area: Callable[[Act], str]


_said_by: list[FreshnessOfRolls] = []


def say_freshness_by(freshness: FreshnessOfRolls) -> None:
    """Let pages of this room and those above it say how fresh rolls are. Safe to repeat."""
    _said_by[:] = [freshness]


def rolls_of_schools(act: Act, school_ids: Collection[int]) -> tuple[str, ...]:
    """Return of each school how fresh its roll is, by name. Only for who may know of the schools."""
    if not school_ids:
        return ()
    return tuple(sorted(words for each in _said_by for words in each.of_schools(act, school_ids).values()))


def rolls_of_area(act: Act) -> str:
    """Return how fresh the rolls of an officer's area are: of how many schools, and the oldest; nothing without one."""
    return " ".join(each.of_area(act) for each in _said_by)
