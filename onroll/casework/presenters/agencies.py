"""Requests to agencies: those of one list, one request with its letter, and how each body answers."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework.agency_requests import MEANINGS, NAMES, RequestState
from onroll.casework.models import AgencyRequest, EnquiryList, RefusalReason, Result
from onroll.casework.presenters.people import child_name
from onroll.casework.queries import BodyRecord
from onroll.registry.models import AddressCertainty, Sighting
from onroll.rules import agencies
from onroll.web.parts import Cell, Colour, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

LETTER_TITLE = "The letter to send, by the agreed secure route"
ANSWERS = {
    Result.FOUND: "It knows where the child is",
    Result.LEAD: "It knows something that may help",
    Result.NOTHING: "It has looked, and does not know the child",
}
SEALED_WORDS = "Sealed: ask your authority’s safeguarding lead"

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
    give_time_href: str
    give_time_words: str
    letter_title: str
    letter_lead: str
    back: Link


@dataclasses.dataclass(frozen=True, kw_only=True)
class TrackerPage:
    """What waits, and how each body has answered."""

    title: str
    new_answers: Table | None
    waiting: Table | None
    bodies: Table | None
    made: str


def request_tag(request: AgencyRequest, on: date) -> Tag:
    """Return where a request stands; one that waits too long says so, and one whose body asks for more time."""
    state = RequestState(request.state)
    until = wanted_until(request)
    wants = f" It asks for time until {day_words(until)}." if until else ""
    if state is RequestState.ASKED and request.due_on < on:
        return Tag(words="Overdue", meaning=f"The answer was due on {day_words(request.due_on)}.{wants}", colour="red")
    if wants:
        return Tag(words="More time asked", meaning=f"{MEANINGS[state]}{wants}", colour="yellow")
    return Tag(words=NAMES[state], meaning=MEANINGS[state], colour=COLOURS[state])


def wanted_until(request: AgencyRequest) -> date | None:
    """Return until when an agency asks for time, where that is more than it has and nobody has agreed yet."""
    until: date | None = request.more_time_until
    return until if until and request.state == RequestState.ASKED and request.due_on < until else None


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


def agency_request_page(request: AgencyRequest, on: date, said: Sighting | None) -> AgencyRequestPage:
    """Present one request with the letter that asks. `said`: what an agency that answered itself said of the child."""
    state = RequestState(request.state)
    body = agencies.body(request.body)
    waits = state is RequestState.ASKED
    replied = (
        (
            *_because(request),
            *_answered_by(request),
            Row(key="Reply", value=f"{day_words(request.replied_on)}: {request.reply}"),
            *particulars_rows(said),
        )
        if request.replied_on
        else ()
    )
    return AgencyRequestPage(
        title=f"Request {request.reference} to {body.name}",
        state=request_tag(request, on),
        facts=(
            Row(key="Asked of", value=request.asked_of),
            *((Row(key="Asked in OnRoll", value=f"{request.agency.name}"),) if request.agency else ()),
            Row(key="Asked", value=f"{day_words(request.asked_on)}, for {request.asked_for.name}"),
            Row(key="Answer due", value=f"{day_words(request.due_on)}: {_due_words(body)}"),
            Row(key="Power to ask", value=request.power),
            Row(key="Limits", value=body.limits),
            Row(key="Reminders", value=_reminded(request)),
            *((Row(key="Reminders go to", value=request.reminders_to),) if request.reminders_to else ()),
            *_more_time(request),
            *replied,
        ),
        letter=_letter(request),
        version=request.version,
        answer_href=_page(request, "answer-agency-request") if waits else "",
        remind_href=_page(request, "remind-agency") if waits else "",
        remind_words="Send a reminder by email" if request.reminders_to or request.agency else "I have sent a reminder",
        withdraw_href=_page(request, "withdraw-agency-request") if waits else "",
        ask_again_href=_page(request, "ask-agency-again") if state is RequestState.REFUSED else "",
        give_time_href=_page(request, "give-more-time") if wanted_until(request) else "",
        give_time_words=f"Agree to {day_words(request.more_time_until)}" if request.more_time_until else "",
        letter_title=f"What {request.agency.name} reads in OnRoll" if request.agency else LETTER_TITLE,
        letter_lead="It was told by email, without a word of the child, that a request waits. You need send nothing."
        if request.agency
        else "",
        back=Link(text="Back to the enquiries", href=reverse("casework:enquiries", args=[request.enquiries.reference])),
    )


def tracker_page(
    act: Act, new: Iterable[AgencyRequest], waiting: Iterable[AgencyRequest], records: Sequence[BodyRecord]
) -> TrackerPage:
    """Present what agencies answered and nobody has read, what waits, and how each body has answered."""
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
        new_answers=requests_table(new, act.on),
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
    if is_mailed and request.agency:
        return f"The reminder is recorded, and an email goes to {request.agency.name}."
    if is_mailed:
        return f"The reminder is recorded, and an email has gone to {request.reminders_to}."
    if request.reminders_to or request.agency:
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


def _answered_by(request: AgencyRequest) -> tuple[Row, ...]:
    """Return who answered in OnRoll, where the agency did so itself."""
    if request.replied_at is None or request.agency is None:
        return ()
    who = f"{request.replied_by.name}, " if request.replied_by else "Its own software, "
    answer = "" if request.state == RequestState.REFUSED else ANSWERS[Result(request.result)]
    return (
        Row(key="Answered by", value=f"{who}{request.agency.name}, {moment_words(request.replied_at)}"),
        *((Row(key="Answer", value=answer),) if answer else ()),
    )


def _more_time(request: AgencyRequest) -> tuple[Row, ...]:
    if request.more_time_until is None:
        return ()
    words = f"Until {day_words(request.more_time_until)}: {request.more_time_because}"
    return (Row(key="More time asked", value=words),)


def particulars_rows(said: Sighting | None) -> tuple[Row, ...]:
    """Return what an agency said of the child beside its words; a sealed address is never given here."""
    if said is None:
        return ()
    address = ", ".join(part for part in (said.address, said.postcode) if part)
    sure = str(AddressCertainty(said.address_certainty).label)
    since = f", from {day_words(said.address_from)}" if said.address_from else ""
    names = (f"{each.forename} {each.surname}".strip() for each in said.names.all())
    rows = (
        ("Address given", SEALED_WORDS if address and said.is_address_sealed else address),
        ("How sure the address is", f"{sure}{since}" if address else ""),
        ("Other name given", "; ".join(names)),
        ("Date of birth given", day_words(said.birth_date) if said.birth_date else ""),
    )
    return tuple(Row(key=key, value=value) for key, value in rows if value)


def _page(request: AgencyRequest, name: str) -> str:
    return reverse(f"casework:{name}", args=[request.reference])


def _because(request: AgencyRequest) -> tuple[Row, ...]:
    """Return why a body refused, where it did and the reason was asked for."""
    if not request.refused_because:
        return ()
    return (Row(key="Refused because", value=str(RefusalReason(request.refused_because).label)),)
