"""Judges which elements stand in a block, in which order; and looks for what the ordinary walk passes over.

Source: the table; the format notes, sections 2, 8 and 9.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from onroll.ctf.elements import Element, Node
from onroll.ctf.limits import Limits
from onroll.ctf.problems import Severity

Remark = tuple[str, int | None, Element | None, Severity | None, dict[str, object]]
"""Code, place of the child (None: the block itself), element of the table, severity, values for the words."""

Tell = Callable[..., None]
"""Reports a problem: its code, where, the element of the table, values for the words."""

Verdict = list[Remark]
"""What is to be said of one order of children: the same for every block that has it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the file is, as far as it decides which elements are needed."""

    kind: str = "CTF"
    is_full: bool = True
    version: int | None = None

    def needs(self, element: Element) -> bool:
        """Say whether the element must stand in its block."""
        if element.required == "full":
            return self.is_full and self.kind == "CTF"
        return element.required == "always" or (element.required == "ctf" and self.kind == "CTF")


def judge(node: Node, tags: tuple[str, ...], expected: Expected) -> Verdict | None:
    """Return what is to be said about a block with these children in this order, or None for nothing."""
    names = [node.known_as(tag) for tag in tags]
    found: Verdict = []
    for place, (tag, known) in enumerate(zip(tags, names, strict=True)):
        if known is None and tag != "SuppInfo":
            found.append(("element-unknown", place, None, None, {"tag": tag[:60]}))
        elif known is not None and known != tag:
            found.append(("element-name-tolerated", place, node.children[known].element, None, _names(tag, known)))
    found += _repeated(node, names) + _missing(node, names, expected) + _versions(node, names, expected)
    ranks = [node.order[known] for known in names if known is not None and known != "SuppInfo"]
    if ranks != sorted(ranks):
        found.append(("element-order", None, None, None, {}))
    return found or None


def _names(tag: str, known: str) -> dict[str, object]:
    return {"tag": tag[:60], "known": known}


def _repeated(node: Node, names: list[str | None]) -> Verdict:
    counts = Counter(known for known in names if known is not None and known != "SuppInfo")
    return [
        ("element-repeated", len(names) - 1 - names[::-1].index(known), node.children[known].element, None, {})
        for known, count in counts.items()
        if count > 1 and not node.children[known].element.is_repeatable
    ]


def _missing(node: Node, names: list[str | None], expected: Expected) -> Verdict:
    block = node.element.label
    return [
        ("element-missing", None, child.element, Severity(child.element.missing), {"block": block})
        for tag, child in node.children.items()
        if tag not in names and expected.needs(child.element) and child.element.missing == "warning"
    ]


def _versions(node: Node, names: list[str | None], expected: Expected) -> Verdict:
    version = expected.version
    if version is None:
        return []
    found: Verdict = []
    for place, known in enumerate(names):
        element = node.children[known].element if known is not None else None
        if element is not None and not element.is_in(version):
            values: dict[str, object] = {"versions": element.versions, "version": f"{version}.0"}
            found.append(("element-version", place, element, None, values))
    return found


def look_closer(element: etree._Element, node: Node, tell: Tell, limits: Limits) -> None:
    """Look for attributes, elements inside plain values, text between elements and depth.

    Called only where the number of elements did not come out, so it may take its time.
    """
    most = max(len(inner.attrib) for inner in element.iter("*"))
    if most > limits.max_attributes:
        tell("limit-attributes", element, node.element, limit=limits.max_attributes)
    _closer(element, node, tell)
    if depth_of(element) > limits.max_depth:
        tell("limit-depth", element, node.element, limit=limits.max_depth)


def _closer(element: etree._Element, node: Node, tell: Tell) -> None:
    if element.attrib:
        tell("attribute-present", element, node.element)
    for child in element.iterchildren("*"):
        known = node.known_as(str(child.tag))
        if known is None or node.children[known].element.format == "extension":
            continue
        inner = node.children[known]
        if len(child) and not inner.is_block:
            tell("element-inside-value", child, inner.element)
        _closer(child, inner, tell)


def depth_of(element: etree._Element) -> int:
    """Return how deep elements are nested, without recursion: a hostile file is deep."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
