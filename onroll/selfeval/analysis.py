"""The levels as chapter 4 of the 2006 report counts them. They overlap: an authority may stand at two at once.

Source: report RR797, 4.1 (partly achieved was added in analysis; a do-not-know did not stop a step being classed) and
the figures of 4.2 to 4.6, from which the readings below were worked out: with them every printed count that does not
contradict another comes out of one set of answers (docs/reference/selfeval-report-2006.md).
"""

from typing import Final

from onroll.selfeval.answers import Answers
from onroll.selfeval.levels import REACHED, Level
from onroll.selfeval.questionnaire import DONT_KNOW, NEGATIVE, UNDER_WAY, Kind, items, of_step
from onroll.selfeval.requirements import RULES, Requirement
from onroll.selfeval.routing import skipped
from onroll.selfeval.rules import RuleResult, result

# A step that routing settles takes the level of the step that settled it: with this the report's 18 working towards
# and 2 not started at B4 come out, though its printed routing makes eight authorities a No there (trap 15).
_FOLLOWS: Final = {"B4": "B3", "C2": "C1"}
# Neither is a yes, and neither says that the rest is planned.
_UNPLANNED: Final = NEGATIVE | {"laborious"}


def levels(step: str, answers: Answers) -> frozenset[Level]:
    """Return every level at which chapter 4 would count these answers; none, where they fit no level."""
    ruled = result(step, answers)
    if ruled.level in REACHED:
        return frozenset({ruled.level})
    if ruled.rule.endswith("-by-routing"):
        return levels(_FOLLOWS[step], answers)
    counts = {
        Level.WORKING_TOWARDS: _is_under_way(step, answers),
        Level.PARTLY_ACHIEVED: _is_partly_achieved(step, answers),
        Level.DK: DONT_KNOW in _ticked(step, answers),
    }
    found = {level for level, is_so in counts.items() if is_so}
    return frozenset(found | _not_started(ruled, found, step, answers))


def _ticked(step: str, answers: Answers) -> frozenset[str]:
    passed = skipped(answers)
    asked = (item for item in of_step(step) if item.key not in passed and item.kind is not Kind.RESULT)
    return frozenset().union(*(answers.given(item.key) for item in asked if not item.asks_whether_embedded))


def _is_under_way(step: str, answers: Answers) -> bool:
    if _ticked(step, answers) & UNDER_WAY:
        return True
    if step == "C2" and answers.at("C1a") & UNDER_WAY:
        return True  # the database that will hold the dates is being built
    root = items()[RULES[step].root]
    some_ticked = any(requirement.is_met(answers) for requirement in RULES[step].requirements)
    # B4 and C2 offer ticks and no "working towards": some of the ticks is how it is said.
    return root.kind is Kind.MULTI and not UNDER_WAY & set(root.options) and some_ticked


def _is_partly_achieved(step: str, answers: Answers) -> bool:
    """Return whether part is met and nothing is planned for another part."""
    rule = RULES[step]
    root = items()[rule.root]
    if answers.at(rule.root) & UNDER_WAY and root.kind is Kind.SINGLE:
        return False  # what the lines speak of is itself still being built
    if root.kind is Kind.MULTI and not UNDER_WAY & set(root.options):
        return False
    met = any(requirement.is_met(answers) for requirement in rule.requirements) or "monitored" in answers.at(rule.root)
    return met and any(_is_unplanned(requirement, answers) for requirement in rule.requirements)


def _is_unplanned(requirement: Requirement, answers: Answers) -> bool:
    """Return whether a requirement is neither met nor on its way: answered in the negative, or a tick left out."""
    ticked = answers.at(requirement.item, requirement.line)
    if items()[requirement.item].kind is Kind.MULTI:
        return bool(ticked) and not ticked & (requirement.accepted | UNDER_WAY | {DONT_KNOW})
    return bool(ticked & _UNPLANNED)


def _not_started(ruled: RuleResult, found: set[Level], step: str, answers: Answers) -> set[Level]:
    """Not started is a No by rule that somebody knows of, and where nothing is under way."""
    is_known = bool(_ticked(step, answers) & NEGATIVE)
    return {Level.NO} if ruled.level is Level.NO and is_known and Level.WORKING_TOWARDS not in found else set()
