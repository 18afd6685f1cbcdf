"""Putting a round before the leader, settling what only she can, and signing by a second person."""

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.evaluation import permissions
from onroll.evaluation.actions.answering import AnswerNotPossible
from onroll.evaluation.actions.changing import checked_words, move, step_of
from onroll.evaluation.actions.measuring import measure
from onroll.evaluation.events import RoundGivenBack, RoundSigned, RoundSubmitted, StepSettled
from onroll.evaluation.models import Round, Settlement, StepResult
from onroll.evaluation.queries import Standing, open_points, standing, unsettled
from onroll.evaluation.queries.standing import newest_answers
from onroll.evaluation.round_states import RoundState
from onroll.selfeval.levels import Level, points

SETTLED_LEVELS = (
    Level.NO,
    Level.WORKING_TOWARDS,
    Level.PARTLY_ACHIEVED,
    Level.ACHIEVED,
    Level.EMBEDDED,
    Level.DK,
)


class RoundNotReady(RuleBroken):
    """A round was to be put forward or signed while something is open; `points` say what."""

    code = "round_not_ready"

    def __init__(self, points_open: list[str]) -> None:
        self.points = points_open
        super().__init__(
            f"Before this can go on: {'; '.join(points_open[:5])}" + ("; and more." if points_open[5:] else ".")
        )


class SecondPersonNeeded(RuleBroken):
    """Whoever put the round forward wanted to sign it too."""

    code = "second_person_needed"
    default_words = "You put this round forward yourself. Somebody else has to sign it."


class NothingToSettle(RuleBroken):
    """A step was to be settled that nobody has answered."""

    code = "nothing_to_settle"
    default_words = "Nobody has answered this step. Answer it first."


@transaction.atomic
def submit_round(act: Act, *, found: Round, expected_version: int) -> None:
    """Put a round before the leader: every step is answered, achieved ones have evidence, gaps a task.

    Raises: RoundNotReady; RoundMoveNotAllowed; Stale.
    """
    permissions.check_may_work_on(act, found.authority_id)
    left = open_points(standing(act, found))
    if left:
        raise RoundNotReady(list(left))
    move(
        found,
        RoundState.WAITING,
        expected_version=expected_version,
        submitted_at=act.at,
        submitted_by_id=act.actor_id,
        given_back_why="",
    )
    ledger.record(act, RoundSubmitted(round_id=found.pk, authority_id=found.authority_id))


@transaction.atomic
def give_back_round(act: Act, *, found: Round, why: str, expected_version: int) -> None:
    """Give a round back to the team, with what is to be done. Raises: NotTheLeader; WordsMissing; Stale."""
    permissions.check_may_sign(act, found)
    why = checked_words(why, "Write what is to be done before you sign.")
    move(
        found,
        RoundState.OPEN,
        expected_version=expected_version,
        submitted_at=None,
        submitted_by_id=None,
        given_back_why=why,
    )
    ledger.record(act, RoundGivenBack(round_id=found.pk, authority_id=found.authority_id))


@transaction.atomic
def settle_step(act: Act, *, found: Round, step: str, level: str, reason: str, expected_number: int) -> Settlement:
    """Settle the result of a step where rule and person differ, or no rule speaks; for the answer that was seen.

    A later settlement of the same answer counts instead; both are kept.
    Raises: NotTheLeader; NoSuchStep; NothingToSettle; WordsMissing; Stale.
    """
    permissions.check_may_sign(act, found)
    step_of(found, step)
    if level not in SETTLED_LEVELS:
        raise AnswerNotPossible
    reason = checked_words(reason, "Write why this is the final result.")
    unfinished = Round.objects.filter(pk=found.pk).unfinished()
    if not unfinished.update(version=F("version") + 1):
        raise Stale
    answer = newest_answers(found).get(step)
    if answer is None:
        raise NothingToSettle
    if answer.number != expected_number:
        raise Stale
    settled = Settlement.objects.create(
        round=found,
        step=step,
        of_number=answer.number,
        level=level,
        reason=reason,
        settled_at=act.at,
        settled_by_id=act.actor_id or 0,
    )
    found.refresh_from_db()
    ledger.record(act, StepSettled(round_id=found.pk, step=step, level=level))
    return settled


@transaction.atomic
def sign_round(act: Act, *, found: Round, expected_version: int) -> None:
    """Sign a round that somebody else put forward. Its results are kept, with what the system measures that moment.

    Raises: NotTheLeader; SecondPersonNeeded; RoundNotReady, while a step waits to be settled or lost its evidence;
    Stale.
    """
    permissions.check_may_sign(act, found)
    if found.submitted_by_id == act.actor_id:
        raise SecondPersonNeeded
    stands = standing(act, found)
    # Evidence may have been taken away since it was put forward, so all that was asked then is asked again.
    left = [*(f"{step}: settle the result" for step in unsettled(stands)), *open_points(stands)]
    if left:
        raise RoundNotReady(left)
    band = stands.score.band.value if stands.has_band else ""
    move(
        found,
        RoundState.SIGNED,
        expected_version=expected_version,
        signed_at=act.at,
        signed_by_id=act.actor_id,
        total=stands.score.total,
        band=band,
    )
    StepResult.objects.bulk_create(_results(found, stands))
    measure(act, found)
    ledger.record(
        act,
        RoundSigned(
            round_id=found.pk,
            authority_id=found.authority_id,
            set_key=found.set_key,
            total=stands.score.total,
            band=band,
        ),
    )


def _results(found: Round, stands: Standing) -> list[StepResult]:
    partly = stands.score.partly
    return [
        StepResult(
            round=found,
            step=key,
            rule_level=judged.rule.level,
            rule=judged.rule.rule,
            own_level=judged.interviewer.level if judged.interviewer else "",
            settled_level=judged.final.level if judged.final else "",
            counted=judged.counted,
            points=points(judged.counted, partly=partly),
        )
        for key, judged in stands.score.steps.items()
    ]
