"""Finds elements by name, exactly or else in any capitals (`ZIP` for `Zip`), and reads their text."""

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from onroll.ctf import values


def line_of(element: etree._Element) -> int | None:
    """Return the line on which the element begins, where the parser kept it."""
    return cast("int | None", element.sourceline)


def local_name(element: etree._Element) -> str:
    """Return the element's name without its namespace; a prefix that nothing declares stays on it."""
    return str(element.tag).rpartition("}")[2]


def without_namespaces(path: str) -> str:
    """Return a path as a person reads it: the addresses of namespaces tell a clerk nothing."""
    return re.sub(r"\{[^}]*\}", "", path)


def children(parent: etree._Element, tag: str) -> list[etree._Element]:
    """Return the children of that name; in other capitals only where none has it exactly."""
    found = list(parent.iterchildren(tag))
    if found:
        return found
    folded = tag.casefold()
    return [child for child in parent.iterchildren("*") if str(child.tag).casefold() == folded]


def first(parent: etree._Element, tag: str) -> etree._Element | None:
    """Return the first child of that name, or None."""
    return next(iter(children(parent, tag)), None)


def along(parent: etree._Element, path: str) -> Iterator[etree._Element]:
    """Give every element that stands at the path under the parent."""
    tag, _, rest = path.partition("/")
    for child in children(parent, tag):
        if rest:
            yield from along(child, rest)
        else:
            yield child


def texts(parent: etree._Element, path: str) -> list[str]:
    """Return the texts at the path, spaces around them removed and empty ones left out."""
    found = (values.clean(element.text) for element in along(parent, path))
    return [text for text in found if text is not None]


def text(parent: etree._Element, path: str) -> str | None:
    """Return the first text at the path, or None."""
    return next(iter(texts(parent, path)), None)
