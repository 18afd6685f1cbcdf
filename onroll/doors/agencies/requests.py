"""Requests to an agency, for its own software: list them, read one, answer, refuse, ask for more time.

The same actions as the pages, with the same refusals; that one is read is recorded as on the page.
"""

import hashlib
import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Header, Router, Schema
from pydantic import ConfigDict, Field

from onroll.audit.act import Act
from onroll.casework import actions as casework_actions
from onroll.casework import permissions as casework_permissions
from onroll.casework import queries as casework_queries
from onroll.casework.agency_requests import OwnAnswer, RequestState
from onroll.casework.models import AgencyRequest
from onroll.doors import acting
from onroll.doors.agencies.shapes import Refused
from onroll.doors.models import MachineKey
from onroll.registry.actions import Facts, OtherName
from onroll.registry.models import AddressCertainty, NameKind

router = Router(tags=["requests to us"])

NO_NUL = r"^[^\x00]*$"
ERRORS: dict[Any, Any] = dict.fromkeys((401, 403, 404, 409, 422), Refused)
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=200)]


class RequestLine(Schema):
    """One request in the list: nothing of the child."""

    reference: str
    asked_by: str
    asked_on: date
    due_on: date
    state: Literal["asked", "answered", "nothing_known", "refused", "withdrawn", "not_needed"]
    more_time_until: date | None
    version: int


class RequestOut(RequestLine):
    """One request. `child` and `question` are empty once it has ended; `answer` holds what your organisation said."""

    power: str
    question: str
    child_name: str
    child_birth_date: date | None
    answer: Literal["", "found", "something", "nothing_known", "refused"]
    answered_at: datetime | None


class AnswerIn(Schema):
    """What you know. `version` is of the request that you read: one that changed since is not answered."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1)
    answer: Literal["found", "something", "nothing_known"]
    words: str = Field("", max_length=800, pattern=NO_NUL, description="What you know, and how: not a secret address")
    is_sign_of_harm: bool = Field(False, description="If the child is in danger now, call 999 first")
    address: str = Field("", max_length=400, pattern=NO_NUL)
    postcode: str = Field("", max_length=10, pattern=NO_NUL)
    address_certainty: Literal["stated", "visited", "doubted"] = "stated"
    address_from: date | None = None
    is_address_sealed: bool = Field(False, description="A refuge, or another place that must not be known")
    forename: str = Field("", max_length=100, pattern=NO_NUL, description="Another name than the one asked about")
    surname: str = Field("", max_length=100, pattern=NO_NUL)
    birth_date: date | None = Field(None, description="Another date of birth than the one asked about")


class RefusalIn(Schema):
    """Why you do not share what you know."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1)
    reason: Literal["threshold", "data_protection", "capacity", "not_its_task", "other"]
    words: str = Field(min_length=1, max_length=800, pattern=NO_NUL, description="Why, and who decided it")


class MoreTimeIn(Schema):
    """By when you can answer. The day due stays until whoever asked agrees."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1)
    until: date
    because: str = Field(min_length=1, max_length=500, pattern=NO_NUL, description="Without the child's name")


@router.get("", response={200: list[RequestLine], 401: Refused}, operation_id="list_requests")
def list_requests(request: HttpRequest) -> list[dict[str, Any]]:
    """List what your organisation was asked: what waits, the earliest due first, then what ended. Names no child."""
    found = casework_queries.requests_to_us(_act(request, "list requests"))
    return [_line(each) for each in (*found.waiting, *found.ended)]


@router.get("/{reference}", response={200: RequestOut, **ERRORS}, operation_id="read_request")
def read_request(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read one request: which child, what is asked, by what power. That it is read is recorded."""
    act = _act(request, "read a request")
    return _shown(casework_actions.open_request_to_us(act, request=_found(act, reference)))


@router.post("/{reference}/answer", response={200: RequestOut, **ERRORS}, operation_id="answer_request")
def answer_request(request: HttpRequest, reference: str, sent: AnswerIn, idempotency_key: Key) -> dict[str, Any]:
    """Answer. The same answer under the same key answers 200 again; whoever comes second gets 409 and is told why."""
    act, digest = _act(request, "answer a request"), _digest(idempotency_key, sent)
    found = _found(act, reference)
    if found.reply_digest != digest:
        casework_actions.answer_request_to_us(
            act,
            request=found,
            answer=OwnAnswer(sent.answer),
            words=sent.words,
            is_sign_of_harm=sent.is_sign_of_harm,
            expected_version=sent.version,
            facts=_facts(sent),
            digest=digest,
        )
    return _shown(_found(act, reference))


@router.post("/{reference}/refuse", response={200: RequestOut, **ERRORS}, operation_id="refuse_request")
def refuse_request(request: HttpRequest, reference: str, sent: RefusalIn, idempotency_key: Key) -> dict[str, Any]:
    """Say why you do not share what you know. Idempotent as an answer is."""
    act, digest = _act(request, "refuse a request"), _digest(idempotency_key, sent)
    found = _found(act, reference)
    if found.reply_digest != digest:
        casework_actions.refuse_request_to_us(
            act,
            request=found,
            refused_because=sent.reason,
            words=sent.words,
            expected_version=sent.version,
            digest=digest,
        )
    return _shown(_found(act, reference))


@router.post("/{reference}/more-time", response={200: RequestOut, **ERRORS}, operation_id="ask_more_time")
def ask_more_time(request: HttpRequest, reference: str, sent: MoreTimeIn) -> dict[str, Any]:
    """Say by when you can answer. The same day for the same reason again changes nothing and answers 200."""
    act = _act(request, "ask for more time")
    found = _found(act, reference)
    if (found.more_time_until, found.more_time_because) != (sent.until, sent.because.strip()):
        casework_actions.ask_more_time(
            act, request=found, until=sent.until, because=sent.because, expected_version=sent.version
        )
    return _shown(_found(act, reference))


def _act(request: HttpRequest, what: str) -> Act:
    key: MachineKey = request.auth  # type: ignore[attr-defined]
    request_id = getattr(request, "request_id", "")
    act = acting.act_for_key(key, at=acting.now(), purpose=f"agencies' interface: {what}", request_id=request_id)
    if not casework_permissions.may_answer_requests(act):
        raise casework_permissions.NotAnAgency
    return act


def _found(act: Act, reference: str) -> AgencyRequest:
    return casework_queries.request_to_us(act, reference.replace("\x00", "").upper())


def _digest(key: str, sent: Schema) -> str:
    body = json.dumps(sent.dict(), default=str, sort_keys=True)
    return hashlib.sha256(f"{key}\n{body}".encode()).hexdigest()


def _facts(sent: AnswerIn) -> Facts:
    names = (
        (OtherName(kind=NameKind.OTHER, forename=sent.forename, surname=sent.surname),)
        if sent.forename or sent.surname
        else ()
    )
    return Facts(
        surname="",
        forename="",
        birth_date=sent.birth_date,
        address=sent.address,
        postcode=sent.postcode,
        address_certainty=AddressCertainty(sent.address_certainty),
        address_from=sent.address_from,
        is_address_sealed=sent.is_address_sealed,
        other_names=names,
    )


def _waits(request: AgencyRequest) -> bool:
    return request.state == RequestState.ASKED and bool(request.is_wanted)  # type: ignore[attr-defined]


def _line(request: AgencyRequest) -> dict[str, Any]:
    is_over = request.state == RequestState.ASKED and not _waits(request)
    return {
        "reference": request.reference,
        "asked_by": request.asked_for.name,
        "asked_on": request.asked_on,
        "due_on": request.due_on,
        "state": "not_needed" if is_over else request.state,
        "more_time_until": request.more_time_until,
        "version": request.version,
    }


def _shown(request: AgencyRequest) -> dict[str, Any]:
    sighting, waits = request.enquiries.sighting, _waits(request)
    return {
        **_line(request),
        "power": request.power,
        "question": request.question if waits else "",
        "child_name": f"{sighting.forename} {sighting.surname}".strip() if waits else "",
        "child_birth_date": sighting.birth_date if waits else None,
        "answer": _answer(request),
        "answered_at": request.replied_at,
    }


def _answer(request: AgencyRequest) -> str:
    """Return what the agency itself said; nothing where the asking side wrote it down."""
    if request.replied_at is None:
        return ""
    said = {"found": "found", "lead": "something", "nothing": "nothing_known"}
    return "refused" if request.state == RequestState.REFUSED else said[request.result]
