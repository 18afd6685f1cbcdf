"""Everything that a report of a round holds, gathered once for page, PDF and workbook."""

import dataclasses

from onroll.audit.act import Act
from onroll.evaluation.frozen import SetChange
from onroll.evaluation.models import Round
from onroll.evaluation.queries.comparing import Comparison, comparison
from onroll.evaluation.queries.rounds import Movement, movement, set_change
from onroll.evaluation.queries.standing import Standing, standing
from onroll.evaluation.queries.tracing import draws


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A round as it stands, what moved, its comparison, and how often a case was drawn at random."""

    standing: Standing
    movement: Movement | None
    comparison: Comparison
    set_change: SetChange
    draws: int


def report(act: Act, found: Round) -> Report:
    """Return the report of a round of the acting authority. Raises: Hidden."""
    stands = standing(act, found)
    levels = {key: each.counted for key, each in stands.steps.items()}
    return Report(
        standing=stands,
        movement=movement(act, found, levels, stands.score.total),
        comparison=comparison(act, found),
        set_change=set_change(found),
        draws=len(draws(act)),
    )
