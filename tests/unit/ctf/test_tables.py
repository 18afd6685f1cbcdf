"""The tables agree with each other and with the code, and no unsure fact can stop anybody."""

import re
from importlib import resources

import pytest

from onroll.ctf import codes, documentation, formats, marks, problems
from onroll.ctf.elements import elements
from onroll.ctf.problems import Severity
from tests.unit.ctf.files import checked
from tests.unit.ctf.files import codes as codes_of

SOURCES = {path.name: path.read_text() for path in resources.files("onroll.ctf").iterdir() if path.name.endswith(".py")}
USED = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', "".join(SOURCES.values())))


def test_every_problem_of_the_catalogue_can_be_reported():
    made_of_parts = {"name-source-differs", "name-destination-differs"}

    assert set(problems.catalogue()) - USED == made_of_parts


@pytest.mark.parametrize("row", problems.catalogue().values(), ids=lambda row: row.code)
def test_a_problem_says_how_sure_it_is_and_what_to_do(row):
    assert row.mark in marks.WORDS
    assert row.message.endswith(".")
    assert row.action.endswith(".")
    assert row.source


@pytest.mark.parametrize("mark", sorted(marks.UNSURE))
@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.PUPIL])
def test_no_unsure_fact_stops_a_file_or_a_pupil(mark, severity):
    assert marks.capped(severity, mark) is Severity.WARNING
    assert not [row for row in problems.catalogue().values() if row.mark == mark and row.severity is severity]


@pytest.mark.parametrize("mark", sorted(marks.UNSURE))
def test_an_unsure_element_softens_even_a_sure_rule(mark):
    problem = problems.make("surname-missing", mark=mark)

    assert problem.severity is Severity.WARNING
    assert f"(mark {mark})" in problem.source


@pytest.mark.parametrize("mark", sorted(set(marks.WORDS) - marks.UNSURE))
def test_a_sure_fact_keeps_its_severity(mark):
    assert marks.capped(Severity.ERROR, mark) is Severity.ERROR
    assert problems.make("surname-missing", mark=mark).severity is Severity.PUPIL


@pytest.mark.parametrize("row", elements().values(), ids=lambda row: row.path)
def test_an_element_uses_formats_marks_and_code_sets_that_exist(row):
    assert row.format in formats.CHECKS
    assert row.mark in marks.WORDS
    assert row.length_mark in ("", *marks.WORDS)
    assert row.missing in ("", *Severity)
    assert row.label
    assert all(name in codes.code_sets() for name in row.code_set.split("|") if name)
    parent = row.path.rpartition("/")[0]
    assert parent == "" or elements()[parent].format == "block"
    if row.dated_by:
        assert f"{parent}/{row.dated_by}" in elements()


def test_a_corrected_row_changes_the_checker_without_a_line_of_code(monkeypatch):
    from onroll.ctf import elements as tables
    from onroll.ctf import tablefiles

    real = tablefiles.rows

    def corrected(name):
        rows = real(name)
        for row in rows:
            if row.get("path") == "Pupil/Forename":
                row["longest"] = "3"
        return rows

    monkeypatch.setattr(tablefiles, "rows", corrected)
    tables.elements.cache_clear()
    tables.tree.cache_clear()
    try:
        assert codes_of(checked()) == ["value-too-long"]
        assert "1 to 3" in documentation.pages()["reference/ctf-elements.md"]
    finally:
        tables.elements.cache_clear()
        tables.tree.cache_clear()


def test_a_code_is_described_on_a_day_or_in_its_first_words():
    assert codes.describe("sex", "F") == "Female"
    assert codes.describe("sex", "Q") is None
    assert codes.describe("no_such_set", "F") is None
    assert codes.describe("ethnicity_main|ethnicity_extended", "WENG") == "English"


def test_explaining_a_code_gives_its_row():
    row = problems.explain("upn-check-letter")

    assert row is not None
    assert row.severity is Severity.WARNING
    assert problems.explain("nothing") is None


def test_severities_have_ranks():
    ranks = [severity.rank for severity in (Severity.NOTE, Severity.WARNING, Severity.PUPIL, Severity.ERROR)]

    assert ranks == sorted(ranks)
