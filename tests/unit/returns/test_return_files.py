"""Returns from a file: what is read, and what is wrong with code, row and column."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.returns.given import Leaving
from onroll.returns.return_files import read_returns
from onroll.rules.returns import ReturnKind

SICK = "forename,surname,date_of_birth,from,until,school_days,expected_days\n"
GONE = "forename,surname,date_of_birth,ground,deleted_on,done_before,has_notice,notice_on\n"


def test_answers_of_a_deletion_are_read_as_yes_no_days_and_words() -> None:
    ((row,), problems) = read_returns(
        (GONE + "Ada,Invented,2012-05-01,F,09/10/2026,no,Yes,2026-10-01\n").encode(), ReturnKind.DELETION
    )

    assert not problems
    assert isinstance(row.given, Leaving)
    assert row.given.answers == {"has_notice": True, "notice_on": date(2026, 10, 1)}
    assert row.given.deleted_on == date(2026, 10, 9)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("Ada,Invented,2012-05-01,someday,,15,0", "not_a_date", "from"),
        ("Ada,Invented,2012-05-01,2026-10-01,,many,0", "not_a_number", "school_days"),
        (",Invented,2012-05-01,2026-10-01,,15,0", "no_value", "forename"),
        ("Ada,Invented,,2026-10-01,,15,0", "no_value", "date_of_birth"),
        (f"{'A' * 101},Invented,2012-05-01,2026-10-01,,15,0", "too_long", "forename"),
    ],
)
def test_what_is_wrong_with_a_row_is_told(row: str, code: str, column: str) -> None:
    rows, problems = read_returns((SICK + row + "\n").encode(), ReturnKind.SICKNESS)

    assert not rows
    assert (code, 2, column) in [(each.code, each.row, each.column) for each in problems]


def test_an_answer_that_is_neither_yes_nor_no_and_a_broken_upn_are_told() -> None:
    text = GONE.replace("\n", ",upn\n") + "Ada,Invented,2012-05-01,F,2026-10-09,perhaps,yes,2026-10-01,A1\n"

    _, problems = read_returns(text.encode(), ReturnKind.DELETION)

    assert {each.code for each in problems} == {"not_yes_or_no", "upn_malformed"}


def test_what_is_wrong_with_a_whole_file_is_told() -> None:
    def first(content: bytes) -> str:
        return read_returns(content, ReturnKind.SICKNESS)[1][0].code

    assert first(SICK.encode()) == "no_rows"
    assert first(b"\xff\xfe\x00") == "not_text"
    assert first(b"a,b\n1,2\n") == "missing_column"
    assert first((SICK + "Ada,Invented,2012-05-01,2026-10-01,,15,0\n" * 5001).encode()) == "too_many_rows"


@pytest.mark.parametrize("between", [";", "\t", "|"])
def test_other_characters_between_the_columns_are_understood(between: str) -> None:
    head = "forename,surname,date_of_birth,started_on,parent_name,parent_telephone"
    row = "Zelphine,Qvoxcanary,17/05/2014,2026-10-07,Ottoline Qvoxcanary,01632 960001"

    rows, problems = read_returns(f"{head}\n{row}\n".replace(",", between).encode(), ReturnKind.NEW_PUPIL)

    assert problems == ()
    assert rows[0].facts.surname == "Qvoxcanary"


def test_a_cell_without_an_end_is_a_problem_and_no_crash() -> None:
    head = "forename,surname,date_of_birth,started_on\n"

    _, problems = read_returns((head + '"' + "x" * 200_000).encode(), ReturnKind.NEW_PUPIL)

    assert [each.code for each in problems] == ["not_a_table"]


def test_a_file_that_is_too_large_is_not_read() -> None:
    _, problems = read_returns(b"x" * 5_000_001, ReturnKind.NEW_PUPIL)

    assert [each.code for each in problems] == ["file_too_large"]


@given(st.binary(max_size=300), st.sampled_from(list(ReturnKind)))
def test_any_bytes_give_rows_or_problems_and_never_a_crash(content: bytes, kind: ReturnKind) -> None:
    rows, problems = read_returns(content, kind)

    assert rows or problems
