"""What is wrong with one authority's answers: contradictions, answers that routing skips, answers that are missing."""

from collections.abc import Iterator, Mapping

from onroll.selfeval import checklist
from onroll.selfeval.answers import Answers, Cell
from onroll.selfeval.contradictions import contradictions
from onroll.selfeval.problems import Problem, problem
from onroll.selfeval.questionnaire import NEGATIVE, Kind, items, of_step
from onroll.selfeval.requirements import RULES
from onroll.selfeval.routing import Jump, skipped
from onroll.selfeval.rules import result

Places = Mapping[tuple[str, str, str], int]  # item, line and answer to the row of the file it stands in


def check(answers: Answers, *, authority: str = "", places: Places | None = None) -> list[Problem]:
    """Return everything to put right or to ask again, in the order of the questionnaire within each kind."""
    rows = places or {}
    return [
        *_contradicting(answers, authority, rows),
        *_skipped(answers, authority, rows),
        *_missing(answers, authority),
    ]


def _contradicting(answers: Answers, authority: str, rows: Places) -> Iterator[Problem]:
    for found in contradictions(answers):
        shown = "; ".join(_shown(*answer, row=rows.get(answer)) for answer in found.shown)
        row = max((rows[answer] for answer in found.shown if answer in rows), default=None)
        code = "doubt" if found.is_doubt else "contradiction"
        yield problem(code, authority=authority, item=found.shown[-1][0], row=row, shown=shown)


def _skipped(answers: Answers, authority: str, rows: Places) -> Iterator[Problem]:
    for item, jump in skipped(answers).items():
        at = [row for (of, _line, _answer), row in rows.items() if of == item]
        if answers.given(item):
            because = _because(jump, answers)
            yield problem(
                "skipped_by_routing", authority=authority, item=item, row=min(at, default=None), because=because
            )


def _missing(answers: Answers, authority: str) -> Iterator[Problem]:
    passed = skipped(answers)
    for step in checklist.steps():
        root = RULES[step].root
        if root in passed:
            continue
        if not answers.given(root):
            yield problem("step_unanswered", authority=authority, item=root, step=step)
            continue
        for item, line in _cells_that_decide(step, answers):
            at_line = f", line {line}," if line else ""
            yield problem("answer_missing", authority=authority, item=item, at_line=at_line, step=step)


def _cells_that_decide(step: str, answers: Answers) -> list[Cell]:
    """Return the open cells of a step if its result hangs on how they would be answered."""
    passed = skipped(answers)
    open_cells = [
        (item.key, line)
        for item in of_step(step)
        if item.key not in passed and item.kind is not Kind.RESULT and not item.asks_whether_embedded
        for line in item.lines or ("",)
        if not answers.at(item.key, line)
    ]
    if not open_cells:
        return []
    best = worst = answers
    for cell in open_cells:
        best = best.plus(*cell, *_accepted(step, cell))
        worst = worst.plus(*cell, next(option for option in items()[cell[0]].options if option in NEGATIVE))
    decides = len({result(step, filled).level for filled in (answers, best, worst)}) > 1
    return open_cells if decides else []


def _accepted(step: str, cell: Cell) -> frozenset[str]:
    """Return every tick that the step asks for in a cell; where several would do for one, any of them."""
    wanted = [requirement for requirement in RULES[step].requirements if (requirement.item, requirement.line) == cell]
    return frozenset(max(requirement.accepted) for requirement in wanted)


def _because(jump: Jump, answers: Answers) -> str:
    return f"{jump.item}={'+'.join(sorted(answers.at(jump.item)))}"


def _shown(item: str, line: str, answer: str, *, row: int | None) -> str:
    where = f"{item} {line}".strip()
    return f"{where}={answer}" + (f" (row {row})" if row else "")
