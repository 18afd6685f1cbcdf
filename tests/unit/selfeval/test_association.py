"""Exact and rank tests, against scipy and against counting every table by hand."""

from itertools import product
from math import factorial, prod

import numpy as np
import pytest
from scipy import stats

from onroll.selfeval import association

TABLES = [
    [[20, 12, 11], [13, 16, 14], [10, 15, 18]],
    [[3, 0, 1], [1, 4, 2], [0, 2, 5]],
    [[12, 5], [3, 9]],
    [[1, 2, 0], [4, 0, 3]],
]


def counted_by_hand(table: list[list[int]]) -> float:
    """Go through every 3 by 3 (or smaller) table with the same margins."""
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    total = sum(rows)
    fixed = prod(map(factorial, rows)) * prod(map(factorial, columns)) / factorial(total)

    def chance(cells) -> float:
        return fixed / prod(factorial(cell) for row in cells for cell in row)

    found = 0.0
    free = [range(min(row, column) + 1) for row in rows[:-1] for column in columns[:-1]]
    width = len(columns) - 1
    for given in product(*free):
        cells = [list(given[at * width : (at + 1) * width]) for at in range(len(rows) - 1)]
        cells = [[*row, height - sum(row)] for row, height in zip(cells, rows, strict=False)]
        cells.append([column - sum(row[at] for row in cells) for at, column in enumerate(columns)])
        if min(min(row) for row in cells) >= 0 and chance(cells) <= chance(table) * (1 + 1e-7):
            found += chance(cells)
    return found


@pytest.mark.parametrize("table", TABLES[1:])
def test_the_exact_test_counts_every_table_no_more_likely_than_the_one_seen(table: list[list[int]]) -> None:
    found = association.of_table(table)

    assert found is not None
    assert found.exact_p == pytest.approx(counted_by_hand(table), rel=1e-9)


def test_the_exact_test_of_two_by_two_is_fishers() -> None:
    found = association.of_table([[12, 5], [3, 9]])

    assert found is not None
    assert found.exact_p == pytest.approx(stats.fisher_exact([[12, 5], [3, 9]]).pvalue, rel=1e-9)


@pytest.mark.parametrize("table", TABLES)
def test_chi_square_and_its_expected_counts_are_scipys(table: list[list[int]]) -> None:
    found = association.of_table(table)
    theirs = stats.chi2_contingency(table, correction=False)

    assert found is not None
    assert (found.chi_square, found.chi_p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert found.degrees == theirs.dof
    assert np.allclose(found.expected, theirs.expected_freq)
    assert found.is_sparse is bool((theirs.expected_freq < 5).any())


def test_a_table_of_129_comes_near_its_chi_square() -> None:
    found = association.of_table(TABLES[0])

    assert found is not None
    assert found.exact_p == pytest.approx(found.chi_p, abs=0.02)


@pytest.mark.parametrize("table", [[[5, 3, 1]], [[5], [3]], [[4, 0], [6, 0]], [[0, 0], [0, 0]], []])
def test_a_table_in_which_one_row_or_column_holds_everything_says_nothing(table: list[list[int]]) -> None:
    assert association.of_table(table) is None


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 7, 8])
@pytest.mark.parametrize("value", [0.0, 0.3, 2.0, 9.5, 40.0])
def test_the_tail_of_chi_square_is_scipys(value: float, degrees: int) -> None:
    assert association.chi_square_tail(value, degrees) == pytest.approx(stats.chi2.sf(value, degrees), abs=1e-12)


def test_ranks_are_tested_as_kruskal_and_wallis_did_with_ties() -> None:
    groups = [[20, 33, 44, 45, 45], [36, 36, 40, 41], [22, 45, 46, 66, 66, 47]]
    theirs = stats.kruskal(*groups)

    found = association.of_ranks(groups)

    assert found is not None
    assert (found.h, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))


@pytest.mark.parametrize("groups", [[], [[1, 2]], [[3, 3], [3]], [[1], []]])
def test_ranks_of_one_group_or_of_equal_values_say_nothing(groups: list[list[float]]) -> None:
    assert association.of_ranks(groups) is None


def test_several_tests_are_corrected_for_each_other_by_holm() -> None:
    assert association.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert association.holm([0.9, 0.8]) == [1.0, 1.0]
    assert association.holm([0.01, 0.5]) == pytest.approx([0.02, 0.5])
