"""Drawing a case at random and tracing it: each draw and each reading of a trace is recorded."""

import secrets
from collections.abc import Callable

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework.models import Case
from onroll.evaluation import permissions
from onroll.evaluation.events import CaseDrawn, CaseTraced
from onroll.evaluation.models import DrawnCase
from onroll.evaluation.queries.tracing import Trace, drawable_since, trace_of
from onroll.registry.references import new_reference


class NothingToDraw(RuleBroken):
    """A case was to be drawn where there is none."""

    code = "nothing_to_draw"
    default_words = "Your authority was notified of no case in the last 12 months: there is nothing to draw from."


@transaction.atomic
def draw_case(act: Act, *, chance: Callable[[int], int] = secrets.randbelow) -> DrawnCase:
    """Draw one of the authority's cases notified in twelve months, each as likely as another.

    `chance` returns a whole number below the one it is given; that of the operating system, which nobody can steer.
    Raises: NothingToDraw.
    """
    permissions.check_may_evaluate(act)
    since = drawable_since(act)
    keys = list(Case.objects.visible_to(act).filter(notified_on__gte=since).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise NothingToDraw
    drawn = DrawnCase.objects.create(
        reference=new_reference("D"),
        authority_id=act.organisation_id or 0,
        case_id=keys[chance(len(keys))],
        drawn_from=len(keys),
        since_on=since,
        drawn_at=act.at,
        drawn_by_id=act.actor_id or 0,
    )
    ledger.record(
        act,
        CaseDrawn(
            draw_id=drawn.pk, authority_id=drawn.authority_id, case_id=drawn.case_id, drawn_from=drawn.drawn_from
        ),
    )
    return drawn


@transaction.atomic
def open_trace(act: Act, *, drawn: DrawnCase) -> Trace:
    """Read the trace of a drawn case; that it was read is recorded."""
    permissions.check_may_work_on(act, drawn.authority_id)
    ledger.record(act, CaseTraced(draw_id=drawn.pk, case_id=drawn.case_id))
    return trace_of(act, drawn)
