"""Walks a header or a pupil once by the table: checks structure and values, keeps the rows for rules across fields.

Made for speed: what an element may hold is compiled once for a check; orders of children and values that were found
good are remembered, so that an ordinary pupil costs a few dictionary look-ups an element. Nothing outlives the check.
"""

from dataclasses import dataclass, field, replace
from typing import Any, cast

from lxml import etree

from onroll.ctf import access, formats, problems, structure
from onroll.ctf.elements import Element, Node
from onroll.ctf.limits import Limits
from onroll.ctf.problems import Severity
from onroll.ctf.report import Findings

_REMEMBERED = 4_096
_PRIVATE = frozenset({"text", "phone", "email", "postcode", "upn", "uln", "uci", "birth_date"})
# One call into libxml2 for a whole pupil: the number of its elements, and a great number more if one has an attribute.
_CENSUS = etree.XPath("count(.//*) + 100000000 * count(descendant-or-self::*/@*)")
_INSIDE = etree.XPath("count(.//*)")


def _counted(count: etree.XPath, element: etree._Element) -> int:
    return int(cast(float, count(element)))


@dataclass(eq=False, slots=True)
class Plan:
    """A node of the table, ready for one check of one file."""

    node: Node
    element: Element
    children: dict[str, "Plan"]
    is_block: bool
    is_extension: bool
    good: set[str | None] = field(default_factory=set)
    verdicts: dict[tuple[str, ...], structure.Verdict | None] = field(default_factory=dict)


def plan_of(node: Node) -> Plan:
    """Return a plan for the node and everything under it."""
    children = {tag: plan_of(child) for tag, child in node.children.items()}
    return Plan(node, node.element, children, bool(children), node.element.format == "extension")


@dataclass(eq=False, slots=True)
class Block:
    """A block that was met: its element and the texts of its plain values by name, spaces and all."""

    element: etree._Element
    values: dict[str, str | None]

    def text(self, tag: str) -> str | None:
        """Return the value without spaces around it, or None where it is absent or empty."""
        found = self.values.get(tag)
        return found.strip() or None if found else None


class Walker:
    """Walks elements of one kind in one file. `blocks` holds the rows of the element walked last, by path."""

    def __init__(self, node: Node, findings: Findings, expected: structure.Expected, limits: Limits) -> None:
        self.blocks: dict[str, list[Block]] = {}
        self.position: int | None = None
        self._plan = plan_of(node)
        self._findings = findings
        self._expected = expected
        self._limits = limits
        self._met = 0

    def walk(self, element: etree._Element, position: int | None) -> dict[str, list[Block]]:
        """Check the element and return its blocks by path."""
        self.blocks = {}
        self.position = position
        self._met = 0
        self._walk(element, self._plan)
        if _counted(_CENSUS, element) != self._met:
            self._look_closer(element, self._plan)
        return self.blocks

    def _walk(self, parent: etree._Element, plan: Plan) -> None:
        values: dict[str, str | None] = {}
        tags = []
        children = plan.children
        for child in parent:
            tag = child.tag
            tags.append(tag)
            inner = children.get(tag)
            if inner is None:
                known = plan.node.known_as(tag)
                if known is None:
                    self._pass_over(child)
                    continue
                inner, tag = children[known], known
            if inner.is_block:
                self._walk(child, inner)
            elif inner.is_extension:
                self._pass_over(child)
            else:
                text = child.text
                values[tag] = text
                if text not in inner.good:
                    self._judge(child, inner, text)
        self._met += len(tags)
        path = plan.element.path
        if path in self.blocks:
            self.blocks[path].append(Block(parent, values))
        else:
            self.blocks[path] = [Block(parent, values)]
        key = tuple(tags)
        if key not in plan.verdicts:
            if len(plan.verdicts) > _REMEMBERED:
                plan.verdicts.clear()
            plan.verdicts[key] = structure.judge(plan.node, key, self._expected)
        verdict = plan.verdicts[key]
        if verdict is not None:
            self._tell(parent, plan, verdict)

    def _pass_over(self, element: etree._Element) -> None:
        inside = _counted(_INSIDE, element)
        # Too few elements cannot be too deep: then nothing needs a closer look.
        self._met += inside if inside < self._limits.max_depth else -1

    def _judge(self, element: etree._Element, plan: Plan, text: str | None) -> None:
        if len(element) and not (text or "").strip():
            return
        found = formats.find(plan.element, text)
        for code, values in found:
            self.tell(code, element, plan.element, **values)
        if not found and plan.element.format not in _PRIVATE and len(plan.good) < _REMEMBERED:
            plan.good.add(text)

    def _tell(self, parent: etree._Element, plan: Plan, verdict: structure.Verdict) -> None:
        for code, place, element, severity, values in verdict:
            where = parent if place is None else parent[place]
            self.tell(code, where, element or plan.element, severity=severity, **values)

    def tell(self, code: str, where: etree._Element, about: Element, **values: Any) -> None:
        """Report a problem about an element of the table, at a place in the document."""
        problem = problems.make(
            code,
            path=about.path,
            line=access.line_of(where),
            pupil=self.position,
            **({"mark": about.mark, "label": about.label} | values),
        )
        if problem.severity is not Severity.NOTE:
            problem = replace(problem, path=path_of(where, about))
        self._findings.add(problem)

    def _look_closer(self, element: etree._Element, plan: Plan) -> None:
        structure.look_closer(element, plan.node, self.tell, self._limits)


def path_of(where: etree._Element, about: Element) -> str:
    """Return the path of an element of the table, with the place of each ancestor that has others like it."""
    names = about.path.split("/")
    chain = [where, *where.iterancestors()]
    depth = next((steps for steps, inner in enumerate(chain) if inner.tag == names[0]), 0)
    for element, place in zip(chain, range(depth, -1, -1), strict=False):
        before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        has_more = next(element.itersiblings(element.tag), None) is not None
        if 0 < place < len(names) and (before or has_more):
            names[place] = f"{names[place]}[{before + 1}]"
    return "/".join(names)
