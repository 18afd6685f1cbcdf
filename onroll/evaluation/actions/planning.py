"""The action plan: a task for each gap and for each “we do not know”, with an owner and a day."""

from datetime import date

from django.db import transaction
from django.db.models import F

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.evaluation import permissions
from onroll.evaluation.actions.changing import checked_words, step_of
from onroll.evaluation.events import TaskChanged, TaskDone, TaskSet
from onroll.evaluation.models import Round, Task, TaskKind
from onroll.evaluation.round_states import MEANINGS, RoundState


class TaskNotPossible(RuleBroken):
    """A task has a day that cannot be, or belongs to a round that was given up."""

    code = "task_not_possible"


@transaction.atomic
def set_task(act: Act, *, found: Round, step: str, kind: str, what: str, owner: str, due_on: date) -> Task:
    """Add a task to the plan. Signed rounds take more: a plan is worked on after signing.

    Raises: NoSuchStep; WordsMissing; TaskNotPossible.
    """
    permissions.check_may_work_on(act, found.authority_id)
    step_of(found, step)
    if found.state == RoundState.ABANDONED:
        raise TaskNotPossible(f"This round was given up. {MEANINGS[RoundState.ABANDONED].words}")
    if kind not in TaskKind.values:
        raise TaskNotPossible("Choose whether a gap is to be closed or something to be found out.")
    task = Task.objects.create(
        round=found,
        authority_id=found.authority_id,
        step=step,
        kind=kind,
        what=checked_words(what, "Write what is to be done."),
        owner=checked_words(owner, "Write who will do it.", most=200),
        due_on=_checked_day(act, due_on),
        set_at=act.at,
        set_by_id=act.actor_id or 0,
    )
    ledger.record(act, TaskSet(round_id=found.pk, step=step, task_id=task.pk, due_on=due_on))
    return task


@transaction.atomic
def change_task(act: Act, *, task: Task, owner: str, due_on: date, expected_version: int) -> None:
    """Give a task that is not done another owner or day. Raises: WordsMissing; TaskNotPossible; Stale."""
    permissions.check_may_work_on(act, task.authority_id)
    owner = checked_words(owner, "Write who will do it.", most=200)
    before = task.due_on
    _change(task, expected_version, owner=owner, due_on=_checked_day(act, due_on))
    ledger.record(act, TaskChanged(round_id=task.round_id, task_id=task.pk, due_on=due_on, due_on_before=before))


@transaction.atomic
def finish_task(act: Act, *, task: Task, done_on: date, words: str, expected_version: int) -> None:
    """Say that a task is done, when, and what came of it. Raises: WordsMissing; TaskNotPossible; Stale."""
    permissions.check_may_work_on(act, task.authority_id)
    words = checked_words(words, "Write what was done.")
    if done_on > act.on:
        raise TaskNotPossible("This day is in the future. Record it when it is done.")
    _change(task, expected_version, done_on=done_on, done_words=words, done_by_id=act.actor_id)
    ledger.record(act, TaskDone(round_id=task.round_id, task_id=task.pk, done_on=done_on))


def _change(task: Task, expected_version: int, **columns: object) -> None:
    same = Task.objects.filter(pk=task.pk, version=expected_version, done_on__isnull=True)
    if not same.update(version=F("version") + 1, **columns):
        raise Stale
    task.refresh_from_db()


def _checked_day(act: Act, due_on: date) -> date:
    if due_on < act.on:
        raise TaskNotPossible("This day is past. Give a day on which it can still be done.")
    return due_on
