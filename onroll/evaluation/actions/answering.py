"""Answering a step. Each answer is added with its number, and those before it stay to be read."""

import dataclasses
from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.evaluation import permissions
from onroll.evaluation.actions.changing import checked_words, step_of, touch_open
from onroll.evaluation.events import StepAnswered
from onroll.evaluation.models import Round, StepAnswer
from onroll.evaluation.queries.standing import SCORED_BY_RULE, answers_of, newest_answers
from onroll.evaluation.queries.standing import standing as standing_of
from onroll.evaluation.wording import cell_words, item_words
from onroll.selfeval.contradictions import contradictions
from onroll.selfeval.levels import Level
from onroll.selfeval.questionnaire import Kind, items, of_step
from onroll.selfeval.requirements import RULES
from onroll.selfeval.routing import skipped

Ticks = Mapping[str, Mapping[str, list[str]]]
# What a person may say of a step herself. Embedded is worked out from dates, never said.
OWN_LEVELS = (Level.NO, Level.WORKING_TOWARDS, Level.PARTLY_ACHIEVED, Level.ACHIEVED, Level.DK)


class AnswerNotPossible(RuleBroken):
    """An answer names no item, line or option of its step, or gives a single choice twice."""

    code = "answer_not_possible"
    default_words = "Choose from the answers that the page offers."


class StepNotAnswered(RuleBroken):
    """A step was saved without an answer to its first question."""

    code = "step_not_answered"


class AnswersContradict(RuleBroken):
    """Two answers cannot both be true: both are shown, and asked again."""

    code = "answers_contradict"


class AnswerWasSkipped(RuleBroken):
    """An answer was given to a question that an earlier answer leads past."""

    code = "answer_was_skipped"


class DatesImpossible(RuleBroken):
    """The day it was put in place, or reviewed, cannot be."""

    code = "evaluation_dates_impossible"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody answered. `ticks`: item to line (empty where there is none) to options."""

    ticks: Ticks = dataclasses.field(default_factory=dict)
    level: str = ""
    reason: str = ""
    in_place_from_on: date | None = None
    reviewed_on: date | None = None
    reviewed_by: str = ""
    review_outcome: str = ""


@transaction.atomic
def answer_step(act: Act, *, found: Round, step: str, given: Given, expected_number: int) -> StepAnswer:
    """Answer a step of an open round, after the answer that was seen (0: there was none).

    Raises: RoundIsNotOpen; NoSuchStep; Stale, when a colleague answered first; AnswerNotPossible; StepNotAnswered;
    AnswersContradict; AnswerWasSkipped; DatesImpossible; WordsMissing.
    """
    permissions.check_may_work_on(act, found.authority_id)
    step_of(found, step)
    _check_dates(act, given)
    touch_open(found)
    newest = newest_answers(found)
    if (newest[step].number if step in newest else 0) != expected_number:
        raise Stale
    answer = StepAnswer(
        round=found,
        step=step,
        number=expected_number + 1,
        answered_at=act.at,
        answered_by_id=act.actor_id or 0,
        **_checked(found, step, given),
    )
    if found.set_key == SCORED_BY_RULE:
        _check_together(act, step, {**newest, step: answer})
    try:
        with transaction.atomic():
            answer.save()
    except IntegrityError:
        raise Stale from None
    result = standing_of(act, found).steps[step].counted
    ledger.record(act, StepAnswered(round_id=found.pk, step=step, number=answer.number, result=result or ""))
    return answer


def _checked(found: Round, step: str, given: Given) -> dict[str, object]:
    """Return the columns of an answer."""
    level, reason = given.level, given.reason.strip()
    if level and level not in OWN_LEVELS:
        raise AnswerNotPossible
    if found.set_key == SCORED_BY_RULE:
        if level:
            reason = checked_words(reason, "Write why you judge this step differently from the rule.")
        ticks = _checked_ticks(step, given.ticks)
    else:
        if not level:
            raise StepNotAnswered("Choose how far you have come with this step.")
        ticks = {}
    dates = ("in_place_from_on", "reviewed_on", "reviewed_by", "review_outcome")
    return {"ticks": ticks, "level": level, "reason": reason[:1000]} | {name: getattr(given, name) for name in dates}


def _checked_ticks(step: str, ticks: Ticks) -> dict[str, dict[str, list[str]]]:
    asked = {
        item.key: item for item in of_step(step) if item.kind is not Kind.RESULT and not item.asks_whether_embedded
    }
    kept: dict[str, dict[str, list[str]]] = {}
    for key, lines in ticks.items():
        item = asked.get(key)
        if item is None or not set(lines) <= set(item.lines or ("",)):
            raise AnswerNotPossible
        for line, options in lines.items():
            if not set(options) <= set(item.options) or (item.kind is not Kind.MULTI and len(options) > 1):
                raise AnswerNotPossible
            if options:
                kept.setdefault(key, {})[line] = sorted(set(options))
    return kept


def _check_dates(act: Act, given: Given) -> None:
    """Refuse days that cannot be. A review is a dated record with who reviewed and what came of it."""
    begun, reviewed = given.in_place_from_on, given.reviewed_on
    if (begun and begun > act.on) or (reviewed and reviewed > act.on):
        raise DatesImpossible("A day is in the future. Give the day when it has come.")
    if begun and reviewed and reviewed < begun:
        raise DatesImpossible("The review is before the day from which it was in place. Check the years.")
    if reviewed:
        checked_words(given.reviewed_by, "Write who reviewed it.", most=200)
        checked_words(given.review_outcome, "Write what came of the review. “No change” is an outcome too.")


def _check_together(act: Act, step: str, newest: Mapping[str, StepAnswer]) -> None:
    """Refuse answers that contradict each other, or that an earlier answer leads past; both are shown."""
    answers = answers_of(newest, act.on)
    own = {item.key for item in of_step(step)}
    for found in contradictions(answers):
        if not found.is_doubt and own & {item for item, _, _ in found.shown}:
            shown = " and ".join(cell_words(*each) for each in found.shown)
            raise AnswersContradict(f"These cannot both be so: {shown}. Which is right?")
    jumped = skipped(answers)
    for item in own & set(jumped):
        if answers.given(item) and not items()[item].asks_whether_embedded:
            jump = jumped[item]
            because = " and ".join(cell_words(jump.item, "", each) for each in sorted(answers.given(jump.item)))
            raise AnswerWasSkipped(
                f"After {because} the question “{item_words(item)}” is not asked. Change the first or clear the second."
            )
    root = RULES[step].root
    if root not in jumped and not answers.given(root):
        raise StepNotAnswered(f"Answer the question: {item_words(root)}")
