"""Trains the shipped model from its seeds: `python -m onroll.linkage.training.train`. Writes `model/matcher.npz`.

Three sets of worlds: one for the filter and the first engines, one for the engines that look around a pair (so that the
first scores they lean on are of worlds the first never saw), one kept for the figures of the card.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from onroll.linkage.engine import scorecard, trees
from onroll.linkage.engine.candidates import Pairs, candidate_pairs, connect
from onroll.linkage.engine.context import context_features
from onroll.linkage.engine.features import PAIR_NAMES, pair_features
from onroll.linkage.engine.match import WORTH_A_LOOK
from onroll.linkage.engine.model import SHIPPED, Model, write
from onroll.linkage.engine.prepare import Prepared, prepare
from onroll.linkage.engine.quick import quick_features
from onroll.linkage.engine.table import Bytes, Flags, Floats, from_records, in_order
from onroll.linkage.engine.trees import Forest
from onroll.linkage.simulator import SIMULATOR_VERSION, World, simulate
from onroll.linkage.training import cards, forests

_NO_HOUSES = (("B", "house"), ("B", "street"))
_BARE = (("C", "sex"), ("C", "middle"), ("B", "middle"), ("A", "house"), ("A", "street"))
_NO_NUMBERS = (("A", "upn"), ("C", "upn"), ("C", "postcode"))
FIRST_WORLDS = (
    World(101, 40_000, 1.0), World(102, 10_000, 0.6), World(103, 20_000, 1.5), World(104, 12_000, 1.0, gaps=_NO_HOUSES),
    World(105, 12_000, 1.0, gaps=_BARE), World(106, 10_000, 1.9, 0.06), World(107, 12_000, 0.9, gaps=_NO_NUMBERS),
    World(108, 30_000, 0.8, 0.05),
)  # fmt: skip
SECOND_WORLDS = (
    World(201, 40_000, 1.1), World(202, 10_000, 0.6), World(203, 20_000, 1.5), World(204, 12_000, 1.0, gaps=_NO_HOUSES),
    World(205, 12_000, 1.0, gaps=_BARE), World(206, 10_000, 1.9, 0.06), World(207, 12_000, 0.9, gaps=_NO_NUMBERS),
    World(208, 100_000, 0.9, 0.05), World(209, 40_000, 0.75, 0.05),
)  # fmt: skip

_SAME_DAY, _SAME_POSTCODE = 6, 4
_TWINS_WEIGH = 6.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A world with its pairs worth a look, their features and whether each is one child."""

    rows: Prepared
    pairs: Pairs
    features: Floats
    truth: Flags


def main() -> int:
    """Train and write the model."""
    tables = [_candidates(world) for world in FIRST_WORLDS]
    quick = forests.train(
        np.concatenate([levels.astype(np.float32) for _, _, levels, _ in tables], axis=1),
        np.concatenate([truth for *_, truth in tables]),
        trees=40,
        rate=0.2,
    )
    first_lessons = [_lesson(quick, *each) for each in tables]
    features, truth = _together(first_lessons)
    first = forests.train(features, truth, trees=150, rate=0.1)
    first_card = cards.fit(features, truth, trees=400)
    second_lessons = [_lesson(quick, *_candidates(world)) for world in SECOND_WORLDS]
    features, truth = _together(second_lessons)
    weight = _weights(features, truth)
    around = _around(second_lessons, lambda each: trees.score(first, each))
    second = forests.train(around, truth, trees=350, rate=0.06, weight=weight)
    around = _around(second_lessons, lambda each: scorecard.score(first_card, each))
    second_card = cards.fit(around, truth, trees=600, weight=weight)
    origin = {
        "simulator": SIMULATOR_VERSION,
        "first_seeds": [world.seed for world in FIRST_WORLDS],
        "second_seeds": [world.seed for world in SECOND_WORLDS],
    }
    write(Model(quick, first, second, first_card, second_card, origin), SHIPPED)
    return 0


def _candidates(world: World) -> tuple[Prepared, Pairs, Bytes, Flags]:
    lists = simulate(world)
    persons = dict(zip((row["rid"] for row in lists.records), lists.persons, strict=True))
    ordered = in_order(from_records(lists.records))
    person = np.array([persons[rid] for rid in ordered.rids])
    rows = prepare(ordered)
    with connect() as database:
        pairs = candidate_pairs(rows, database)
    return rows, pairs, quick_features(rows, pairs), person[pairs.left] == person[pairs.right]


def _weights(features: Floats, truth: Flags) -> Floats:
    """Return the weight of each pair. Twins and their like taken for one child count more than other mistakes."""
    of = {name: features[place] for place, name in enumerate(PAIR_NAMES)}
    twins = ~truth & (of["born_level"] >= _SAME_DAY) & (of["place_level"] >= _SAME_POSTCODE)
    return np.where(twins, _TWINS_WEIGH, 1).astype(np.float32)


def _lesson(quick: Forest, rows: Prepared, pairs: Pairs, levels: Bytes, truth: Flags) -> Lesson:
    kept = trees.score(quick, levels.astype(np.float32)) > WORTH_A_LOOK
    pairs = pairs.where(kept)
    return Lesson(rows, pairs, pair_features(rows, pairs), truth[kept])


def _together(lessons: list[Lesson]) -> tuple[Floats, Flags]:
    return np.concatenate([each.features for each in lessons], axis=1), np.concatenate([each.truth for each in lessons])


def _around(lessons: list[Lesson], score: Callable[[Floats], Floats]) -> Floats:
    parts = [
        np.concatenate([each.features, context_features(each.rows, each.pairs, score(each.features))])
        for each in lessons
    ]
    return np.concatenate(parts, axis=1)


if __name__ == "__main__":
    sys.exit(main())
