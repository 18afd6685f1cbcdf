"""Our own checks: kind against name, programs and scripts, macros, and what archives hold. Needs nothing installed.

Reads a file in pieces; what an archive holds is unpacked as a stream and counted, never kept.
"""

import re
from typing import BinaryIO

from onroll.vault.content_checks import archives, kinds
from onroll.vault.content_checks.archives import Budget
from onroll.vault.content_checks.scanner import Content

HEAD_BYTES = 4096
PIECE_BYTES = 64 * 1024
# Signs that turn the writing direction, or cannot be seen: "reportfdp.exe" shown as "reportexe.pdf".
HIDING = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# How a document of the older Office (an OLE container) names the stream that every macro project has.
VBA_PROJECT = "_VBA_PROJECT".encode("utf-16-le")
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class BuiltIn:
    """The default scanner."""

    @property
    def name(self) -> str:
        """What findings call it."""
        return "built-in"

    def scan(self, content: Content) -> tuple[str, ...]:
        """Return what was found."""
        with content.open() as stream:
            codes = findings_of(content.name, stream, Budget())
        return tuple(dict.fromkeys(codes))


def findings_of(name: str, stream: BinaryIO, budget: Budget, depth: int = 0) -> list[str]:
    """Return the codes of what is wrong with one file, or with a member of an archive; the stream can be sought in."""
    head = stream.read(HEAD_BYTES)
    kind = kinds.kind_of(head)
    found = ["name-hides-type"] if HIDING.search(name) else []
    found += _of_kind(name, kind)
    if kind == kinds.ZIP:
        stream.seek(0)
        found += archives.findings_of(stream, budget, depth, of_member=findings_of)
    elif kind == kinds.OLE:
        stream.seek(0)
        found += _of_older_office(stream)
    elif kind == kinds.OTHER_ARCHIVE:
        found.append("archive-not-readable")
    return found


def _of_kind(name: str, kind: str) -> list[str]:
    if kind == kinds.PROGRAM:
        return ["executable"]
    if kind in (kinds.SCRIPT, kinds.HTML) or kinds.suffix_of(name) in kinds.SCRIPT_SUFFIXES:
        return ["script"]
    if kinds.suffix_of(name) in kinds.PROGRAM_SUFFIXES:
        return ["executable"]
    expected = kinds.EXPECTED.get(kinds.suffix_of(name))
    if expected is None or kind in expected:
        return []
    # A locked document of today's Office is no zip file, but an older container around an encrypted one.
    return [] if kind == kinds.OLE and kinds.ZIP in expected else ["type-not-name"]


def _of_older_office(stream: BinaryIO) -> list[str]:
    found, kept = set[str](), b""
    while piece := stream.read(PIECE_BYTES):
        seen = kept + piece
        if VBA_PROJECT in seen:
            found.add("macros")
        if ENCRYPTED_PACKAGE in seen:
            found.add("archive-encrypted")
        kept = seen[-len(ENCRYPTED_PACKAGE) :]
    return sorted(found)
