"""What a partner agency was asked, as its own people read it: the least of the child that the request carries."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework.agency_requests import OWN_ANSWERS, OwnAnswer, RequestState
from onroll.casework.models import AgencyRequest, RefusalReason, Result
from onroll.casework.presenters.agencies import particulars_rows, wanted_until
from onroll.casework.presenters.people import child_name
from onroll.casework.presenters.tasks import TaskPage
from onroll.casework.queries import RequestsToUs
from onroll.registry.models import Sighting
from onroll.rules import agencies
from onroll.web.parts import Cell, Link, Row, Table, Tag
from onroll.web.words import day_words, moment_words

WAITING = Tag(words="Waiting", meaning="Your organisation has been asked and has not answered yet.", colour="yellow")
OVERDUE = Tag(words="Overdue", meaning="The day by which an answer was asked for has passed.", colour="red")
TIME_ASKED = Tag(
    words="More time asked",
    meaning="You have said by when you can answer. The day due stays until whoever asked agrees.",
    colour="yellow",
)
ANSWERED = Tag(words="Answered", meaning="Your organisation told what it knows.", colour="green")
NOT_KNOWN = Tag(words="Not known to us", meaning="Your organisation looked, and knows nothing.", colour="green")
REFUSED = Tag(words="Refused", meaning="Your organisation will not answer, and said why.", colour="red")
TAKEN_BACK = Tag(words="Taken back", meaning="Whoever asked does not need an answer any more.", colour="grey")
NOT_NEEDED = Tag(words="Not needed", meaning="Whoever asked has ended its search for the child.", colour="grey")
TAGS = (WAITING, OVERDUE, TIME_ASKED, ANSWERED, NOT_KNOWN, REFUSED, TAKEN_BACK, NOT_NEEDED)
ENDED: dict[RequestState, Tag] = {
    RequestState.ANSWERED: ANSWERED,
    RequestState.NOTHING_KNOWN: NOT_KNOWN,
    RequestState.REFUSED: REFUSED,
    RequestState.WITHDRAWN: TAKEN_BACK,
}
ANSWER_OF = {Result.FOUND: OwnAnswer.FOUND, Result.LEAD: OwnAnswer.SOMETHING, Result.NOTHING: OwnAnswer.NOTHING_KNOWN}


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequestsToUsPage:
    """What the agency was asked. No child is named here: each request is opened for that, and leaves a trace."""

    title: str
    waiting: Table | None
    ended: Table | None
    meanings: tuple[Row, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequestToUsPage:
    """One request. Once it has ended, what it says of the child is not shown any more; addresses are empty then."""

    title: str
    state: Tag
    about: tuple[Row, ...]
    child: tuple[Row, ...]
    question: str
    answer: tuple[Row, ...]
    answer_href: str
    refuse_href: str
    more_time_href: str
    tell_href: str
    back: Link


def requests_to_us_page(act: Act, found: RequestsToUs) -> RequestsToUsPage:
    """Present the list of an agency's requests."""
    return RequestsToUsPage(
        title="Requests to us",
        waiting=_table("Waiting for your answer, the earliest due first", found.waiting, act.on),
        ended=_table("Answered or ended, the newest first", found.ended, act.on),
        meanings=tuple(Row(key=tag.words, value=tag.meaning) for tag in TAGS),
    )


def request_to_us_page(request: AgencyRequest, on: date, said: Sighting | None) -> RequestToUsPage:
    """Present one request. `said`: what the agency itself said of the child beside its words."""
    waits = _waits(request)
    sighting = request.enquiries.sighting
    born = day_words(sighting.birth_date) if sighting.birth_date else "Not known"
    child = (Row(key="Child", value=child_name(sighting)), Row(key="Date of birth", value=born))
    return RequestToUsPage(
        title=f"Request {request.reference}",
        state=_tag(request, on),
        about=(
            Row(key="Asked by", value=f"{request.asked_for.name}, which makes reasonable enquiries about a child"),
            Row(key="Asked on", value=day_words(request.asked_on)),
            Row(key="Answer due", value=day_words(request.due_on)),
            *_more_time(request),
            Row(key="Power to share", value=request.power),
            Row(key="Limits on what may be asked", value=agencies.body(request.body).limits),
        ),
        child=child if waits else (),
        question=request.question if waits else "",
        answer=() if waits else _answer_rows(request, said),
        answer_href=_page(request, "answer-request") if waits else "",
        refuse_href=_page(request, "refuse-request") if waits else "",
        more_time_href=_page(request, "ask-more-time") if waits else "",
        tell_href="" if waits else reverse("telling:tell"),
        back=Link(text="Back to requests to us", href=reverse("telling:requests-to-us")),
    )


def request_task(request: AgencyRequest, title: str, lead: str = "") -> TaskPage:
    """Present a task on a request: it shows the reference, not the child."""
    return TaskPage(
        title=title,
        reference=f"Request {request.reference} of {request.asked_for.name}",
        case_href=_page(request, "request-to-us"),
        lead=lead,
        hints={},
        back_words="Back to the request",
    )


def more_time_task(request: AgencyRequest) -> TaskPage:
    """Present the asking for more time."""
    lead = f"The answer is due on {day_words(request.due_on)}. That day stays until {request.asked_for.name} agrees."
    return request_task(request, "Ask for more time", lead)


def _waits(request: AgencyRequest) -> bool:
    return request.state == RequestState.ASKED and bool(request.is_wanted)  # type: ignore[attr-defined]


def _table(caption: str, requests: Sequence[AgencyRequest], on: date) -> Table | None:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            Link(text=each.reference, href=_page(each, "request-to-us")),
            each.asked_for.name,
            day_words(each.asked_on),
            day_words(each.due_on),
            _tag(each, on),
        )
        for each in requests
    )
    head = ("Request", "Asked by", "Asked on", "Answer due", "State")
    return Table(caption=caption, head=head, rows=rows) if rows else None


def _tag(request: AgencyRequest, on: date) -> Tag:
    state = RequestState(request.state)
    if state in ENDED:
        return ENDED[state]
    if not _waits(request):
        return NOT_NEEDED
    if request.due_on < on:
        return OVERDUE
    return TIME_ASKED if wanted_until(request) else WAITING


def _more_time(request: AgencyRequest) -> tuple[Row, ...]:
    if request.more_time_until is None or not _waits(request):
        return ()
    agreed = "not agreed yet" if wanted_until(request) else "agreed"
    return (Row(key="More time", value=f"You asked for time until {day_words(request.more_time_until)}: {agreed}"),)


def _answer_rows(request: AgencyRequest, said: Sighting | None) -> tuple[Row, ...]:
    """Return what the agency itself answered. What the asking side wrote down of a call is that side's."""
    if request.replied_on is None:
        return ()
    if request.replied_at is None:
        words = f"{request.asked_for.name} recorded on {day_words(request.replied_on)} what your organisation told it"
        return (Row(key="Your answer", value=words),)
    who = f"{request.replied_by.name}, " if request.replied_by else "Your own software, "
    return (
        Row(key="Your answer", value=_answer_words(request)),
        Row(key="Answered by", value=f"{who}{moment_words(request.replied_at)}"),
        Row(key="What you said", value=request.reply),
        *particulars_rows(said),
    )


def _answer_words(request: AgencyRequest) -> str:
    if request.state == RequestState.REFUSED:
        return f"Refused: {RefusalReason(request.refused_because).label}"
    return OWN_ANSWERS[ANSWER_OF[Result(request.result)]]


def _page(request: AgencyRequest, name: str) -> str:
    return reverse(f"telling:{name}", args=[request.reference])
