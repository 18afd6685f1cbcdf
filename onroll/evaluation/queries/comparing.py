"""An authority beside anonymous peers and beside 2006; and the signed totals that the Department's auditor reads."""

import dataclasses
from statistics import median
from typing import Final

from onroll.audit.act import Act
from onroll.evaluation import permissions
from onroll.evaluation.models import Round
from onroll.evaluation.queries.standing import SCORED_BY_RULE
from onroll.rules.rulesets import Mark, Setting
from onroll.selfeval import baseline
from onroll.selfeval.levels import HIGHEST_POINTS, REACHED

# Fewer than this and an authority could guess which of its neighbours answered what.
FEWEST_PEERS: Final = Setting(
    name="fewest peers that an authority is compared with",
    value=5,
    mark=Mark.PROPOSED,
    source="this project's proposal; no rule was found",
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StepComparison:
    """A step beside others: whole per cent of peers that reached it (None: too few), and of 2006 as printed twice.

    Table 1 and chapter 4 of the report differ in fifteen steps: both are shown, neither is averaged.
    """

    step: str
    peers_pct: int | None
    table1_pct: int | None
    chapter_pct: int | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`peers`: how many other authorities have a signed round of the same checklist; 0 where they are too few.

    `median_total`: of the peers, None where too few. `is_with_2006`: whether the set is the one of 2006.
    """

    peers: int
    fewest: int
    median_total: float | None
    steps: tuple[StepComparison, ...]
    is_with_2006: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SignedTotal:
    """What the Department's auditor reads of a signed round, and nothing more."""

    authority: str
    number: int
    set_key: str
    signed_on: str
    total: int
    most: int
    band: str


def comparison(act: Act, found: Round) -> Comparison:
    """Return a round beside peers and 2006. Peers are counted together only, and by no name or number.

    Of each other authority its newest signed round counts, where it was answered by the very same steps.
    """
    permissions.check_may_work_on(act, found.authority_id)
    peers = _peers(found)
    enough = len(peers) >= FEWEST_PEERS.value
    reached: dict[str, int] = dict.fromkeys(found.steps, 0)
    for peer in peers if enough else ():
        for result in peer.results.all():
            reached[result.step] += result.counted in REACHED
    is_with_2006 = found.set_key == SCORED_BY_RULE
    return Comparison(
        peers=len(peers) if enough else 0,
        fewest=FEWEST_PEERS.value,
        median_total=median(peer.total or 0 for peer in peers) if enough else None,
        steps=tuple(
            StepComparison(
                step=step,
                peers_pct=baseline.percent(count, len(peers)) if enough else None,
                table1_pct=_table1(step) if is_with_2006 else None,
                chapter_pct=baseline.chapter_percentage(step) if is_with_2006 else None,
            )
            for step, count in reached.items()
        ),
        is_with_2006=is_with_2006,
    )


def _peers(found: Round) -> list[Round]:
    newest: dict[int, Round] = {}
    others = Round.objects.signed().filter(set_key=found.set_key, partly=found.partly)
    for other in others.exclude(authority_id=found.authority_id).order_by("number").prefetch_related("results"):
        if other.steps == found.steps:
            newest[other.authority_id] = other
    return list(newest.values())


def _table1(step: str) -> int | None:
    figure = baseline.figure(step, "table1", "achieved_or_embedded")
    return figure.pct if figure else None


def signed_totals(act: Act) -> tuple[SignedTotal, ...]:
    """Return the signed totals of every authority, by name and round. Raises: NotAllowed."""
    permissions.check_may_read_totals(act)
    rows = Round.objects.signed().select_related("authority").order_by("authority__name", "number")
    return tuple(
        SignedTotal(
            authority=each.authority.name,
            number=each.number,
            set_key=each.set_key,
            signed_on=each.signed_at.date().isoformat() if each.signed_at else "",
            total=each.total or 0,
            most=HIGHEST_POINTS * len(each.steps),
            band=each.band,
        )
        for each in rows
    )
