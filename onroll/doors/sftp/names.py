"""Paths and names at the folder door. Pure: what a path means, which names are taken, and what a name asks for."""

import dataclasses
import re
import unicodedata
from enum import StrEnum

from onroll import ctf
from onroll.doors.sftp.errors import (
    NAME_NOT_TAKEN,
    NAME_RESERVED,
    NAME_TOO_LONG,
    NOT_THERE,
    PATH_OUTSIDE,
    SftpRefusal,
)

MOST_PATH_BYTES, MOST_NAME_BYTES, MOST_DROP_BYTES = 4096, 255, 200
REPORT = ".report.txt"
# What rclone (1.63 on), WinSCP, FileZilla and the like write to before they rename.
TEMPORARY = (".partial", ".part", ".filepart", ".tmp", ".uploading")
DOCUMENT = re.compile(r"TO_(\d{3}(?:\d{4}|LLLL))_(.+)", re.IGNORECASE | re.DOTALL | re.ASCII)
REFERENCE = re.compile(r"~([A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4})(?:\.[^.~]*)?")


class Folder(StrEnum):
    """The three folders that there are."""

    TOP = ""
    IN = "in"
    OUT = "out"


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads: a folder, or with `name` something in it, which may not exist."""

    folder: Folder
    name: str = ""

    @property
    def path(self) -> bytes:
        """The path in its one form."""
        return "/".join(("", *(part for part in (self.folder.value, self.name) if part))).encode() or b"/"


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """What the name of a dropped file asks for: a transfer file where `document` is empty, else a document for `to`."""

    to: str
    document: str


def place_of(path: bytes) -> Place:
    """Return where a path leads. `.` and `..` are followed inside the mailbox; relative paths begin at its top.

    Raises: SftpRefusal.
    """
    if len(path) > MOST_PATH_BYTES:
        raise SftpRefusal(NAME_TOO_LONG)
    try:
        text = path.decode()
    except UnicodeDecodeError as unreadable:
        raise SftpRefusal(NAME_NOT_TAKEN) from unreadable
    parts: list[str] = []
    for part in text.split("/"):
        if part == ".." and not parts:
            raise SftpRefusal(PATH_OUTSIDE)
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(checked_name(part))
    if not parts:
        return Place(Folder.TOP)
    if parts[0] in (Folder.IN, Folder.OUT) and len(parts) <= 2:
        return Place(Folder(parts[0]), parts[1] if len(parts) > 1 else "")
    if len(parts) == 1:
        return Place(Folder.TOP, parts[0])
    raise SftpRefusal(NOT_THERE)


def checked_name(name: str) -> str:
    """Return a name in its composed form (as Windows and Linux write it, whatever a Mac sent).

    Raises: SftpRefusal, for one that is too long or could be taken for another.
    """
    composed = unicodedata.normalize("NFC", name)
    if len(composed.encode()) > MOST_NAME_BYTES:
        raise SftpRefusal(NAME_TOO_LONG)
    if not is_plain(composed):
        raise SftpRefusal(NAME_NOT_TAKEN)
    return composed


def is_plain(name: str) -> bool:
    """Say whether a name shows what it is: no control or formatting characters, nothing that only looks like a path."""
    if any(unicodedata.category(one)[0] == "C" or unicodedata.category(one) in ("Zl", "Zp") for one in name):
        return False
    seen = unicodedata.normalize("NFKC", name)
    return (
        bool(seen.strip())
        and not seen.startswith(".")
        and not set("/\\\N{FRACTION SLASH}\N{DIVISION SLASH}") & set(seen)
    )


def check_drop_name(name: str) -> None:
    """Refuse a name under which nothing can be sent.

    Raises: SftpRefusal.
    """
    if len(name.encode()) > MOST_DROP_BYTES:
        raise SftpRefusal(NAME_TOO_LONG)
    if is_report(name):
        raise SftpRefusal(NAME_RESERVED)


def is_temporary(name: str) -> bool:
    """Say whether a name is one that a client writes to before it renames."""
    return name.lower().endswith(TEMPORARY)


def is_report(name: str) -> bool:
    """Say whether a name is one of our reports."""
    return name.lower().endswith(REPORT)


def report_name(name: str) -> str:
    """Return the name of the report on a file."""
    return name + REPORT


def wanted_by(name: str) -> Wanted | None:
    """Return what a name asks for; None, where it is neither a transfer file's nor says whom a document is for."""
    parsed, _ = ctf.parse_file_name(name)
    if parsed is not None:
        return Wanted(parsed.destination, "")
    document = DOCUMENT.fullmatch(name)
    return Wanted(document[1].upper(), document[2].strip()) if document and document[2].strip() else None


def public_name(raw: str, reference: str, *, is_first: bool) -> str:
    """Return the name under which a message stands in `out`: its right one, if it is plain and the first of its name.

    Otherwise the reference stands in it, as `letter~F-7K3Q-2F9W.pdf`, so that no two are alike.
    """
    if is_first and is_bare(raw):
        return raw
    composed = unicodedata.normalize("NFC", raw)  # what a client asks for is composed, too
    kept = "".join(one if is_plain(f"x{one}") else "_" for one in composed).lstrip(".").strip() or "file"
    stem, dot, ending = kept.rpartition(".")
    if not stem or len(ending) > 10 or "~" in ending:
        stem, dot, ending = kept, "", ""
    while len(stem.encode()) > MOST_DROP_BYTES - len(ending.encode()):
        stem = stem[:-1]
    return f"{stem}~{reference}{dot}{ending}"


def is_bare(raw: str) -> bool:
    """Say whether a message's own name can stand in `out` as it is."""
    is_short = len(raw.encode()) <= MOST_NAME_BYTES
    return is_short and is_plain(raw) and raw == unicodedata.normalize("NFC", raw) and not REFERENCE.search(raw)


def reference_in(name: str) -> str:
    """Return the reference that `public_name` put into a name; empty, where there is none."""
    found = re.search(REFERENCE.pattern + r"\Z", name)
    return found[1] if found else ""
