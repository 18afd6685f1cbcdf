"""The page of one step: what it asks, what it came to and why, the data, evidence, tasks and earlier answers."""

import dataclasses

from django.urls import reverse

from onroll.audit.act import Act
from onroll.evaluation.models import Evidence, EvidenceKind, Round, StepAnswer, Task
from onroll.evaluation.presenters.words import (
    FLAGS,
    area_name,
    disagreement_words,
    finding_tag,
    level_tag,
    measured_words,
)
from onroll.evaluation.queries import StepStanding
from onroll.evaluation.round_states import RoundState
from onroll.evaluation.wording import item_words
from onroll.selfeval.levels import WORDS, Level
from onroll.web.parts import Event, Link, Row, Tag
from onroll.web.words import day_words, days_words, moment_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """One piece of evidence, there or gone. `href` leads to a file or page; empty where there is none."""

    words: str
    where: str
    href: str
    gone: str
    take_away_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepPage:
    """What the template shows around the form. `is_open`: whether it can be answered now."""

    title: str
    caption: str
    back_href: str
    next_href: str
    facts: tuple[Row, ...]
    result: Tag
    why: tuple[str, ...]
    ask_again: tuple[str, ...]
    skipped: str
    data: Tag
    data_words: tuple[str, ...]
    data_rows: tuple[Row, ...]
    disagreement: str
    evidence: tuple[EvidenceLine, ...]
    tasks: tuple[Row, ...]
    links: tuple[Link, ...]
    task_link: Link | None
    earlier: tuple[Event, ...]
    is_open: bool


def step_page(act: Act, found: Round, each: StepStanding, earlier: list[StepAnswer], following: str) -> StepPage:
    """Present one step of a round; `following` is the key of the next step, empty after the last."""
    is_open = found.state == RoundState.OPEN
    args = [found.reference, each.step.key]
    return StepPage(
        title=f"{each.step.key} {each.step.question}",
        caption=f"Round {found.number}, {area_name(each.step.area)}",
        back_href=reverse("evaluation:round", args=[found.reference]),
        next_href=reverse("evaluation:step", args=[found.reference, following]) if following else "",
        facts=_facts(each),
        result=level_tag(each.counted if each.is_answered else None),
        why=_why(each),
        ask_again=tuple(problem.message for problem in each.problems),
        skipped=f"This step is settled by the answer to “{item_words(each.skipped_by)}”." if each.skipped_by else "",
        data=finding_tag(each),
        data_words=(each.measured.query, measured_words(each.measured)) if each.measured else (),
        data_rows=tuple(Row(key=key, value=value) for key, value in (each.measured.numbers if each.measured else ())),
        disagreement=disagreement_words(each),
        evidence=tuple(evidence_line(one) for one in each.evidence),
        tasks=tuple(task_row(act, task) for task in each.tasks),
        links=(
            Link(text="Attach a file", href=reverse("evaluation:attach", args=args)),
            Link(text="Say where evidence is", href=reverse("evaluation:point", args=args)),
        )
        if is_open
        else (),
        task_link=Link(text="Add a task", href=reverse("evaluation:set-task", args=args))
        if found.state != RoundState.ABANDONED
        else None,
        earlier=tuple(_event(answer) for answer in earlier),
        is_open=is_open,
    )


def _facts(each: StepStanding) -> tuple[Row, ...]:
    rows = [
        Row(key="Evidence asked for", value=each.step.evidence),
        Row(key="Source", value=each.step.source),
    ]
    if each.step.retired_in:
        words = f"The service it names was found unfit for tracking in {each.step.retired_in}. Kept for history."
        rows.append(Row(key="Retired", value=words))
    return tuple(rows)


def _why(each: StepStanding) -> tuple[str, ...]:
    judged = each.judgement
    if judged is None or not each.is_answered:
        return ()
    words = [f"By rule {judged.rule.rule}: {WORDS[judged.rule.level]}, since: {judged.rule.words}."]
    words += [FLAGS[flag] for flag in judged.rule.flags if flag in FLAGS]
    if judged.interviewer:
        differs = "differs from the rule" if judged.differs else "agrees with the rule"
        words.append(f"The team’s judgement {differs}: {WORDS[judged.interviewer.level]}. {judged.interviewer.note}")
    if judged.final:
        words.append(f"The leader settled: {WORDS[judged.final.level]}. {judged.final.reason}")
    elif judged.needs_a_person:
        words.append("The leader has to settle this before the round can be signed.")
    if each.counted is Level.ACHIEVED:
        words.append(_embedded_words(each))
    return tuple(words)


def _embedded_words(each: StepStanding) -> str:
    missing = []
    if "in_place_6_months" not in each.ticks:
        missing.append("six months in place")
    if "reviewed_since" not in each.ticks:
        missing.append("a review since")
    return f"To be embedded it lacks {' and '.join(missing)}." if missing else ""


def evidence_line(one: Evidence) -> EvidenceLine:
    """Present one piece of evidence, with who took it away and why, if it is gone."""
    by = f"{day_words(one.added_at.date())}, {one.added_by.name}"
    gone = ""
    if one.deleted_at and one.deleted_by:
        gone = f"Taken away {moment_words(one.deleted_at)} by {one.deleted_by.name}: {one.deleted_why}"
    elif one.file and one.file.destroyed_at:
        gone = f"The file was destroyed {moment_words(one.file.destroyed_at)}."
    href = ""
    if not gone and one.kind == EvidenceKind.FILE:
        href = reverse("evaluation:evidence", args=[one.pk])
    elif not gone and one.kind == EvidenceKind.PAGE:
        href = one.place
    where = "a file kept here" if one.kind == EvidenceKind.FILE else one.place
    return EvidenceLine(
        words=one.words,
        where=f"{where}; added {by}",
        href=href,
        gone=gone,
        take_away_href="" if gone else reverse("evaluation:take-away", args=[one.pk]),
    )


def task_row(act: Act, task: Task) -> Row:
    """Present one task with who does it, by when, and whether it is late."""
    if task.done_on:
        return Row(key=task.what, value=f"Done {day_words(task.done_on)}: {task.done_words}")
    late = (act.on - task.due_on).days
    words = f"{task.get_kind_display()}. {task.owner}, by {day_words(task.due_on)}"
    if late > 0:
        words += f". Late by {days_words(late)}"
    href = reverse("evaluation:task", args=[task.pk])
    return Row(key=task.what, value=words, links=(Link(text="Change or finish", href=href, hidden_words=task.what),))


def _event(answer: StepAnswer) -> Event:
    dates = []
    if answer.in_place_from_on:
        dates.append(f"In place since {day_words(answer.in_place_from_on)}.")
    if answer.reviewed_on:
        dates.append(f"Reviewed {day_words(answer.reviewed_on)} by {answer.reviewed_by}: {answer.review_outcome}.")
    own = f"Own judgement: {WORDS[Level(answer.level)]}. {answer.reason}" if answer.level else ""
    return Event(
        title=f"Answer {answer.number}",
        at=moment_words(answer.answered_at),
        by=answer.answered_by.name,
        note=" ".join([*dates, own]).strip(),
    )
