"""How good the matching is on an authority's own children: counts of decided pairs by score and naming tradition."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from onroll.audit.act import Act
from onroll.linkage import sampling
from onroll.linkage.sampling import Estimate, Stratum
from onroll.registry.models import Cause, PairReview
from onroll.registry.review_states import APART, ReviewState

# A pair drawn by lot from unlikely ones counts for this many. Used where it is drawn, too.
SAMPLE_ONE_IN = 20
# The least score of each band, the highest first. The lowest is the band of the pairs drawn by lot.
FLOORS = (0.99, 0.95, 0.8, 0.5, 0.2, 0.05, 0.0)
OFFERED_FROM = 0.05
NO_CAUSE_OF_THE_SCORES = (Cause.UPN_DISPUTED,)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A band or tradition: how many pairs it stands for, how many are decided, and the share that is one child."""

    name: str
    found: float
    decided: int
    same: int
    share: Estimate | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What the decisions say of the matching, at a moment. `precision` and `recall` by the threshold of each band."""

    at: datetime
    pairs: int
    bands: tuple[Line, ...]
    traditions: tuple[Line, ...]
    precision: tuple[tuple[float, Estimate | None], ...]
    recall: tuple[tuple[float, Estimate | None], ...]


def matching_audit(act: Act) -> Audit:
    """Return the audit of the pairs that the acting authority sees; of all, for the system itself.

    Pairs found by a UPN that two children share are left out: no score found them.
    """
    pairs = PairReview.objects.all() if act.is_system else PairReview.objects.visible_to(act)
    strata = _strata(pairs.exclude(cause__in=NO_CAUSE_OF_THE_SCORES))
    thresholds = [floor for floor in FLOORS if floor >= OFFERED_FROM]
    return Audit(
        at=act.at,
        pairs=round(sum(each.found for each in strata)),
        bands=tuple(_line(_band_words(floor), [each for each in strata if each.floor == floor]) for floor in FLOORS),
        traditions=tuple(
            _line(group, [each for each in strata if each.group == group])
            for group in sorted({each.group for each in strata})
        ),
        precision=tuple((floor, sampling.precision(strata, floor)) for floor in thresholds),
        recall=tuple((floor, sampling.recall(strata, floor)) for floor in thresholds),
    )


def _strata(pairs: QuerySet[PairReview]) -> list[Stratum]:
    counts: dict[tuple[float, str], list[float]] = {}
    for score, group, state, cause in pairs.values_list("score", "tradition", "state", "cause"):
        floor = 0.0 if cause == Cause.SAMPLE else next(floor for floor in FLOORS if score >= floor)
        found = counts.setdefault((floor, group), [0, 0, 0])
        found[0] += SAMPLE_ONE_IN if cause == Cause.SAMPLE else 1
        found[1] += state in APART or state == ReviewState.MERGED
        found[2] += state == ReviewState.MERGED
    return [
        Stratum(floor=floor, group=group, found=found, decided=int(decided), same=int(same))
        for (floor, group), (found, decided, same) in sorted(counts.items())
    ]


def _line(name: str, strata: Sequence[Stratum]) -> Line:
    decided, same = sum(each.decided for each in strata), sum(each.same for each in strata)
    return Line(
        name=name,
        found=sum(each.found for each in strata),
        decided=decided,
        same=same,
        share=sampling.wilson(same, decided),
    )


def _band_words(floor: float) -> str:
    if floor == 0.0:
        return f"Under {OFFERED_FROM:g}, drawn by lot (1 in {SAMPLE_ONE_IN})"
    above = [each for each in FLOORS if each > floor]
    return f"{floor:g} to {min(above):g}" if above else f"{floor:g} and over"


def audit_as_dict(audit: Audit) -> dict[str, object]:
    """Return an audit as plain values, for machines; an estimate of nothing is null."""
    return {
        "at": audit.at.isoformat(),
        "pairs": audit.pairs,
        "bands": [dataclasses.asdict(line) for line in audit.bands],
        "traditions": [dataclasses.asdict(line) for line in audit.traditions],
        "precision": [{"from": floor, **_plain(estimate)} for floor, estimate in audit.precision],
        "recall": [{"from": floor, **_plain(estimate)} for floor, estimate in audit.recall],
    }


def _plain(estimate: Estimate | None) -> dict[str, object]:
    return dataclasses.asdict(estimate) if estimate else {"value": None, "low": None, "high": None, "decided": 0}
