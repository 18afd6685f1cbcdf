"""A pupil's record as plain facts: snapshot values by path and rows of history by block, kept apart.

Source: the format notes, section 1.2.
"""

from lxml import etree

from onroll.ctf import values
from onroll.ctf.elements import HISTORY, Node, tree
from onroll.ctf.pupil import Pupil

Snapshot = dict[str, list[str]]
HistoryRow = tuple[tuple[str, str], ...]
History = dict[str, list[HistoryRow]]

_ONE_ITEM = {"Gender": "Sex"}
"""Two names of one item: which of them stands in a file depends on its version alone."""


def snapshot(pupil: Pupil) -> Snapshot:
    """Return the values on the day of writing: path to texts, in the order of the file. Unknown elements are in it.

    Rows such as contacts carry their place: `Contacts/Contact[2]/Surname`. Names are spelt as the table spells them.
    """
    found: Snapshot = {}
    for child in pupil.element.iterchildren("*"):
        if child.tag not in HISTORY:
            tag, node = _named(child, tree()["Pupil"])
            _gather(child, node, tag, found)
    return found


def history(pupil: Pupil) -> History:
    """Return the rows of history: path of the block to its rows, each its names and texts."""
    found: History = {}
    for block in pupil.element.iterchildren(*HISTORY):
        _gather_rows(block, tree()["Pupil"].children[str(block.tag)], str(block.tag), found)
    return found


def _named(element: etree._Element, above: Node | None) -> tuple[str, Node | None]:
    """Return the name of an element as the table spells it, and its row there; both as they are where it has none."""
    tag = str(element.tag)
    known = None if above is None else above.known_as(tag)
    if above is None or known is None:
        return tag, None
    return _ONE_ITEM.get(known, known), above.children[known]


def _gather(element: etree._Element, node: Node | None, path: str, found: Snapshot) -> None:
    text = values.clean(element.text)
    if text is not None and not (path.rpartition("/")[2] == "Sex" and text in found.get(path, ())):
        found.setdefault(path, []).append(text)
    tags = [child.tag for child in element.iterchildren("*")]
    seen: dict[str, int] = {}
    for child in element.iterchildren("*"):
        seen[str(child.tag)] = place = seen.get(str(child.tag), 0) + 1
        tag, inner = _named(child, node)
        is_row = tags.count(child.tag) > 1 and len(child)
        _gather(child, inner, f"{path}/{tag}[{place}]" if is_row else f"{path}/{tag}", found)


def _gather_rows(block: etree._Element, node: Node | None, path: str, found: History) -> None:
    row = []
    for child in block.iterchildren("*"):
        tag = str(child.tag)
        inner = None if node is None else node.children.get(tag)
        if len(child) or (inner is not None and inner.is_block):
            _gather_rows(child, inner, f"{path}/{tag}", found)
        elif values.clean(child.text):
            row.append((tag, values.clean(child.text) or ""))
    if row:
        # In the order of the table, so that a row written in another order is the same row.
        order = {} if node is None else node.order
        row.sort(key=lambda part: order.get(part[0], len(order)))
        found.setdefault(path, []).append(tuple(row))
