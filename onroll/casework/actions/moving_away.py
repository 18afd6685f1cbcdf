"""Recording what shows that a child has moved out of England."""

from datetime import date

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.actions.giving import checked_officer
from onroll.casework.actions.working import checked_words
from onroll.casework.border_events import MoveEvidenceRecorded
from onroll.casework.models import Case, MoveEvidence, Outcome
from onroll.casework.steps import StepKind
from onroll.rules import borders
from onroll.web.words import day_words

ABROAD = "abroad"  # the end-point of that code, as in rules/tables/end-points.csv


class NoSuchEvidence(RuleBroken):
    """The kind of evidence is not on the list of the place."""

    code = "no_such_evidence"
    default_words = "Choose one of the kinds of evidence for this place."


class EvidenceDayImpossible(RuleBroken):
    """Evidence was dated in the future, or before the child was born."""

    code = "evidence_day_impossible"


class MoveNotConfirmed(RuleBroken):
    """A case was to be closed as moved away, and nothing recorded confirms that."""

    code = "move_not_confirmed"


@transaction.atomic
def record_move_evidence(
    act: Act, *, case: Case, end_point: str, proof: str, seen_on: date, words: str, expected_version: int
) -> MoveEvidence:
    """Record one piece of evidence that the child of an open case is in another part of the kingdom, or abroad.

    Raises: NoSuchEvidence; EvidenceDayImpossible; NoteMissing; CaseIsClosed; Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    found = borders.proofs_of(end_point).get(proof)
    if found is None:
        raise NoSuchEvidence
    _check_day(act, case, seen_on)
    words = checked_words(words)
    case = change_open_case(case, expected_version)
    evidence = MoveEvidence.objects.create(
        case=case,
        end_point=end_point,
        proof=proof,
        seen_on=seen_on,
        words=words,
        recorded_at=act.at,
        person_id=checked_officer(act, act.actor_id),
    )
    told = f"{borders.end_points()[end_point]}, {found.certainty}: {found.words}, {day_words(seen_on)}. {words}"
    add_step(act, case, StepKind.MOVE_EVIDENCE, told[:1000])
    ledger.record(act, MoveEvidenceRecorded(case_id=case.pk, evidence_id=evidence.pk))
    return evidence


def check_move_confirmed(case: Case, outcome: Outcome) -> None:
    """Refuse to close a case as moved out of England while the move is only believed.

    A move abroad of which nobody recorded evidence by kind is closed on the officer's own words, as it always was; to
    another part of the kingdom, only with evidence by kind.
    Source: process.md section 13: keep open until confirmed; a parent's word alone is weak.
    Raises: MoveNotConfirmed.
    """
    if outcome not in {Outcome.ABROAD, Outcome.OTHER_NATION}:
        return
    recorded = [each for each in case.move_evidence.all() if (each.end_point == ABROAD) == (outcome == Outcome.ABROAD)]
    kinds = [borders.proofs_of(each.end_point)[each.proof] for each in recorded]
    if any(kind.certainty == borders.Certainty.CONFIRMED for kind in kinds):
        return
    if recorded:
        raise MoveNotConfirmed(
            "The move is only believed. Record evidence that confirms it, from the place itself, before you close."
        )
    if outcome == Outcome.OTHER_NATION:
        raise MoveNotConfirmed("Record the evidence of the move first, under “Moved out of England?” on the case.")


def _check_day(act: Act, case: Case, seen_on: date) -> None:
    if seen_on > act.on:
        raise EvidenceDayImpossible("The day of the evidence is in the future. Record it when you have it.")
    birth_date = case.notification.sighting.birth_date
    if birth_date and seen_on < birth_date:
        raise EvidenceDayImpossible("The day of the evidence is before the child was born. Check the year.")
