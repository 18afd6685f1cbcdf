"""The shapes of what the message door answers: JSON of version 2, headers of a message, errors."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse

from onroll.doors.mesh import queries
from onroll.doors.mesh.errors import NOT_COLLECTED, MeshRefusal
from onroll.doors.mesh.headers import wire
from onroll.doors.models import MeshNote, MeshReport, MeshUpload
from onroll.transfer.models import Kind, Message
from onroll.transfer.states import MEANINGS, State

MEDIA_TYPE = "application/vnd.mesh.v2+json"
IN_MEMORY_BYTES = 256 * 1024
# The three words of MESH for where a message is; our own state stands beside them with its meaning.
STATUSES = {
    State.RECEIVED: "accepted",
    State.CHECKED: "accepted",
    State.HELD: "accepted",
    State.REDIRECTED: "accepted",
    State.WAITING: "accepted",
    State.HELD_AS_LOST: "accepted",
    State.COLLECTED: "acknowledged",
    State.CONFIRMED: "acknowledged",
    State.REFUSED: "undeliverable",
    State.WITHDRAWN: "undeliverable",
    State.EXPIRED: "undeliverable",
}


def json(content: dict[str, Any], *, status: int = 200) -> JsonResponse:
    """Return a JSON answer of version 2."""
    return JsonResponse(content, status=status, content_type=MEDIA_TYPE)


def error(request: HttpRequest, refusal: MeshRefusal) -> JsonResponse:
    """Return the answer to a refused request."""
    row = refusal.error
    lines = [{"event": row.event, "code": row.code, "msg": refusal.words}]
    lines += [{"event": row.event, "code": code, "msg": words} for code, words in refusal.details]
    content: dict[str, Any] = {"internal_id": getattr(request, "request_id", ""), "detail": lines}
    if refusal.message_id:
        content["message_id"] = refusal.message_id
    return json(content, status=row.status)


def tracking(message: Message) -> dict[str, Any]:
    """Return where a sent message has got to. `acknowledged` is collected; only `on_roll` says that the child is."""
    state = State(message.state)
    recipient = message.recipient
    return {
        "message_id": message.reference,
        "local_id": message.local_id or None,
        "workflow_id": queries.workflow_of(message),
        "filename": message.file_name if message.part_role else name_of(message),
        "expiry_time": None,
        "upload_timestamp": _iso(message.sent_at or message.received_at),
        "recipient": recipient.code if recipient else message.destination_code,
        "recipient_name": recipient.name if recipient else None,
        "recipient_ods_code": recipient.code if recipient else None,
        "recipient_org_code": recipient.code if recipient else None,
        "recipient_org_name": recipient.name if recipient else None,
        "status": STATUSES[state],
        "status_success": STATUSES[state] != "undeliverable",
        "status_event": None,
        "status_timestamp": _iso(queries.last_step_at(message)),
        "status_description": MEANINGS[state].words,
        "status_code": None,
        "state": state.value,
        "state_name": MEANINGS[state].name,
        "on_roll": state is State.CONFIRMED,
    }


def tracking_of_upload(upload: MeshUpload) -> dict[str, Any]:
    """Return how far a message in chunks has come."""
    return {
        "message_id": upload.reference,
        "local_id": upload.local_id or None,
        "workflow_id": upload.workflow,
        "filename": upload.name or None,
        "upload_timestamp": None,
        "recipient": upload.to,
        "status": "undeliverable" if upload.ended_at else "uploading",
        "status_success": upload.ended_at is None,
        "status_description": f"{upload.received_chunks} of {upload.total_chunks} chunks have come",
        "state": upload.outcome or "uploading",
        "on_roll": False,
    }


def message_headers(message: Message, note: MeshNote | None, *, chunk: int, chunks: int) -> dict[str, str]:
    """Return the headers that describe a message to its recipient."""
    said = {
        "mex-From": message.sender.code,
        "mex-To": message.recipient.code if message.recipient else "",
        "mex-WorkflowID": queries.workflow_of(message),
        "mex-Chunk-Range": f"{chunk}:{chunks}",
        "mex-Total-Chunks": str(chunks),
        "mex-AddressType": "ALL",
        "mex-LocalID": message.local_id,
        "mex-FileName": name_of(message),
        "mex-Subject": message.subject,
        "mex-Version": "1.0",
        "mex-MessageType": "DATA",
        "mex-MessageID": message.reference,
        "mex-StatusCode": "00",
        "mex-StatusEvent": "TRANSFER",
        "mex-StatusDescription": "Transferred to recipient mailbox",
        "mex-StatusSuccess": "SUCCESS",
        "mex-StatusTimestamp": _stamp(message.sent_at),
        "mex-OnRoll-State": message.state,
        "mex-OnRoll-Pupils": str(message.pupil_count),
    }
    if note is not None:
        said |= {
            "mex-PartnerID": note.partner_id,
            "mex-Content-Checksum": note.checksum,
            "mex-Content-Encrypted": "Y" if note.is_encrypted else "",
            "mex-Content-Compressed": "Y" if note.is_compressed else "",
        }
    return {name: wire(value) for name, value in said.items() if value}


def report_headers(report: MeshReport) -> dict[str, str]:
    """Return the headers of a report: it has no content, they are what it says."""
    about = report.message
    said = {
        "mex-From": about.recipient.code if about.recipient else "",
        "mex-To": about.sender.code,
        "mex-WorkflowID": queries.workflow_of(about),
        "mex-Chunk-Range": "1:1",
        "mex-Total-Chunks": "1",
        "mex-AddressType": "ALL",
        "mex-LocalID": about.local_id,
        "mex-Subject": f"NDR: {about.subject}" if about.subject else "NDR",
        "mex-Version": "1.0",
        "mex-MessageType": "REPORT",
        "mex-MessageID": report.reference,
        "mex-LinkedMsgID": about.reference,
        "mex-StatusCode": report.code,
        "mex-StatusEvent": NOT_COLLECTED.event,
        "mex-StatusDescription": report.words,
        "mex-StatusSuccess": "ERROR",
        "mex-StatusTimestamp": _stamp(report.made_at),
    }
    return {name: wire(value) for name, value in said.items() if value}


def body(
    pieces: Iterator[bytes], *, size: int, media_type: str, status: int, headers: dict[str, str]
) -> HttpResponseBase:
    """Return bytes with their length: at once where they are few, streamed where they are many."""
    if size <= IN_MEMORY_BYTES:
        answer: HttpResponseBase = HttpResponse(b"".join(pieces), status=status, content_type=media_type)
    else:
        answer = StreamingHttpResponse(pieces, status=status, content_type=media_type)
    for name, value in {"Content-Length": str(size), "Content-Disposition": "attachment", **headers}.items():
        answer.headers[name] = value
    return answer


def name_of(message: Message) -> str:
    """Return the right name of what a message carries."""
    return message.document_name or message.file_name


def media_type_of(message: Message) -> str:
    """Return the media type of what a message carries."""
    return "application/xml" if message.kind == Kind.TRANSFER_FILE else message.media_type or "application/octet-stream"


def _iso(at: datetime) -> str:
    return at.isoformat()


def _stamp(at: datetime | None) -> str:
    return f"{at:%Y%m%d%H%M%S}" if at else ""
