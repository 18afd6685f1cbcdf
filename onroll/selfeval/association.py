"""Whether two things go together more than chance would have it: exact and rank tests.

Fisher's exact test as Freeman and Halton (1951) carried it to larger tables: the share of all tables with the same
margins that are no more likely than the one seen. Pearson's chi-square, with its expected counts, stands beside it.
Kruskal and Wallis (1952) for scores over groups, with their correction for ties. Several tests together are corrected
by Holm (1979).
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Logs = NDArray[np.float64]
Grid = tuple[tuple[int, ...], ...]  # counts, rows by columns
_NEARLY: Final = 1 + 1e-7  # two tables are equally likely up to rounding; R's fisher.test takes the same
_FEW: Final = 5  # Cochran's rule: chi-square is not to be trusted on expected counts below five


@dataclass(frozen=True, slots=True)
class TableTest:
    """The tests of one table. `exact_p` is from 0 to 1; lower is less likely to be chance.

    `expected` are counts by the margins alone; `is_sparse` says that some are below five, where only the exact test
    counts.
    """

    exact_p: float
    chi_square: float
    degrees: int
    chi_p: float
    expected: tuple[tuple[float, ...], ...]

    @property
    def is_sparse(self) -> bool:
        """Whether some expected count is below five."""
        return any(count < _FEW for row in self.expected for count in row)


@dataclass(frozen=True, slots=True)
class RankTest:
    """Kruskal and Wallis: H, its degrees of freedom and the chance of so much by chance."""

    h: float
    degrees: int
    p: float


def of_table(counts: Sequence[Sequence[int]]) -> TableTest | None:
    """Test a table of counts; None where a row or a column alone holds everything, since nothing can be said then.

    Shape: any number of rows, and of columns; meant for three bands by three.
    """
    rows = [list(row) for row in counts if sum(row)]
    columns = [column for column in zip(*rows, strict=True) if sum(column)]
    if len(rows) < 2 or len(columns) < 2:
        return None
    grid: Grid = tuple(zip(*columns, strict=True))
    total = sum(map(sum, grid))
    heights, widths = [sum(row) for row in grid], [sum(column) for column in columns]
    expected = tuple(tuple(height * width / total for width in widths) for height in heights)
    chi = sum(
        (count - hoped) ** 2 / hoped
        for row, hopes in zip(grid, expected, strict=True)
        for count, hoped in zip(row, hopes, strict=True)
    )
    degrees = (len(heights) - 1) * (len(widths) - 1)
    return TableTest(_exact(grid, heights, widths), chi, degrees, chi_square_tail(chi, degrees), expected)


def of_ranks(groups: Sequence[Sequence[float]]) -> RankTest | None:
    """Test whether groups differ in rank; None with fewer than two groups, or where all values are equal."""
    held = [list(group) for group in groups if group]
    every = sorted(value for group in held for value in group)
    if len(held) < 2 or every[0] == every[-1]:
        return None
    number, counted = len(every), Counter(every)
    ranks, before = {}, 0
    for value in sorted(counted):
        ranks[value] = before + (counted[value] + 1) / 2
        before += counted[value]
    spread = sum(sum(ranks[value] for value in group) ** 2 / len(group) for group in held)
    raw = 12 / (number * (number + 1)) * spread - 3 * (number + 1)
    ties = 1 - sum(each**3 - each for each in counted.values()) / (number**3 - number)
    degrees = len(held) - 1
    return RankTest(raw / ties, degrees, chi_square_tail(raw / ties, degrees))


def holm(chances: Sequence[float]) -> list[float]:
    """Return the chances of several tests together, each corrected for the others, in the same order."""
    corrected = [0.0] * len(chances)
    highest = 0.0
    for place, at in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        highest = max(highest, min(1.0, (len(chances) - place) * chances[at]))
        corrected[at] = highest
    return corrected


def chi_square_tail(value: float, degrees: int) -> float:
    """Return the chance of a chi-square at least so large. Source: Abramowitz and Stegun, 26.4.4 and 26.4.5."""
    half = max(value, 0.0) / 2
    if degrees % 2 == 0:
        term = total = math.exp(-half)
        for step in range(1, degrees // 2):
            term *= half / step
            total += term
        return min(total, 1.0)
    total = math.erfc(math.sqrt(half))
    term = math.sqrt(half / math.pi) * 2 * math.exp(-half)
    for step in range(1, degrees // 2 + 1):
        total += term
        term *= half / (step + 0.5)
    return min(total, 1.0)


def _exact(grid: Grid, heights: list[int], widths: list[int]) -> float:
    """Add up the chance of every table with these margins that is no more likely than the one seen.

    All but the last two rows are gone through one by one, those two together: three bands of 129 authorities take a
    fraction of a second.
    """
    margins = sum(map(_log_factorial, heights)) + sum(map(_log_factorial, widths)) - _log_factorial(sum(heights))
    seen = margins - sum(_log_factorial(count) for row in grid for count in row)
    logs = np.array([_log_factorial(number) for number in range(max(widths) + 1)])
    total = 0.0
    for spent, left, two in _beginnings(tuple(heights), tuple(widths)):
        chances = margins - spent - _last_two(two, left, logs)
        total += float(np.exp(chances[chances <= seen + math.log(_NEARLY)]).sum())
    return min(total, 1.0)


def _beginnings(heights: tuple[int, ...], widths: tuple[int, ...]) -> Iterator[tuple[float, tuple[int, ...], int]]:
    """Yield every filling of all rows but the last two: the logarithms spent, what is left of each column, and the
    height of the row before the last.
    """
    if len(heights) == 2:
        yield 0.0, widths, heights[0]
        return
    for row in _rows(heights[0], widths):
        here = sum(map(_log_factorial, row))
        left = tuple(width - cell for width, cell in zip(widths, row, strict=True))
        for spent, rest, two in _beginnings(heights[1:], left):
            yield here + spent, rest, two


def _last_two(height: int, widths: tuple[int, ...], logs: Logs) -> Logs:
    """Return the sum of the logarithms of the factorials for every way to fill two rows, the first of this height.

    Shape: one number for each way, float64, natural logarithms.
    """
    cells = np.indices([width + 1 for width in widths[:-1]])
    last = height - cells.sum(axis=0)
    fits = (last >= 0) & (last <= widths[-1])
    row = [cell[fits] for cell in (*cells, last)]
    spent = [logs[cell] + logs[width - cell] for cell, width in zip(row, widths, strict=True)]
    found: Logs = np.sum(spent, axis=0, dtype=np.float64)
    return found


def _rows(height: int, widths: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return every row of a given sum that fits into the columns."""
    if len(widths) == 1:
        return [(height,)] if height <= widths[0] else []
    return [
        (first, *rest)
        for first in range(max(0, height - sum(widths[1:])), min(height, widths[0]) + 1)
        for rest in _rows(height - first, widths[1:])
    ]


def _log_factorial(number: int) -> float:
    return math.lgamma(number + 1)
