"""Year groups and forms stand in the order in which children grow."""

import re
from pathlib import Path

import pytest

from onroll.ctf.year_groups import form_rank, year_name, year_rank


def test_reception_comes_before_year_1_and_after_nursery() -> None:
    mixed = ["6", "R", "10", "", "N2", "1", "X", "2", "N1", "14"]

    assert sorted(mixed, key=year_rank) == ["N1", "N2", "R", "1", "2", "6", "10", "14", "X", ""]


@pytest.mark.parametrize(
    ("code", "name"),
    [("R", "Reception"), ("6", "Year 6"), ("N1", "Nursery first year"), ("N", "Nursery"), ("Q", "Q"), ("", "")],
)
def test_a_year_group_is_called_by_the_words_of_the_code_set(code: str, name: str) -> None:
    assert year_name(code) == name


def test_forms_stand_by_their_year_and_names_after_them() -> None:
    mixed = ["10A", "Ruby", "6B", "RA", "2", "RED", "6A", "N", "R", "", "E1", "10-B", "1 Blu", "Nightingale"]

    assert sorted(mixed, key=form_rank) == [
        *("E1", "N", "R", "RA", "1 Blu", "2", "6A", "6B", "10-B", "10A"),
        *("", "Nightingale", "RED", "Ruby"),
    ]


def test_no_presenter_prints_the_code_of_a_year_group_bare() -> None:
    """Files for spreadsheets and for programs keep the code; pages say the words."""
    bare = [
        f"{path}: {line.strip()}"
        for path in sorted(Path("onroll").glob("*/presenters/*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b\w+\.year_group\b", line) and "year_name(" not in line and "Counter(" not in line
    ]

    assert [each for each in bare if each != "onroll/insight/presenters/lists.py: each.year_group,"] == []  # its CSV
