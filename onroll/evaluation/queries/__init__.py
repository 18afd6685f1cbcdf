"""Every reading of this room."""

from onroll.evaluation.queries.comparing import Comparison, SignedTotal, StepComparison
from onroll.evaluation.queries.numbers import current_numbers, numbers_given
from onroll.evaluation.queries.reporting import Report, report
from onroll.evaluation.queries.rounds import (
    Movement,
    StepMovement,
    evidence_of,
    movement,
    plan,
    round_of,
    rounds,
    set_change,
    signed_before,
    task_of,
)
from onroll.evaluation.queries.standing import (
    SCORED_BY_RULE,
    Standing,
    StepStanding,
    open_points,
    standing,
    unsettled,
)
from onroll.evaluation.queries.tracing import Look, Trace, draw_of, draws

__all__ = [
    "SCORED_BY_RULE",
    "Comparison",
    "Look",
    "Movement",
    "Report",
    "SignedTotal",
    "Standing",
    "StepComparison",
    "StepMovement",
    "StepStanding",
    "Trace",
    "current_numbers",
    "draw_of",
    "draws",
    "evidence_of",
    "movement",
    "numbers_given",
    "open_points",
    "plan",
    "report",
    "round_of",
    "rounds",
    "set_change",
    "signed_before",
    "standing",
    "task_of",
    "unsettled",
]
