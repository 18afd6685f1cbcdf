"""Reads a file into values: pupil by pupil from a stream, or whole where it is small."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from onroll.ctf import header as headers
from onroll.ctf import problems
from onroll.ctf.header import Header
from onroll.ctf.limits import Limits
from onroll.ctf.problems import Problem
from onroll.ctf.pupil import Pupil
from onroll.ctf.sources import Source
from onroll.ctf.stream import Carried, Document

_DEFAULT = Limits()


@dataclass
class TransferFile:
    """A whole file in memory. `problems` are those that ended or disturbed the reading; `check` finds the others.

    `carried` holds the elements that stand beside header and pupils.
    """

    header: Header
    pupils: list[Pupil]
    problems: list[Problem] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)


def pupils(source: Source, *, limits: Limits = _DEFAULT) -> Iterator[Pupil]:
    """Give each pupil of a file in turn; stop quietly where the file breaks (`check` tells why).

    Memory stays flat as long as the caller lets the pupils go.
    """
    for position, element in enumerate(Document(source, limits).pupils(), start=1):
        yield Pupil(element, position)


def header_of(document: Document) -> Header:
    """Return what the document's header says, or a header without values where it has none."""
    if document.header is None:
        return Header(None, qualifier=None, document_name=None, frame=document.frame)
    return headers.from_element(document.header, document.frame)


def what_lacks(document: Document) -> Problem | None:
    """Return the problem of a document that was read to its end and has no header, or None where it has one."""
    if document.header is not None or not document.is_whole:
        return None
    if document.frame.kind == "CME" and not document.count:
        root = document.frame.root_tag[:60]
        return problems.make("root-unknown", path=root, root=root, line=1)
    return problems.make("header-missing", path="Header")


def read(source: Source, *, limits: Limits = _DEFAULT) -> TransferFile:
    """Return the whole file: for small ones, as every pupil stays in memory."""
    document = Document(source, limits)
    found = [Pupil(element, position) for position, element in enumerate(document.pupils(), start=1)]
    lacking = what_lacks(document)
    ended = [lacking] if lacking is not None and not found else []
    return TransferFile(header_of(document), found, document.problems + ended, list(document.carried))
