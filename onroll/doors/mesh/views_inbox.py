"""Receiving: the list, a message or a chunk of it, acknowledging, and confirming that a child is on roll."""

import datetime
import json
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from onroll.doors.mesh import actions, answers, bodies, headers, queries
from onroll.doors.mesh.door import spends
from onroll.doors.mesh.errors import MEDIA_TYPE_WRONG, MESSAGE_GONE, MESSAGE_UNKNOWN, REQUEST_INVALID, MeshRefusal
from onroll.doors.mesh.tokens import Caller
from onroll.transfer.models import Message
from onroll.transfer.states import State
from onroll.vault import queries as vault_queries
from onroll.vault import sealing

MOST, LEAST_RESULTS, MOST_RESULTS = 500, 10, 5000
# A larger message is handed out in chunks of this many segments of the vault: 20 MB.
CHUNK_SEGMENTS = 320
CHUNK_BYTES = CHUNK_SEGMENTS * sealing.SEGMENT_BYTES
THERE = (State.WAITING, State.COLLECTED, State.CONFIRMED)
JSON_BYTES = 10_000
JSON_TYPES = ("application/json", answers.MEDIA_TYPE)


def list_inbox(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """List what waits, the oldest first, in pages."""
    asked = request.GET.get("max_results", str(MOST))
    most = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
    wanted, place = request.GET.get("workflow_filter", ""), request.GET.get("continue_from", "")
    if not LEAST_RESULTS <= most <= MOST_RESULTS:
        raise MeshRefusal(REQUEST_INVALID, words=f"max_results is a number from {LEAST_RESULTS} to {MOST_RESULTS}")
    if "\0" in wanted or len(wanted) > 100:
        raise MeshRefusal(REQUEST_INVALID, words="workflow_filter is too long or holds control characters")
    page = queries.inbox_page(caller.act, most=most, place=place, workflow_filter=wanted)
    kept = {name: request.GET[name] for name in ("max_results", "workflow_filter") if name in request.GET}
    links = {"self": _link(caller, kept)}
    if page.next_place:
        links["next"] = _link(caller, {**kept, "continue_from": page.next_place})
    inbox_count = queries.count(caller.act)
    return answers.json({"messages": page.references, "links": links, "approx_inbox_count": inbox_count})


def count_inbox(request: HttpRequest, caller: Caller) -> HttpResponseBase:  # noqa: ARG001 - every handler's signature
    """Say how many messages and reports wait."""
    return answers.json({"count": queries.count(caller.act)})


def describe_message(request: HttpRequest, caller: Caller, reference: str) -> HttpResponseBase:  # noqa: ARG001
    """Describe a message by its headers alone."""
    report = queries.report(caller.act, reference)
    if report is not None:
        return _empty(answers.report_headers(report))
    message = _there(caller, reference)
    return _empty(answers.message_headers(message, queries.note(message), chunk=1, chunks=_chunks(message)))


@spends
def fetch_message(request: HttpRequest, caller: Caller, reference: str, number: int = 1) -> HttpResponseBase:  # noqa: ARG001
    """Hand over a message or, of a large one, a chunk. It stays in the inbox until it is acknowledged."""
    report = queries.report(caller.act, reference)
    if report is not None:
        actions.spend_lightly(caller)
        return _empty(answers.report_headers(report))
    message = _there(caller, reference)
    chunks = _chunks(message)
    if not 1 <= number <= chunks:
        raise MeshRefusal(MESSAGE_UNKNOWN, message_id=message.reference)
    stored = actions.fetch(caller, message=message)
    pieces = vault_queries.part(stored, first_segment=(number - 1) * CHUNK_SEGMENTS, segments=CHUNK_SEGMENTS)
    return answers.body(
        pieces,
        size=min(CHUNK_BYTES, stored.size - (number - 1) * CHUNK_BYTES),
        media_type=answers.media_type_of(message),
        status=200 if number == chunks else 206,
        headers=answers.message_headers(message, queries.note(message), chunk=number, chunks=chunks),
    )


@spends
def acknowledge_message(request: HttpRequest, caller: Caller, reference: str) -> HttpResponseBase:  # noqa: ARG001
    """Keep that the caller has the whole message: it is collected, and leaves the inbox. Never: on roll."""
    actions.acknowledge(caller, reference=reference)
    return HttpResponse(status=200, content_type=answers.MEDIA_TYPE)


@spends
def confirm_on_roll(request: HttpRequest, caller: Caller, reference: str) -> HttpResponseBase:
    """Confirm that a pupil of an acknowledged file is on the caller's roll."""
    position, on_roll_from = _arrival(request)
    message = queries.received(caller.act, reference)
    message = actions.confirm_on_roll(
        caller,
        message=message,
        position=position,
        on_roll_from=on_roll_from,
        is_early_date_meant=headers.is_early_date_meant(request),
        key=headers.idempotency_key(request),
    )
    left = message.pupils.filter(confirmed_at__isnull=True).count()
    return answers.json({"message_id": message.reference, "state": message.state, "pupils_left": left})


def _arrival(request: HttpRequest) -> tuple[int, datetime.date]:
    """Read the body of a confirmation: the pupil's place in the file, and the first day on roll."""
    if request.content_type and request.content_type not in JSON_TYPES:
        raise MeshRefusal(MEDIA_TYPE_WRONG)
    body = b""
    for piece in bodies.content(request):
        body += piece
        if len(body) > JSON_BYTES:
            break
    try:
        said = json.loads(body)
        if not isinstance(said, dict) or set(said) != {"pupil", "from"} or isinstance(said["pupil"], bool):
            raise MeshRefusal(REQUEST_INVALID)
        position, on_roll_from = said["pupil"], datetime.date.fromisoformat(said["from"])
    except (ValueError, TypeError, RecursionError) as unreadable:
        raise MeshRefusal(REQUEST_INVALID, words='The body is {"pupil": 1, "from": "2026-09-07"}') from unreadable
    if not isinstance(position, int) or not 1 <= position <= 100_000 or len(said["from"]) != 10:
        raise MeshRefusal(REQUEST_INVALID, words='The body is {"pupil": 1, "from": "2026-09-07"}')
    return position, on_roll_from


def _there(caller: Caller, reference: str) -> Message:
    message = queries.received(caller.act, reference)
    if message.state not in THERE or message.stored_file.destroyed_at is not None:
        raise MeshRefusal(MESSAGE_GONE, message_id=message.reference)
    return message


def _chunks(message: Message) -> int:
    return max(1, -(-message.stored_file.size // CHUNK_BYTES))


def _empty(of: dict[str, str]) -> HttpResponse:
    return HttpResponse(b"", content_type=answers.MEDIA_TYPE, headers=of)


def _link(caller: Caller, query: dict[str, str]) -> str:
    asked = f"?{urlencode(query)}" if query else ""
    return f"/messageexchange/{caller.mailbox}/inbox{asked}"
