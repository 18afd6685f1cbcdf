"""Requests for a file on screen: the lists, one request with its clock and steps, and the single questions."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.transfer import permissions
from onroll.transfer.models import FileRequest, FileRequestEvent, Message
from onroll.transfer.presenters.steps import StepPage
from onroll.transfer.request_states import MEANINGS, MOVES, OPEN_STATES, RequestState
from onroll.web import words
from onroll.web.parts import Event, Link, Row, Table, Tag


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequestLists:
    """What is asked of us, what we asked, and what is unanswered in an authority's area."""

    title: str
    lead: str
    ask_href: str
    tables: tuple[Table, ...]
    meanings: tuple[Tag, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequestPage:
    """One request: whose turn it is, until when, about whom, and each step."""

    title: str
    state: Tag
    turn: str
    rows: tuple[Row, ...]
    steps: tuple[Event, ...]
    search_href: str
    links: tuple[Link, ...]


def request_lists(
    act: Act, *, to_answer: Sequence[FileRequest], made: Sequence[FileRequest], of_area: Sequence[FileRequest]
) -> RequestLists:
    """Present the lists; one that is empty is left out."""
    named = (
        ("For you to answer", "From", to_answer, False),
        ("You asked for", "Asked", made, True),
        ("Unanswered in our area", "Asked", of_area, True),
    )
    shown = [*to_answer, *made, *of_area]
    states = [state for state in RequestState if any(request.state == state for request in shown)]
    return RequestLists(
        title="Requests for a file",
        lead="A school that has admitted a child without a file asks the old school for it, or asks its authority to "
        "search.",
        ask_href=reverse("transfer:ask-for-file") if permissions.may_ask_for_files(act) else "",
        tables=tuple(
            _table(caption, head, requests, act.on, is_asked_shown=shows)
            for caption, head, requests, shows in named
            if requests
        ),
        meanings=tuple(_tag(state) for state in states),
    )


def waiting_requests(requests: Sequence[FileRequest], on: date) -> Table | None:
    """Present, for the page of what waits, the requests to answer; none where nobody asks."""
    return _table("Requests for you to answer", "From", requests, on, is_asked_shown=False) if requests else None


def request_page(act: Act, request: FileRequest, timeline: Sequence[FileRequestEvent]) -> RequestPage:
    """Present one request."""
    is_open = request.state in OPEN_STATES
    may_search = is_open and permissions.may_search_for(act, request)
    return RequestPage(
        title=f"Request {request.reference}",
        state=_tag(RequestState(request.state)),
        turn=_turn(request, act.on),
        rows=_rows(act, request),
        steps=tuple(_event(step) for step in timeline),
        search_href=reverse("transfer:search-for-request", args=[request.reference]) if may_search else "",
        links=tuple(_links(act, request)),
    )


def ask_for_file() -> StepPage:
    """Present the question for a file."""
    return StepPage(
        title="Ask for a child’s file",
        caption="",
        back_href=reverse("transfer:requests"),
        lead="For a child whom you have admitted and for whom no file has come. Whoever you ask gets an email without "
        "the child’s name, and has five school days to answer.",
    )


def question(request: FileRequest, *, title: str, lead: str) -> StepPage:
    """Present one question about one request."""
    return StepPage(
        title=title,
        caption=f"Request {request.reference}",
        back_href=reverse("transfer:file-request", args=[request.reference]),
        lead=lead,
    )


def file_words(message: Message) -> str:
    """Return a file as a choice: nothing in it names the child."""
    sent = words.day_words(message.sent_at) if message.sent_at else ""
    return f"{message.reference}, from {message.sender.name}, sent {sent}"


def school_words(school: Organisation) -> str:
    """Return a school as a choice."""
    return f"{school}, {school.town}" if school.town else str(school)


def _tag(state: RequestState) -> Tag:
    meaning = MEANINGS[state]
    return Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)


def _table(caption: str, head: str, requests: Sequence[FileRequest], on: date, *, is_asked_shown: bool) -> Table:
    return Table(
        caption=caption,
        head=("Request", head, "State", "Answer due"),
        rows=tuple(
            (
                Link(text=request.reference, href=reverse("transfer:file-request", args=[request.reference])),
                str(request.asked if is_asked_shown else request.asker),
                _tag(RequestState(request.state)),
                _due(request, on),
            )
            for request in requests
        ),
    )


def _due(request: FileRequest, on: date) -> str:
    if request.state not in OPEN_STATES:
        return "Answered" if request.state != RequestState.WITHDRAWN else "No longer needed"
    day = words.day_words(request.due_on)
    return f"{day}: overdue by {words.days_words((on - request.due_on).days)}" if request.due_on < on else day


def _turn(request: FileRequest, on: date) -> str:
    if request.state in OPEN_STATES:
        return f"Next: {request.asked.name} answers. Due: {_due(request, on)}."
    if request.state == RequestState.NOT_HELD:
        return f"Next: {request.asker.name} asks its authority to search, or takes the request back."
    if request.state == RequestState.FILE_SENT:
        return f"Next: {request.asker.name} collects the file and confirms that the child is on its roll."
    return "Nothing is left to do."


def _rows(act: Act, request: FileRequest) -> tuple[Row, ...]:
    rows = [("Asked by", str(request.asker)), ("Asked", str(request.asked))]
    if permissions.may_read_request(act, request):
        rows += [
            ("Child", f"{request.forename} {request.surname}"),
            ("Date of birth", words.day_words(request.birth_date) if request.birth_date else ""),
            ("UPN", request.upn),
            ("On roll from", words.day_words(request.on_roll_from) if request.on_roll_from else ""),
            ("Old school, as the school wrote it", request.last_school),
        ]
    found = [Row(key=key, value=value) for key, value in rows if value]
    if request.message is not None:
        link = Link(text=request.message.reference, href=reverse("transfer:file", args=[request.message.reference]))
        found.append(Row(key="File", value=link))
    return tuple(found)


def _links(act: Act, request: FileRequest) -> list[Link]:
    """Return what this person may do with the request now."""
    moves = MOVES[RequestState(request.state)]
    is_asked, is_asker = permissions.is_asked(act, request), permissions.is_asker(act, request)
    found = []
    if is_asked and request.state == RequestState.ASKED:
        found.append(Link(text="Send the file", href=reverse("transfer:send-file")))
    if (is_asked or is_asker) and RequestState.FILE_SENT in moves:
        found.append(_link("Say which file is the answer", "answer-with-file", request))
    if is_asked and RequestState.NOT_HELD in moves:
        found.append(_link("Answer that you do not hold the file", "answer-not-held", request))
    if (is_asked or is_asker) and RequestState.WITH_AUTHORITY in moves:
        found.append(_link("Ask the authority to search", "pass-to-authority", request))
    if is_asker and RequestState.WITHDRAWN in moves:
        found.append(_link("Take the request back", "withdraw-request", request))
    return found


def _link(text: str, name: str, request: FileRequest) -> Link:
    return Link(text=text, href=reverse(f"transfer:{name}", args=[request.reference]))


def _event(step: FileRequestEvent) -> Event:
    return Event(
        title=MEANINGS[RequestState(step.state)].name,
        at=words.moment_words(step.at),
        by=step.organisation.name if step.organisation else "OnRoll",
        note=step.why,
    )
