"""Puts elements in the order of the table and indents them; the inside of unknown elements is never touched.

Source: the format notes, section 2: read by name, write in the order of the table. The order of like elements stays:
history rows keep theirs. An unknown element stays behind the one it followed.
"""

from functools import cache

from lxml import etree

from onroll.ctf.elements import Node

_STEP = "  "
REMEMBERED = 10_000
"""How many orders of children are remembered."""


@cache
def _gap(depth: int) -> str:
    return "\n" + _STEP * depth


def _sorted_places(node: Node, tags: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return the order in which children go, or None where they stand right already."""
    ranks = []
    rank = -1
    for tag in tags:
        known = node.known_as(tag)
        rank = node.order[known] if known is not None else rank
        ranks.append(rank)
    places = tuple(sorted(range(len(tags)), key=ranks.__getitem__))
    return None if places == tuple(range(len(tags))) else places


class Arranger:
    """Arranges one element after another and remembers the orders it has met."""

    def __init__(self, *, drop_empty: bool = False) -> None:
        self.is_reordered = False
        self.empty_dropped = 0
        self._drop_empty = drop_empty
        self._orders: dict[tuple[int, tuple[str, ...]], tuple[int, ...] | None] = {}

    def arrange(self, parent: etree._Element, node: Node, depth: int) -> None:
        """Order and indent the children of a known block, at a depth in the document, in place."""
        children = list(parent)
        if not children:
            return
        for child in children:
            known = node.children.get(child.tag)
            if known is not None and known.children and len(child):
                self.arrange(child, known, depth + 1)
        if self._drop_empty:
            children = self._without_empty(parent, children)
        children = self._in_order(parent, node, children)
        self._indent(parent, children, depth)

    def _without_empty(self, parent: etree._Element, children: list[etree._Element]) -> list[etree._Element]:
        for child in children:
            if len(child) == 0 and not child.attrib and not (child.text or "").strip():
                child.tail = None
                parent.remove(child)
                self.empty_dropped += 1
        return list(parent)

    def _in_order(self, parent: etree._Element, node: Node, children: list[etree._Element]) -> list[etree._Element]:
        tags = tuple([child.tag for child in children])
        key = (id(node), tags)
        if key not in self._orders:
            if len(self._orders) > REMEMBERED:
                self._orders.clear()
            self._orders[key] = _sorted_places(node, tags)
        places = self._orders[key]
        if places is None:
            return children
        self.is_reordered = True
        children = [children[place] for place in places]
        parent[:] = children
        return children

    def _indent(self, parent: etree._Element, children: list[etree._Element], depth: int) -> None:
        if not children:
            return
        inner = _gap(depth + 1)
        if not (parent.text or "").strip():
            parent.text = inner
        last = children[-1]
        for child in children:
            if not (child.tail or "").strip():
                child.tail = inner if child is not last else _gap(depth)
