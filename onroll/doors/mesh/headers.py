"""What the `mex-` headers of a message say, read once into plain values."""

import dataclasses
import re
from contextlib import suppress

from django.http import HttpRequest

from onroll.doors.mesh.errors import CHUNKS_INVALID, HEADER_MALFORMED, MeshRefusal

CHUNK_RANGE = re.compile(r"\s*(\d{1,5})\s*:\s*(\d{1,5})\s*")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
MOST_CHUNKS = 10_000
# A file system takes no longer name, whatever its characters.
MOST_NAME_BYTES = {"mex-filename": 255}
EARLY_DATE_MEANT, LONGEST_YES = "mex-onroll-early-date-meant", 10

# header: longest value, in characters
LONGEST = {
    "mex-to": 20,
    "mex-workflowid": 300,
    "mex-filename": 200,
    "mex-subject": 500,
    "mex-localid": 300,
    "mex-partnerid": 300,
    "mex-content-checksum": 200,
    "mex-content-encrypted": 10,
    "mex-content-compressed": 10,
    "mex-content-type": 200,
    "mex-onroll-problems-known": 10,
    "mex-onroll-part-of": 16,
    "mex-onroll-part-role": 40,
    "idempotency-key": 200,
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A message as its sender describes it. Texts are empty where nothing was said."""

    to: str
    workflow: str
    name: str
    media_type: str
    subject: str
    local_id: str
    partner_id: str
    checksum: str
    is_encrypted: bool
    is_compressed: bool
    are_problems_known: bool
    idempotency_key: str | None
    total_chunks: int = 1
    part_of: str = ""
    part_role: str = ""


def sending_of(request: HttpRequest) -> Sending:
    """Return what the headers of a first chunk say.

    Raises: MeshRefusal.
    """
    said = {name: _text(request, name, longest) for name, longest in LONGEST.items()}
    number, total = chunk_range(request, 1)
    if number != 1:
        raise MeshRefusal(CHUNKS_INVALID)
    media_type = said["mex-content-type"] or request.headers.get("Content-Type", "")
    return Sending(
        to=said["mex-to"].upper(),
        workflow=said["mex-workflowid"].upper(),
        name=said["mex-filename"],
        media_type=media_type.split(";")[0].strip().lower()[:100],
        subject=said["mex-subject"],
        local_id=said["mex-localid"],
        partner_id=said["mex-partnerid"],
        checksum=said["mex-content-checksum"],
        is_encrypted=_yes(said["mex-content-encrypted"]),
        is_compressed=_yes(said["mex-content-compressed"]),
        are_problems_known=_yes(said["mex-onroll-problems-known"]),
        idempotency_key=said["idempotency-key"] or None,
        total_chunks=total,
        part_of=said["mex-onroll-part-of"].upper(),
        part_role=said["mex-onroll-part-role"].lower(),
    )


def is_early_date_meant(request: HttpRequest) -> bool:
    """Say whether a confirmation's day, before the child left the last school, is meant.

    Raises: MeshRefusal.
    """
    return _yes(_text(request, EARLY_DATE_MEANT, LONGEST_YES))


def chunk_range(request: HttpRequest, expected: int) -> tuple[int, int]:
    """Return number and total of a chunk; `1:1` where nothing is said and the first is expected.

    Raises: MeshRefusal, when what is said is not what the address says.
    """
    said = request.headers.get("mex-chunk-range", "")
    if not said and expected == 1:
        return 1, 1
    parts = CHUNK_RANGE.fullmatch(said)
    if parts is None:
        raise MeshRefusal(CHUNKS_INVALID)
    number, total = int(parts[1]), int(parts[2])
    if number != expected or not 1 <= number <= total <= MOST_CHUNKS:
        raise MeshRefusal(CHUNKS_INVALID)
    return number, total


def idempotency_key(request: HttpRequest) -> str | None:
    """Return the key under which a retry of the request is known; None, where none was given.

    Raises: MeshRefusal.
    """
    return _text(request, "idempotency-key", LONGEST["idempotency-key"]) or None


def wire(text: str) -> str:
    """Return a text as a header carries it: its UTF-8 bytes, one character each."""
    return text.encode().decode("latin-1")


def _text(request: HttpRequest, name: str, longest: int) -> str:
    value = request.headers.get(name, "").strip()
    with suppress(UnicodeError):  # what is not UTF-8 stays as one character a byte
        value = value.encode("latin-1").decode()
    if len(value) > longest or len(value.encode()) > MOST_NAME_BYTES.get(name, 10_000) or CONTROL.search(value):
        raise MeshRefusal(HEADER_MALFORMED, words=f"Malformed control file: {name}")
    return value


def _yes(value: str) -> bool:
    return value.upper() in ("Y", "YES", "TRUE", "1")
