"""The addresses of the agencies' interface: the same actions as the pages, the same refusals as JSON."""

import hashlib
import json
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import Header, NinjaAPI, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, NotAllowed, RateLimited, Refusal, Stale, TooLarge
from onroll.casework import actions as casework_actions
from onroll.casework import queries as casework_queries
from onroll.casework.agency_requests import RequestMoveNotAllowed
from onroll.casework.feedback import ENDING_WORDS, PROGRESS_WORDS, ending_of, progress_of
from onroll.casework.models import Notification
from onroll.casework.telling import Danger, Route, Told
from onroll.doors import acting
from onroll.doors.agencies import oauth
from onroll.doors.agencies.shapes import NotificationIn, NotificationOut, Refused
from onroll.doors.models import MachineKey

VERSION = "2026-11-22"


class Token(HttpBearer):
    """A bearer token of an agency's software."""

    def authenticate(self, _request: HttpRequest, token: str) -> MachineKey | None:
        """Return the key that the token was given for."""
        return oauth.key_of_token(token)


api = NinjaAPI(
    title="OnRoll for partner agencies",
    version=VERSION,
    description="Tell a council of a child who may be missing education, and read what came of it; read and answer "
    "what your organisation is asked. If the child is missing or in danger, call the police and social care first: "
    "nobody here acts at once. Ask for a token at /api/token (OAuth 2 client credentials); it works for 15 minutes.",
    docs_url=None,
    urls_namespace="agencies",
    auth=Token(),
)

ERRORS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 409, 413, 422, 429), Refused)


@api.post("/notifications", response={201: NotificationOut, 200: NotificationOut, **ERRORS}, operation_id="tell")
def tell(
    request: HttpRequest,
    sent: NotificationIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=200)],
) -> Status[dict[str, Any]]:
    """Tell of a child. The same request under the same key answers 200 with the first receipt and keeps nothing."""
    act = _act(request, "agencies' interface: tell of a child")
    values = sent.dict()
    council = values.pop("council")
    authority = casework_queries.authorities_that_read(act.on).filter(la_code=council).first()
    if authority is None:
        raise casework_actions.NobodyReadsThere
    told = Told(**{**values, "danger": Danger(values["danger"])})
    receipt = casework_actions.receive_notification(
        act,
        told=told,
        authority=authority,
        route=Route.MACHINE,
        request_key=_digest(idempotency_key),
        request_digest=_digest(json.dumps(sent.dict(), default=str, sort_keys=True)),
    )
    return Status(201 if receipt.is_new else 200, _shown(receipt.notification))


@api.get("/notifications/{reference}", response={200: NotificationOut, 401: Refused, 404: Refused}, operation_id="read")
def read(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Read the receipt, how far it is, and how it ended, of a notification that your own organisation sent."""
    act = _act(request, "agencies' interface: read what came of a notification")
    telling = casework_queries.own_telling(act, reference.replace("\x00", "").upper())
    return _shown(casework_actions.read_own_telling(act, telling=telling).notification)


@api.post("/token", auth=None, include_in_schema=False)
def token(request: HttpRequest) -> HttpResponse:
    """Give a token for a client's id and secret; described under `securitySchemes`."""
    headers, body, status = oauth.token_answer(request)
    return HttpResponse(body, status=status, headers=headers)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal of an action."""
    statuses: dict[type[Refusal], int] = {Hidden: 404, NotAllowed: 403, RateLimited: 429, TooLarge: 413}
    status = next((code for kind, code in statuses.items() if isinstance(refusal, kind)), 422)
    if isinstance(refusal, casework_actions.KeyUsedAgain | Stale | RequestMoveNotAllowed):
        status = HTTPStatus.CONFLICT
    problems = [{"code": one.code, "field": one.field, "words": one.words} for one in getattr(refusal, "problems", ())]
    return _answer(request, status, refusal.code, refusal.words, problems)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, invalid: ValidationError) -> HttpResponse:
    """Answer a body or header of the wrong shape: each fault with its place, and never with what stood there."""
    problems = [
        {"code": "N00", "field": ".".join(str(part) for part in one["loc"][1:]), "words": str(one["type"])}
        for one in invalid.errors
    ]
    return _answer(request, 422, "malformed", "The request has not the shape of the description.", problems)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    """Answer a request without a token that holds."""
    answer = _answer(request, 401, "token_invalid", "Ask for a token at /api/token, and send it as Bearer.", [])
    answer.headers["WWW-Authenticate"] = 'Bearer realm="onroll", error="invalid_token"'
    return answer


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a body that is no JSON."""
    return _answer(request, error.status_code, "unreadable", "The body is not JSON in UTF-8.", [])


def _answer(request: HttpRequest, status: int, code: str, words: str, problems: list[dict[str, str]]) -> HttpResponse:
    return api.create_response(request, {"code": code, "words": words, "problems": problems}, status=status)


def _act(request: HttpRequest, purpose: str) -> Act:
    key: MachineKey = request.auth  # type: ignore[attr-defined]
    return acting.act_for_key(key, at=acting.now(), purpose=purpose, request_id=getattr(request, "request_id", ""))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _shown(notification: Notification) -> dict[str, Any]:
    progress, ending = progress_of(notification), ending_of(notification)
    return {
        "reference": notification.reference,
        "received_at": notification.received_at,
        "council": notification.authority.la_code,
        "their_reference": notification.telling.their_reference,
        "status": {"code": progress.value, "words": PROGRESS_WORDS[progress][0]},
        "outcome": {"code": ending.value or "not_yet", "words": ENDING_WORDS[ending]},
    }


def addresses() -> list[URLPattern]:
    """Return the addresses, each marked with who may call it: no session, no sign-in, a key or nothing."""
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    for pattern in patterns:
        pattern.callback.login_required = False  # type: ignore[attr-defined]
        is_description = str(pattern.pattern) == "openapi.json"
        pattern.callback.permission = "everyone" if is_description else "machine key"  # type: ignore[attr-defined]
    return patterns
