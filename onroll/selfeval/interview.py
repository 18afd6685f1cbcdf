"""The questionnaire as it is asked: one item at a time, in its order, past what routing skips."""

from onroll.selfeval import checklist
from onroll.selfeval.answers import Answers
from onroll.selfeval.levels import REACHED
from onroll.selfeval.questionnaire import Item, Kind, items
from onroll.selfeval.routing import skipped
from onroll.selfeval.rules import result

STAKEHOLDER_FORM = "SF"  # a form of its own, sent by email; no part of the telephone interview


def next_item(answers: Answers, *, passed_over: frozenset[str] = frozenset()) -> Item | None:
    """Return the item to ask next, or None at the end.

    A grid is asked until each of its lines has an answer. Coded results are worked out, not asked. "Six months and
    reviewed" is asked only once the step is achieved. Free text is asked once it applies, and may be passed over.

    Args:
        answers: those given so far, in any order.
        passed_over: items that the interviewer left open on purpose, to come back to.
    """
    jumped = skipped(answers)
    for item in items().values():
        if item.key in jumped or item.key in passed_over or item.key == STAKEHOLDER_FORM:
            continue
        if item.kind is not Kind.RESULT and not _is_answered(item, answers) and _is_due(item, answers):
            return item
    return None


def _is_answered(item: Item, answers: Answers) -> bool:
    return all(answers.at(item.key, line) for line in item.lines or ("",))


def _is_due(item: Item, answers: Answers) -> bool:
    if item.asks_whether_embedded:
        return item.step in checklist.steps() and result(item.step, answers).level in REACHED
    return True
