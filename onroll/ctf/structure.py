"""Judges which elements stand in a block, in which order; and looks for what the ordinary walk passes over.

Source: the table; the format notes, sections 2, 8 and 9.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from onroll.ctf import access
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


def judge(node: Node, tags: tuple[str, ...], expected: Expected) -> Verdict:
    """Return what is to be said about a block with these children in this order: the same for all such blocks."""
    names = [node.known_as(tag) for tag in tags]
    found: Verdict = []
    for place, (tag, known) in enumerate(zip(tags, names, strict=True)):
        if known is None and tag != "SuppInfo":
            found.append(("element-unknown", place, None, None, {"tag": tag.rpartition("}")[2][:60]}))
        elif known is not None and known != tag:
            found.append(("element-name-tolerated", place, node.children[known].element, None, _names(tag, known)))
    found += _repeated(node, names) + _missing(node, names, expected) + _versions(node, names, expected)
    ranks = [node.order[known] for known in names if known is not None and known != "SuppInfo"]
    if ranks != sorted(ranks):
        found.append(("element-order", None, None, None, {}))
    return found


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


def check_attributes(element: etree._Element, node: Node, tell: Tell, limits: Limits) -> None:
    """Report attributes: transfer files have none. Called only where the bytes hold a sign that there may be some."""
    with_some = [inner for inner in element.iter("*") if inner.attrib]
    if any(len(inner.attrib) > limits.max_attributes for inner in with_some):
        tell("limit-attributes", element, node.element, limit=limits.max_attributes)
    for inner in with_some:
        tell("attribute-present", inner, node.element, label=f"<{access.local_name(inner)[:60]}>")


def check_depth(element: etree._Element, node: Node, tell: Tell, limits: Limits) -> None:
    """Report that an unknown element nests too deep, without recursion: a hostile file is deep."""
    deepest = depth = sum(1 for _ in element.iterancestors())
    for event, _ in etree.iterwalk(element, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest > limits.max_depth:
        tell("limit-depth", element, node.element, limit=limits.max_depth)
