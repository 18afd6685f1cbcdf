"""The officer's day: what is new, what is overdue, what is ready to close; and the cases that are closed."""

import dataclasses
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from onroll.access.models import Cover
from onroll.audit.act import Act
from onroll.casework.models import Case, Outcome
from onroll.casework.presenters.people import child_name
from onroll.casework.presenters.risk import risk_tag
from onroll.casework.queries import CaseLine, Charge, Filters, NotificationLine, Queue, Queues, WorkList, pace_of
from onroll.casework.risks import Risk
from onroll.casework.stages import MEANINGS, WORKING, Stage
from onroll.casework.tellers import teller_words
from onroll.registry.models import Sighting
from onroll.web.parts import Cell, Link, PageLinks, Row, Table, Tag, page_links
from onroll.web.words import count_words, day_words, days_words

NEW = Tag(words="New", meaning="A school has told you of a child. Nobody has opened a case yet.", colour="yellow")
OVERDUE = Tag(
    words="Overdue",
    meaning="Nobody in your authority has worked on the case for a month, or by the day set for the next follow-up.",
    colour="red",
)
READY = Tag(words="Ready to close", meaning="A school has confirmed the child on its roll.", colour="green")
IN_TIME = Tag(words="In time", meaning="Someone has worked on the case in the last month.", colour="grey")


QUEUE_WORDS: dict[Queue, str] = {
    Queue.MINE: "Those I am responsible for",
    Queue.COVERED: "Those of a colleague I cover for today",
    Queue.DEPUTY: "Those I am deputy for",
    Queue.UNATTENDED: "Those of somebody who has left the team",
    Queue.ALL: "Everybody’s",
}
ALWAYS_SHOWN = frozenset({Queue.MINE, Queue.ALL})


@dataclasses.dataclass(frozen=True, kw_only=True)
class WorkListPage:
    """What the template shows; a table is None where its list is empty."""

    title: str
    summary: str
    notifications: Table | None
    told_links: PageLinks | None
    cases: Table | None
    cases_empty: str
    is_narrowed: bool
    meanings: tuple[Row, ...]
    links: PageLinks | None
    queues: Table
    covering: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClosedPage:
    """The closed cases, newest first."""

    title: str
    cases: Table | None


def work_list_page(act: Act, work: WorkList, filters: Filters, queues: Queues) -> WorkListPage:
    """Present the work list."""
    is_narrowed = filters.is_narrow
    return WorkListPage(
        title="Work list",
        summary=f"{count_words(work.notification_count, 'new notification')} and "
        f"{count_words(work.case_count, 'open case')}{' that fit' if is_narrowed else ''}.",
        notifications=_notifications(work.notifications),
        told_links=page_links(
            current=work.told_page, total=work.told_page_count, href=_address(filters, page=work.page, number="told")
        ),
        cases=_cases(work.cases, queues),
        cases_empty="No open case fits." if is_narrowed else "There are no open cases.",
        is_narrowed=is_narrowed,
        meanings=tuple(
            Row(key=tag.words, value=tag.meaning)
            for tag in (NEW, OVERDUE, READY, IN_TIME, *(risk_tag(risk, "risk") for risk in Risk))
        ),
        links=page_links(current=work.page, total=work.page_count, href=_address(filters, told=work.told_page)),
        queues=_queues(queues),
        covering=tuple(
            f"You cover for {cover.membership.person.name} until {day_words(cover.until_on)}."
            for cover in queues.away.values()
            if cover.by_id == act.actor_id
        ),
    )


def closed_page(closed: Sequence[tuple[Case, Sighting]]) -> ClosedPage:
    """Present closed cases."""
    table = Table(
        caption="Closed cases, newest first",
        head=("Child", "Outcome", "Notified", "Back in education", "Closed"),
        rows=tuple(_closed_row(case, child) for case, child in closed),
        hide_caption=True,
    )
    return ClosedPage(title="Closed cases", cases=table if closed else None)


def _notifications(lines: Sequence[NotificationLine]) -> Table | None:
    if not lines:
        return None
    return Table(
        caption="New notifications: danger first, then oldest",
        head=("Child", "Who told you", "Notified", "Waiting"),
        rows=tuple(
            (
                _child_link("casework:notification", line.notification.reference, line.child),
                teller_words(line.notification),
                day_words(line.notification.notified_on),
                days_words(line.age_days),
            )
            for line in lines
        ),
        numeric=frozenset({3}),
    )


def _queues(queues: Queues) -> Table:
    """Present whose cases there are, each queue leading to its list; overdue ones beside them."""
    return Table(
        caption="Whose cases",
        head=("Queue", "Overdue", "Open"),
        rows=tuple(
            (
                Link(text=QUEUE_WORDS[queue], href=f"{reverse('casework:work-list')}?queue={queue.value}#cases"),
                f"{count.overdue_count:,}",
                f"{count.open_count:,}",
            )
            for queue, count in queues.counts.items()
            if count.open_count or queue in ALWAYS_SHOWN
        ),
        numeric=frozenset({1, 2}),
    )


def _cases(lines: Sequence[CaseLine], queues: Queues) -> Table | None:
    if not lines:
        return None
    return Table(
        caption="Open cases: greatest risk first, then overdue, then oldest",
        head=("Child", "Risk", "Follow-up", "Stage", "Responsible", "Since notified"),
        rows=tuple(_case_row(line, queues) for line in lines),
        numeric=frozenset({5}),
    )


def _case_row(line: CaseLine, queues: Queues) -> tuple[Cell, ...]:
    meaning = MEANINGS[Stage(line.case.stage)]
    return (
        _child_link("casework:case", line.case.reference, line.child),
        risk_tag(Risk(line.case.risk)),
        _follow_up(line),
        f"{meaning.number} of {len(WORKING)}: {meaning.name}{_beyond(line)}",
        responsible_words(line.case, queues.charge, queues.away),
        days_words(line.age_days),
    )


def responsible_words(case: Case, charge: Charge, away: Mapping[int, Cover]) -> str:
    """Return who is responsible: where she is away today, until when and who covers; where she has left, who acts."""
    name: str = case.responsible.name
    if charge.has_left(case):
        return f"{charge.stand_in(case)}, until the case is given to an officer: {name} has left the team"
    cover = away.get(case.responsible_id)
    return f"{name}, {away_words(cover)}" if cover else name


def away_words(cover: Cover) -> str:
    """Return until when somebody is away, and who covers."""
    return f"away until {day_words(cover.until_on)}: {cover.by.name} covers"


def _beyond(line: CaseLine) -> str:
    return f", {days_words(line.stage_late_days)} beyond its time" if line.stage_late_days else ""


def _follow_up(line: CaseLine) -> Tag:
    if line.overdue_days:
        return dataclasses.replace(OVERDUE, words=f"Overdue {days_words(line.overdue_days)}")
    return READY if line.case.confirmed_by_id else IN_TIME


def _closed_row(case: Case, child: Sighting) -> tuple[Cell, ...]:
    waited = pace_of(case)
    return (
        _child_link("casework:case", case.reference, child),
        str(Outcome(case.outcome).label),
        day_words(case.notified_on),
        waited.words.capitalize() if waited else "Not recorded",
        day_words(case.closed_at) if case.closed_at else "",
    )


def _child_link(name: str, reference: str, child: Sighting) -> Link:
    return Link(text=child_name(child), href=reverse(name, args=[reference]), hidden_words=f"({reference})")


def _address(filters: Filters, *, page: int = 1, told: int = 1, number: str = "page") -> str:
    """Return the address of this list, ending where the number of a page belongs; the other list stays where it is."""
    given = {
        "stage": filters.stage.value if filters.stage else "",
        "risk": str(filters.risk.value) if filters.risk else "",
        "queue": filters.queue.value,
        "of": str(filters.responsible_id or ""),
        "overdue": "on" if filters.overdue else "",
        "page": str(page) if page > 1 else "",
        "told": str(told) if told > 1 else "",
    }
    words = urlencode({key: value for key, value in given.items() if value})
    return f"?{words}&{number}=" if words else f"?{number}="
