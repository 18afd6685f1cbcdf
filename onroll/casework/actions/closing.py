"""Closing a case: with an outcome, and with the evidence for it in words."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.actions.working import DatesImpossible
from onroll.casework.events import CaseClosed
from onroll.casework.models import Case, Outcome
from onroll.casework.stages import Stage
from onroll.casework.steps import StepKind

SHORTEST_EVIDENCE = 10  # characters; a word or two show nothing
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

    Raises: EvidenceMissing; NotConfirmed; DatesImpossible, on roll without a first day; CaseIsClosed, the second
        time; Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    evidence = _checked_evidence(evidence)
    _check_on_roll(case, outcome)
    case = change_open_case(
        case, expected_version, stage=Stage.CLOSED, outcome=outcome, evidence=evidence, closed_at=act.at
    )
    add_step(act, case, StepKind.CLOSED, f"{outcome.label}. {evidence}")
    ledger.record(act, CaseClosed(case_id=case.pk, outcome=outcome, confirmed_by_id=case.confirmed_by_id))
    return case


def _checked_evidence(evidence: str) -> str:
    evidence = evidence.strip()
    if not evidence:
        raise EvidenceMissing
    if len(evidence) < SHORTEST_EVIDENCE:
        raise EvidenceMissing(f"Write the evidence in at least {SHORTEST_EVIDENCE} characters: what shows it.")
    if len(evidence) > LONGEST_EVIDENCE:
        raise EvidenceMissing(f"Write the evidence in no more than {LONGEST_EVIDENCE} characters.")
    return evidence


def _check_on_roll(case: Case, outcome: Outcome) -> None:
    if outcome is not Outcome.ON_ROLL:
        return
    if case.confirmed_by_id is None:
        raise NotConfirmed
    if case.provision_accessed_on is None:
        raise DatesImpossible("Record the day the child started (provision accessed) first: the case has none.")
