"""The page of one case: who, since when, who is responsible, at which stage, and its story."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from onroll.casework.models import Case, Outcome
from onroll.casework.own_facts import Known
from onroll.casework.presenters.evidence import confirmation_words
from onroll.casework.presenters.files import file_rows
from onroll.casework.presenters.people import DISPUTED, child_name, child_rows, later_table
from onroll.casework.queries import StoryStep, pace_of
from onroll.casework.stages import MEANINGS, WORKING, Stage
from onroll.web.parts import Event, Link, Row, Table
from onroll.web.words import day_words, days_words, moment_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class CasePage:
    """What the template shows. `close_href` and `note_href` are empty on a closed case where they do not apply."""

    title: str
    child: str
    is_closed: bool
    confirmation: str
    warning: str
    dates: tuple[Row, ...]
    work: tuple[Row, ...]
    child_rows: tuple[Row, ...]
    later: Table | None
    file_rows: tuple[Row, ...]
    story: tuple[Event, ...]
    notification: Link
    told_again: tuple[Link, ...]
    close_href: str
    reopen_href: str
    note_href: str
    rolls: tuple[str, ...]


def case_page(
    case: Case,
    known: Known,
    story: Sequence[StoryStep],
    on: date,
    *,
    responsible: str,
    rolls: tuple[str, ...] = (),
) -> CasePage:
    """Present a case. `responsible`: who acts for it today, in words; `rolls`: how fresh the rolls are behind it."""
    is_closed = case.stage == Stage.CLOSED
    told_href = reverse("casework:notification", args=[case.notification.reference])
    said = "What the school said" if case.notification.message else "What we were told"
    return CasePage(
        title=f"Case {case.reference}",
        child=child_name(known.own),
        is_closed=is_closed,
        confirmation=confirmation_words(case) if not is_closed else "",
        warning=DISPUTED if known.own.disputes_id else "",
        dates=_date_rows(case, on),
        work=_closed_rows(case) if is_closed else _work_rows(case, responsible),
        child_rows=child_rows(known.own),
        later=later_table(known.later),
        file_rows=file_rows(case.notification.message),
        story=tuple(_event(step) for step in story),
        notification=Link(
            text=f"{said} (notification {case.notification.reference})",
            href=told_href,
        ),
        told_again=tuple(
            Link(
                text=f"What was told again on {day_words(each.notified_on)} (notification {each.reference})",
                href=reverse("casework:notification", args=[each.reference]),
            )
            for each in case.joined_notifications.order_by("received_at", "pk")
        ),
        close_href="" if is_closed else _task(case, "close-case"),
        reopen_href=_task(case, "reopen-case") if is_closed else "",
        note_href=_task(case, "add-note"),
        rolls=rolls,
    )


def _date_rows(case: Case, on: date) -> tuple[Row, ...]:
    """The dates stand on the page from the first day, empty or not (2004 checklist C2)."""
    change = () if case.stage == Stage.CLOSED else (_change(case, "record-dates", "the dates"),)
    left_on, determined_on = case.last_in_education_on, case.provision_determined_on
    accessed_on = case.provision_accessed_on
    return (
        Row(key="Last in education", value=day_words(left_on) if left_on else "Not known", links=change),
        Row(key="Notified", value=day_words(case.notified_on)),
        Row(key="Located", value=_day_or(case.located_on), links=change),
        Row(key="Needs agreed", value=_day_or(case.needs_agreed_on), links=change),
        Row(key="Provision determined", value=_day_or(determined_on), links=change),
        Row(key="Provision accessed", value=_day_or(accessed_on), links=change),
        Row(key="Time taken", value=_time_taken(case, on)),
    )


def _day_or(day: date | None) -> str:
    return day_words(day) if day else "Not yet"


def _time_taken(case: Case, on: date) -> str:
    waited = pace_of(case)
    if waited:
        return waited.words.capitalize()
    if case.closed_at:
        return "Not counted: no date of provision accessed was recorded"
    return f"{days_words((on - case.notified_on).days)} since notified, still counting"


def _work_rows(case: Case, responsible: str) -> tuple[Row, ...]:
    meaning = MEANINGS[Stage(case.stage)]
    return (
        Row(
            key="Stage",
            value=f"{meaning.number} of {len(WORKING)}: {meaning.name}. It ends when {meaning.ends_when}.",
            links=(_change(case, "move-stage", "the stage"),),
        ),
        Row(
            key="Responsible",
            value=responsible,
            links=(_change(case, "assign", "who is responsible"),),
        ),
    )


def _closed_rows(case: Case) -> tuple[Row, ...]:
    return (
        Row(key="Outcome", value=str(Outcome(case.outcome).label)),
        Row(key="Evidence", value=case.evidence),
        Row(key="Closed", value=moment_words(case.closed_at) if case.closed_at else ""),
        Row(key="Responsible", value=case.responsible.name),
    )


def _event(step: StoryStep) -> Event:
    by = ", ".join(part for part in (step.person, step.organisation) if part)
    return Event(title=step.title, at=moment_words(step.at), by=by, note=step.words)


def _change(case: Case, name: str, hidden_words: str) -> Link:
    return Link(text="Change", href=_task(case, name), hidden_words=hidden_words)


def _task(case: Case, name: str) -> str:
    return reverse(f"casework:{name}", args=[case.reference])
