"""Requests to agencies: those of one list, one request with its letter, and how each body answers."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework.agency_requests import MEANINGS, NAMES, RequestState
from onroll.casework.models import AgencyRequest, EnquiryList, RefusalReason
from onroll.casework.presenters.people import child_name
from onroll.casework.queries import BodyRecord
from onroll.rules import agencies
from onroll.web.parts import Cell, Colour, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

COLOURS: dict[RequestState, Colour] = {
    RequestState.ASKED: "yellow",
    RequestState.ANSWERED: "green",
    RequestState.NOTHING_KNOWN: "green",
    RequestState.REFUSED: "red",
    RequestState.WITHDRAWN: "grey",
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class AgencyRequestPage:
    """One request. Addresses are empty where there is nothing to do."""

    title: str
    state: Tag
    facts: tuple[Row, ...]
    letter: tuple[str, ...]
    version: int
    answer_href: str
    remind_href: str
    remind_words: str
    withdraw_href: str
    ask_again_href: str
    back: Link


@dataclasses.dataclass(frozen=True, kw_only=True)
class TrackerPage:
    """What waits, and how each body has answered."""

    title: str
    waiting: Table | None
    bodies: Table | None
    made: str


def request_tag(request: AgencyRequest, on: date) -> Tag:
    """Return where a request stands; one that waits too long says so."""
    state = RequestState(request.state)
    if state is RequestState.ASKED and request.due_on < on:
        return Tag(words="Overdue", meaning=f"The answer was due on {day_words(request.due_on)}.", colour="red")
    return Tag(words=NAMES[state], meaning=MEANINGS[state], colour=COLOURS[state])


def requests_table(requests: Iterable[AgencyRequest], on: date) -> Table | None:
    """Return the requests of one's own side of a list, or what waits of all."""
    rows = tuple(
        (
            Link(
                text=f"{agencies.body(each.body).name} ({each.reference})",
                href=reverse("casework:agency-request", args=[each.reference]),
            ),
            day_words(each.asked_on),
            day_words(each.due_on),
            request_tag(each, on),
            count_words(each.reminders, "reminder"),
        )
        for each in requests
    )
    head = ("Asked", "On", "Answer due", "State", "Reminders")
    return Table(caption="Requests to agencies", head=head, rows=rows) if rows else None


def agency_request_page(request: AgencyRequest, on: date) -> AgencyRequestPage:
    """Present one request with the letter that asks."""
    state = RequestState(request.state)
    body = agencies.body(request.body)
    waits = state is RequestState.ASKED
    replied = (
        (
            *_because(request),
            Row(key="Reply", value=f"{day_words(request.replied_on)}: {request.reply}"),
        )
        if request.replied_on
        else ()
    )
    return AgencyRequestPage(
        title=f"Request {request.reference} to {body.name}",
        state=request_tag(request, on),
        facts=(
            Row(key="Asked of", value=request.asked_of),
            Row(key="Asked", value=f"{day_words(request.asked_on)}, for {request.asked_for.name}"),
            Row(key="Answer due", value=f"{day_words(request.due_on)}: {_due_words(body)}"),
            Row(key="Power to ask", value=request.power),
            Row(key="Limits", value=body.limits),
            Row(key="Reminders", value=_reminded(request)),
            *((Row(key="Reminders go to", value=request.reminders_to),) if request.reminders_to else ()),
            *replied,
        ),
        letter=_letter(request),
        version=request.version,
        answer_href=_page(request, "answer-agency-request") if waits else "",
        remind_href=_page(request, "remind-agency") if waits else "",
        remind_words="Send a reminder by email" if request.reminders_to else "I have sent a reminder",
        withdraw_href=_page(request, "withdraw-agency-request") if waits else "",
        ask_again_href=_page(request, "ask-agency-again") if state is RequestState.REFUSED else "",
        back=Link(text="Back to the enquiries", href=reverse("casework:enquiries", args=[request.enquiries.reference])),
    )


def tracker_page(act: Act, waiting: Iterable[AgencyRequest], records: Sequence[BodyRecord]) -> TrackerPage:
    """Present what waits, and how each body has answered."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            each.body.name,
            str(each.asked),
            str(each.told),
            str(each.nothing_known),
            str(each.refused),
            str(each.waiting),
            str(each.overdue),
            f"{each.median_working_days:g}" if each.median_working_days is not None else "None yet",
        )
        for each in records
    )
    bodies = Table(
        caption="How each body answers",
        head=("Body", "Asked", "Told", "Nothing known", "Refused", "Waiting", "Overdue", "Median working days"),
        rows=rows,
        numeric=frozenset(range(1, 8)),
    )
    return TrackerPage(
        title="Requests to agencies",
        waiting=requests_table(waiting, act.on),
        bodies=bodies if rows else None,
        made=f"Counted {moment_words(act.at)} from all requests of your organisation, those taken back left out. "
        "Median working days: from the day of asking to the reply, refusals included.",
    )


def body_hints(codes: Iterable[str]) -> dict[str, str]:
    """Return, under each body that may be asked, by what power and within what limits."""
    return {code: f"{agencies.body(code).power}. {agencies.body(code).limits}" for code in codes}


def _due_words(body: agencies.Body) -> str:
    days = body.answer_working_days.value
    return f"{days} working days after asking. No rule sets a time; this is OnRoll’s proposal."


def _reminded(request: AgencyRequest) -> str:
    if request.reminded_on is None:
        return "Not yet"
    return f"{request.reminders}, the last on {day_words(request.reminded_on)}"


def reminded_words(request: AgencyRequest, *, is_mailed: bool) -> str:
    """Return what to say after a reminder: whether the email went, or what is left to do."""
    if is_mailed:
        return f"The reminder is recorded, and an email has gone to {request.reminders_to}."
    if request.reminders_to:
        return "The reminder is recorded, but the email did not go. Telephone the office, or try again later."
    return "The reminder is recorded."


def _letter(request: AgencyRequest) -> tuple[str, ...]:
    """Return the paragraphs of the letter. It names the child: it is for the body asked, by the agreed route."""
    enquiries: EnquiryList = request.enquiries
    sighting = enquiries.sighting
    born = f", born {day_words(sighting.birth_date)}" if sighting.birth_date else ""
    return (
        f"To {request.asked_of}",
        (
            f"{request.asked_for.name} is making reasonable enquiries about a child who may be missing education: "
            f"{child_name(sighting)}{born}."
        ),
        request.question,
        f"We ask under: {request.power}.",
        (
            f"Please answer by {day_words(request.due_on)}, quoting {request.reference}. If you cannot share "
            "what you know, please tell us the reason and who decided it. Law on data protection does not stop "
            "sharing to keep a child safe."
        ),
    )


def _page(request: AgencyRequest, name: str) -> str:
    return reverse(f"casework:{name}", args=[request.reference])


def _because(request: AgencyRequest) -> tuple[Row, ...]:
    """Return why a body refused, where it did and the reason was asked for."""
    if not request.refused_because:
        return ()
    return (Row(key="Refused because", value=str(RefusalReason(request.refused_because).label)),)
