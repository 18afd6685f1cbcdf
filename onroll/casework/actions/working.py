"""The work on an open case: its stage, its checklist, its follow-up, and notes."""

from datetime import date
from typing import cast

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import permissions, tables
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.events import CaseChecklistTicked, CaseFollowedUp, CaseNoteAdded, CaseStageMoved
from onroll.casework.models import Case, CaseEvent, ChecklistTick
from onroll.casework.stages import (
    MEANINGS,
    SKIP_REASONS,
    SkipReason,
    Stage,
    StageMoveNotAllowed,
    check_move,
    check_skip,
    skipped,
)
from onroll.casework.steps import StepKind
from onroll.rules import deadlines
from onroll.web.words import count_words, day_words

LONGEST_WORDS = 1000  # characters, as the column


class NoteMissing(RuleBroken):
    """Words are needed and were not given, or are too many."""

    code = "note_missing"


class FollowUpDayImpossible(RuleBroken):
    """The next follow-up was set for a day that has passed, or for later than a month from now."""

    code = "follow_up_day_impossible"


class NothingTicked(RuleBroken):
    """A checklist was saved as it was."""

    code = "nothing_ticked"
    default_words = "Tick a line that is done, or take a tick back. Nothing was changed."


@transaction.atomic
def move_stage(
    act: Act, *, case: Case, stage: Stage, note: str, expected_version: int, skip_reason: SkipReason | None = None
) -> Case:
    """Move an open case to another working stage, and say why; also why a stage on the way is left out.

    Raises: StageMoveNotAllowed, StageSkipped, NoteMissing, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    words = checked_words(note)
    before = Stage(case.stage)
    if stage is Stage.CLOSED:
        raise StageMoveNotAllowed("A case ends with an outcome and its evidence: use “Close this case”.")
    if before is not Stage.CLOSED:  # of a closed case, the update below says that it is closed
        check_move(before, stage)
        check_skip(before, stage, skip_reason)
    case = change_open_case(case, expected_version, stage=stage, stage_since_on=act.on)
    left_out = skipped(before, stage)
    reason = skip_reason if left_out else None
    told = f"From “{MEANINGS[before].name}” to “{MEANINGS[stage].name}”. {words}"
    if reason:
        told += f" Left out {count_words(len(left_out), 'stage')}: {SKIP_REASONS[reason]}."
    add_step(act, case, StepKind.MOVED, told)
    ledger.record(act, CaseStageMoved(case_id=case.pk, from_stage=before, to_stage=stage, skip_reason=reason or ""))
    return case


@transaction.atomic
def tick_checklist(act: Act, *, case: Case, done: frozenset[str], expected_version: int) -> Case:
    """Say which lines of the checklists are done: `done` holds every line that is; the others are not.

    Who ticked a line first, and when, stays. Raises: NothingTicked, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    case = change_open_case(case, expected_version)
    person_id = cast("int", act.actor_id)  # an officer: the system works on no case by itself
    standing = set(ChecklistTick.objects.filter(case=case, unticked_at__isnull=True).values_list("code", flat=True))
    ticked, unticked = sorted(done & set(tables.checklist()) - standing), sorted(standing - done)
    if not ticked and not unticked:
        raise NothingTicked
    ChecklistTick.objects.bulk_create(
        ChecklistTick(case=case, code=code, ticked_at=act.at, ticked_by_id=person_id) for code in ticked
    )
    ChecklistTick.objects.filter(case=case, code__in=unticked, unticked_at__isnull=True).update(
        unticked_at=act.at, unticked_by_id=act.actor_id
    )
    add_step(act, case, StepKind.TICKED, _tick_words(ticked, unticked))
    ledger.record(act, CaseChecklistTicked(case_id=case.pk, ticked=tuple(ticked), unticked=tuple(unticked)))
    return case


def _tick_words(ticked: list[str], unticked: list[str]) -> str:
    """Return what was ticked; the first few in words, so that the story's column holds it."""
    parts = []
    for verb, codes in (("Done", ticked), ("Not done after all", unticked)):
        lines = [tables.checklist()[code].words for code in codes if code in tables.checklist()]
        if lines:
            more = f"; and {count_words(len(lines) - 5, 'line')} more" if len(lines) > 5 else ""
            parts.append(f"{verb}: {'; '.join(lines[:5])}{more}.")
    return " ".join(parts)


@transaction.atomic
def follow_up(act: Act, *, case: Case, words: str, next_by: date | None = None, expected_version: int) -> Case:
    """Record a follow-up: what was done, with whom, and by when the next is due if sooner than in a month.

    Source: 2004 checklist E2: a named person, at least monthly, until a new provider has the child.
    Raises: NoteMissing, FollowUpDayImpossible, CaseIsClosed, Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    words = checked_words(words)
    latest_on = deadlines.follow_up_due(act.on)
    if next_by and next_by <= act.on:
        raise FollowUpDayImpossible("The next follow-up must be after today.")
    if next_by and next_by > latest_on:
        raise FollowUpDayImpossible(f"Follow up at least monthly: set a day up to {day_words(latest_on)}.")
    case = change_open_case(case, expected_version, follow_up_by=next_by)
    add_step(act, case, StepKind.FOLLOWED_UP, f"{words} Next by {day_words(next_by or latest_on)}.")
    ledger.record(act, CaseFollowedUp(case_id=case.pk, next_by=next_by))
    return case


@transaction.atomic
def add_note(act: Act, *, case: Case, words: str) -> CaseEvent:
    """Add a note to the story; to a closed case too, for what comes in late.

    Raises: NoteMissing.
    """
    permissions.check_may_work_on(act, case.authority_id)
    step = add_step(act, case, StepKind.NOTE, checked_words(words))
    ledger.record(act, CaseNoteAdded(case_id=case.pk))
    return step


def checked_words(words: str) -> str:
    """Return the words without spaces around them.

    Raises: NoteMissing, when there are none or more than the record holds.
    """
    words = words.strip()
    if not words:
        raise NoteMissing("Write what happened.")
    if len(words) > LONGEST_WORDS - 200:
        raise NoteMissing(f"Write no more than {LONGEST_WORDS - 200} characters.")
    return words
