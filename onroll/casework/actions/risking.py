"""How great the risk to a child is: assessed by an officer, with the signs and the reason; it orders the work list."""

from typing import cast

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions, tables
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.actions.working import checked_words
from onroll.casework.events import CaseRiskAssessed
from onroll.casework.models import Case, RiskAssessment
from onroll.casework.risks import ASSESSABLE, Risk
from onroll.casework.steps import StepKind


class RiskTooLow(RuleBroken):
    """A sign that asks for a referral at once was named, and the level was not high."""

    code = "risk_too_low"
    default_words = "One of these signs asks for a referral to social care or the police at once: the risk is high."


class ReferralMissing(RuleBroken):
    """A sign that asks for a referral at once was named, without what was done about it."""

    code = "referral_missing"
    default_words = (
        "Refer to social care or the police now, and write to whom and when; or, if not, who decided so and why."
    )


@transaction.atomic
def assess_risk(
    act: Act,
    *,
    case: Case,
    level: Risk,
    prompts: frozenset[str],
    reason: str,
    referral: str = "",
    expected_version: int,
) -> Case:
    """Write down the risk of a case, which signs there are, and what was done about the urgent ones.

    Source: process note sections 14 and 15, by `tables.risk_prompts`.
    Raises: RiskTooLow, ReferralMissing, NoteMissing, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    reason = checked_words(reason)
    if level not in ASSESSABLE:
        raise RiskTooLow("Choose high, medium or low.")
    known = {code: tables.risk_prompts()[code] for code in sorted(prompts) if code in tables.risk_prompts()}
    if any(prompt.is_urgent for prompt in known.values()):
        if level is not Risk.HIGH:
            raise RiskTooLow
        if not referral.strip():
            raise ReferralMissing
    referral = checked_words(referral) if referral.strip() else ""
    case = change_open_case(case, expected_version, risk=level)
    assessment = RiskAssessment.objects.create(
        case=case,
        level=level,
        prompts=list(known),
        reason=reason,
        referral=referral,
        at=act.at,
        person_id=cast("int", act.actor_id),
    )
    add_step(act, case, StepKind.RISK, f"{level.label}. {reason}")
    ledger.record(act, CaseRiskAssessed(case_id=case.pk, assessment_id=assessment.pk))
    return case
