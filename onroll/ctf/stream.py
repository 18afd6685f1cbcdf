"""Passes over a file once and hands out its header and its pupils one at a time, in flat memory.

Whatever ends the reading early is a problem, never an exception. What it all means is for `checker` and `reader`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO, NamedTuple

from lxml import etree

from onroll.ctf import access, parsing, problems, prologue, sources
from onroll.ctf.header import Frame
from onroll.ctf.limits import Limits
from onroll.ctf.problems import Problem

# In UTF-8 and its like, and in UTF-16 of either order of bytes.
_COMMENTS = (b"<!--", b"<\x00!\x00-\x00-")


class Carried(NamedTuple):
    """An element beside header and pupils: the name of its parent, the pupils that stand before it, the element."""

    parent: str
    pupils_before: int
    element: etree._Element


class ReadingEnded(Exception):
    """No error: it carries the problem that ends the reading, and never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Document:
    """One pass over a file: use up `pupils`, then read the other attributes.

    `carried` holds the elements beside header and pupils: the parent's name, the pupils read before, the element.
    `digest` is the SHA-256 of all bytes, or empty where the limit of bytes was met.
    """

    def __init__(self, source: sources.Source, limits: Limits) -> None:
        self.problems: list[Problem] = []
        self.frame = Frame()
        self.header: etree._Element | None = None
        self.carried: list[Carried] = []
        self.digest = ""
        self.count = 0
        self.is_whole = False
        self._source = source
        self._limits = limits
        self._hash = hashlib.sha256()
        self._bytes = 0
        self._bytes_at_pupil = 0
        self._equals_at = 0
        self._has_comments = False
        self.may_have_attributes = True

    def pupils(self) -> Iterator[etree._Element]:
        """Give each `Pupil` element in turn; stop where the file breaks or a limit is met."""
        with sources.opened(self._source) as file:
            chunks = self._chunks(file)
            try:
                try:
                    yield from self._pupils(chunks)
                    self.is_whole = True
                except ReadingEnded as ended:
                    self.problems.append(ended.problem)
                if self._has_comments and self.is_whole:
                    self.problems.append(problems.make("comments-left-out"))
                for _ in chunks:
                    pass
                self.digest = self._hash.hexdigest()
            except ReadingEnded as ended:
                self.problems.append(ended.problem)

    def _chunks(self, file: BinaryIO) -> Iterator[bytes]:
        while chunk := file.read(sources.CHUNK_BYTES):
            self._bytes += len(chunk)
            if self._bytes > self._limits.max_bytes:
                raise ReadingEnded(problems.make("limit-bytes", limit=self._limits.max_bytes))
            self._hash.update(chunk)
            if b"=" in chunk:
                self._equals_at = self._bytes
            self._has_comments = self._has_comments or any(sign in chunk for sign in _COMMENTS)
            yield chunk

    def _pupils(self, chunks: Iterator[bytes]) -> Iterator[etree._Element]:
        start, head = prologue.look(chunks)
        self.problems += start.problems[: -1 if start.stops else None]
        if start.stops:
            raise ReadingEnded(start.problems[-1])
        self.frame = Frame(start.root_tag, "", start.attribute_text)
        if start.attributes > self._limits.max_attributes:
            raise ReadingEnded(problems.make("limit-attributes", limit=self._limits.max_attributes))
        previous: etree._Element | None = None
        for element in self._elements(chain([head], chunks)):
            parent = element.getparent()
            above = None if parent is None else parent.getparent()
            if above is not None and above.getparent() is not None:
                continue  # deep inside an element that is carried
            _leave_namespace(element)
            if parent is None:
                self._end_of_root(element)
            elif above is None:
                self._child_of_root(element)
            elif element.tag == "Pupil":
                self._let_go(previous, element, parent)
                self._arrive(element, parent)
                yield element
                previous = element

    def _elements(self, chunks: Iterator[bytes]) -> Iterator[etree._Element]:
        parser = parsing.make_parser(events=("end",), tags=("{*}Header", "{*}Pupil"))
        failure = None
        chunk = b""
        for chunk in chunks:
            try:
                parser.feed(chunk)
            except etree.XMLSyntaxError as error:
                failure = parsing.problem_of(parser, error, chunk)
            yield from parsing.elements_of(parser)
            if failure is not None:
                raise ReadingEnded(failure)
            if self._bytes - self._bytes_at_pupil > self._limits.max_pupil_bytes:
                raise ReadingEnded(problems.make("limit-pupil-bytes", limit=self._limits.max_pupil_bytes))
        try:
            root = parser.close()
        except etree.XMLSyntaxError as error:
            failure = parsing.problem_of(parser, error, chunk)
        yield from parsing.elements_of(parser)
        if failure is not None:
            raise ReadingEnded(failure)
        yield root

    def _child_of_root(self, element: etree._Element) -> None:
        if element.tag == "Header" and self.header is None:
            self.header = element

    def _arrive(self, element: etree._Element, parent: etree._Element) -> None:
        self.count += 1
        if self.count > self._limits.max_pupils:
            raise ReadingEnded(problems.make("limit-pupils", limit=self._limits.max_pupils))
        if self.count == 1:
            attributes = prologue.attribute_text(parent, self._limits.max_attributes)
            self.frame = replace(self.frame, data_tag=access.local_name(parent), data_attributes=attributes)
        # A value can be too long only where so many bytes were read since the last pupil.
        if self._bytes - self._bytes_at_pupil + sources.CHUNK_BYTES > self._limits.max_text:
            self._check_texts(element)
        # An attribute needs the sign "=": where the bytes since the last pupil have none, nobody need look for one.
        self.may_have_attributes = self._equals_at >= self._bytes_at_pupil
        self._bytes_at_pupil = self._bytes

    def _check_texts(self, element: etree._Element) -> None:
        for inner in element.iter():
            if len(inner.text or "") > self._limits.max_text:
                raise ReadingEnded(
                    problems.make(
                        "limit-text", limit=self._limits.max_text, line=access.line_of(inner), pupil=self.count
                    )
                )

    def _let_go(self, previous: etree._Element | None, element: etree._Element, parent: etree._Element) -> None:
        """Take the last pupil out of the tree; what stands between it and this one is carried."""
        name = access.local_name(parent)
        for before in list(element.itersiblings(preceding=True)):
            parent.remove(before)
            if before is not previous:
                self.carried.append(Carried(name, self.count, before))

    def _end_of_root(self, root: etree._Element) -> None:
        for child in root:
            if child.tag == "Header" and child is self.header:
                continue
            name = access.local_name(child)
            if name == self.frame.data_tag or name.casefold().endswith("pupildata"):
                self.frame = replace(self.frame, data_tag=name)
                beside = [inner for inner in child if inner.tag != "Pupil"]
                self.carried += [Carried(name, self.count, inner) for inner in beside]
            else:
                self.carried.append(Carried(self.frame.root_tag, self.count, child))


def _leave_namespace(element: etree._Element) -> None:
    """Leave aside the namespace of an element, here and inside it. What a supplier put into one of its own keeps it."""
    namespace, ends, _ = str(element.tag).rpartition("}")
    if ends:
        for inner in element.iter(f"{namespace}}}*"):
            inner.tag = access.local_name(inner)
