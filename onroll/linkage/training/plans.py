"""From which worlds a model is trained: the plan of the shipped one, and a small one that shows the same quickly."""

from dataclasses import dataclass

from onroll.linkage.simulator import World

_NO_HOUSES = (("B", "house"), ("B", "street"))
_BARE = (("C", "sex"), ("C", "middle"), ("B", "middle"), ("A", "house"), ("A", "street"))
_NO_NUMBERS = (("A", "upn"), ("C", "upn"), ("C", "postcode"))


@dataclass(frozen=True, slots=True)
class Plan:
    """Worlds and numbers of trees. The engines that look around a pair learn on worlds the first ones never saw."""

    first: tuple[World, ...]
    second: tuple[World, ...]
    quick_trees: int
    first_trees: int
    second_trees: int
    card_trees: int


SHIPPED = Plan(
    first=(
        World(101, 30_000, 1.0), World(102, 10_000, 0.6), World(103, 15_000, 1.5),
        World(104, 10_000, 1.0, gaps=_NO_HOUSES), World(105, 10_000, 1.0, gaps=_BARE), World(106, 8_000, 1.9, 0.06),
        World(107, 10_000, 0.9, gaps=_NO_NUMBERS), World(108, 20_000, 0.8, 0.05),
    ),
    second=(
        World(201, 30_000, 1.1), World(202, 10_000, 0.6), World(203, 15_000, 1.5),
        World(204, 10_000, 1.0, gaps=_NO_HOUSES), World(205, 10_000, 1.0, gaps=_BARE), World(206, 8_000, 1.9, 0.06),
        World(207, 10_000, 0.9, gaps=_NO_NUMBERS), World(208, 60_000, 0.9, 0.05), World(209, 30_000, 0.75, 0.05),
        World(210, 120_000, 0.9),
    ),
    quick_trees=40, first_trees=150, second_trees=320, card_trees=450,
)  # fmt: skip
"""Of several sizes, from 8,000 to 120,000 children: what a namesake says depends on how many there are."""

SMALL = Plan(
    first=(World(11, 400),), second=(World(21, 400), World(22, 300, gaps=_BARE)),
    quick_trees=4, first_trees=6, second_trees=8, card_trees=10,
)  # fmt: skip
"""No use for matching; it shows that one seed gives one file."""
