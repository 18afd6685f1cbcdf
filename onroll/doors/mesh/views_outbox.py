"""Sending: the handshake, a message or its first chunk, further chunks, tracking, and the look-up of mailboxes."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from onroll.audit.refusals import Hidden
from onroll.doors.mesh import actions, answers, bodies, headers, lookups, queries, workflows
from onroll.doors.mesh.door import spends
from onroll.doors.mesh.errors import REQUEST_INVALID, MeshRefusal
from onroll.doors.mesh.tokens import Caller


def handshake(request: HttpRequest, caller: Caller) -> HttpResponseBase:  # noqa: ARG001 - every handler's signature
    """Say that the key is good."""
    return answers.json({"mailbox_id": caller.mailbox})


@spends
def send_message(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Take a message, or the first chunk of one; accepted only when every byte is on disk."""
    sending = headers.sending_of(request)
    pieces = bodies.content(request)
    if sending.total_chunks == 1:
        pieces = bodies.checked(pieces, sending.checksum)
    reference = actions.send(caller, sending=sending, pieces=pieces)
    return answers.json({"message_id": reference}, status=202)


@spends
def send_chunk(request: HttpRequest, caller: Caller, reference: str, number: int) -> HttpResponseBase:
    """Take a further chunk; with the last one the message is whole, checked and on its way."""
    _, total = headers.chunk_range(request, number)
    key, pieces = headers.idempotency_key(request), bodies.content(request)
    actions.send_chunk(caller, reference=reference, number=number, total=total, pieces=pieces, key=key)
    answer = HttpResponse(status=202, content_type=answers.MEDIA_TYPE)
    answer.headers["mex-MessageID"] = reference.upper()
    return answer


def track_message(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Say where a message of the caller's has got to, by its id or by the caller's own."""
    reference, local_id = request.GET.get("messageID", ""), request.GET.get("localID", "")
    if bool(reference) == bool(local_id) or "\0" in reference + local_id:
        raise MeshRefusal(REQUEST_INVALID, words="Give messageID or localID, one of them")
    return _tracked(caller, reference, local_id)


def track_by_local_id(request: HttpRequest, caller: Caller, local_id: str) -> HttpResponseBase:  # noqa: ARG001
    """Say where a message has got to, by the older form of the address."""
    if "\0" in local_id:
        raise Hidden
    return _tracked(caller, "", local_id)


def look_up_endpoint(
    request: HttpRequest,  # noqa: ARG001 - every handler's signature
    caller: Caller,
    organisation: str,
    workflow: str,
) -> HttpResponseBase:
    """Return the mailbox of an organisation for a workflow: one, or none."""
    found = lookups.recipient(organisation.upper(), caller.act.on)[0]
    if found is None or workflow.upper() not in workflows.MEANINGS:
        return answers.json({"results": []})
    return answers.json({"results": [{"mailbox_id": found.code, "mailbox_name": found.name}]})


def _tracked(caller: Caller, reference: str, local_id: str) -> HttpResponseBase:
    message = queries.sent(caller.act, reference=reference, local_id=local_id)
    if message is not None:
        return answers.json(answers.tracking(message))
    if not reference:
        raise Hidden
    return answers.json(answers.tracking_of_upload(queries.upload(caller.act, reference)))
