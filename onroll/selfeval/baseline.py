"""The published results of 2006, with every inconsistency kept: nothing is corrected, averaged or filled in.

Source: report RR797 (Griggs, Payne, Bhabra, 2006), chapters 1, 3, 4 and 5, as the table `results-2006.csv`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from onroll.selfeval import checklist
from onroll.selfeval.tables import rows

BASE: Final = 129  # authorities that answered: the base of every percentage in the report
INVITED: Final = 149  # authorities there were in 2006; there are others today, so this is never a default
_LEVELS: Final = ("not_started", "working_towards", "partly_achieved", "achieved", "embedded", "dont_know")
_WORDS: Final = {
    "not_started": "Not started",
    "working_towards": "Working towards",
    "partly_achieved": "Partly achieved",
    "achieved": "Achieved",
    "embedded": "Embedded",
    "achieved_or_embedded": "Achieved or embedded",
    "dont_know": "Do not know",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure. Percentage or number is None where the report prints none: never 0 (trap 13)."""

    step: str
    scope: str
    item: str
    pct: int | None
    n: int | None
    where: str
    note: str

    @property
    def contradicts_itself(self) -> bool:
        """Whether percentage and number cannot both be right on the base of 129."""
        return self.pct is not None and self.n is not None and self.scope == "level" and percent(self.n) != self.pct


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Two things in the report that do not agree."""

    step: str
    kind: str
    words: str


def percent(number: int, base: int = BASE) -> int:
    """Return a whole percentage as printed: half a per cent is rounded up. An empty base gives 0.

    Units: number and base count authorities.
    """
    return (200 * number + base) // (2 * base) if base else 0


@cache
def figures() -> tuple[Figure, ...]:
    """Return every published figure, in the order of the table."""
    return tuple(
        Figure(
            step=row["step"],
            scope=row["scope"],
            item=row["item"],
            pct=int(row["pct"]) if row["pct"] else None,
            n=int(row["n"]) if row["n"] else None,
            where=row["where"],
            note=row["note"],
        )
        for row in rows("results-2006")
    )


def figure(step: str, scope: str, item: str) -> Figure | None:
    """Return one published figure, or None if the report prints none."""
    return next((each for each in figures() if (each.step, each.scope, each.item) == (step, scope, item)), None)


def inconsistencies() -> list[Inconsistency]:
    """Return where the report does not agree with itself, step by step. Both sides are kept."""
    return [found for step in checklist.steps() for found in _of_step(step)]


def _of_step(step: str) -> list[Inconsistency]:
    levels = [each for each in figures() if each.step == step and each.scope == "level"]
    found = [
        Inconsistency(
            step,
            "percentage against number",
            f"{_WORDS[each.item]}: {each.pct}% printed, {each.n} of {BASE} is {percent(each.n or 0)}%",
        )
        for each in levels
        if each.contradicts_itself
    ]
    return found + _table_against_chapter(step) + _numbers_against_base(step, levels) + _blank(step, levels)


def _table_against_chapter(step: str) -> list[Inconsistency]:
    table = figure(step, "table1", "achieved_or_embedded")
    chapter = chapter_percentage(step)
    if table is None or table.pct == chapter:
        return []
    return [Inconsistency(step, "table 1 against chapter 4", f"{table.pct}% in table 1, {chapter}% in chapter 4")]


def chapter_percentage(step: str) -> int:
    """Return the percentage of chapter 4 for achieved or embedded: the printed one, else the sum of the two levels."""
    whole = figure(step, "level", "achieved_or_embedded")
    if whole and whole.pct is not None:
        return whole.pct
    parts = (figure(step, "level", item) for item in ("achieved", "embedded"))
    return sum(part.pct for part in parts if part and part.pct is not None)


def printed_number(step: str) -> int:
    """Return how many authorities the printed numbers of a step add up to, each level once."""
    levels = [each for each in figures() if each.step == step and each.scope == "level"]
    whole = figure(step, "level", "achieved_or_embedded")
    inside = {"achieved", "embedded"} if whole and whole.n is not None else {"achieved_or_embedded"}
    return sum(each.n for each in levels if each.n is not None and each.item not in inside)


def _numbers_against_base(step: str, levels: Sequence[Figure]) -> list[Inconsistency]:
    total = printed_number(step)
    if total > BASE:
        return [Inconsistency(step, "levels overlap", f"the numbers add up to {total}, above {BASE}")]
    if total < BASE and all(each.n is not None for each in levels if each.item in _LEVELS):
        return [Inconsistency(step, "not stated", f"the numbers add up to {total}, {BASE - total} below {BASE}")]
    return []


def _blank(step: str, levels: Sequence[Figure]) -> list[Inconsistency]:
    return [
        Inconsistency(step, "number left blank", f"{_WORDS[each.item]}: {each.pct}% printed without a number")
        for each in levels
        if each.n is None and each.item in _LEVELS
    ]
