"""Finds the elements that the table does not know, and suppliers' extensions."""

from collections.abc import Iterator

from lxml import etree

from onroll.ctf.elements import Node


def unknown_elements(parent: etree._Element, node: Node) -> Iterator[tuple[str, etree._Element]]:
    """Give the path and the element of each thing that is carried without being understood."""
    for child in parent.iterchildren("*"):
        tag = str(child.tag)
        known = node.known_as(tag)
        inner = node.children[known] if known is not None else None
        if inner is None or inner.element.format == "extension":
            yield f"{node.element.path}/{tag}", child
        elif inner.is_block:
            yield from unknown_elements(child, inner)
        elif len(child):
            for below in child.iterchildren("*"):
                yield f"{inner.element.path}/{below.tag}", below
