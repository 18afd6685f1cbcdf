"""What is inside a zip file, and so inside the documents of today's Office and of OpenDocument.

The directory is counted before it is read, each member is unpacked as a stream and counted as it comes: neither a
directory of millions nor a member that grows without end reaches memory. Only a small archive inside one is held.
"""

import dataclasses
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, BinaryIO

from onroll.vault.content_checks import kinds

PIECE_BYTES = 64 * 1024
MOST_MEMBERS = 2_000
MOST_DIRECTORY_BYTES = 4 * 1024 * 1024
MOST_DEPTH = 3  # a workbook in a document in a zip file
MOST_NESTED_BYTES = 16 * 1024 * 1024  # of an archive inside an archive, which is held in memory
MOST_UNPACKED_BYTES = 1024 * 1024 * 1024
MOST_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 10 * 1024 * 1024
END_BYTES, LONGEST_COMMENT = 22, 65_535
LOCAL_HEADER_BYTES = 30
END_MAGIC = b"PK\x05\x06"
ENCRYPTED = 0x1
SYMLINK, FILE_TYPE = 0o120000, 0o170000

# Parts of a document have names and kinds of the format's own (pictures as SVG): what it may run, its macros tell.
FORMATS_OWN = frozenset({"type-not-name", "script"})
# Members of these kinds are looked into as a whole; of others, the beginning says what they are.
LOOKED_INTO = frozenset({kinds.ZIP, kinds.OLE})

MemberCheck = Callable[[str, BinaryIO, "Budget", int], list[str]]


class _TooMuch(Exception):
    """The archive is not unpacked further: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclasses.dataclass
class Budget:
    """How much an upload may unpack to, with everything inside it."""

    bytes_left: int = MOST_UNPACKED_BYTES
    members_left: int = MOST_MEMBERS

    def take(self, size: int) -> None:
        """Count what was unpacked."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise _TooMuch("archive-ratio")


def findings_of(stream: BinaryIO, budget: Budget, depth: int, *, of_member: MemberCheck) -> list[str]:
    """Return the codes of what is wrong with an archive or with anything in it."""
    if depth >= MOST_DEPTH:
        return ["archive-nested"]
    try:
        _check_directory(stream)
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            budget.members_left -= len(members)
            if budget.members_left < 0:
                return ["archive-too-many"]
            found = _of_directory(members)
            if not found:
                inside = [code for member in members for code in _of_member(archive, member, budget, depth, of_member)]
                found = [code for code in inside if code not in FORMATS_OWN] if _is_document(members) else inside
            return _macros_of(members) + found
    except _TooMuch as refused:
        return [refused.code]
    except NotImplementedError:  # a way of packing that Python does not know
        return ["archive-not-readable"]
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, OSError, RuntimeError):
        return ["archive-damaged"]


def _check_directory(stream: BinaryIO) -> None:
    """Refuse, before it is read, a directory that is larger than any that we take."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - END_BYTES - LONGEST_COMMENT))
    tail = stream.read(END_BYTES + LONGEST_COMMENT)
    stream.seek(0)
    place = tail.rfind(END_MAGIC)
    if place < 0 or len(tail) - place < END_BYTES:
        raise _TooMuch("archive-damaged")
    members, directory_bytes = struct.unpack_from("<HI", tail, place + 10)
    if members > MOST_MEMBERS or directory_bytes > MOST_DIRECTORY_BYTES:  # the 64-bit form says 65,535 here
        raise _TooMuch("archive-too-many")


def _of_directory(members: list[zipfile.ZipInfo]) -> list[str]:
    found = []
    if any(member.flag_bits & ENCRYPTED for member in members):
        found.append("archive-encrypted")
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names) or any(_is_trick(member) for member in members):
        found.append("archive-paths")
    in_order = sorted(members, key=lambda member: member.header_offset)
    ends = [member.header_offset + LOCAL_HEADER_BYTES + member.compress_size for member in in_order]
    if any(end > after.header_offset for end, after in zip(ends, in_order[1:], strict=False)):
        found.append("archive-damaged")  # members that share bytes: the way of the smallest bombs
    return found


def _is_trick(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename.replace("\\", "/")
    has_drive = len(name) > 1 and name[1] == ":"
    is_link = (member.external_attr >> 16) & FILE_TYPE == SYMLINK
    return is_link or has_drive or name.startswith("/") or "\0" in name or ".." in name.split("/")


def _is_document(members: list[zipfile.ZipInfo]) -> bool:
    return any(member.filename in ("[Content_Types].xml", "mimetype") for member in members)


def _macros_of(members: list[zipfile.ZipInfo]) -> list[str]:
    """Return the finding of macros, where the archive is a document that has a place for them."""
    names = [member.filename.lower() for member in members]
    is_office = any(name.endswith(("vbaproject.bin", "macrosheets/sheet1.xml")) for name in names)
    is_open_document = "mimetype" in names and any(name.startswith(("basic/", "scripts/")) for name in names)
    return ["macros"] if is_office or is_open_document else []


def _of_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget, depth: int, of_member: MemberCheck
) -> list[str]:
    if member.is_dir():
        return []
    name = member.filename.rpartition("/")[2]
    with archive.open(member) as packed:
        head = packed.read(PIECE_BYTES)
        budget.take(len(head))
        if kinds.kind_of(head) in LOOKED_INTO:
            return of_member(name, io.BytesIO(head + _small_rest(packed, budget, member)), budget, depth + 1)
        found = of_member(name, io.BytesIO(head), budget, depth + 1)
        _count_rest(packed, budget, member, len(head))
    return found


def _small_rest(packed: IO[bytes], budget: Budget, member: zipfile.ZipInfo) -> bytes:
    rest = packed.read(MOST_NESTED_BYTES)
    budget.take(len(rest))
    if len(rest) == MOST_NESTED_BYTES or member.file_size > MOST_NESTED_BYTES:
        raise _TooMuch("archive-nested")
    return rest


def _count_rest(packed: IO[bytes], budget: Budget, member: zipfile.ZipInfo, size: int) -> None:
    while piece := packed.read(PIECE_BYTES):
        size += len(piece)
        budget.take(len(piece))
        if size > RATIO_COUNTS_FROM_BYTES and size > MOST_RATIO * max(1, member.compress_size):
            raise _TooMuch("archive-ratio")
