"""What every change to a case shares: the conditional update that a stale edit loses, and the step in its story."""

from django.db.models import F

from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework.models import Case, CaseEvent
from onroll.casework.stages import Stage
from onroll.casework.steps import NOT_WORK, StepKind


class CaseIsClosed(RuleBroken):
    """A closed case was to be changed."""

    code = "case_is_closed"
    default_words = "This case is closed already. Nothing was changed."


def change_open_case(case: Case, expected_version: int, **changes: object) -> Case:
    """Change an open case where it still has the version that the person saw; return it as it now is.

    Raises: CaseIsClosed; Stale, when someone else changed it first.
    """
    here = Case.objects.filter(pk=case.pk, version=expected_version).still_open()
    if not here.update(version=F("version") + 1, **changes):
        is_closed = Case.objects.filter(pk=case.pk, stage=Stage.CLOSED).exists()
        raise CaseIsClosed if is_closed else Stale
    case.refresh_from_db()
    return case


def add_step(
    act: Act,
    case: Case,
    kind: StepKind,
    words: str,
    *,
    organisation_id: int | None = None,
    pair_id: int | None = None,
) -> CaseEvent:
    """Add a step to the story; an officer's work on the child counts as following the case up.

    `organisation_id`: who said so, where that is not who acts. `pair_id`: the comparison it speaks of.
    """
    if act.actor_id is not None and kind not in NOT_WORK:
        Case.objects.filter(pk=case.pk).update(last_worked_at=act.at)
        case.last_worked_at = act.at
    return CaseEvent.objects.create(
        case=case,
        at=act.at,
        kind=kind,
        stage=case.stage,
        person_id=act.actor_id,
        organisation_id=organisation_id or act.organisation_id,
        words=words,
        pair_id=pair_id,
    )
