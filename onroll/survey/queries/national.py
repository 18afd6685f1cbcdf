"""The national results of a survey, and the steps that a leader has still to settle."""

import dataclasses
from collections import defaultdict

from onroll.audit.act import Act
from onroll.selfeval import survey as tables
from onroll.selfeval.answers import Answers
from onroll.selfeval.judgement import FinalResult, Judgement
from onroll.selfeval.levels import Level, Partly
from onroll.selfeval.score import Settled, judgements
from onroll.selfeval.survey import Count, National
from onroll.survey.interview_states import InterviewState
from onroll.survey.models import Answer, Interview, Respondent, StepJudgement, Survey
from onroll.survey.queries.answering import answers_of
from onroll.survey.queries.respondents import AuthorityLine, authorities
from onroll.survey.standing import Standing


@dataclasses.dataclass(frozen=True, slots=True)
class AskedSet:
    """One authority that has answered: its answers, and what was settled."""

    interview: Interview
    answers: Answers
    settled: Settled

    @property
    def respondent(self) -> Respondent:
        """The authority."""
        return self.interview.respondent

    def judged(self) -> dict[str, Judgement]:
        """Return what rule, interviewer and leader made of each step."""
        return dict(judgements(self.answers, self.settled))


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """A step that a leader has to settle, and why: the rule is silent, or rule and interviewer differ."""

    interview: Interview
    step: str
    judgement: Judgement


@dataclasses.dataclass(frozen=True, slots=True)
class Results:
    """The results of a survey: its tables, and how many authorities stand where."""

    survey: Survey
    sets: tuple[AskedSet, ...]
    national: National
    response: Count
    lines: tuple[AuthorityLine, ...]
    to_settle: int

    @property
    def on_list(self) -> int:
        """How many authorities are on the list and in the sample; it may not be how many are said to be asked."""
        return sum(line.standing is not Standing.NOT_SAMPLED for line in self.lines)


def results(act: Act, survey: Survey) -> Results:
    """Return the results of every interview that is done."""
    sets = tuple(_sets(act, survey, states=(InterviewState.DONE,)))
    partly: Partly = 2 if survey.partly == 2 else 1
    return Results(
        survey=survey,
        sets=sets,
        national=tables.national([each.answers for each in sets], partly=partly, settled=[s.settled for s in sets]),
        response=Count(len(sets), max(survey.asked, len(sets))),
        lines=tuple(authorities(act, survey)),
        to_settle=sum(judged.needs_a_person for each in sets for judged in each.judged().values()),
    )


def differences(act: Act, survey: Survey) -> list[Difference]:
    """Return every step to settle, by authority and in the order of the steps."""
    waiting = _sets(act, survey, states=(InterviewState.DONE, InterviewState.JUDGING))
    return [
        Difference(each.interview, step, judged)
        for each in waiting
        for step, judged in each.judged().items()
        if judged.needs_a_person and _is_judged(each, step)
    ]


def settled_of(judged: list[StepJudgement]) -> dict[str, FinalResult]:
    """Return what was settled, by step."""
    return {each.step: FinalResult(Level(each.final), each.reason) for each in judged if each.final}


def _is_judged(asked: AskedSet, step: str) -> bool:
    """While an interviewer is still judging, a step waits for her; what is done, or came in a file, waits no more."""
    return asked.interview.state == InterviewState.DONE or asked.judged()[step].interviewer is not None


def _sets(act: Act, survey: Survey, *, states: tuple[InterviewState, ...]) -> list[AskedSet]:
    """Return the interviews in some states by name, with all their answers. Queries: 3."""
    found = Interview.objects.visible_to(act).filter(respondent__survey=survey, state__in=states)
    interviews = list(found.select_related("respondent").order_by("respondent__name"))
    latest: dict[int, dict[str, Answer]] = defaultdict(dict)
    every = Answer.objects.filter(interview__respondent__survey=survey, interview__state__in=states)
    for answer in every.only("interview_id", "item", "said").order_by("pk"):
        latest[answer.interview_id][answer.item] = answer
    judged: dict[int, list[StepJudgement]] = defaultdict(list)
    for each in StepJudgement.objects.filter(interview__respondent__survey=survey):
        judged[each.interview_id].append(each)
    return [
        AskedSet(
            interview,
            answers_of(interview, latest=latest[interview.pk].values(), judged=judged[interview.pk]),
            settled_of(judged[interview.pk]),
        )
        for interview in interviews
    ]
