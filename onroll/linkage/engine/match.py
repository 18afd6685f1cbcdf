"""Lists matched: candidates, first filter, pair score, context, guards, clusters. The door to this folder."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from tempfile import TemporaryDirectory

import numpy as np

from onroll.linkage.engine import facts, guards, recalibrate, scorecard, trees
from onroll.linkage.engine import model as models
from onroll.linkage.engine.candidates import Pairs, candidate_pairs, connect
from onroll.linkage.engine.clusters import clusters
from onroll.linkage.engine.context import context_features, probability
from onroll.linkage.engine.features import PAIR_NAMES, pair_features
from onroll.linkage.engine.model import Model
from onroll.linkage.engine.prepare import Prepared, prepare
from onroll.linkage.engine.quick import quick_features
from onroll.linkage.engine.recalibrate import Correction
from onroll.linkage.engine.table import Flags, Floats, Ints, Table, in_order

LINK_FROM = 0.5
"""The threshold fixed in advance: a pair that claims more is a link in figures and clusters."""

SURE_FROM, DOUBTFUL_FROM = 0.95, 0.05
"""Between these a person decides."""

WORTH_A_LOOK = -6.5
"""Log odds of the first filter below which a pair is dropped; on a simulated world it lost .001 of true pairs."""
_UPN = PAIR_NAMES.index("upn")
Step = Callable[[str], None]


class Engine(StrEnum):
    """The two engines: trees, or weights of evidence that can be added up by hand."""

    BOOSTED = "boosted"
    EXPLAINABLE = "explainable"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people have decided, as pairs of row references. A "no" is never overturned, a "yes" is a link."""

    same: Collection[tuple[str, str]] = ()
    different: Collection[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """How to match. `within` also looks for one child twice in one list.

    Finding pairs keeps within `memory_limit` ("2GB") and spills what is more into a folder of its own in `folder`,
    the system's one for passing files unless another is named, which is gone when it is done.
    """

    engine: Engine = Engine.BOOSTED
    within: bool = False
    memory_limit: str = ""
    folder: str = ""
    decisions: Decisions = field(default_factory=Decisions)


@dataclass(frozen=True, slots=True)
class Matched:
    """The result. `probability` (pairs) float32, 0 to 1; `features` (features, pairs) float32 as in `features`;
    `child` the number of the child of each row. `candidates` is how many pairs were looked at first.
    """

    table: Table
    rows: Prepared
    pairs: Pairs
    probability: Floats
    features: Floats
    child: Ints
    candidates: int
    correction: Correction
    engine: Engine = Engine.BOOSTED


def match(
    table: Table, options: Options | None = None, *, model: Model | None = None, step: Step = lambda _: None
) -> Matched:
    """Return the scored pairs and children of a table, whatever the order of its rows.

    `step` is called with the name of each step as it begins.
    """
    options, model = options or Options(), model or models.shipped()
    step("reading names and addresses")
    table = in_order(table)
    rows = prepare(table)
    step("finding pairs worth comparing")
    with TemporaryDirectory(dir=options.folder or None) as spill, connect(options.memory_limit, spill) as database:
        candidates = candidate_pairs(rows, database, within=options.within)
    pairs = _filtered(model, rows, candidates, table, options.decisions)
    step("comparing pairs")
    features = pair_features(rows, pairs)
    step("weighing each pair among its rivals")
    logit, everything, correction = _scored(model, options.engine, rows, pairs, features)
    claimed = probability(logit)
    chance = guards.held_back(claimed, everything)
    chance = guards.supported(chance, claimed, pairs, sure_from=SURE_FROM)
    chance, apart = _as_decided(chance, pairs, table, options.decisions)
    step("gathering rows into children")
    linked = (chance > LINK_FROM) & (~guards.may_be_twins(features) | (chance == 1))
    child = clusters(rows, pairs, chance, linked, apart)
    return Matched(table, rows, pairs, chance, everything, child, len(candidates), correction, options.engine)


def _filtered(model: Model, rows: Prepared, pairs: Pairs, table: Table, decisions: Decisions) -> Pairs:
    kept = np.zeros(len(pairs), dtype=bool)
    for start in range(0, len(pairs), 1_000_000):
        part = Pairs(pairs.left[start : start + 1_000_000], pairs.right[start : start + 1_000_000])
        kept[start : start + 1_000_000] = (
            trees.score(model.quick, quick_features(rows, part).astype(np.float32)) > WORTH_A_LOOK
        )
    return _with_decided(pairs.where(kept), table, decisions)


def _with_decided(pairs: Pairs, table: Table, decisions: Decisions) -> Pairs:
    """Return the pairs with those that people have decided on, whether or not they share a key."""
    place = {rid: number for number, rid in enumerate(table.rids)}
    decided = {
        tuple(sorted((place[one], place[two])))
        for one, two in (*decisions.same, *decisions.different)
        if one in place and two in place and one != two
    }
    if not decided:
        return pairs
    together = np.unique(np.array([*zip(pairs.left.tolist(), pairs.right.tolist(), strict=True), *decided]), axis=0)
    return Pairs(together[:, 0].astype(np.int32), together[:, 1].astype(np.int32))


def _scored(
    model: Model, engine: Engine, rows: Prepared, pairs: Pairs, features: Floats
) -> tuple[Floats, Floats, Correction]:
    first = _first(model, engine, features)
    everything = np.concatenate([features, context_features(rows, pairs, first)])
    logit = _second(model, engine, everything)
    numbered = np.flatnonzero(features[_UPN] >= facts.OTHER_UPN)
    if len(numbered) < recalibrate.FEWEST_ANSWERS:
        return logit, everything, Correction()
    blind, first_blind = features[:, numbered].copy(), first.copy()
    blind[_UPN] = -1
    first_blind[numbered] = _first(model, engine, blind)
    around = context_features(rows, pairs, first_blind)[:, numbered]
    answers: Flags = features[_UPN, numbered] >= facts.NEAR_UPN
    correction = recalibrate.correction(_second(model, engine, np.concatenate([blind, around])), answers)
    return recalibrate.corrected(logit, correction), everything, correction


def _first(model: Model, engine: Engine, features: Floats) -> Floats:
    if engine is Engine.BOOSTED:
        return trees.score(model.first, features)
    return scorecard.score(model.first_card, features)


def _second(model: Model, engine: Engine, features: Floats) -> Floats:
    if engine is Engine.BOOSTED:
        return trees.score(model.second, features)
    return scorecard.score(model.second_card, features)


def _as_decided(
    chance: Floats, pairs: Pairs, table: Table, decisions: Decisions
) -> tuple[Floats, list[tuple[int, int]]]:
    """Return the probabilities with decided pairs at 1 and 0, and the pairs of rows that must stay apart."""
    if not decisions.same and not decisions.different:
        return chance, []
    lefts, rights = ([table.rids[row] for row in side.tolist()] for side in (pairs.left, pairs.right))
    no = guards.decided(decisions.different, lefts, rights)
    yes = guards.decided(decisions.same, lefts, rights) & ~no
    apart = list(zip(pairs.left[no].tolist(), pairs.right[no].tolist(), strict=True))
    return np.where(no, 0, np.where(yes, 1, chance)).astype(np.float32), apart
