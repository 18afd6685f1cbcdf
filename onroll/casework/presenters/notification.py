"""The page of one notification: what the school said, and the one thing to do about it."""

import dataclasses
from datetime import date

from django.urls import reverse

from onroll.audit.act import LONDON
from onroll.casework.models import Case, Notification, Separation
from onroll.casework.own_facts import Known
from onroll.casework.presenters.files import file_rows
from onroll.casework.presenters.people import DISPUTED, child_name, child_rows, later_table
from onroll.casework.presenters.telling import danger_words, told_rows
from onroll.casework.stages import NOTIFICATION_MEANINGS, NotificationState
from onroll.rules import enquiries
from onroll.transfer.models import Enquiry
from onroll.transfer.states import State
from onroll.web.parts import Link, Row, Table, Tag
from onroll.web.words import day_words, days_words

STATE_TAGS = {
    NotificationState.NEW: ("New", "yellow"),
    NotificationState.CASE_OPENED: ("Case opened", "blue"),
    NotificationState.ANSWERED: ("Answered", "green"),
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class NotificationPage:
    """What the template shows. `open_href` is empty where no case can be opened."""

    title: str
    child: str
    state: Tag
    warning: str
    told: tuple[Row, ...]
    child_rows: tuple[Row, ...]
    later: Table | None
    file_rows: tuple[Row, ...]
    enquiries: Table | None
    open_href: str
    join_href: str
    answer_href: str
    separate_href: str
    separated: tuple[str, ...]
    withdrawn: str
    case: Link | None
    is_of_file: bool
    danger: str


def notification_page(notification: Notification, known: Known, open_case: Case | None, on: date) -> NotificationPage:
    """Present a notification. `open_case`: the authority's open case of the child, whichever it came from."""
    state = NotificationState(notification.state)
    name, colour = STATE_TAGS[state]
    may_open = state is not NotificationState.CASE_OPENED and open_case is None
    own_case = open_case or notification.joined_case or getattr(notification, "case", None)
    is_withdrawn = notification.message is not None and notification.message.state == State.WITHDRAWN
    case_link = None
    if own_case:
        href = reverse("casework:case", args=[own_case.reference])
        case_link = Link(text=f"Go to case {own_case.reference}", href=href)
    return NotificationPage(
        title=f"Notification {notification.reference}",
        child=child_name(known.own),
        state=Tag(words=name, meaning=NOTIFICATION_MEANINGS[state], colour=colour),  # type: ignore[arg-type]
        warning=DISPUTED if known.own.disputes_id else "",
        told=_told_rows(notification, on),
        child_rows=child_rows(known.own),
        later=later_table(known.later),
        file_rows=file_rows(notification.message),
        enquiries=_enquiries(notification),
        open_href=reverse("casework:open-case", args=[notification.reference]) if may_open else "",
        join_href=_page("join-notification", notification)
        if open_case and state is not NotificationState.CASE_OPENED
        else "",
        answer_href=_page("answer-notification", notification)
        if (is_withdrawn or notification.message is None) and state is NotificationState.NEW
        else "",
        separate_href=_page("separate-notification", notification) if notification.joined_case_id else "",
        separated=tuple(map(_separated_words, notification.separations.select_related("case", "separated_by"))),
        withdrawn=_withdrawn_words(notification) if is_withdrawn else "",
        case=case_link,
        is_of_file=notification.message is not None,
        danger=danger_words(notification) if state is NotificationState.NEW else "",
    )


def _page(name: str, notification: Notification) -> str:
    return reverse(f"casework:{name}", args=[notification.reference])


def _separated_words(each: Separation) -> str:
    """Return that it was once in a wrong case, until when, and who found out."""
    on = day_words(each.separated_at.astimezone(LONDON).date())
    joined = f"It was joined to case {each.case.reference} by mistake"
    return f"{joined}, until {each.separated_by.name} took it out on {on}: “{each.reason}”"


def _withdrawn_words(notification: Notification) -> str:
    """Return that the school took its file back, and why it says so."""
    step = notification.message.events.filter(state=State.WITHDRAWN).last() if notification.message else None
    why = f": “{step.why}”" if step and step.why else ""
    return f"The school took this file back{why}. That does not show where the child is: ask the school."


def _told_rows(notification: Notification, on: date) -> tuple[Row, ...]:
    if notification.message is None:
        return told_rows(notification, on)
    left_on = notification.last_in_education_on
    school = notification.message.sender if notification.message else None
    waited = (on - notification.notified_on).days
    return (
        Row(key="Told by", value=f"{school.name} ({school.code})" if school else "Not known"),
        Row(key="Notified", value=f"{day_words(notification.notified_on)} ({days_words(waited)} ago)"),
        Row(key="Where the child went", value=_destination(notification)),
        Row(key="Last day in education", value=day_words(left_on) if left_on else "The file does not say"),
        *((Row(key="Answered without a case", value=notification.answer),) if notification.answer else ()),
    )


def _destination(notification: Notification) -> str:
    lost_pupil = getattr(notification.message, "lost_pupil", None)
    if lost_pupil and lost_pupil.outside_sector:
        return "Said to be outside the state-funded schools of England (MMMMMMM); nobody has confirmed it"
    return "Not known"


def _enquiries(notification: Notification) -> Table | None:
    lost_pupil = getattr(notification.message, "lost_pupil", None)
    made = list(lost_pupil.enquiries.all()) if lost_pupil else []
    if not made:
        return None
    return Table(
        caption="Enquiries the school made",
        head=("Enquiry", "Made on", "What came of it"),
        rows=tuple((_enquiry_words(each), day_words(each.made_on), each.outcome) for each in made),
    )


def _enquiry_words(enquiry: Enquiry) -> str:
    return enquiries.checklist_on(enquiry.made_on).enquiry(enquiry.code).words
