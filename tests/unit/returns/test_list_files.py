"""Lists of children from a file: what is read, and every problem with its code, row and column."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onroll.returns.list_files import read_list

ON = date(2026, 10, 9)
HEAD = "forename,surname,date_of_birth,upn,sex,postcode,school\n"


def codes(text: str | bytes) -> list[tuple[str, int, str]]:
    content = text if isinstance(text, bytes) else text.encode()
    return [(each.code, each.row, each.column) for each in read_list(content, ON).problems]


def test_a_plain_list_is_read_with_dates_in_either_form() -> None:
    read = read_list((HEAD + "Ada,Invented,2022-05-01,,F,zz1 1aa,820/1234\nBo,Made-Up,30/09/2021,,m,,\n").encode(), ON)

    assert not read.problems
    ada, bo = read.rows
    assert (ada.forename, ada.born_on, ada.sex, ada.school) == ("Ada", date(2022, 5, 1), "F", "8201234")
    assert (bo.born_on, bo.sex, bo.line) == (date(2021, 9, 30), "M", 3)


def test_other_names_of_columns_and_other_delimiters_are_understood() -> None:
    read = read_list("First name;Last name;DOB\nAda;Invented;01/05/2022\n".encode("utf-8-sig"), ON)

    assert [row.surname for row in read.rows] == ["Invented"]


def test_a_list_from_excel_in_its_own_letters_is_read() -> None:
    read = read_list("forename,surname,dob\nZoë,Müller,01/05/2022\n".encode("cp1252"), ON)

    assert read.rows[0].forename == "Zoë"


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("Ada,Invented,44682,,,,", "excel_date", "date_of_birth"),
        ("Ada,Invented,09/30/2021,,,,", "not_a_date", "date_of_birth"),
        ("Ada,Invented,,,,,", "no_date", "date_of_birth"),
        ("Ada,Invented,2027-01-01,,,,", "date_to_come", "date_of_birth"),
        ("Ada,Invented,1921-01-01,,,,", "date_too_old", "date_of_birth"),
        (",Invented,2022-05-01,,,,", "no_name", "forename"),
        ("Ada,Invented,2022-05-01,A82,,,", "upn_malformed", "upn"),
        ("Ada,Invented,2022-05-01,,,,1234", "school_malformed", "school"),
        ("Ada,Inven", "short_row", ""),
        (f"{'A' * 101},Invented,2022-05-01,,,,", "too_long", "forename"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_with_code_row_and_column(row: str, code: str, column: str) -> None:
    assert (code, 2, column) in codes(HEAD + row + "\n")


def test_what_is_wrong_with_a_whole_file_is_told() -> None:
    assert codes(b"") == [("empty_file", 0, "")]
    assert codes(HEAD) == [("no_rows", 0, "")]
    assert codes("name,age\nAda,4\n") == [
        (("missing_column"), 1, name) for name in ("forename", "surname", "date_of_birth")
    ]
    assert codes(b"PK\x03\x04\x00\x00") == [("not_text", 0, "")]
    assert codes("x" * 60_000_001) == [("file_too_large", 0, "")]


def test_the_same_child_twice_in_a_list_is_kept_once_and_counted() -> None:
    read = read_list((HEAD + "Ada,Invented,2022-05-01,,,,\nADA,invented,01/05/2022,,,,\n").encode(), ON)

    assert (len(read.rows), read.repeated) == (1, 1)


def test_no_problem_repeats_what_stood_in_the_file() -> None:
    read = read_list((HEAD + "Canaryname,Canaryname,canarydate,canaryupn,,,canaryschool\n").encode(), ON)

    assert read.problems
    assert "canary" not in str(read.problems).lower()


def test_a_list_of_wrong_rows_stops_at_two_hundred_problems() -> None:
    assert len(codes(HEAD + "Ada,Invented,never,,,,\n" * 5000)) == 200


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_problems_and_never_a_crash(content: bytes) -> None:
    read = read_list(content, ON)

    assert read.rows or read.problems
