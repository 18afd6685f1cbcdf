"""Checks a file in one pass: reading, structure, values, rules for a pupil, rules for the file.

Source: the format notes, section 13; each problem names its own.
"""

from array import array
from datetime import date
from itertools import pairwise
from pathlib import Path

from lxml import etree

from onroll.ctf import access, problems, rules_header, rules_history, rules_partial, rules_pupil
from onroll.ctf.elements import tree
from onroll.ctf.header import Header
from onroll.ctf.limits import Limits
from onroll.ctf.reader import header_of
from onroll.ctf.report import Findings, Report
from onroll.ctf.sources import Source
from onroll.ctf.stream import Document
from onroll.ctf.structure import Expected
from onroll.ctf.walk import Walker
from onroll.identifiers import upn
from onroll.identifiers.establishment import UNKNOWN

_DEFAULT = Limits()
_KEPT = rules_pupil.BLOCKS | rules_history.BLOCKS | rules_partial.BLOCKS


def check(source: Source, *, name: str | None = None, on: date, limits: Limits = _DEFAULT) -> Report:
    """Return what is in a file and all that is wrong with it. `on` is today's date; bad input never raises.

    `name` is the name the file came under; for a path it is the path's own. The source is read once, in flat memory.
    Raises: OSError, if a path cannot be opened.
    """
    if name is None and isinstance(source, Path):
        name = source.name
    document = Document(source, limits)
    findings = Findings(limits.max_problems)
    pass_over = _Pass(document, findings, on, limits)
    for element in document.pupils():
        pass_over.check_pupil(element)
    return pass_over.report(name)


class _Pass:
    """One pass over one file."""

    def __init__(self, document: Document, findings: Findings, on: date, limits: Limits) -> None:
        self._document = document
        self._findings = findings
        self._on = self._written_on = on
        self._limits = limits
        self._header: Header | None = None
        self._walker: Walker | None = None
        self._upns = array("q")
        self._lines = array("l")

    def _expected(self, header: Header) -> Expected:
        return Expected(header.frame.kind, (header.qualifier or "full").lower() == "full", header.year)

    def _prepare(self) -> tuple[Walker, Header]:
        """Return the walker for the header known so far: a header behind the pupils is rare, but is read."""
        if self._walker is None or self._header is None or self._header.element is not self._document.header:
            self._header = header_of(self._document)
            expected = self._expected(self._header)
            self._walker = Walker(tree()["Pupil"], self._findings, expected, self._limits, _KEPT)
            written_at = self._header.written_at
            self._written_on = min(written_at.date(), self._on) if written_at else self._on
        return self._walker, self._header

    def check_pupil(self, element: etree._Element) -> None:
        """Check one pupil."""
        walker, header = self._prepare()
        document = self._document
        blocks = walker.walk(element, document.count, may_have_attributes=document.may_have_attributes)
        rules_pupil.check_pupil(walker, blocks, self._on, self._written_on)
        rules_history.check_history(walker, blocks, self._on, header)
        rules_partial.check_partial(walker, blocks, header)
        walker.report()
        number = blocks["Pupil"][0].values.get("UPN")
        # Only eight bytes are kept for each pupil, so that memory stays flat. 0 stands for no number.
        self._upns.append(hash(upn.normal_form(number)) if number else 0)
        self._lines.append(access.line_of(element) or 0)

    def report(self, name: str | None) -> Report:
        """Return the report, after the checks that need the whole file."""
        document = self._document
        header = header_of(document)
        for problem in document.problems:
            self._findings.add(problem)
        self._check_frame(header)
        file_name = None
        if header.element is not None and (header.frame.kind != "CME" or header.frame.data_tag):
            self._check_header(header, header.element)
            file_name = rules_header.check_name(name, header, self._findings.add)
            self._check_pupils(file_name.destination if file_name else header.destination.code)
        return Report(
            file_name=file_name,
            header=header if document.header is not None else None,
            pupils=document.count,
            problems=self._findings.all(),
            digest=document.digest,
            counts=self._findings.counts,
        )

    def _check_frame(self, header: Header) -> None:
        """Report what the document lacks to be a transfer file; one that broke off may have had the rest."""
        document = self._document
        root = header.frame.root_tag
        if header.frame.kind == "CME" and not (document.header is not None and header.frame.data_tag):
            if document.is_whole:
                self._findings.add(problems.make("root-unknown", path=root[:60], root=root[:60], line=1))
            return
        usual = {"CTF": "CTfile", "ATF": "ATfile"}.get(header.frame.kind, root)
        if root != usual:
            self._findings.add(problems.make("element-name-tolerated", path=usual, tag=root, known=usual, line=1))
        if header.frame.attributes:
            self._findings.add(problems.make("attribute-present", path=usual, label=f"<{root[:60]}>", line=1))
        if header.frame.data_attributes:
            label = f"<{header.frame.data_tag[:60]}>"
            self._findings.add(problems.make("attribute-present", path=header.frame.data_tag[:60], label=label))
        for parent, _, element in document.carried:
            tag = access.local_name(element)[:60]
            if tag != "SuppInfo":
                line = access.line_of(element)
                self._findings.add(problems.make("element-unknown", path=parent[:60], tag=tag, line=line))
        if header.frame.kind in ("ATF", "CME"):
            self._findings.add(problems.make("kind-admissions" if header.frame.kind == "ATF" else "kind-cme"))
        if document.header is None and document.is_whole:
            self._findings.add(problems.make("header-missing", path="Header"))
        if document.count == 0 and document.is_whole:
            self._findings.add(problems.make("pupils-missing", path="CTFpupilData"))

    def _check_header(self, header: Header, element: etree._Element) -> None:
        walker = Walker(tree()["Header"], self._findings, self._expected(header), self._limits)
        walker.walk(element, None)
        walker.report()
        rules_header.check_header(header, self._on, self._findings.add)

    def _check_pupils(self, destination: str) -> None:
        count = self._document.count
        if destination == UNKNOWN and count > 1:
            self._findings.add(problems.make("lost-many-pupils", count=count))
        order = sorted(self._upns)
        twice = {one for one, other in pairwise(order) if one == other and one}
        if twice:
            for place, number in enumerate(self._upns):
                if number in twice:
                    line = self._lines[place] or None
                    self._findings.add(problems.make("upn-duplicate", path="Pupil/UPN", line=line, pupil=place + 1))
