"""Single values: what is said about each form, and that a good one is silent."""

import pytest

from onroll.ctf import formats, values
from onroll.ctf.elements import elements

CASES = [
    ("Pupil/Address/PostCode", "ZZ99 3ZZ", []),
    ("Pupil/Address/PostCode", "98001", ["value-postcode"]),
    ("Pupil/Email", "a@example.org", []),
    ("Pupil/Email", "nobody", ["value-email"]),
    ("Pupil/Email", "a@" + "b" * 300 + ".org", ["value-too-long"]),
    ("Pupil/UCI", "439150008063A", []),
    ("Pupil/UCI", "12", ["value-uci"]),
    ("Pupil/Phones/Phone/PhoneNo", "01632960123", []),
    ("Pupil/Phones/Phone/PhoneNo", "1" * 40, ["value-too-long"]),
    ("Pupil/Phones/Phone/PhoneNo", "ask at the farm", ["value-phone-spaces"]),
    ("Pupil/Address/Easting", "357833", []),
    ("Pupil/Address/Easting", "357833.0", ["value-decimal"]),
    ("Pupil/Address/Easting", "SU 123", ["value-number"]),
    ("Pupil/Address/BS7666Address/UniquePropertyReferenceNumber", "100012345678", []),
    ("Pupil/Address/BS7666Address/UniquePropertyReferenceNumber", "1000123456789", ["value-too-long"]),
    ("Pupil/Address/BS7666Address/UniquePropertyReferenceNumber", "x1", ["value-number"]),
    ("Pupil/SENhistory/SENneeds/SENneed/SENtypeRank", "1", []),
    ("Pupil/SENhistory/SENneeds/SENneed/SENtypeRank", "100", ["value-too-long"]),
    ("Pupil/SENhistory/SENneeds/SENneed/SENtypeRank", "first", ["value-number"]),
    ("Pupil/Attendance/YearData/Year", "2024", []),
    ("Pupil/Attendance/YearData/Year", "24/25", ["value-year"]),
    ("Pupil/SchoolHistory/School/LEA", "820", []),
    ("Pupil/SchoolHistory/School/LEA", "82", ["value-school"]),
    ("Pupil/SchoolHistory/School/Estab", "XXXX", []),
    ("Pupil/SchoolHistory/School/Estab", "12AB", ["value-school"]),
    ("Pupil/SchoolHistory/School/URN", "100000", []),
    ("Pupil/SchoolHistory/School/URN", "xxxxxx", []),
    ("Pupil/SchoolHistory/School/URN", "10", ["value-urn"]),
    ("Pupil/SchoolHistory/School/EntryDate", "2024-02-29", []),
    ("Pupil/SchoolHistory/School/EntryDate", "2023-02-29", ["value-date"]),
    ("Header/DateTime", "2025-11-14T15:02:33", []),
    ("Header/DateTime", "2025-11-14T15:02:33.120+01:00", []),
    ("Header/DateTime", "2025-11-14T25:02:33", ["value-datetime"]),
    ("Header/DateTime", "yesterday", ["value-datetime"]),
    ("Pupil/BasicDetails/MedicalFlag", "true", []),
    ("Pupil/BasicDetails/MedicalFlag", "perhaps", ["code-unknown"]),
    ("Pupil/BasicDetails/NCyearActual", "r", ["value-case"]),
    ("Pupil/BasicDetails/Ethnicity", "wbri ", ["value-case", "value-spaces"]),
    ("Pupil/Surname", "x" * 36, ["value-too-long"]),
    ("Pupil/NAWdetails/SpeakWelsh", "x" * 11, ["value-too-long"]),
    ("Pupil/SuppInfo", None, []),
    ("Pupil/Surname", None, ["value-empty"]),
    ("Pupil/UPN", "anything", []),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_a_value_is_judged_by_the_format_of_its_row(path, text, expected):
    assert [code for code, _ in formats.find(elements()[path], text)] == expected


def test_a_text_shorter_than_its_row_allows_is_said():
    from dataclasses import replace

    element = replace(elements()["Pupil/Surname"], shortest=3)

    assert [code for code, _ in formats.find(element, "Ng")] == ["value-too-short"]


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), (" 7 ", 7), ("", None), (None, None), ("1.5", None), ("9" * 10, None)]
)
def test_a_whole_number_is_read_or_nothing(text, number):
    assert values.as_integer(text) == number


@pytest.mark.parametrize("text", [None, "", "2024-1-1", "20240101", "2024-13-01", "2024-01-01Z"])
def test_no_date_is_guessed(text):
    assert values.as_date(text) is None


def test_an_absent_moment_and_an_absent_answer_are_nothing():
    assert values.as_datetime(None) is None
    assert values.as_boolean(None) is None
