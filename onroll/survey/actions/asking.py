"""Asking the questionnaire: one item at a time, with breaks, by whoever has the interview in hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.selfeval.questionnaire import Item, Kind, items
from onroll.survey import permissions, queries
from onroll.survey.actions.setting_up import check_open
from onroll.survey.events import AnswerGiven, AnswersStand, InterviewMoved
from onroll.survey.interview_states import InterviewState, check_move
from onroll.survey.models import Answer, AskedAgain, Interview

MOST_WORDS = 2000  # characters of a free text
# An answer that was kept on the device while the line was down may arrive after the break began.
_TAKES_ANSWERS = frozenset({InterviewState.ASKING, InterviewState.STOPPED})


class HeldByAnother(RuleBroken):
    """An interview was to be worked on that another interviewer has in hand."""

    code = "interview_held_by_another"
    default_words = "Another interviewer has this interview in hand. Take it over first, if you have agreed on that."


class AnsweredMeanwhile(Stale):
    """The item was answered since the page was shown: by another window, or before the interview was taken over."""

    code = "answered_meanwhile"
    default_words = "This question was answered while you were looking at it. Your answer has not replaced that one."


class AnswerNotPossible(RuleBroken):
    """An answer does not fit its item, or the interview takes none now."""

    code = "answer_not_possible"


@transaction.atomic
def answer_item(
    act: Act,
    *,
    interview: Interview,
    item: str,
    said: Mapping[str, Sequence[str]],
    key: UUID,
    seen: int,
    evidence: str = "",
    ask_whom: str = "",
    ask_by: date | None = None,
) -> Answer:
    """Keep what was said at an item: line to ticked options. Nothing said leaves it open on purpose.

    `key` is of the form: the same form sent again, as after a lost connection, is the same answer. `seen` is the number
    of the answer that counted when the form was made; 0, if there was none.

    Raises: NotAllowed; SurveyClosed; HeldByAnother; AnswerNotPossible; AnsweredMeanwhile.
    """
    permissions.check(permissions.may_interview(act))
    sent_before: Answer | None = Answer.objects.filter(interview=interview, key=key).first()
    if sent_before:
        return sent_before
    interview = _locked(act, interview)
    if interview.state not in _TAKES_ANSWERS:
        raise AnswerNotPossible("This interview is finished. Ask more, if an answer has to change.")
    _check_fits(item, said)
    before = Answer.objects.filter(interview=interview, item=item).order_by("-pk").first()
    if seen != (before.pk if before else 0):
        raise AnsweredMeanwhile
    answer: Answer = Answer.objects.create(
        interview=interview,
        item=item,
        said={line: sorted(options) for line, options in said.items() if options},
        evidence=evidence,
        ask_whom=ask_whom,
        ask_by=ask_by,
        key=key,
        given_at=act.at,
        given_by_id=cast("int", act.actor_id),
    )
    ledger.record(act, AnswerGiven(interview_id=interview.pk, item=item, is_left_open=not answer.said))
    return answer


@transaction.atomic
def let_stand(act: Act, *, interview: Interview, shown: str, words: str) -> None:
    """Say that answers that do not agree were asked again, both shown, and stand: a person will judge.

    Raises: NotAllowed; SurveyClosed; HeldByAnother; AnswerNotPossible, without words; Stale, where they agree by now.
    """
    permissions.check(permissions.may_interview(act))
    interview = _locked(act, interview)
    if not words.strip():
        raise AnswerNotPossible("Write what was said when both answers were read out.")
    clash = next((c for c in queries.outstanding(interview, queries.answers_of(interview)) if c.shown == shown), None)
    if clash is None:
        raise Stale
    AskedAgain.objects.create(
        interview=interview, shown=shown, words=words, asked_at=act.at, asked_by_id=cast("int", act.actor_id)
    )
    named = tuple(sorted({item for item, _line, _answer in clash.cells}))
    ledger.record(act, AnswersStand(interview_id=interview.pk, items=named))


@transaction.atomic
def stop_interview(act: Act, *, interview: Interview, expected_version: int) -> Interview:
    """Begin a break. Raises: NotAllowed; SurveyClosed; HeldByAnother; MoveNotPossible; Stale."""
    permissions.check(permissions.may_interview(act))
    return _move(act, _locked(act, interview), InterviewState.STOPPED, expected_version)


@transaction.atomic
def finish_asking(act: Act, *, interview: Interview, expected_version: int) -> Interview:
    """Say that all is asked that will be; what is open stays open, and a person judges the step.

    Raises: NotAllowed; SurveyClosed; HeldByAnother; MoveNotPossible; Stale.
    """
    permissions.check(permissions.may_interview(act))
    return _move(act, _locked(act, interview), InterviewState.JUDGING, expected_version)


@transaction.atomic
def take_up_interview(act: Act, *, interview: Interview, expected_version: int) -> Interview:
    """Go on after a break, ask more of what was finished, or take over what another interviewer has in hand.

    Raises: NotAllowed; SurveyClosed; Stale, when somebody else took it up first.
    """
    permissions.check(permissions.may_interview(act))
    check_open(interview.respondent.survey)
    if interview.state != InterviewState.ASKING:
        check_move(interview.state, InterviewState.ASKING)
    return _change(act, interview, expected_version, state=InterviewState.ASKING, done_at=None)


def _locked(act: Act, interview: Interview) -> Interview:
    """Return the interview, which nobody else changes until this is done. Raises: SurveyClosed; HeldByAnother."""
    found: Interview = (
        Interview.objects.select_for_update(of=("self",)).select_related("respondent__survey").get(pk=interview.pk)
    )
    check_open(found.respondent.survey)
    if found.held_by_id != act.actor_id:
        raise HeldByAnother
    return found


def _move(act: Act, interview: Interview, to: InterviewState, expected_version: int) -> Interview:
    if interview.version != expected_version:
        raise Stale
    check_move(interview.state, to)
    return _change(act, interview, expected_version, state=to)


def _change(act: Act, interview: Interview, expected_version: int, **changes: object) -> Interview:
    held = {} if interview.held_by_id == act.actor_id else {"held_by_id": act.actor_id, "held_since": act.at}
    seen = Interview.objects.filter(pk=interview.pk, version=expected_version)
    if not seen.update(version=F("version") + 1, **held, **changes):
        raise Stale
    interview.refresh_from_db()
    event = InterviewMoved(interview_id=interview.pk, state=interview.state, held_by_id=interview.held_by_id)
    ledger.record(act, event)
    return interview


def _check_fits(key: str, said: Mapping[str, Sequence[str]]) -> None:
    item = items().get(key)
    if item is None or item.kind is Kind.RESULT:
        raise AnswerNotPossible("The questionnaire has no such question.")
    for line, options in said.items():
        if line not in (item.lines or ("",)) or not _are_possible(item, options):
            raise AnswerNotPossible("That is not among the answers of this question. Select one that is printed.")


def _are_possible(item: Item, options: Sequence[str]) -> bool:
    if item.kind is Kind.TEXT:
        return len(options) <= 1 and all(len(words) <= MOST_WORDS for words in options)
    if item.kind is not Kind.MULTI and len(options) > 1:
        return False
    return set(options) <= set(item.options)
