"""Measuring each step from the authority's own data, and keeping what was found with its query and day."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.evaluation import permissions, proof
from onroll.evaluation.events import StepsMeasured
from onroll.evaluation.frozen import thawed
from onroll.evaluation.models import Finding, Measurement, Round
from onroll.evaluation.round_states import RoundMoveNotAllowed, RoundState


@transaction.atomic
def measure_round(act: Act, *, found: Round) -> int:
    """Measure every step of an unfinished round anew; return how many could be measured.

    Raises: RoundMoveNotAllowed, for a round that is signed: what was measured then is kept.
    """
    permissions.check_may_work_on(act, found.authority_id)
    if found.state not in {RoundState.OPEN, RoundState.WAITING}:
        raise RoundMoveNotAllowed("This round is finished. What was measured when it was signed stays as it was.")
    return measure(act, found)


def measure(act: Act, found: Round) -> int:
    """Measure every step, inside the transaction of the action that calls this; return how many could be measured."""
    permissions.check_may_work_on(act, found.authority_id)
    rows = []
    for step in thawed(found.steps).values():
        measured = proof.measure(act, step)
        rows.append(
            Measurement(
                round=found,
                step=step.key,
                code=measured.code,
                finding=measured.finding,
                query=measured.query,
                numbers=[list(pair) for pair in measured.numbers],
                measured_at=act.at,
                measured_on=act.on,
                measured_by_id=act.actor_id,
            )
        )
    Measurement.objects.bulk_create(rows)
    count = sum(row.finding != Finding.NOT_MEASURED for row in rows)
    ledger.record(act, StepsMeasured(round_id=found.pk, measured=count, not_measured=len(rows) - count))
    return count
