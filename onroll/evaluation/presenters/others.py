"""The action plan, drawn cases and their traces, numbers that were given, signed totals, and small task pages."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from onroll.audit.act import Act
from onroll.evaluation.models import DrawnCase, NumbersGiven, Task
from onroll.evaluation.presenters.words import set_name
from onroll.evaluation.queries import SignedTotal, Trace
from onroll.web.parts import Event, Link, Row, Table
from onroll.web.words import count_words, day_words, days_words, moment_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class DoPage:
    """A page on which one thing is done."""

    title: str
    caption: str
    back_href: str
    lead: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class PlanPage:
    """The action plan over all rounds."""

    title: str
    lead: str
    table: Table | None
    done: Table | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class DrawsPage:
    """The log of draws."""

    title: str
    table: Table | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class TracePage:
    """The trace of one drawn case; no child is named on it."""

    title: str
    facts: tuple[Row, ...]
    dates: tuple[Row, ...]
    gaps: tuple[str, ...]
    steps: tuple[Event, ...]
    looks: Table | None
    case_link: Link


@dataclasses.dataclass(frozen=True, kw_only=True)
class NumbersPage:
    """Today's numbers, and those that were given."""

    title: str
    numbers: tuple[Row, ...]
    made: str
    given: Table | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class TotalsPage:
    """Signed totals of every authority."""

    title: str
    table: Table | None


def plan_page(act: Act, tasks: Sequence[Task]) -> PlanPage:
    """Present the plan: what is open, the first due first; and what is done."""
    still_open = [task for task in tasks if task.done_on is None]
    late = sum(task.due_on < act.on for task in still_open)
    return PlanPage(
        title="Action plan",
        lead=f"{count_words(len(still_open), 'task')} open, {late} of them late, as at {day_words(act.on)}.",
        table=Table(
            caption="Open tasks",
            head=("Task", "Step", "For", "Who", "By", "Late"),
            rows=tuple(
                (
                    Link(text=task.what, href=reverse("evaluation:task", args=[task.pk])),
                    task.step,
                    task.get_kind_display(),
                    task.owner,
                    day_words(task.due_on),
                    days_words((act.on - task.due_on).days) if task.due_on < act.on else "",
                )
                for task in still_open
            ),
        )
        if still_open
        else None,
        done=_done_table([task for task in tasks if task.done_on]),
    )


def _done_table(tasks: Sequence[Task]) -> Table | None:
    if not tasks:
        return None
    return Table(
        caption="Done",
        head=("Task", "Step", "Who", "Done", "What was done"),
        rows=tuple(
            (task.what, task.step, task.owner, day_words(task.done_on) if task.done_on else "", task.done_words)
            for task in tasks
        ),
    )


def draws_page(found: Sequence[DrawnCase]) -> DrawsPage:
    """Present the log of draws."""
    return DrawsPage(
        title="Cases drawn at random",
        table=Table(
            caption="Draws",
            head=("Draw", "When", "By", "Drawn from", "Case"),
            rows=tuple(
                (
                    Link(text=each.reference, href=reverse("evaluation:trace", args=[each.reference])),
                    moment_words(each.drawn_at),
                    each.drawn_by.name,
                    f"{count_words(each.drawn_from, 'case')} notified since {day_words(each.since_on)}",
                    each.case.reference,
                )
                for each in found
            ),
        )
        if found
        else None,
    )


def trace_page(found: Trace) -> TracePage:
    """Present a trace: each stage, the dates, who looked, and the gaps."""
    drawn, case = found.drawn, found.case
    return TracePage(
        title=f"Trace of case {case.reference}",
        facts=(
            Row(key="Drawn", value=f"{moment_words(drawn.drawn_at)}, {drawn.drawn_by.name}"),
            Row(
                key="Drawn from",
                value=f"{count_words(drawn.drawn_from, 'case')} notified since {day_words(drawn.since_on)}, "
                "each as likely as another",
            ),
            Row(key="Stage now", value=str(case.get_stage_display())),
            Row(key="Responsible", value=case.responsible.name),
        ),
        dates=tuple(Row(key=words, value=day_words(day) if day else "Not recorded") for words, day in found.dates),
        gaps=found.gaps,
        steps=tuple(
            Event(title=step.title, at=moment_words(step.at), by=step.person or step.organisation)
            for step in found.steps
        ),
        looks=Table(
            caption="Who read this case",
            head=("When", "Who", "For", "Why"),
            rows=tuple((moment_words(look.at), look.who, look.organisation, look.purpose) for look in found.looks),
        )
        if found.looks
        else None,
        case_link=Link(text="Open the case itself", href=reverse("casework:case", args=[case.reference])),
    )


def numbers_page(act: Act, now: Sequence[tuple[str, str]], given: Sequence[NumbersGiven]) -> NumbersPage:
    """Present today's numbers and what was given before."""
    return NumbersPage(
        title="Numbers for senior officers and elected members",
        numbers=tuple(Row(key=key, value=value) for key, value in now),
        made=f"Worked out {moment_words(act.at)} from your own lists and cases. No child is named in them.",
        given=Table(
            caption="Given before",
            head=("Day", "To", "Person or meeting", "Recorded by", "Numbers"),
            rows=tuple(
                (
                    day_words(each.given_on),
                    str(each.get_audience_display()),
                    each.given_to,
                    each.recorded_by.name,
                    "; ".join(f"{key}: {value}" for key, value in each.numbers),
                )
                for each in given
            ),
        )
        if given
        else None,
    )


def totals_page(found: Sequence[SignedTotal]) -> TotalsPage:
    """Present signed totals; those of different checklists stand apart by their name, never added up."""
    return TotalsPage(
        title="Signed self-evaluations",
        table=Table(
            caption="Signed rounds",
            head=("Authority", "Round", "Checklist", "Signed", "Total", "Band"),
            rows=tuple(
                (
                    each.authority,
                    str(each.number),
                    set_name(each.set_key),
                    day_words(date.fromisoformat(each.signed_on)),
                    f"{each.total} of {each.most}",
                    each.band or "No band",
                )
                for each in found
            ),
        )
        if found
        else None,
    )
