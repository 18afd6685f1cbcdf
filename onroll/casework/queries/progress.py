"""How far a case has come: its checklists with who ticked what, its dates with their history, and the risk."""

import dataclasses
from datetime import date

from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import Hidden
from onroll.casework.followup import follow_up_due
from onroll.casework.models import Case, CaseDate, ChecklistTick, Responsibility, RiskAssessment
from onroll.casework.stages import Stage
from onroll.rules import stage_clocks
from onroll.rules.school_days import england


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the case's page shows of it. `ticks` by code, those that stand; `dates` oldest known first.

    `stage_due_on` is None where the stage has no clock; `follow_up_due_on` where nothing is due: closed or confirmed.
    """

    ticks: dict[str, ChecklistTick]
    dates: tuple[CaseDate, ...]
    responsibilities: tuple[Responsibility, ...]
    risk: RiskAssessment | None
    stage_due_on: date | None
    follow_up_due_on: date | None


def progress_of(act: Act, case: Case) -> Progress:
    """Return how far a case has come: four readings. Raises: Hidden."""
    if not Case.objects.visible_to(act).filter(pk=case.pk).exists():
        raise Hidden
    is_open = case.stage != Stage.CLOSED
    last_on = case.last_worked_at.astimezone(LONDON).date()
    is_confirmed = case.confirmed_by_id is not None
    ticks = case.ticks.filter(unticked_at__isnull=True).select_related("ticked_by")
    return Progress(
        ticks={tick.code: tick for tick in ticks},
        dates=tuple(case.dates.select_related("person", "organisation")),
        responsibilities=tuple(case.responsibilities.select_related("person")),
        risk=case.risk_assessments.select_related("person").last(),
        stage_due_on=stage_clocks.stage_due(case.stage, case.stage_since_on, england()) if is_open else None,
        follow_up_due_on=follow_up_due(last_on, case.follow_up_by, is_confirmed=is_confirmed) if is_open else None,
    )
