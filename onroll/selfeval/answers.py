"""The answers of one authority: which options were ticked at each item, and at each line of a grid."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Cell = tuple[str, str]  # item and line; the line is empty where the item has none


@dataclass(frozen=True, slots=True)
class Answers:
    """What was ticked, by item and line. A cell that is absent was not answered."""

    ticks: Mapping[Cell, frozenset[str]] = field(default_factory=dict)
    _by_item: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for (item, _line), ticked in self.ticks.items():
            self._by_item[item] = self._by_item.get(item, frozenset()) | ticked

    def at(self, item: str, line: str = "") -> frozenset[str]:
        """Return what was ticked there; nothing, if it was not answered."""
        return self.ticks.get((item, line), frozenset())

    def given(self, item: str) -> frozenset[str]:
        """Return everything ticked anywhere in an item."""
        return self._by_item.get(item, frozenset())

    def plus(self, item: str, line: str, *options: str) -> "Answers":
        """Return these answers with one cell answered anew."""
        return Answers({**self.ticks, (item, line): frozenset(options)})
