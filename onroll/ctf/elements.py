"""The elements of the format, as rows of `elements.csv` and as a tree by which a document is walked.

Source: the table; every row carries its mark. Paths start at `Header` or `Pupil`.
"""

from dataclasses import dataclass, field
from functools import cache

from onroll.ctf import tablefiles

HISTORY = ("FSMhistory", "SENhistory", "Attendance", "StageAssessments", "SchoolHistory")
"""Blocks whose rows are kept from earlier schools; everything else is a snapshot. Source: format notes, 1.2."""


@dataclass(frozen=True, slots=True)
class Element:
    """One row of the table. Versions are whole numbers; None is open. `longest` 0 is no limit."""

    path: str
    format: str
    shortest: int
    longest: int
    is_repeatable: bool
    code_set: str
    dated_by: str
    since: int | None
    until: int | None
    required: str
    missing: str
    mark: str
    length_mark: str
    label: str
    source: str
    note: str

    @property
    def tag(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def versions(self) -> str:
        """The versions that have the element, in words, or nothing for all."""
        if self.since:
            return f"{self.since}.0 and later"
        return f"{self.until}.0 and earlier" if self.until else ""

    def is_in(self, version: int) -> bool:
        """Say whether files of the version (25 for 25.0) have the element."""
        return (self.since or version) <= version <= (self.until or version)


@dataclass(eq=False, slots=True)
class Node:
    """An element and what may stand inside it, in order."""

    element: Element
    children: dict[str, "Node"] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)

    @property
    def is_block(self) -> bool:
        """Whether the element holds others of the table."""
        return bool(self.children)

    def add(self, child: "Node") -> None:
        """Put a child last."""
        tag = child.element.tag
        self.children[tag] = child
        self.order[tag] = len(self.order)
        self.folded.setdefault(tag.casefold(), tag)

    def known_as(self, tag: str) -> str | None:
        """Return the table's spelling of a child's name, whatever its capitals, or None."""
        return tag if tag in self.children else self.folded.get(tag.casefold())


def _number(text: str) -> int | None:
    return int(text) if text else None


@cache
def elements() -> dict[str, Element]:
    """Return the rows of the table by path, in order."""
    found = {}
    for row in tablefiles.rows("elements"):
        found[row["path"]] = Element(
            path=row["path"],
            format=row["format"],
            shortest=int(row["shortest"] or 0),
            longest=int(row["longest"] or 0),
            is_repeatable=row["occurs"].endswith("n"),
            code_set=row["code_set"],
            dated_by=row["dated_by"],
            since=_number(row["since"]),
            until=_number(row["until"]),
            required=row["required"],
            missing=row["missing"],
            mark=row["mark"],
            length_mark=row["length_mark"],
            label=row["label"],
            source=f"format notes, section {row['source']}",
            note=row["note"],
        )
    return found


@cache
def tree() -> dict[str, Node]:
    """Return a node for every path; `tree()["Header"]` and `tree()["Pupil"]` are the roots."""
    nodes: dict[str, Node] = {}
    for path, element in elements().items():
        nodes[path] = Node(element)
        parent = path.rpartition("/")[0]
        if parent:
            nodes[parent].add(nodes[path])
    return nodes
