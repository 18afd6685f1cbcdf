"""How a round stands: each step with its answer, both judgements, its evidence, tasks and measurement."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, cast

from onroll.audit.act import LONDON, Act
from onroll.audit.refusals import Hidden
from onroll.evaluation.frozen import FrozenStep, thawed
from onroll.evaluation.models import Evidence, Finding, Measurement, Round, Settlement, StepAnswer, Task
from onroll.evaluation.round_states import RoundState
from onroll.selfeval import score as scoring
from onroll.selfeval.answers import Answers
from onroll.selfeval.checking import check
from onroll.selfeval.embedded import ticks_from_dates
from onroll.selfeval.judgement import FinalResult, InterviewerResult, Judgement
from onroll.selfeval.levels import HIGHEST_POINTS, REACHED, WORDS, Level
from onroll.selfeval.problems import Problem
from onroll.selfeval.questionnaire import IN_PLACE, REVIEWED, embedded_item, items
from onroll.selfeval.requirements import RULES
from onroll.selfeval.routing import Jump, skipped
from onroll.selfeval.rules import RuleResult, results
from onroll.selfeval.score import Score

SCORED_BY_RULE = "2006"
DATES_COPIED_FROM = {"B4": "B3"}  # the first tick of B4b is copied from B3b, as printed


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StepStanding:
    """One step of a round. `judgement` is None while it is not answered; `skipped_by` names the item that settled it.

    `problems`: what to ask again. `measured`: the newest measurement.
    """

    step: FrozenStep
    answer: StepAnswer | None
    judgement: Judgement | None
    skipped_by: str
    ticks: frozenset[str]
    problems: tuple[Problem, ...]
    evidence: tuple[Evidence, ...]
    tasks: tuple[Task, ...]
    measured: Measurement | None

    @property
    def counted(self) -> Level | None:
        """The level that counts; None while nobody has answered."""
        return self.judgement.counted if self.judgement else None

    @property
    def is_answered(self) -> bool:
        """Whether somebody answered, or routing answers for her."""
        return self.answer is not None or bool(self.skipped_by)

    @property
    def is_reached(self) -> bool:
        """Whether it is achieved or embedded."""
        return self.counted in REACHED

    @property
    def is_not_known(self) -> bool:
        """Whether somebody said that she does not know."""
        own = self.answer is not None and self.answer.level == Level.DK
        return own or bool(self.judgement and "dont_know" in self.judgement.rule.flags)

    @property
    def disagrees(self) -> bool:
        """Whether the newest measurement says otherwise than what counts."""
        if self.measured is None or self.counted is None or self.measured.finding == Finding.NOT_MEASURED:
            return False
        if self.is_reached:
            return self.measured.finding != Finding.SHOWS
        return self.measured.finding == Finding.SHOWS

    @property
    def standing_evidence(self) -> tuple[Evidence, ...]:
        """Evidence that is still there."""
        return tuple(each for each in self.evidence if not each.is_gone)

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """Tasks that are not done."""
        return tuple(each for each in self.tasks if each.done_on is None)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A round with all its steps. `score.band` means something only where `has_band`: its cuts are those of 2006."""

    round: Round
    steps: Mapping[str, StepStanding]
    score: Score

    @property
    def has_band(self) -> bool:
        """Whether the set is the one of which the bands speak."""
        return self.round.set_key == SCORED_BY_RULE

    @property
    def most(self) -> int:
        """The highest total there can be."""
        return HIGHEST_POINTS * len(self.steps)

    @property
    def answered(self) -> int:
        """How many steps are answered."""
        return sum(each.is_answered for each in self.steps.values())

    @property
    def reached(self) -> int:
        """How many steps are achieved or embedded."""
        return sum(each.is_reached for each in self.steps.values())


def standing(act: Act, found: Round) -> Standing:
    """Return how a round stands: a handful of readings. An unfinished round is judged by today's date.

    A signed one is judged as on the day it was put before the leader. Raises: Hidden.
    """
    if not Round.objects.visible_to(act).filter(pk=found.pk).exists():
        raise Hidden
    steps = thawed(found.steps)
    newest = newest_answers(found)
    on = judged_on(act, found)
    answers = answers_of(newest, on)
    settled = {(each.step, each.of_number): each for each in found.settlements.all()}
    judged = judgements(found.set_key, newest, answers, settled, on)
    passed = {RULES[key].root: jump.item for key, jump in _passed(answers).items()}
    problems = _problems(found.set_key, answers, newest)
    evidence, tasks = _by_step(found), _tasks_by_step(found)
    measured = {each.step: each for each in found.measurements.all()}
    return Standing(
        round=found,
        steps={
            key: StepStanding(
                step=step,
                answer=newest.get(key),
                judgement=judged.get(key),
                skipped_by=passed.get(RULES[key].root, "") if found.set_key == SCORED_BY_RULE else "",
                ticks=_embedded_ticks(key, newest, on),
                problems=tuple(problems[key]),
                evidence=tuple(evidence[key]),
                tasks=tuple(tasks[key]),
                measured=measured.get(key),
            )
            for key, step in steps.items()
        },
        score=scoring.score(judged, partly=cast("Literal[1, 2]", found.partly)),
    )


def newest_answers(found: Round) -> dict[str, StepAnswer]:
    """Return the answer of each step that counts."""
    return {each.step: each for each in found.answers.select_related("answered_by").order_by("number")}


def judged_on(act: Act, found: Round) -> date:
    """Return the day on which six months are looked at."""
    if found.state == RoundState.SIGNED and found.submitted_at:
        return found.submitted_at.astimezone(LONDON).date()
    return act.on


def answers_of(newest: Mapping[str, StepAnswer], on: date) -> Answers:
    """Return the answers to the questionnaire, with the ticks about six months and a review worked out from dates."""
    ticks = {
        (item, line): frozenset(options)
        for answer in newest.values()
        for item, lines in answer.ticks.items()
        for line, options in lines.items()
        if options
    }
    for step in newest:
        proved = _embedded_ticks(step, newest, on)
        if step in RULES and proved:
            ticks[embedded_item(step).key, ""] = proved
    return Answers(ticks)


def _embedded_ticks(step: str, newest: Mapping[str, StepAnswer], on: date) -> frozenset[str]:
    """Return what the dates of a step prove; where the first is copied from another step, from that step's."""
    answer = newest.get(step)
    source = newest.get(DATES_COPIED_FROM.get(step, step))
    if answer is None or source is None or source.in_place_from_on is None:
        return frozenset()
    return ticks_from_dates(in_place_from=source.in_place_from_on, reviewed_on=answer.reviewed_on, on=on)


def judgements(
    set_key: str,
    newest: Mapping[str, StepAnswer],
    answers: Answers,
    settled: Mapping[tuple[str, int], Settlement],
    on: date,
) -> dict[str, Judgement]:
    """Return the judgement of each step: of all 22 by rule, or of those that a person judged."""
    if set_key == SCORED_BY_RULE:
        by_rule = {step: (ruled, _own(newest.get(step))) for step, ruled in results(answers).items()}
    else:
        by_rule = {step: (_by_word(answer, newest, on), None) for step, answer in newest.items()}
    return {
        step: Judgement(ruled, own, _final(settled.get((step, newest[step].number)) if step in newest else None))
        for step, (ruled, own) in by_rule.items()
    }


def _own(answer: StepAnswer | None) -> InterviewerResult | None:
    return InterviewerResult(Level(answer.level), answer.reason) if answer and answer.level else None


def _final(settled: Settlement | None) -> FinalResult | None:
    return FinalResult(Level(settled.level), settled.reason) if settled else None


def _by_word(answer: StepAnswer, newest: Mapping[str, StepAnswer], on: date) -> RuleResult:
    """Return a person's own level as a result: a set without printed rules. Dates make achieved embedded."""
    level = Level(answer.level)
    is_embedded = _embedded_ticks(answer.step, newest, on) == {IN_PLACE, REVIEWED}
    if level is Level.ACHIEVED and is_embedded:
        level = Level.EMBEDDED
    flags = ("dont_know",) if level is Level.DK else ()
    return RuleResult(answer.step, level, f"{answer.step}-own-word", f"The team’s own judgement: {WORDS[level]}", flags)


def _passed(answers: Answers) -> dict[str, Jump]:
    """Return the steps whose first question routing leads past, with the jump."""
    jumped = skipped(answers)
    return {step: jumped[rule.root] for step, rule in RULES.items() if rule.root in jumped}


def _problems(set_key: str, answers: Answers, newest: Mapping[str, StepAnswer]) -> dict[str, list[Problem]]:
    """Return what is to be asked again of the steps that were answered."""
    found: dict[str, list[Problem]] = defaultdict(list)
    if set_key != SCORED_BY_RULE:
        return found
    for each in check(answers):
        step = items()[each.item].step if each.item in items() else ""
        if step in newest and each.code != "step_unanswered":
            found[step].append(each)
    return found


def _by_step(found: Round) -> dict[str, list[Evidence]]:
    rows: dict[str, list[Evidence]] = defaultdict(list)
    for each in found.evidence.select_related("file", "added_by", "deleted_by"):
        rows[each.step].append(each)
    return rows


def _tasks_by_step(found: Round) -> dict[str, list[Task]]:
    """Return the tasks set in a round, and those of earlier rounds of the same set that are not done."""
    rows: dict[str, list[Task]] = defaultdict(list)
    of_set = Task.objects.filter(
        authority_id=found.authority_id, round__set_key=found.set_key, round__number__lte=found.number
    )
    for each in of_set.select_related("round"):
        if each.round_id == found.pk or each.done_on is None:
            rows[each.step].append(each)
    return rows


def open_points(found: Standing) -> Sequence[str]:
    """Return what still has to be done before a round can be put before the leader, in words; none, if nothing."""
    points: list[str] = []
    for key, each in found.steps.items():
        if not each.is_answered:
            points.append(f"{key}: answer this step")
            continue
        points += [f"{key}: {problem.message}" for problem in each.problems if problem.code != "doubt"]
        if each.is_reached and not each.standing_evidence:
            points.append(f"{key}: it counts as achieved, and there is no evidence. Attach some, or say where it is")
        if not each.is_reached and not each.open_tasks:
            points.append(f"{key}: set a task with an owner and a day, since it is not achieved")
        if each.is_not_known and not any(task.kind == "ask" for task in each.tasks):
            points.append(f"{key}: somebody does not know. Set a task of whom to ask, and by when")
    return points


def unsettled(found: Standing) -> tuple[str, ...]:
    """Return the steps that only the leader can settle: rule and person differ, or no rule speaks."""
    return tuple(key for key, each in found.steps.items() if each.judgement and each.judgement.needs_a_person)
