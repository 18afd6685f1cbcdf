"""Taking in files: a list of authorities, and the answers of many authorities at once. All of a file, or nothing."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.selfeval import reading
from onroll.selfeval.answers import Answers
from onroll.selfeval.levels import Level
from onroll.selfeval.problems import Problem
from onroll.selfeval.questionnaire import Kind, items
from onroll.survey import lists, permissions
from onroll.survey.actions.setting_up import check_open
from onroll.survey.events import AnswersTaken, AuthoritiesListed
from onroll.survey.interview_states import InterviewState
from onroll.survey.lists import ListProblem, name_key
from onroll.survey.models import Answer, AnswerFile, Interview, Mode, Respondent, StepJudgement, Survey

# What can be kept and asked again; anything else means that the file says something that no answer is.
_ASK_AGAIN = frozenset({"contradiction", "doubt", "skipped_by_routing", "step_unanswered", "answer_missing"})
_LONGEST_NAME = 100


class FileUnreadable(RuleBroken):
    """A file is no table of answers."""

    code = "answers_unreadable"


class FileTakenBefore(RuleBroken):
    """The same file was taken in before."""

    code = "answers_taken_before"
    default_words = "This very file was taken in before. Nothing was taken a second time."


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file of answers. With `refused` nothing was taken."""

    authorities: int
    refused: tuple[Problem, ...]
    to_ask_again: tuple[Problem, ...]
    not_on_list: tuple[str, ...]


@transaction.atomic
def take_authorities(act: Act, *, survey: Survey, data: bytes) -> tuple[int, list[ListProblem]]:
    """Take a list of authorities in, or say what is wrong with it; one that is known is changed, none is taken away.

    Return how many were taken: none, where anything is wrong. Raises: NotAllowed; SurveyClosed.
    """
    permissions.check(permissions.may_lead(act))
    check_open(survey)
    listed, problems = lists.read(data)
    if problems:
        return 0, problems
    known = {each.name_key: each for each in Respondent.objects.filter(survey=survey)}
    added = changed = 0
    for each in listed:
        key = name_key(each.name)
        here = known.get(key) or Respondent(survey=survey, name_key=key)
        added, changed = added + (here.pk is None), changed + (here.pk is not None)
        here.name, here.is_from_list = each.name, True
        for name, words in each.words.items():
            if words:
                setattr(here, name, words)
        for name, figure in each.figures.items():
            if figure is not None:
                setattr(here, name, figure)
        here.version += 1 if here.pk else 0
        here.save()
    ledger.record(act, AuthoritiesListed(survey_id=survey.pk, added=added, changed=changed))
    return added + changed, []


@transaction.atomic
def take_answers(act: Act, *, survey: Survey, data: bytes) -> Taken:
    """Take the answers of many authorities in, as `onroll selfeval score` reads them: each becomes a done interview.

    Answers that contradict each other, that routing skips or that are missing are taken and listed to be asked again.
    Whatever is no answer of the questionnaire at all refuses the whole file, and so does an authority that has
    answered already.

    Raises: NotAllowed; SurveyClosed; FileUnreadable; FileTakenBefore.
    """
    permissions.check(permissions.may_lead(act))
    check_open(survey)
    digest = hashlib.sha256(data).hexdigest()
    if AnswerFile.objects.filter(survey=survey, digest=digest).exists():
        raise FileTakenBefore
    try:
        found = reading.read(data)
    except reading.Unreadable as fault:
        raise FileUnreadable(f"{str(fault)[:1].upper()}{str(fault)[1:]}.") from fault
    again = tuple(each for each in found.problems if each.code in _ASK_AGAIN)
    refused = tuple(each for each in found.problems if each.code not in _ASK_AGAIN)
    _refuse_long_names(found.submissions)
    _refuse_second_answers(survey, found.submissions)
    if refused:
        return Taken(0, refused, again, ())
    taken = AnswerFile.objects.create(
        survey=survey,
        digest=digest,
        taken_at=act.at,
        taken_by_id=cast("int", act.actor_id),
        authorities=len(found.submissions),
        to_ask_again=len(again),
    )
    not_on_list = _keep(act, survey, taken, found.submissions)
    event = AnswersTaken(
        survey_id=survey.pk, digest=digest, authorities=len(found.submissions), to_ask_again=len(again)
    )
    ledger.record(act, event)
    return Taken(len(found.submissions), (), again, not_on_list)


def _refuse_long_names(submissions: Sequence[reading.Submission]) -> None:
    if any(len(each.authority) > _LONGEST_NAME for each in submissions):
        raise FileUnreadable(f"The name of an authority is longer than {_LONGEST_NAME} characters.")


def _refuse_second_answers(survey: Survey, submissions: Sequence[reading.Submission]) -> None:
    keys = {name_key(each.authority): each.authority for each in submissions}
    found = Interview.objects.filter(respondent__survey=survey, respondent__name_key__in=keys)
    names = sorted(found.values_list("respondent__name", flat=True))
    if names:
        raise FileUnreadable(f"Answered already in this survey: {', '.join(names[:10])}. Nothing was taken.")


def _keep(act: Act, survey: Survey, taken: AnswerFile, submissions: Sequence[reading.Submission]) -> tuple[str, ...]:
    """Store every answer; return the authorities that the survey's list does not name."""
    known = {each.name_key: each for each in Respondent.objects.filter(survey=survey)}
    strangers = [each.authority for each in submissions if name_key(each.authority) not in known]
    Respondent.objects.bulk_create(
        Respondent(survey=survey, name=name, name_key=name_key(name), is_from_list=False) for name in strangers
    )
    known |= {each.name_key: each for each in Respondent.objects.filter(survey=survey, is_from_list=False)}
    actor = cast("int", act.actor_id)
    interviews = [
        Interview(
            respondent=known[name_key(each.authority)],
            mode=Mode.FILE,
            state=InterviewState.DONE,
            begun_at=act.at,
            held_by_id=actor,
            held_since=act.at,
            done_at=act.at,
            answer_file=taken,
        )
        for each in submissions
    ]
    Interview.objects.bulk_create(interviews)
    kept = {each.respondent_id: each for each in Interview.objects.filter(answer_file=taken)}
    answers: list[Answer] = []
    judged: list[StepJudgement] = []
    for each in submissions:
        interview = kept[known[name_key(each.authority)].pk]
        answers += _answers(act, interview, each.answers)
        judged += _judgements(act, interview, each.answers)
    Answer.objects.bulk_create(answers, batch_size=500)
    StepJudgement.objects.bulk_create(judged, batch_size=500)
    return tuple(strangers) if any(each.is_from_list for each in known.values()) else ()


def _answers(act: Act, interview: Interview, given: Answers) -> list[Answer]:
    return [
        Answer(
            interview=interview,
            item=item.key,
            said=said,
            key=uuid.uuid4(),
            given_at=act.at,
            given_by_id=cast("int", act.actor_id),
        )
        for item in items().values()
        if item.kind is not Kind.RESULT
        and (
            said := {line: sorted(given.at(item.key, line)) for line in item.lines or ("",) if given.at(item.key, line)}
        )
    ]


def _judgements(act: Act, interview: Interview, given: Answers) -> list[StepJudgement]:
    """A coded result in the file is what the interviewer made of the step; given twice over it is none."""
    coded = ((item.step, given.at(item.key)) for item in items().values() if item.kind is Kind.RESULT)
    return [
        StepJudgement(
            interview=interview,
            step=step,
            level=Level(next(iter(level))),
            judged_at=act.at,
            judged_by_id=cast("int", act.actor_id),
        )
        for step, level in coded
        if len(level) == 1
    ]
