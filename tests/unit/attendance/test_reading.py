"""Reading a school's marks: whatever the form, rows or problems, and never a guess that changes a mark."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.attendance import reading
from onroll.attendance.reading import NotReadable
from tests.unit.ctf import files

SCHOOL = "9994001"
UPN = "W999400114007"


def rows(data: bytes, **given) -> list[reading.FileRow]:
    return list(reading.read_rows(data, school_code=SCHOOL, **given))


def refusal(data: bytes) -> str:
    with pytest.raises(NotReadable) as refused:
        rows(data)
    return refused.value.problem.code


def transfer_file(start: str, marks: str, *, estab: str = "4001") -> bytes:
    year = (
        f"<Attendance><YearData><Year>2025</Year><LEA>999</LEA><Estab>{estab}</Estab><SchoolName>Example</SchoolName>"
        "<SessionsPossible>10</SessionsPossible><SessionsAuthorised>0</SessionsAuthorised>"
        "<SessionsAttended>10</SessionsAttended><SessionsUnauthorised>0</SessionsUnauthorised>"
        f"<AttendSessions><AttendanceStartDate>{start}</AttendanceStartDate>"
        f"<AttendanceMarks>{marks}</AttendanceMarks></AttendSessions></YearData></Attendance>"
    )
    return files.text(files.with_block(year)).encode()


def bundle(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "sourcedId\n")
    return content.getvalue()


def test_a_schools_own_titles_are_guessed_whatever_separates_them() -> None:
    data = b"Adno;Mark date;AM Mark;PM Mark;Reg\n0012;07/09/2026;/;N;7A\n"

    assert reading.guess(reading.titles_of(data)) == {
        "Adno": "pupil_id", "Mark date": "date", "AM Mark": "am", "PM Mark": "pm", "Reg": "",
    }  # fmt: skip
    (row,) = rows(data)
    assert (row.pupil, row.on, row.am, row.pm) == ("0012", date(2026, 9, 7), "/", "N")


def test_what_a_school_said_of_its_columns_is_stronger_than_a_guess() -> None:
    data = b"Child,When,Eve,Mark\nA1,2026-09-07,AM,L\n"
    said = {"child": "upn", "when": "date", "eve": "session", "mark": "code"}

    assert [(row.pupil, row.am, row.pm) for row in rows(data, mapping=said)] == [("A1", "L", "")]
    assert refusal(data) == "attendance.columns_missing"


def test_a_column_that_is_said_not_to_be_read_is_not() -> None:
    data = b"UPN,Date,AM,PM\nA1,2026-09-07,/,N\n"

    assert rows(data, mapping={"pm": "-"})[0].pm == ""


def test_two_columns_of_one_meaning_are_refused() -> None:
    assert refusal(b"UPN,Date,AM,AM\nA1,2026-09-07,/,N\n") == "attendance.column_twice"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"PK\x03\x04" + bytes(60), "attendance.not_text", id="a workbook"),
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(60), "attendance.not_text", id="an old workbook"),
        pytest.param(b"upn,date,am\nA\x00,2026-09-07,/", "attendance.not_text", id="bytes of no text"),
        pytest.param(b"<html><body>Sign in</body></html>", "attendance.not_a_transfer_file", id="a web page"),
        pytest.param(bundle("manifest.csv", "orgs.csv"), "attendance.no_marks_in_oneroster", id="OneRoster"),
        pytest.param(bundle("x/orgs.csv", "x/users.csv"), "attendance.no_marks_in_oneroster", id="in a folder"),
    ],
)
def test_what_holds_no_marks_is_refused_as_a_whole(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_oneroster_bundle_is_told_what_to_send_instead() -> None:
    with pytest.raises(NotReadable) as refused:
        rows(bundle("manifest.csv"))

    assert "no table of attendance" in refused.value.problem.words
    assert "CSV or JSON" in refused.value.problem.words


def test_half_a_file_is_noticed_by_its_last_row() -> None:
    whole, cut = rows(b"upn,date,am,pm\nA1,2026-09-07,/,N\nA1,2026-09-08,/")

    assert whole.fault is None
    assert cut.fault is not None
    assert (cut.fault.code, cut.fault.row, cut.fault.is_error) == ("attendance.row_cut", 3, True)


def test_a_transfer_file_with_marks_gives_a_row_for_each_pupils_day() -> None:
    found = rows(transfer_file("2025-09-01", "##/\\N/"))

    assert [(row.number, row.pupil, row.on, row.am, row.pm, row.fault) for row in found[:1]] == [
        (1, UPN, date(2025, 9, 2), "/", "\\", None)
    ]
    assert found[1].fault is not None  # "/" is no mark of an afternoon
    assert found[1].fault.code == "attendance.marks_cut"


@pytest.mark.parametrize(
    ("marks", "last"),
    [
        pytest.param("/\\" * 5 + "####" + "/\\", date(2025, 9, 8), id="seven days, the weekend closed"),
        pytest.param("/\\" * 6, date(2025, 9, 8), id="five days"),
    ],
)
def test_a_mark_at_a_weekend_says_that_a_week_has_five_days_there(marks: str, last: date) -> None:
    found = rows(transfer_file("2025-09-01", marks))

    assert len(found) == 6
    assert found[-1].on == last


def test_a_transfer_file_is_read_up_to_the_first_code_of_two_characters() -> None:
    good, cut = rows(transfer_file("2025-09-01", "/\\C1C1/\\"))

    assert good.am == "/"
    assert cut.fault is not None
    assert (cut.fault.code, cut.on, cut.fault.is_error) == ("attendance.marks_cut", date(2025, 9, 2), False)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(files.text().encode(), id="no attendance at all"),
        pytest.param(transfer_file("2025-09-01", ""), id="totals only"),
        pytest.param(transfer_file("2025-09-01", "/\\", estab="4002"), id="marks of another school only"),
    ],
)
def test_a_transfer_file_without_marks_of_the_school_is_refused(data: bytes) -> None:
    assert refusal(data) == "attendance.totals_only"


def test_marks_that_start_on_no_monday_are_not_guessed() -> None:
    (row,) = rows(transfer_file("2025-09-02", "/\\"))

    assert row.fault is not None
    assert (row.fault.code, row.fault.is_error) == ("attendance.no_monday", True)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode())))
def test_any_bytes_give_rows_or_a_problem(data: bytes) -> None:
    reading.titles_of(data)
    found, code = [], ""
    try:
        found = rows(data)
    except NotReadable as refused:
        code = refused.problem.code

    assert code.startswith("attendance.") or all(row.number >= 1 for row in found)


def test_json_far_larger_than_any_register_is_refused_before_it_is_opened() -> None:
    with pytest.raises(NotReadable, match="larger than 20 MB"):
        list(reading.read_rows(b'{"marks": []}' + b" " * 20_000_000, school_code="8201234"))
