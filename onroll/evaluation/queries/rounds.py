"""The rounds of an authority, and the movement between them."""

import dataclasses
from collections.abc import Mapping

from django.db.models import QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.evaluation.frozen import SetChange, change, frozen, thawed
from onroll.evaluation.models import Evidence, Round, Task
from onroll.selfeval.checklist import UnknownSet
from onroll.selfeval.levels import Level


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StepMovement:
    """A step now and in an earlier round. `was` is None where it was not there; `words_changed`: it asks otherwise now.

    `of`: the earlier round's step: another key, where the set is another and the step grew from it.
    """

    step: str
    now: Level | None
    was: Level | None
    of: str
    words_changed: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What moved since an earlier signed round. `points` is None where the totals cannot be set side by side."""

    since: Round
    steps: tuple[StepMovement, ...]
    points: int | None
    why_not: str


def rounds(act: Act) -> QuerySet[Round]:
    """Return the rounds of the acting authority, the newest first."""
    found: QuerySet[Round] = Round.objects.visible_to(act).select_related("opened_by", "submitted_by", "signed_by")
    return found.order_by("-number")


def round_of(act: Act, reference: str) -> Round:
    """Return one round.

    Raises: Hidden.
    """
    found = rounds(act).select_related("authority").filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def evidence_of(act: Act, evidence_id: int) -> Evidence:
    """Return one piece of evidence.

    Raises: Hidden.
    """
    rows = Evidence.objects.visible_to(act).select_related("round", "file")
    found: Evidence | None = rows.filter(pk=evidence_id).first()
    if found is None:
        raise Hidden
    return found


def task_of(act: Act, task_id: int) -> Task:
    """Return one task of the plan.

    Raises: Hidden.
    """
    found: Task | None = Task.objects.visible_to(act).select_related("round").filter(pk=task_id).first()
    if found is None:
        raise Hidden
    return found


def plan(act: Act) -> QuerySet[Task]:
    """Return every task that is not done, and those done, the first due first."""
    found: QuerySet[Task] = Task.objects.visible_to(act).select_related("round")
    return found.order_by("due_on", "pk")


def set_change(found: Round) -> SetChange:
    """Return how the checklist has changed since a round was opened."""
    try:
        now = frozen(found.set_key)
    except UnknownSet:
        now = {}
    return change(thawed(found.steps), thawed(now))


def signed_before(act: Act, found: Round) -> Round | None:
    """Return the newest signed round before this one."""
    earlier = rounds(act).signed().filter(number__lt=found.number)  # type: ignore[attr-defined]
    first: Round | None = earlier.first()
    return first


def movement(act: Act, found: Round, levels: Mapping[str, Level | None], total: int | None) -> Movement | None:
    """Return what moved since the signed round before; None, where there is none.

    Scores of two sets are not comparable, nor those of one set whose steps have changed: then the steps are set beside
    each other, and no difference of totals is given.
    """
    before = signed_before(act, found)
    if before is None:
        return None
    was = {each.step: Level(each.counted) for each in before.results.all()}
    steps_now, steps_then = thawed(found.steps), thawed(before.steps)
    is_same_set = found.set_key == before.set_key
    changed = change(steps_then, steps_now)
    lines = []
    for key, step in steps_now.items():
        of = key if is_same_set else _grown_from(step.replaces, steps_then)
        lines.append(
            StepMovement(
                step=key,
                now=levels.get(key),
                was=was.get(of),
                of=of if of in was else "",
                words_changed=not is_same_set or key in changed.reworded,
            )
        )
    why_not = _why_not(found, before, changed, is_same_set=is_same_set)
    is_counted = not why_not and total is not None and before.total is not None
    points = (total or 0) - (before.total or 0) if is_counted else None
    return Movement(since=before, steps=tuple(lines), points=points, why_not=why_not)


def _grown_from(replaces: str, steps_then: Mapping[str, object]) -> str:
    """Return the earlier set's step that has the same root in the checklist of 2006."""
    for key, step in steps_then.items():
        if replaces and getattr(step, "replaces", "") == replaces:
            return key
    return ""


def _why_not(found: Round, before: Round, changed: SetChange, *, is_same_set: bool) -> str:
    if not is_same_set:
        return "The two rounds use different checklists: their scores cannot be compared. The steps stand side by side."
    if changed:
        return "The checklist changed between the two rounds, so their scores cannot be compared. Changes are marked."
    if found.partly != before.partly:
        return "Partly achieved was counted differently in the two rounds, so their scores cannot be compared."
    return ""
