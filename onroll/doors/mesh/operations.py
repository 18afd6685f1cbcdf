"""Every operation of the message door: what the OpenAPI description and the reference page are made from."""

import dataclasses
from typing import Any

REFERENCE = {"type": "string", "pattern": "^[A-Z0-9-]{1,40}$", "example": "F-7K3Q-2F9W"}
TEXT = {"type": "string", "maxLength": 200}
TOKEN_ERRORS = (403, 429)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address. `answers`: status and name of a schema, empty for none; `errors`: statuses."""

    method: str
    path: str
    name: str
    summary: str
    query: tuple[tuple[str, bool, dict[str, Any]], ...] = ()
    headers: tuple[tuple[str, bool, dict[str, Any]], ...] = ()
    body: str = ""
    answers: tuple[tuple[int, str], ...] = ((200, ""),)
    errors: tuple[int, ...] = ()
    needs_key: bool = True


CHUNK_RANGE = {"type": "string", "pattern": "^[0-9]{1,5}:[0-9]{1,5}$", "example": "1:1"}
ENCODING = ("Content-Encoding", False, {"type": "string", "enum": ["gzip"]})
KEY = ("Idempotency-Key", False, TEXT)
SEND_HEADERS = (
    ("mex-to", True, {"type": "string", "pattern": "^[0-9A-Z]{7}$", "example": "8205678"}),
    ("mex-workflowid", True, {"type": "string", "enum": ["ONROLL_CTF", "ONROLL_DOCUMENT"]}),
    ("mex-filename", False, TEXT),
    ("mex-subject", False, {"type": "string", "maxLength": 500}),
    ("mex-localid", False, {"type": "string", "maxLength": 300}),
    ("mex-partnerid", False, {"type": "string", "maxLength": 300}),
    ("mex-content-checksum", False, TEXT),
    ("mex-content-encrypted", False, {"type": "string", "enum": ["Y", "N"]}),
    ("mex-content-compressed", False, {"type": "string", "enum": ["Y", "N"]}),
    ("mex-content-type", False, TEXT),
    ("mex-onroll-problems-known", False, {"type": "string", "enum": ["Y", "N"]}),
    ("mex-onroll-part-of", False, {"type": "string", "maxLength": 16, "example": "F-1234-5678"}),
    ("mex-onroll-part-role", False, {"type": "string", "maxLength": 40, "example": "safeguarding"}),
    ("mex-chunk-range", False, CHUNK_RANGE),
    KEY,
    ENCODING,
)
SEND_ERRORS = (400, 403, 413, 417, 422, 429)
MAILBOX, INBOX = "/messageexchange/{mailbox}", "/messageexchange/{mailbox}/inbox"
MESSAGE = INBOX + "/{reference}"

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="get",
        path="/messageexchange/_ping",
        name="ping",
        summary="Is the door there?",
        answers=((200, "Ping"),),
        needs_key=False,
    ),
    Operation(
        method="post",
        path=MAILBOX,
        name="handshake",
        summary="Is the key good?",
        headers=(KEY,),
        answers=((200, "Mailbox"),),
    ),
    Operation(
        method="get", path=MAILBOX, name="handshake_get", summary="Is the key good?", answers=((200, "Mailbox"),)
    ),
    Operation(
        method="post",
        path=MAILBOX + "/outbox",
        name="send_message",
        summary="Send a message, or the first chunk of one. 202 is said only when every byte and its row are on disk.",
        headers=SEND_HEADERS,
        body="bytes",
        answers=((202, "Sent"),),
        errors=SEND_ERRORS,
    ),
    Operation(
        method="post",
        path=MAILBOX + "/outbox/{reference}/{number}",
        name="send_chunk",
        summary="Send a further chunk, in order. The same bytes again are a retry.",
        headers=(("mex-chunk-range", True, {**CHUNK_RANGE, "example": "2:2"}), KEY, ENCODING),
        body="bytes",
        answers=((202, ""),),
        errors=(*SEND_ERRORS, 404, 423),
    ),
    Operation(
        method="get",
        path=MAILBOX + "/outbox/tracking",
        name="track_message",
        summary="Where has a message got to? By `messageID`, or by your own `localID`: one of them.",
        query=(("messageID", False, REFERENCE), ("localID", False, {"type": "string", "maxLength": 300})),
        answers=((200, "Tracking"),),
        errors=(400, 404),
    ),
    Operation(
        method="get",
        path=MAILBOX + "/outbox/tracking/{local_id}",
        name="track_by_local_id",
        summary="The older form of tracking by your own id.",
        answers=((200, "Tracking"),),
        errors=(404,),
    ),
    Operation(
        method="get",
        path=INBOX,
        name="list_inbox",
        summary="What waits, the oldest first; reports before messages.",
        query=(
            ("max_results", False, {"type": "integer", "minimum": 10, "maximum": 5000}),
            ("continue_from", False, {"type": "string", "maxLength": 200, "pattern": "^[A-Za-z0-9_=-]*$"}),
            ("workflow_filter", False, {"type": "string", "maxLength": 100}),
        ),
        answers=((200, "Inbox"),),
        errors=(400,),
    ),
    Operation(
        method="get",
        path=MAILBOX + "/count",
        name="count_inbox",
        summary="How many messages and reports wait?",
        answers=((200, "Count"),),
    ),
    Operation(
        method="get",
        path=MESSAGE,
        name="fetch_message",
        summary="Fetch a message, or its first chunk (206). It stays in the inbox until it is acknowledged.",
        answers=((200, "bytes"), (206, "bytes")),
        errors=(404, 410),
    ),
    Operation(
        method="head",
        path=MESSAGE,
        name="describe_message",
        summary="The headers of a message alone.",
        errors=(404, 410),
    ),
    Operation(
        method="get",
        path=MESSAGE + "/{number}",
        name="fetch_chunk",
        summary="Fetch a chunk of a large message: 206, and 200 for the last.",
        answers=((200, "bytes"), (206, "bytes")),
        errors=(404, 410),
    ),
    Operation(
        method="put",
        path=MESSAGE + "/status/acknowledged",
        name="acknowledge_message",
        summary="You have the whole message: it counts as collected and leaves the inbox. Never means on roll.",
        errors=(404, 409, 422),
    ),
    Operation(
        method="post",
        path=MESSAGE + "/onroll",
        name="confirm_on_roll",
        summary="A pupil of an acknowledged file is on your roll from a day: the call that ends a file's life. A day "
        "before the child left the last school is taken only with mex-onroll-early-date-meant: Y.",
        headers=(("mex-onroll-early-date-meant", False, {"type": "string", "enum": ["Y", "N"]}), KEY),
        body="OnRoll",
        answers=((200, "Confirmed"),),
        errors=(400, 404, 409, 415, 422),
    ),
    Operation(
        method="get",
        path="/messageexchange/endpointlookup/{organisation}/{workflow}",
        name="look_up_endpoint",
        summary="The mailbox of an organisation: one, or none.",
        answers=((200, "Endpoints"),),
    ),
)
