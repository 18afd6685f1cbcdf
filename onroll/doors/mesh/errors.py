"""Every error of the message door: one table of status, event, code and words, published in docs/reference.

Codes never change meaning. Numbered ones are those of MESH; a word is ours, or one that MESH spells out too.
"""

import dataclasses

from onroll.audit.refusals import Hidden, NotAllowed, RateLimited, Refusal, Stale, TooLarge


@dataclasses.dataclass(frozen=True, slots=True)
class MeshError:
    """One row of the table. `cause` is for the page: when it is given, and what to do."""

    status: int
    event: str
    code: str
    words: str
    cause: str


class MeshRefusal(Exception):
    """A request that is answered with an error of the table. `details` are further lines: code and words."""

    def __init__(
        self, error: MeshError, *, message_id: str = "", words: str = "", details: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.error, self.message_id, self.words, self.details = error, message_id, words or error.words, details
        super().__init__(error.code)


AUTHORIZATION_UNREADABLE = MeshError(
    403, "AUTH", "AuthorizationHeader", "Error reading from Authorization header", "No `NHSMESH` token of five parts."
)
TOKEN_INVALID = MeshError(
    403,
    "AUTH",
    "InvalidAuthToken",
    "Invalid Authentication Token",
    "Wrong password or shared key, a mailbox that is not the token's, that is not yours or that does not exist: "
    "the answer is the same.",
)
TOKEN_STALE = MeshError(
    403, "AUTH", "StaleAuthToken", "The token's time is too far from ours", "The clock of the sender is wrong."
)
TOKEN_REPLAYED = MeshError(
    403,
    "AUTH",
    "DuplicatedAuthToken",
    "Error Duplicated Authentication Token",
    "The same nonce and nonce count were used before. Raise the count for each request.",
)
NOT_ALLOWED = MeshError(403, "AUTH", "NotAllowed", "The role of this key does not allow it", "Use another key.")
ADDRESS_UNKNOWN = MeshError(404, "REQUEST", "UnknownAddress", "There is nothing at this address", "See openapi.json.")
MESSAGE_UNKNOWN = MeshError(
    404, "RECEIVE", "20", "Message does not exist", "No such message in this mailbox: never was, or is another's."
)
METHOD_UNKNOWN = MeshError(405, "REQUEST", "MethodNotAllowed", "This address does not take this method", "See `Allow`.")
STALE = MeshError(409, "REQUEST", "ChangedMeanwhile", "Someone else changed this meanwhile", "Read it again.")
NOT_ACKNOWLEDGED = MeshError(
    409,
    "RECEIVE",
    "NotAcknowledged",
    "Acknowledge the message before you confirm a child on roll",
    "`acknowledged` means collected; a child is on roll only by the call `onroll`, which comes after it.",
)
MESSAGE_GONE = MeshError(
    410, "RECEIVE", "MessageGone", "Message no longer available for download", "It was withdrawn, or its time ran out."
)
REQUEST_INVALID = MeshError(
    400, "REQUEST", "InvalidRequest", "A parameter or the body is not as described", "See openapi.json."
)
HEADER_MALFORMED = MeshError(
    400, "TRANSFER", "06", "Malformed control file", "A `mex-` header is too long or holds control characters."
)
BODY_INCOMPLETE = MeshError(
    400, "SEND", "IncompleteBody", "The body ended before its end", "Nothing was kept. Send it again."
)
TO_MISSING = MeshError(400, "SEND", "08", "TO_DTS missing", "No `mex-to` header.")
TO_UNREGISTERED = MeshError(
    417, "SEND", "12", "Unregistered to address", "No organisation with that code is open today; or `mex-to` differs "
    "from the destination that the file names."
)  # fmt: skip
WORKFLOW_UNKNOWN = MeshError(
    417, "SEND", "17", "Workflow ID not registered for mailbox", "`ONROLL_CTF` and `ONROLL_DOCUMENT` are the two."
)
DATA_MISSING = MeshError(417, "SEND", "02", "Data file is missing or inaccessible.", "The body was empty.")
CHUNKS_INVALID = MeshError(
    417,
    "SEND",
    "InvalidHeaderChunks",
    "Invalid chunk values sent in mex-Chunk-Range header",
    "Not `n:total`, another number than the address has, or another total than before.",
)
CHUNK_ORDER = MeshError(
    417, "SEND", "ChunkOrder", "A chunk before this one is missing", "Send the chunks in order, each after the last."
)
CHUNK_TWICE = MeshError(
    417,
    "SEND",
    "ChunkTwice",
    "This chunk came before with other bytes",
    "The same chunk with the same bytes again is a retry and is accepted.",
)
CHECKSUM_WRONG = MeshError(
    417, "SEND", "InvalidChecksum", "Invalid checksum", "`mex-content-checksum` is not that of all the bytes."
)
FILE_REFUSED = MeshError(
    417,
    "SEND",
    "InvalidFileFormat",
    "File Level Error (file not formed correctly)",
    "The common transfer file was refused; each further line holds a problem's own code and words.",
)
UPLOAD_ENDED = MeshError(
    423, "SEND", "UploadEnded", "All chunks of this message have come, or it was refused", "Nothing is left to send."
)
TOO_LARGE = MeshError(413, "SEND", "TooLarge", "The message is larger than is taken", "The words say how much is.")
ENCODING_UNKNOWN = MeshError(
    422, "SEND", "UnsupportedContentEncoding", "Unsupported content encoding", "`gzip`, or none."
)
ENCODING_DAMAGED = MeshError(
    422, "SEND", "DamagedContentEncoding", "The body is not the gzip that it says it is", "Nothing was kept."
)
ENCODING_BOMB = MeshError(
    413,
    "SEND",
    "ContentEncodingRatio",
    "The gzip unpacks to far more than was sent",
    "Nothing was kept. Send it without `Content-Encoding`.",
)
MEDIA_TYPE_WRONG = MeshError(
    415, "REQUEST", "UnsupportedMediaType", "The body of this call is JSON", "Send `Content-Type: application/json`."
)
RULE_BROKEN = MeshError(
    422, "SEND", "RuleBroken", "A rule of the exchange forbids it", "Code and words: docs/reference/refusals.md."
)  # fmt: skip
TOO_MANY = MeshError(
    429,
    "REQUEST",
    "TooManyRequests",
    "Too many requests in too short a time",
    "This key has too many requests under way, or did something too often. `Retry-After` says how long to wait.",
)
TOO_MANY_CONNECTIONS = MeshError(
    429,
    "REQUEST",
    "TooManyConnections",
    "Too many connections",
    "From one address; this one is closed at once. Use fewer, and keep them open.",
)
AWAY = MeshError(
    503,
    "REQUEST",
    "TemporarilyAway",
    "The records cannot be reached just now",
    "Send it again after `Retry-After` seconds, with the same idempotency key: what was taken is not taken twice.",
)
NO_ROOM = MeshError(
    503,
    "SEND",
    "NoRoom",
    "There is no room left to store messages",
    "Nothing was kept. Send it again after `Retry-After` seconds or later; the operator has to make room.",
)
NOT_COLLECTED = MeshError(
    200, "SEND", "14", "Message not collected by recipient in time", "Stands in a report, never in an answer."
)

TABLE: tuple[MeshError, ...] = (
    *(AUTHORIZATION_UNREADABLE, TOKEN_INVALID, TOKEN_STALE, TOKEN_REPLAYED, NOT_ALLOWED),
    *(ADDRESS_UNKNOWN, MESSAGE_UNKNOWN, METHOD_UNKNOWN, STALE, NOT_ACKNOWLEDGED, MESSAGE_GONE),
    *(REQUEST_INVALID, HEADER_MALFORMED, BODY_INCOMPLETE, TO_MISSING, TO_UNREGISTERED, WORKFLOW_UNKNOWN),
    *(DATA_MISSING, CHUNKS_INVALID, CHUNK_ORDER, CHUNK_TWICE, CHECKSUM_WRONG, FILE_REFUSED, UPLOAD_ENDED),
    *(TOO_LARGE, ENCODING_UNKNOWN, ENCODING_DAMAGED, ENCODING_BOMB, MEDIA_TYPE_WRONG, RULE_BROKEN),
    *(TOO_MANY, TOO_MANY_CONNECTIONS, AWAY, NO_ROOM, NOT_COLLECTED),
)

_OF_REFUSALS: tuple[tuple[type[Refusal], MeshError], ...] = (
    (Hidden, MESSAGE_UNKNOWN),
    (NotAllowed, NOT_ALLOWED),
    (Stale, STALE),
    (TooLarge, TOO_LARGE),
    (RateLimited, TOO_MANY),
)


def from_refusal(refusal: Refusal) -> MeshRefusal:
    """Return the error that answers a refusal of another room; a broken rule keeps its own code and words."""
    for kind, error in _OF_REFUSALS:
        if isinstance(refusal, kind):
            return MeshRefusal(error, words=refusal.words if error is TOO_LARGE else "")
    return MeshRefusal(RULE_BROKEN, details=((refusal.code, refusal.words),))
