"""Makes parsers that touch nothing but the bytes they are given, and puts their errors into our own words.

Source: measured with lxml 6.1: entities, network and huge nodes are refused by these settings; a document type
declaration and a great many attributes are not, and are looked for by `stream`.
"""

from collections.abc import Iterator
from typing import Literal

from lxml import etree

from onroll.ctf import problems
from onroll.ctf.problems import Problem

Event = Literal["start", "end"]

# Names of libxml2's errors which tell a clerk more than "broken". Its own messages may quote the file: never shown.
_CODES = {
    "ERR_DOCUMENT_EMPTY": "xml-not-xml",
    "ERR_DOCUMENT_START": "xml-not-xml",
    "ERR_RESOURCE_LIMIT": "xml-entity",
    "ERR_TAG_NOT_FINISHED": "xml-truncated",
    "ERR_INVALID_CHAR": "xml-forbidden-character",
    "ERR_INVALID_CHARREF": "xml-forbidden-character",
    "ERR_INVALID_ENCODING": "xml-encoding",
    "ERR_UNKNOWN_ENCODING": "xml-encoding",
    "ERR_UNSUPPORTED_ENCODING": "xml-encoding",
    "ERR_UNDECLARED_ENTITY": "xml-entity",
    "ERR_ENTITY_LOOP": "xml-entity",
    "WAR_UNDECLARED_ENTITY": "xml-entity",
    "I18N_CONV_FAILED": "xml-encoding",
}
_REASONS = {
    "ERR_TAG_NAME_MISMATCH": "an element is closed by another name than it was opened with",
    "ERR_NAME_REQUIRED": "a < or & stands where a name should follow",
    "ERR_LT_IN_ATTRIBUTE": "a < stands inside an attribute",
    "ERR_ATTRIBUTE_REDEFINED": "an attribute is given twice",
    "ERR_GT_REQUIRED": "a > is missing",
    "ERR_LTSLASH_REQUIRED": "an element is not closed",
    "ERR_DOCUMENT_END": "something follows the end of the document",
    "ERR_ENTITYREF_SEMICOL_MISSING": "an & stands by itself",
    "ERR_XMLDECL_NOT_FINISHED": "its first line is broken, or the file is not in the encoding named there",
    "ERR_RESERVED_XML_NAME": "something stands before the XML declaration",
}
_CUT_SHORT = frozenset({"ERR_GT_REQUIRED", "ERR_LTSLASH_REQUIRED", "ERR_NAME_REQUIRED", "ERR_TAG_NOT_FINISHED"})
_NAMED = frozenset(_CODES) | frozenset(_REASONS) | _CUT_SHORT


def make_parser(*, events: tuple[Event, ...], tags: tuple[str, ...] | None = None) -> "etree.XMLPullParser":
    """Return a pull parser without entities, network, document types or huge nodes."""
    return etree.XMLPullParser(
        events=events,
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def problem_of(parser: "etree.XMLPullParser", error: etree.XMLSyntaxError, tail: bytes) -> Problem:
    """Return the problem for a parser's error, without a word of the file's own text.

    `tail` is the last piece that was read: where it ends inside a tag, the file was cut short.
    """
    entry = next((entry for entry in parser.feed_error_log if entry.type_name in _NAMED), None)
    name = entry.type_name if entry is not None else "ERR_INTERNAL_ERROR"
    line, column = (entry.line, entry.column) if entry is not None else error.position
    text = str(error.msg or "")
    if name == "ERR_RESOURCE_LIMIT" and "depth" in text:
        return problems.make("limit-depth", limit=256, line=line, column=column)
    if name == "ERR_RESOURCE_LIMIT" and "amplification" not in text:
        return problems.make("limit-text", limit=10_000_000, line=line, column=column)
    if name in _CUT_SHORT and tail.rfind(b"<") > tail.rfind(b">"):
        return problems.make("xml-truncated", line=line, column=column)
    if name in _CODES:
        return problems.make(_CODES[name], line=line or None, column=column or None)
    reason = _REASONS.get(name, "it could not be understood")
    return problems.make("xml-broken", reason=reason, line=line or None, column=column or None)


def elements_of(parser: "etree.XMLPullParser") -> Iterator[etree._Element]:
    """Give the elements of the events that wait in the parser."""
    yield from (element for _, element in parser.read_events())  # type: ignore[misc]
