"""Closing a case: with an outcome, and with the evidence for it in words."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions, tables
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.actions.dating import DatesImpossible
from onroll.casework.actions.moving_away import check_move_confirmed
from onroll.casework.events import CaseClosed
from onroll.casework.models import Case, Outcome
from onroll.casework.stages import Stage
from onroll.casework.steps import StepKind
from onroll.rules import school_age
from onroll.web.words import lower_first, or_list

SHORTEST_EVIDENCE = 10  # characters; a word or two show nothing
LONGEST_EVIDENCE = 800  # characters; the step in the story puts the outcome's words before it


class EvidenceMissing(RuleBroken):
    """An outcome was given without its evidence."""

    code = "evidence_missing"
    default_words = "Write the evidence for this outcome: what shows it, from whom, and when."


class WrongEvidence(RuleBroken):
    """The kind of evidence was not given, or cannot show this outcome."""

    code = "wrong_evidence"
    default_words = "This kind of evidence does not show this outcome. Choose one that does."


class AgeDisagrees(RuleBroken):
    """A case was to be closed by age, and the birth date says otherwise."""

    code = "age_disagrees"
    default_words = "The birth date in the notification shows that the child is of compulsory school age."


class NotConfirmed(RuleBroken):
    """A case was to be closed as on roll, and no school has confirmed the child."""

    code = "not_confirmed"
    default_words = "No school has confirmed that this child is on its roll, so the case cannot be closed as on roll."


@transaction.atomic
def close_case(
    act: Act, *, case: Case, outcome: Outcome, evidence: str, expected_version: int, evidence_kind: str = ""
) -> Case:
    """Close an open case. `evidence_kind`: a code of `tables.kinds_for`; may be left out where there is only one.

    Raises: EvidenceMissing; WrongEvidence; NotConfirmed; MoveNotConfirmed; AgeDisagrees; DatesImpossible, on roll
        without a first day; CaseIsClosed, the second time; Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    evidence = _checked_evidence(evidence)
    kind = _checked_kind(outcome, evidence_kind)
    _check_on_roll(case, outcome)
    check_move_confirmed(case, outcome)
    _check_age(act, case, kind)
    case = change_open_case(
        case,
        expected_version,
        stage=Stage.CLOSED,
        outcome=outcome,
        evidence=evidence,
        evidence_kind=kind,
        closed_at=act.at,
    )
    add_step(act, case, StepKind.CLOSED, f"{outcome.label}. {evidence}")
    ledger.record(
        act,
        CaseClosed(case_id=case.pk, outcome=outcome, confirmed_by_id=case.confirmed_by_id, evidence_kind=kind),
    )
    return case


def _checked_kind(outcome: Outcome, given: str) -> str:
    """Return the kind of evidence, where it can show this outcome."""
    kinds = [kind.code for kind in tables.kinds_for(outcome)]
    if not given and len(kinds) == 1:
        return kinds[0]
    if not given:
        words = or_list([lower_first(kind.words) for kind in tables.kinds_for(outcome)])
        raise WrongEvidence(f"Choose what kind of evidence there is: {words}.")
    if given not in kinds:
        raise WrongEvidence
    return given


def _check_age(act: Act, case: Case, kind: str) -> None:
    """Refuse to close by age a case of a child whose birth date says otherwise, or is not known."""
    if kind not in {"BIRTH_DATE", "UNDER_AGE"}:
        return
    born_on = case.notification.sighting.birth_date
    if born_on is None:
        raise AgeDisagrees("The birth date is not known, so age cannot be the evidence. Find it out first.")
    is_over = act.on > school_age.ends_on(born_on)
    is_under = case.notified_on < school_age.starts_on(born_on)
    if not (is_over if kind == "BIRTH_DATE" else is_under):
        raise AgeDisagrees


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
