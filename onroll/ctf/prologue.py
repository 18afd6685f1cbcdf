"""Looks at the start of a file, up to its outermost element, before anything else is read.

Here an archive, an empty file and a document type declaration are turned away, whatever the encoding: the parser's own
account of the document is asked, as UTF-16 hides the letters from a search of the bytes.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from onroll.ctf import access, parsing, problems
from onroll.ctf.problems import Problem

_STEP_BYTES = 4_096
_MOST_ATTRIBUTES = 500
_ORDINARY = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_DECLARED = re.compile(rb"<\?xml[^>]{0,60}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,30})")


@dataclass
class Prologue:
    """What stands before the first pupil. `stops` says that nothing more may be read."""

    root_tag: str = ""
    namespace: str = ""
    attributes: int = 0
    attribute_text: str = ""
    stops: bool = False
    problems: list[Problem] = field(default_factory=list)

    def stop(self, problem: Problem) -> None:
        """Note the problem that ends the reading."""
        self.problems.append(problem)
        self.stops = True


def look(chunks: Iterator[bytes]) -> tuple[Prologue, bytes]:
    """Return what the start says, and the bytes read for it, which have to be parsed again."""
    start = Prologue()
    parser = parsing.make_parser(events=("start",))
    head = b""
    for chunk in chunks:
        head += chunk
        if head.startswith(b"PK\x03\x04"):
            start.stop(problems.make("file-is-archive"))
        elif _feed(parser, chunk, start):
            if not start.stops:
                _note_encoding(head, start)
            return start, head
        if start.stops:
            return start, head
    start.stop(_ending(parser, head) if head else problems.make("file-empty"))
    return start, head


def _feed(parser: "etree.XMLPullParser", chunk: bytes, start: Prologue) -> bool:
    for place in range(0, len(chunk), _STEP_BYTES):
        failure = None
        piece = chunk[place : place + _STEP_BYTES]
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError as error:
            failure = parsing.problem_of(parser, error, piece)
        root = next(parsing.elements_of(parser), None)
        if root is not None:
            _describe(root, start)
            return True
        if failure is not None:
            start.stop(failure)
            return False
    return False


def _ending(parser: "etree.XMLPullParser", head: bytes) -> Problem:
    """Return the problem of a file that ended before any element."""
    found = problems.make("xml-not-xml")
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        found = parsing.problem_of(parser, error, head)
    return found if found.code != "xml-broken" else problems.make("xml-not-xml", line=found.line)


def _describe(root: etree._Element, start: Prologue) -> None:
    start.root_tag, start.namespace = access.local_name(root), str(root.nsmap.get(root.prefix) or "")
    start.attributes = len(root.attrib)
    start.attribute_text = attribute_text(root, _MOST_ATTRIBUTES)
    if start.namespace:
        start.problems.append(problems.make("namespace-present", path=start.root_tag))
    if root.getroottree().docinfo.internalDTD is not None:
        start.stop(problems.make("xml-doctype", line=1))


def attribute_text(root: etree._Element, most: int) -> str:
    """Return an element's attributes, with the namespaces they need, as they would stand in an opening tag."""
    # Setting attributes one by one takes the square of their number: a hostile root is not copied but refused.
    if not 0 < len(root.attrib) <= most:
        return ""
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix is not None}
    copied = etree.Element("r", nsmap=prefixes)
    for name, value in root.attrib.items():
        copied.set(name, value)
    return etree.tostring(copied, encoding="unicode")[len("<r") : -len("/>")]


def _note_encoding(head: bytes, start: Prologue) -> None:
    """Say in words which encoding was met; the parser itself finds it out."""
    if head.startswith(codecs.BOM_UTF8):
        start.problems.append(problems.make("encoding-mark"))
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\x00" in head[:4]:
        start.problems.append(problems.make("encoding-other", encoding="UTF-16"))
    elif declared is not None and declared[1].lower() not in _ORDINARY:
        start.problems.append(problems.make("encoding-other", encoding=declared[1].decode("ascii")))
