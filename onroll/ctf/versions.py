"""Puts the elements of a pupil or header into another version, and counts honestly what that loses.

Source: the format notes, sections 5 and 11, by the columns `since` and `until` of the table. `Sex` and `Gender` are one
item under two names: it is renamed, never dropped.
"""

from collections import Counter

from lxml import etree

from onroll.ctf import problems
from onroll.ctf.elements import Node
from onroll.ctf.problems import Problem

FIRST, LAST = 19, 26
"""Versions that can be written."""

SEX_SINCE = 25


class Conversion:
    """Changes elements into one version and remembers what was renamed and dropped."""

    def __init__(self, version: int) -> None:
        self.version = version
        self.renamed: Counter[tuple[str, str]] = Counter()
        self.dropped: Counter[str] = Counter()

    def apply(self, parent: etree._Element, node: Node) -> None:
        """Change everything under the element, in place."""
        for child in list(parent):
            known = node.children.get(str(child.tag))
            if known is None:
                continue
            if child.tag in ("Sex", "Gender"):
                self._rename(child)
            elif not known.element.is_in(self.version):
                self.dropped[known.element.path] += 1
                _remove(parent, child)
            elif known.is_block:
                self.apply(child, known)

    def _rename(self, child: etree._Element) -> None:
        wanted = "Sex" if self.version >= SEX_SINCE else "Gender"
        others = list(child.itersiblings(wanted, preceding=True)) + list(child.itersiblings(wanted))
        if child.tag != wanted and not others:
            self.renamed[(str(child.tag), wanted)] += 1
            child.tag = wanted

    def problems(self, labels: dict[str, str]) -> list[Problem]:
        """Return what was renamed and dropped, in words. `labels` names each path."""
        version = f"{self.version}.0"
        found = [
            problems.make("write-renamed", tag=tag, known=wanted, count=count)
            for (tag, wanted), count in sorted(self.renamed.items())
        ]
        return found + [
            problems.make("write-dropped", path=path, label=labels[path], version=version, count=count)
            for path, count in sorted(self.dropped.items())
        ]


def number_of(version: str) -> int | None:
    """Return 25 for `25.0` or `25`, or None where this version cannot be written."""
    head = version.partition(".")[0]
    number = int(head) if head.isdecimal() and len(head) < 4 else 0
    return number if FIRST <= number <= LAST else None


def _remove(parent: etree._Element, child: etree._Element) -> None:
    child.tail = None
    parent.remove(child)
