"""Rows gathered into children: the surest links first, never against a pupil number or a person's decision."""

from collections.abc import Iterable

import numpy as np

from onroll.linkage.engine.candidates import Pairs
from onroll.linkage.engine.prepare import Prepared
from onroll.linkage.engine.table import MISSING, Flags, Floats, Ints


def clusters(
    rows: Prepared, pairs: Pairs, probability: Floats, linked: Flags, apart: Iterable[tuple[int, int]] = ()
) -> Ints:
    """Return the number of the child of each row: that of its first row.

    Links join in falling order of probability. One that would bring two different permanent pupil numbers, or two rows
    that a person has said are `apart`, into one child is left out, however sure it is.
    """
    parent = list(range(len(rows.lists)))
    numbers: dict[int, set[int]] = {
        row: {number} for row, number in enumerate(rows.upn.tolist()) if number != MISSING and not rows.temporary[row]
    }
    forbidden: dict[int, set[int]] = {}
    for one, two in apart:
        forbidden.setdefault(one, set()).add(two)
        forbidden.setdefault(two, set()).add(one)
    members: dict[int, list[int]] = {}
    which = np.flatnonzero(linked)
    order = which[np.lexsort((pairs.right[which], pairs.left[which], -probability[which]))]
    for left, right in zip(pairs.left[order].tolist(), pairs.right[order].tolist(), strict=True):
        one, two = sorted((_root(parent, left), _root(parent, right)))
        if one == two or _contradict(numbers, forbidden, members, one, two):
            continue
        parent[two] = one
        members[one] = [*members.get(one, [one]), *members.pop(two, [two])]
        if two in numbers:
            numbers[one] = numbers.get(one, set()) | numbers.pop(two)
        if two in forbidden:
            forbidden[one] = forbidden.get(one, set()) | forbidden.pop(two)
    return np.array([_root(parent, row) for row in range(len(parent))], dtype=np.int32)


def _contradict(
    numbers: dict[int, set[int]], forbidden: dict[int, set[int]], members: dict[int, list[int]], one: int, two: int
) -> bool:
    if len(numbers.get(one, set()) | numbers.get(two, set())) > 1:
        return True
    barred = forbidden.get(one)
    return barred is not None and not barred.isdisjoint(members.get(two, [two]))


def _root(parent: list[int], row: int) -> int:
    while parent[row] != row:
        parent[row] = parent[parent[row]]
        row = parent[row]
    return row
