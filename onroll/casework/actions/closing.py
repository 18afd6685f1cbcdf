"""Closing a case: with an outcome, and with the evidence for it in words."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.events import CaseClosed
from onroll.casework.models import Case, Outcome
from onroll.casework.stages import Stage
from onroll.casework.steps import StepKind

LONGEST_EVIDENCE = 800  # characters; the step in the story puts the outcome's words before it


class EvidenceMissing(RuleBroken):
    """An outcome was given without its evidence."""

    code = "evidence_missing"
    default_words = "Write the evidence for this outcome: what shows it, from whom, and when."


class NotConfirmed(RuleBroken):
    """A case was to be closed as on roll, and no school has confirmed the child."""

    code = "not_confirmed"
    default_words = "No school has confirmed that this child is on its roll, so the case cannot be closed as on roll."


@transaction.atomic
def close_case(act: Act, *, case: Case, outcome: Outcome, evidence: str, expected_version: int) -> Case:
    """Close an open case.

    Raises: EvidenceMissing; NotConfirmed; CaseIsClosed, the second time; Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    evidence = evidence.strip()
    if not evidence:
        raise EvidenceMissing
    if len(evidence) > LONGEST_EVIDENCE:
        raise EvidenceMissing(f"Write the evidence in no more than {LONGEST_EVIDENCE} characters.")
    if outcome is Outcome.ON_ROLL and case.confirmed_by_id is None:
        raise NotConfirmed
    case = change_open_case(
        case, expected_version, stage=Stage.CLOSED, outcome=outcome, evidence=evidence, closed_at=act.at
    )
    add_step(act, case, StepKind.CLOSED, f"{outcome.label}. {evidence}")
    ledger.record(act, CaseClosed(case_id=case.pk, outcome=outcome, confirmed_by_id=case.confirmed_by_id))
    return case
