"""The printed rule's result of each step, with the rule that fired.

Source: report RR797, 6.2, as the coding columns of `checklist-2006.csv`. Where the printed rules have no answer the
result is that a person is needed. Nothing is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from onroll.selfeval import checklist
from onroll.selfeval.answers import Answers
from onroll.selfeval.contradictions import contested
from onroll.selfeval.embedded import is_embedded
from onroll.selfeval.levels import REACHED, Level
from onroll.selfeval.questionnaire import (
    CLAIMED,
    DONT_KNOW,
    IN_PLACE,
    NEGATIVE,
    REVIEWED,
    UNDER_WAY,
    YES,
    Kind,
    embedded_item,
    of_step,
)
from onroll.selfeval.requirements import RULES, No, StepRule, Towards
from onroll.selfeval.routing import skipped

ROUTING: Final = {
    "B4": "B3 is No or Working towards: No, without being asked",
    "C2": "there is no database (C1): No, without being asked",
}
# Where what the lines speak of is not there yet, or not shown, the printed words about the lines would mislead.
UNFINISHED: Final = {
    "A1": "the policy is still being written, or only claimed",
    "C1": "the database is still being built",
    "D3": "monitoring is still being developed, or only claimed",
}
SILENT: Final = {
    "gap": "no printed rule covers these answers",
    "contradiction": "the answers contradict each other and are to be asked again",
    "unanswered": "the first question of the step has no answer",
}


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What the printed rules make of a step. `rule` is a stable code, `words` say why, `flags` are what to know."""

    step: str
    level: Level
    rule: str
    words: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Answers with what routing and contradictions make of them, worked out once for all steps."""

    answers: Answers
    passed: frozenset[str]
    contested: frozenset[str]

    def items(self, step: str) -> tuple[str, ...]:
        """The items of the step that were to be asked; the box for the coded result is no question."""
        questions = (item.key for item in of_step(step) if item.kind is not Kind.RESULT)
        return tuple(key for key in questions if key not in self.passed)


def results(answers: Answers) -> Mapping[str, RuleResult]:
    """Return the rule's result of each of the 22 steps, in order."""
    asked = _asked(answers)
    return {step: _result(step, asked) for step in checklist.steps()}


def result(step: str, answers: Answers) -> RuleResult:
    """Return what the printed rules make of one step."""
    return _result(step, _asked(answers))


def _asked(answers: Answers) -> _Asked:
    contested_items = frozenset(item for item, _line in contested(answers))
    return _Asked(answers, frozenset(skipped(answers)), contested_items)


def _result(step: str, asked: _Asked) -> RuleResult:
    if RULES[step].root in asked.passed:
        return RuleResult(step, Level.NO, f"{step}-no-by-routing", ROUTING[step])
    silent, level = _silence(step, asked), Level.NEEDS_A_PERSON
    if not silent:
        level = _level(step, RULES[step], asked.answers)
        silent = "gap" if level is Level.NEEDS_A_PERSON else ""
    if silent:
        rule, words = f"{step}-{silent}", SILENT[silent]
    elif level is Level.WORKING_TOWARDS and step in UNFINISHED and YES not in asked.answers.at(RULES[step].root):
        rule, words = f"{step}-working-towards-unfinished", UNFINISHED[step]
    else:
        rule, words = f"{step}-{level.value.replace('_', '-')}", checklist.checklist().steps[step].rule_words[level]
    return RuleResult(step, level, rule, words, _flags(step, asked, level))


def _silence(step: str, asked: _Asked) -> str:
    """Return why no rule can be tried, or nothing. What only decides between achieved and embedded stops no rule."""
    if (asked.contested - {embedded_item(step).key}).intersection(asked.items(step)):
        return "contradiction"
    return "" if asked.answers.given(RULES[step].root) else "unanswered"


def _level(step: str, rule: StepRule, answers: Answers) -> Level:
    if _is_no(rule, answers):
        return Level.NO
    if all(requirement.is_met(answers) for requirement in rule.requirements):
        return Level.EMBEDDED if is_embedded(step, answers) else Level.ACHIEVED
    return Level.WORKING_TOWARDS if _is_towards(step, rule, answers) else Level.NEEDS_A_PERSON


def _is_no(rule: StepRule, answers: Answers) -> bool:
    """A do-not-know counts as No, as printed (trap 29); the flag keeps it in sight.

    Lines of a grid that were left open do not turn a No into Working towards.
    """
    at_root = answers.given(rule.root) if rule.no is No.EVERY_LINE else answers.at(rule.root)
    return at_root <= NEGATIVE | {DONT_KNOW}


def _is_towards(step: str, rule: StepRule, answers: Answers) -> bool:
    root = answers.at(rule.root)
    if rule.towards is Towards.UNDER_WAY:
        return root <= UNDER_WAY
    if rule.towards is Towards.SOME_MET:
        lines_met = (requirement.is_met(answers) for requirement in rule.requirements if requirement.line)
        return any(lines_met) or bool(root & UNDER_WAY)
    # Monitoring that is claimed by nobody in particular says neither who monitors nor that nobody does (trap 25).
    return not (step == "A3" and root == {CLAIMED})


def _flags(step: str, asked: _Asked, level: Level) -> tuple[str, ...]:
    ticked = frozenset().union(*(asked.answers.given(item) for item in asked.items(step)))
    flags = {
        "claimed": CLAIMED in ticked,
        "dont_know": DONT_KNOW in ticked,
        "alternative_secure_route": "no_secure_la_intranet" in ticked,
        "embedded_ticks_not_counted": level not in REACHED
        and bool(asked.answers.given(embedded_item(step).key) & {IN_PLACE, REVIEWED}),
    }
    return tuple(flag for flag, is_raised in flags.items() if is_raised)
