"""Walks a header or a pupil once by the table: checks structure and values, keeps the rows for rules across fields.

Made for speed: what an element may hold is compiled once for a check; orders of children and values that were found
good are remembered, so that an ordinary pupil costs a few dictionary look-ups an element. Nothing outlives the check.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from lxml import etree

from onroll.ctf import access, formats, problems, structure, values
from onroll.ctf.elements import Element, Node
from onroll.ctf.limits import Limits
from onroll.ctf.problems import Severity
from onroll.ctf.report import Findings

REMEMBERED = 4_096
"""How many good values, orders or rows are remembered of one kind: the bound of a check's memory."""

# Of these hardly any comes twice.
_VARIED = frozenset({"phone", "email", "postcode", "upn", "uln", "uci", "birth_date"})
_INSIDE = etree.XPath("count(.//*)")


@dataclass(eq=False, slots=True)
class Plan:
    """A node of the table, ready for one check of one file.

    `good` holds texts that were found to be without fault; `leaves` holds those of the plain values in a block.
    """

    node: Node
    element: Element
    children: dict[str, "Plan"]
    leaves: dict[str, set[str | None]]
    blocks: dict[str, "Plan"]
    plain_length: int
    good: set[str | None]
    verdicts: dict[tuple[str, ...], structure.Verdict] = field(default_factory=dict)

    @property
    def is_block(self) -> bool:
        """Whether the element holds others of the table."""
        return bool(self.children)

    @property
    def is_extension(self) -> bool:
        """Whether the element is a supplier's own."""
        return self.element.format == "extension"


def plan_of(node: Node) -> Plan:
    """Return a plan for the node and everything under it."""
    children = {tag: plan_of(child) for tag, child in node.children.items()}
    return Plan(
        node,
        node.element,
        children,
        {tag: child.good for tag, child in children.items() if not child.is_block and not child.is_extension},
        {tag: child for tag, child in children.items() if child.is_block},
        _plain_length(node.element),
        set(),
    )


def _plain_length(element: Element) -> int:
    """Return up to which length any text is good, 0 where the text has to be looked at."""
    if element.format == "birth_date":
        return len("2012-09-30")
    return element.longest if element.format in ("text", "upn", "uln") else 0


@dataclass(eq=False, slots=True)
class Block:
    """A block that was walked: its element and the texts of its plain values by name; blocks in it have None."""

    element: etree._Element
    values: dict[str, str | None]

    def text(self, tag: str) -> str | None:
        """Return the value without spaces around it, or None where it is absent or empty."""
        found = self.values.get(tag)
        return found.strip() or None if found else None


class Walker:
    """Walks elements of one kind in one file."""

    def __init__(
        self,
        node: Node,
        findings: Findings,
        expected: structure.Expected,
        limits: Limits,
        kept: frozenset[str] = frozenset(),
    ) -> None:
        self._kept = kept
        self.expected = expected
        self.position: int | None = None
        self._settled: defaultdict[str, set[tuple[str | None, ...]]] = defaultdict(set)
        self._days: dict[str | None, date | None] = {}
        self._noted: dict[tuple[Any, ...], problems.Problem] = {}
        self._pending: list[problems.Problem] = []
        self._plan = plan_of(node)
        self._findings = findings
        self._limits = limits

    def walk(
        self, element: etree._Element, position: int | None, *, may_have_attributes: bool = True
    ) -> dict[str, list[Block]]:
        """Check the element and return those of its blocks that are kept, by path."""
        self.position = position
        blocks: dict[str, list[Block]] = {}
        try:
            self._pass(element, blocks, is_careful=False)
        except IndexError:
            # More elements came than the blocks have children: a plain value holds some. Look at each value for them.
            self._pending.clear()
            blocks.clear()
            self._pass(element, blocks, is_careful=True)
        if may_have_attributes:
            structure.check_attributes(element, self._plan.node, self.tell, self._limits)
        return blocks

    def report(self) -> None:
        """Hand on what was told since the last time: by the walk, and by the rules that were asked after it."""
        for problem in self._pending:
            self._findings.add(problem)
        self._pending.clear()

    def _pass(self, element: etree._Element, blocks: dict[str, list[Block]], *, is_careful: bool) -> None:
        """Go through the elements; `left` counts a block's children to come. Raises: IndexError, if more come."""
        stack: list[tuple[etree._Element, Plan, int, dict[str, str | None]]] = []
        home, plan, left, leaves = element, self._plan, len(element), self._plan.leaves
        texts: dict[str, str | None] = {}
        inside = element.iter()
        next(inside)
        for child in inside:
            while not left:
                self._finish(home, plan, texts, blocks)
                home, plan, left, texts = stack.pop()
                leaves = plan.leaves
            left -= 1
            tag = child.tag
            good = leaves.get(tag)
            if good is not None:
                texts[tag] = text = child.text
                if text not in good or (is_careful and len(child)):
                    self._judge(child, plan.children[tag], text, inside)
                continue
            block = plan.blocks.get(tag)
            if block is None:
                known = plan.node.known_as(tag)
                if known is None or plan.children[known].is_extension:
                    texts[tag] = None
                    self._pass_over(child, plan, inside)
                    continue
                block = plan.children[known]
                texts[known] = child.text  # besides its own spelling: too many names make `_finish` ask for the real
                if not block.is_block:
                    texts[tag] = None
                    self._judge(child, block, child.text, inside)
                    continue
            texts[tag] = None
            stack.append((home, plan, left, texts))
            home, plan, left, leaves, texts = child, block, len(child), block.leaves, {}
        stack.append((home, plan, left, texts))
        for outer, its_plan, _, its_texts in reversed(stack):
            self._finish(outer, its_plan, its_texts, blocks)

    def _finish(
        self, home: etree._Element, plan: Plan, texts: dict[str, str | None], blocks: dict[str, list[Block]]
    ) -> None:
        path = plan.element.path
        if path in self._kept:
            blocks.setdefault(path, []).append(Block(home, texts))
        key = tuple(texts)
        if len(key) != len(home):
            key = tuple([child.tag for child in home])
        verdict = plan.verdicts.get(key)
        if verdict is None:
            if len(plan.verdicts) > REMEMBERED:
                plan.verdicts.clear()
            verdict = plan.verdicts[key] = structure.judge(plan.node, key, self.expected)
        if verdict:
            self._tell(home, plan, verdict)

    def _pass_over(self, child: etree._Element, plan: Plan, inside: Iterator[etree._Element]) -> None:
        """Leave out what is inside an element that is carried without being understood."""
        count = int(cast("float", _INSIDE(child)))
        for _ in range(count):
            next(inside)
        # Too few elements cannot be too deep.
        if count >= self._limits.max_depth:
            structure.check_depth(child, plan.node, self.tell, self._limits)

    def _judge(self, element: etree._Element, plan: Plan, text: str | None, inside: Iterator[etree._Element]) -> None:
        if len(element):
            self.tell("element-inside-value", element, plan.element)
            self._pass_over(element, plan, inside)
        elif text and len(text) <= plan.plain_length and text == text.strip():
            if len(plan.good) < REMEMBERED and plan.element.format == "text":
                plan.good.add(text)
            return
        found = formats.find(plan.element, text)
        for code, words in found:
            self.tell(code, element, plan.element, **words)
        if not found and plan.element.format not in _VARIED and len(plan.good) < REMEMBERED:
            plan.good.add(text)

    def _tell(self, parent: etree._Element, plan: Plan, verdict: structure.Verdict) -> None:
        for code, place, element, severity, words in verdict:
            where = parent if place is None else parent[place]
            self.tell(code, where, element or plan.element, severity=severity, **words)

    def tell(self, code: str, where: etree._Element, about: Element, **words: Any) -> None:
        """Report a problem about an element of the table, at a place in the document."""
        key = (code, about.path, *words.values())
        if key in self._noted:
            self._pending.append(self._noted[key])
            return
        problem = problems.make(
            code,
            path=about.path,
            line=access.line_of(where),
            pupil=self.position,
            **({"mark": about.mark, "label": about.label} | words),
        )
        if problem.severity is not Severity.NOTE:
            problem = replace(problem, path=path_of(where, about))
        elif len(self._noted) < REMEMBERED:
            self._noted[key] = problem
        self._pending.append(problem)

    def day(self, text: str | None) -> date | None:
        """Return the date of a text, remembered: a file has few different ones."""
        if text not in self._days:
            if len(self._days) > REMEMBERED:
                self._days.clear()
            self._days[text] = values.as_date(values.clean(text))
        return self._days[text]

    def is_new(self, rule: str, key: tuple[str | None, ...]) -> bool:
        """Say whether a rule has yet to judge these values; if so it reports what is wrong, or else `settle`s them."""
        return key not in self._settled[rule]

    def settle(self, rule: str, key: tuple[str | None, ...]) -> None:
        """Remember that the rule found nothing wrong with these values."""
        known = self._settled[rule]
        if len(known) < REMEMBERED:
            known.add(key)


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
