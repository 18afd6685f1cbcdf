"""Judging steps: the interviewer beside the printed rule, and a leader where the two differ or the rule is silent.

Source: report RR797, 4.1: classing was done twice, and differences were settled by a senior researcher.
"""

from collections.abc import Mapping
from typing import cast

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.selfeval import checklist
from onroll.selfeval.score import judgements
from onroll.survey import permissions, queries
from onroll.survey.actions.asking import HeldByAnother
from onroll.survey.actions.setting_up import check_open
from onroll.survey.events import InterviewMoved, StepJudged, StepSettled
from onroll.survey.interview_states import InterviewState, MoveNotPossible, check_move
from onroll.survey.models import Interview, StepJudgement
from onroll.survey.models.interviews import JUDGED


class JudgementMissing(RuleBroken):
    """A level, or the reason for it, is missing or unknown."""

    code = "judgement_missing"


class NothingToSettle(RuleBroken):
    """A step was to be settled on which rule and interviewer agree."""

    code = "nothing_to_settle"
    default_words = "Rule and interviewer agree on this step: there is nothing to settle."


@transaction.atomic
def judge_steps(
    act: Act, *, interview: Interview, levels: Mapping[str, str], notes: Mapping[str, str], expected_version: int
) -> None:
    """Keep what the interviewer makes of steps; those left empty are not judged. What was settled stays beside it.

    Raises: NotAllowed; SurveyClosed; HeldByAnother; MoveNotPossible; JudgementMissing; Stale.
    """
    permissions.check(permissions.may_interview(act))
    interview = _in_hand(act, interview, expected_version)
    if interview.state != InterviewState.JUDGING:
        raise MoveNotPossible
    unknown = set(levels) - set(checklist.steps()) or {level for level in levels.values() if level} - set(JUDGED)
    if unknown:
        raise JudgementMissing("Select a level that is printed in the list.")
    judged = {each.step: each for each in interview.judgements.all()}
    changed = []
    for step, level in levels.items():
        before = judged.get(step) or StepJudgement(interview=interview, step=step)
        note = notes.get(step, "") if level else ""
        if (before.level, before.note) == (level, note):
            continue
        before.level, before.note = level, note
        before.judged_at = act.at if level else None
        before.judged_by_id = act.actor_id if level else None
        before.version += 1 if before.pk else 0
        before.save()
        changed.append(step)
    Interview.objects.filter(pk=interview.pk).update(version=F("version") + 1)
    if changed:
        ledger.record(act, StepJudged(interview_id=interview.pk, steps=tuple(changed)))


@transaction.atomic
def finish_interview(act: Act, *, interview: Interview, expected_version: int) -> Interview:
    """Say that the interview is asked and judged: from here on it counts in the tables.

    Raises: NotAllowed; SurveyClosed; HeldByAnother; MoveNotPossible; Stale.
    """
    permissions.check(permissions.may_interview(act))
    interview = _in_hand(act, interview, expected_version)
    check_move(interview.state, InterviewState.DONE)
    Interview.objects.filter(pk=interview.pk).update(
        state=InterviewState.DONE, done_at=act.at, version=F("version") + 1
    )
    interview.refresh_from_db()
    event = InterviewMoved(interview_id=interview.pk, state=interview.state, held_by_id=interview.held_by_id)
    ledger.record(act, event)
    return interview


@transaction.atomic
def settle_step(
    act: Act, *, interview: Interview, step: str, level: str, reason: str, expected_version: int
) -> StepJudgement:
    """Settle a step, with the reason. Rule and interviewer stay as they are beside it.

    `expected_version`: of the step's judgement as it was shown; 0, if there was none.

    Raises: NotAllowed; SurveyClosed; JudgementMissing; NothingToSettle; Stale.
    """
    permissions.check(permissions.may_lead(act))
    check_open(interview.respondent.survey)
    if level not in JUDGED or not reason.strip():
        raise JudgementMissing("Select the level that counts, and write why it does.")
    Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    judged = list(interview.judgements.all())
    here = next(
        (each for each in judged if each.step == step), StepJudgement(interview=interview, step=step, version=0)
    )
    if here.version != expected_version:
        raise Stale
    now = judgements(queries.answers_of(interview), queries.settled_of(judged)).get(step)
    if now is None or not (now.needs_a_person or now.final):
        raise NothingToSettle
    here.final, here.reason, here.rule_then = level, reason, now.rule.rule
    here.settled_at, here.settled_by_id = act.at, cast("int", act.actor_id)
    here.version += 1
    here.save()
    event = StepSettled(
        interview_id=interview.pk,
        step=step,
        rule=now.rule.rule,
        rule_level=now.rule.level.value,
        interviewer_level=now.interviewer.level.value if now.interviewer else "",
        final=level,
    )
    ledger.record(act, event)
    return here


def _in_hand(act: Act, interview: Interview, expected_version: int) -> Interview:
    found: Interview = (
        Interview.objects.select_for_update(of=("self",)).select_related("respondent__survey").get(pk=interview.pk)
    )
    check_open(found.respondent.survey)
    if found.held_by_id != act.actor_id:
        raise HeldByAnother
    if found.version != expected_version:
        raise Stale
    return found
