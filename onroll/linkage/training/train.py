"""Trains a model from the seeds of a plan: `onroll match train`.

Three sets of worlds: one for the filter and the first engines, one for the engines that look around a pair (so that the
first scores they lean on are of worlds the first never saw), one kept for the figures of the card.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onroll.linkage.engine import scorecard, trees
from onroll.linkage.engine.candidates import Pairs, candidate_pairs, connect
from onroll.linkage.engine.context import context_features
from onroll.linkage.engine.features import pair_features
from onroll.linkage.engine.model import Model, write
from onroll.linkage.engine.prepare import Prepared, prepare
from onroll.linkage.engine.quick import quick_features
from onroll.linkage.engine.table import Bytes, Flags, Floats, from_records, in_order
from onroll.linkage.engine.trees import Forest
from onroll.linkage.simulator import SIMULATOR_VERSION, World, simulate
from onroll.linkage.training import cards, forests
from onroll.linkage.training.plans import Plan

Step = Callable[[str], None]
# A little below what a match looks at, so that the engines know the pairs on the edge.
_LEARNT_FROM = -7.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A world with its pairs worth a look, their features and whether each is one child."""

    rows: Prepared
    pairs: Pairs
    features: Floats
    truth: Flags


def train(plan: Plan, step: Step = lambda _: None) -> Model:
    """Return the model of a plan. The same plan gives the same model, with the same versions of the libraries.

    `step` is called with the name of each step as it begins.
    """
    step("inventing the first worlds")
    tables = [_candidates(world) for world in plan.first]
    step("training the first filter")
    quick = forests.train(
        np.concatenate([levels.astype(np.float32) for _, _, levels, _ in tables], axis=1),
        np.concatenate([truth for *_, truth in tables]),
        trees=plan.quick_trees,
        rate=0.2,
    )
    first_lessons = [_lesson(quick, *each) for each in tables]
    del tables
    features, truth = _together(first_lessons)
    del first_lessons
    step("training the engines that see the two rows")
    first = forests.train(features, truth, trees=plan.first_trees, rate=0.1)
    first_card = cards.fit(features, truth, trees=plan.card_trees * 2 // 3)
    step("inventing the second worlds")
    second_lessons = [_lesson(quick, *_candidates(world)) for world in plan.second]
    truth = np.concatenate([each.truth for each in second_lessons])
    step("training the engines that look around a pair")
    around = _around(second_lessons, lambda each: trees.score(first, each))
    second = forests.train(around, truth, trees=plan.second_trees, rate=0.06)
    around = _around(second_lessons, lambda each: scorecard.score(first_card, each))
    second_card = cards.fit(around, truth, trees=plan.card_trees)
    origin = {
        "simulator": SIMULATOR_VERSION,
        "first_seeds": [world.seed for world in plan.first],
        "second_seeds": [world.seed for world in plan.second],
    }
    return Model(quick, first, second, first_card, second_card, origin)


def write_trained(plan: Plan, path: Path, step: Step = lambda _: None) -> str:
    """Train a plan, write its model into a file, and return the SHA-256 of the file."""
    write(train(plan, step), path)
    return sha256(path)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _candidates(world: World) -> tuple[Prepared, Pairs, Bytes, Flags]:
    lists = simulate(world)
    persons = dict(zip((row["rid"] for row in lists.records), lists.persons, strict=True))
    ordered = in_order(from_records(lists.records))
    person = np.array([persons[rid] for rid in ordered.rids])
    rows = prepare(ordered)
    with connect() as database:
        pairs = candidate_pairs(rows, database)
    return rows, pairs, quick_features(rows, pairs), person[pairs.left] == person[pairs.right]


def _lesson(quick: Forest, rows: Prepared, pairs: Pairs, levels: Bytes, truth: Flags) -> Lesson:
    kept = trees.score(quick, levels.astype(np.float32)) > _LEARNT_FROM
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
