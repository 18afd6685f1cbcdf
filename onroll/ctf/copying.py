"""Reads a file and writes it back, pupil by pupil, in its own version or another; memory stays flat."""

from itertools import chain, islice
from typing import BinaryIO

from onroll.ctf.limits import Limits
from onroll.ctf.problems import Problem
from onroll.ctf.pupil import Pupil
from onroll.ctf.reader import header_of, what_lacks
from onroll.ctf.sources import Source
from onroll.ctf.stream import Document
from onroll.ctf.writer import write_stream

_DEFAULT = Limits()


def copy(
    source: Source,
    out: BinaryIO,
    *,
    version: str | None = None,
    drop_empty: bool = False,
    limits: Limits = _DEFAULT,
) -> list[Problem]:
    """Write what the source holds and return what was changed. With an error among the problems `out` is not whole."""
    document = Document(source, limits)
    elements = document.pupils()
    before = list(islice(elements, 1))
    if document.header is None:
        # A header behind the pupils is rare: only then do the pupils have to wait for it in memory.
        before += elements
    if document.header is None:
        lacking = what_lacks(document)
        return document.problems + ([] if lacking is None else [lacking])
    pupils = (Pupil(element, place) for place, element in enumerate(chain(before, elements), start=1))
    header = header_of(document)
    found = write_stream(header, pupils, out, version=version, drop_empty=drop_empty, carried=document.carried)
    return [*document.problems, *found]
