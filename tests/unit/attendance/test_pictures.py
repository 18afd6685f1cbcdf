"""Bars of attendance: every half term's name is readable, and the legend names only what is drawn."""

import pytest

from onroll.attendance.presenters.pictures import bars
from onroll.rules.half_terms import half_terms
from onroll.rules.school_days import england
from onroll.rules.school_years import SchoolYear

TERMS = half_terms(SchoolYear(2026), england())


@pytest.mark.parametrize("name", [term.name for term in TERMS])
def test_the_name_of_every_half_term_stands_whole_beside_its_bar(name: str) -> None:
    assert f">{name}<" in bars("Half terms", [(name, 94.7, None)], names=("Attendance", ""))


def test_a_name_that_does_not_fit_says_that_letters_are_left_out() -> None:
    assert "The form with the lo…" in bars("Forms", [("The form with the longest name", 90.0, 80.0)], names=("a", "b"))


def test_without_a_line_the_legend_names_none() -> None:
    assert "#0b0c0c" not in bars("Half terms", [("Autumn", 94.7, None)], names=("Attendance", ""))
    assert "#0b0c0c" in bars("Forms", [("1A", 94.7, 90.0)], names=("Now", "Before"))
