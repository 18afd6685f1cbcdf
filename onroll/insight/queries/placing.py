"""Who of an area stands on which list on a day, worked out of dated facts. Nothing of it is stored."""

import dataclasses
from collections.abc import Collection
from datetime import date, datetime

from onroll.casework.queries import followed_children
from onroll.insight.queries.asking import Asked
from onroll.rules.missing import Because, List, answer


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """Where one child stands: her records, on which list, why, and since when she is out."""

    child_ids: tuple[int, ...]
    which: List
    is_expected: bool
    out_since: date | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Who is on a list, or expected, those out longest first; `at`: up to which moment things were known."""

    at: datetime
    placed: tuple[Placed, ...]

    def without(self, hidden: Collection[int]) -> tuple[Placed, ...]:
        """Return those of whom no record is hidden."""
        return tuple(each for each in self.placed if not any(child in hidden for child in each.child_ids))


def place_area(la_code: str, asked: Asked) -> tuple[Placed, ...]:
    """Return who of an area is on a list, or expected at a school: those out longest first."""
    found = []
    for child in followed_children([la_code], known_by=asked.known_by):
        if child.area_on(asked.on) != la_code:
            continue
        answered = answer(child.facts, on=asked.on, rule=asked.rule, known_by=asked.known_by)
        is_expected = answered.because is Because.EXPECTED
        if is_expected or answered.list is not List.NONE:
            found.append(Placed(child.child_ids, answered.list, is_expected, answered.out_since))
    return tuple(sorted(found, key=lambda each: (each.out_since or asked.on, each.child_ids)))
