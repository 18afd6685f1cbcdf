"""How good the matching is: figures with their intervals, how and when they were made, and what they leave out."""

import dataclasses
from collections.abc import Sequence

from onroll.linkage.sampling import Estimate
from onroll.registry.queries.auditing import SAMPLE_ONE_IN, Audit, Line
from onroll.web.parts import Table
from onroll.web.words import count_words, moment_words

# Fewer decisions say nothing, and could be traced to a family. Our own bound.
TOO_FEW = 5


@dataclasses.dataclass(frozen=True, kw_only=True)
class AuditPage:
    """What the template shows."""

    title: str
    made: str
    quality: Table
    bands: Table
    traditions: Table | None
    limits: tuple[str, ...]


def audit_page(audit: Audit) -> AuditPage:
    """Present the audit."""
    decided = sum(line.decided for line in audit.bands)
    return AuditPage(
        title="How good is the matching?",
        made=f"Made on {moment_words(audit.at)} from {count_words(decided, 'decision')} on pairs that your authority "
        f"sees, which stand for {count_words(audit.pairs, 'pair')}. Each figure has its 95 % interval: with few "
        "decisions it is wide.",
        quality=Table(
            caption="If pairs from a score on were taken as one child",
            head=("Score from", "Right (precision)", "Found (recall)"),
            rows=tuple(
                (f"{floor:g}", estimate_words(right), estimate_words(found))
                for (floor, right), (_, found) in zip(audit.precision, audit.recall, strict=True)
            ),
        ),
        bands=_table("By score", "Score", audit.bands),
        traditions=_table("By naming tradition", "Tradition", audit.traditions) if audit.traditions else None,
        limits=(
            (
                "Precision and recall are put together from strata of score and naming tradition; each pair counts for "
                "those it was drawn from."
            ),
            (
                f"Unlikely pairs are drawn by lot, 1 in {SAMPLE_ONE_IN}, in the nightly match. Until some are decided, "
                "recall is of what was offered to people alone."
            ),
            "Records joined by UPN, name and birth date are not in it, nor pairs that nothing brought together.",
            (
                "The naming tradition is a rough guess from names, made to see whether some families are served worse. "
                "It decides nothing about a child."
            ),
        ),
    )


def estimate_words(estimate: Estimate | None) -> str:
    """Return a share in words, as in "92 % (85 to 96 %), from 40 decisions"; too few decisions say nothing."""
    if estimate is None or estimate.decided < TOO_FEW:
        return "Too few decisions to say"
    low, high = round(100 * estimate.low), round(100 * estimate.high)
    return f"{round(100 * estimate.value)} % ({low} to {high} %), from {count_words(estimate.decided, 'decision')}"


def _table(caption: str, head: str, lines: Sequence[Line]) -> Table:
    return Table(
        caption=caption,
        head=(head, "Pairs", "Decided", "One child"),
        rows=tuple(
            (line.name.capitalize(), f"{round(line.found):,}", f"{line.decided:,}", estimate_words(line.share))
            for line in lines
        ),
        numeric=frozenset({1, 2}),
    )
