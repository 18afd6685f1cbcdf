"""Reads a file and writes it back, pupil by pupil, in its own version or another; memory stays flat."""

from itertools import chain
from typing import BinaryIO

from onroll.ctf import problems
from onroll.ctf.limits import Limits
from onroll.ctf.problems import Problem, Severity
from onroll.ctf.pupil import Pupil
from onroll.ctf.reader import header_of
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
    first = next(elements, None)
    if document.header is None:
        found = list(document.problems)
        if not any(problem.severity is Severity.ERROR for problem in found):
            found.append(problems.make("header-missing" if first is not None else "pupils-missing"))
        return found
    pupils = (
        Pupil(element, place)
        for place, element in enumerate(chain([] if first is None else [first], elements), start=1)
    )
    header = header_of(document)
    found = write_stream(header, pupils, out, version=version, drop_empty=drop_empty, carried=document.carried)
    return [*document.problems, *found]
