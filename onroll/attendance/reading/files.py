"""One door for every form: bytes of a register into rows. Which form it is, the bytes say themselves."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from enum import StrEnum

from onroll.attendance.reading.problems import FileRow, NotReadable
from onroll.attendance.reading.rows import from_csv, from_json, text_of, titles_in
from onroll.attendance.reading.transfer_files import from_transfer_file

MOST_BYTES = 50_000_000  # far above a school's year, far below what would hold up the service (our own, mark P)
MOST_JSON_BYTES = 20_000_000  # opened, JSON takes up to twenty times its size in memory
PACKED, WORKBOOK_OF_OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NO_MARKS_IN_ONEROSTER = (
    "This is a OneRoster bundle. OneRoster has rolls, classes and results, and no table of attendance, so there is no "
    "mark in it. Send it as your roll, and the marks as CSV or JSON."
)


class Form(StrEnum):
    """The form in which marks come. Codes are kept for ever, as those of a roll's file."""

    CSV = "csv"
    JSON = "json"
    CTF = "ctf"
    ONEROSTER = "oneroster"
    FORM = "form"


def form_of(data: bytes) -> Form:
    """Return the form of a file, by how it begins; a table, where nothing says otherwise."""
    if data.startswith(PACKED):
        return Form.ONEROSTER if _is_oneroster(data) else Form.CSV
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return {b"<": Form.CTF, b"{": Form.JSON, b"[": Form.JSON}.get(start, Form.CSV)


def _is_oneroster(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.rpartition("/")[2].lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return "manifest.csv" in names or {"orgs.csv", "users.csv"} <= names


def read_rows(data: bytes, *, school_code: str, mapping: Mapping[str, str] | None = None) -> Iterator[FileRow]:
    """Yield the rows of a file. Raises: NotReadable, at once for a fault of the whole file.

    `mapping`: our column by the school's own, as it was remembered (`columns.guess`).
    """
    form = form_of(data)
    most = MOST_JSON_BYTES if form is Form.JSON else MOST_BYTES
    if len(data) > most:
        raise NotReadable("attendance.too_large", f"The file is larger than {most // 1_000_000} MB.")
    if form is Form.ONEROSTER:
        raise NotReadable("attendance.no_marks_in_oneroster", NO_MARKS_IN_ONEROSTER)
    if data.startswith((PACKED, WORKBOOK_OF_OLD)):
        raise NotReadable("attendance.not_text", "This is a workbook or an archive. Save it as CSV and send it again.")
    if form is Form.CTF:
        return from_transfer_file(data, school_code)
    text = text_of(data)
    if not text.strip():
        raise NotReadable("attendance.empty_file", "The file is empty.")
    return from_json(text) if form is Form.JSON else from_csv(text, mapping or {})


def titles_of(data: bytes) -> tuple[str, ...]:
    """Return the titles of a table's columns, as the school writes them; none where it is no table."""
    if form_of(data) is not Form.CSV or data.startswith((PACKED, WORKBOOK_OF_OLD)):
        return ()
    try:
        return tuple(titles_in(text_of(data))[0])
    except NotReadable:
        return ()
