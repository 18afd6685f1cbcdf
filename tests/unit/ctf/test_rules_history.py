import pytest

from onroll import ctf
from tests.unit.ctf.files import checked, codes, only, with_block

SCHOOL = "</School></SchoolHistory>"


def school(entered, left, estab="2001", more=""):
    leaving = f"<LeavingDate>{left}</LeavingDate>" if left else ""
    row = (
        f"<LEA>999</LEA><Estab>{estab}</Estab><SchoolName>B</SchoolName><EntryDate>{entered}</EntryDate>{leaving}{more}"
    )
    return SCHOOL, f"</School><School>{row}</School></SchoolHistory>"


def result(**changes):
    parts = {
        "Locale": "ENG",
        "Year": "2019",
        "Subject": "ENG",
        "Method": "TA",
        "Component": "REA",
        "ResultStatus": "R",
        "ResultQualifier": "NC",
        "Result": "EXS",
    } | changes
    inside = "".join(f"<{tag}>{text}</{tag}>" for tag, text in parts.items())
    return with_block(
        f"<StageAssessments><KeyStage><Stage>KS1</Stage><StageAssessment>{inside}</StageAssessment></KeyStage></StageAssessments>"
    )


def attendance(possible, attended, authorised, unauthorised):
    figures = (
        f"<SessionsPossible>{possible}</SessionsPossible><SessionsAuthorised>{authorised}</SessionsAuthorised>"
        f"<SessionsAttended>{attended}</SessionsAttended><SessionsUnauthorised>{unauthorised}</SessionsUnauthorised>"
    )
    row = f"<Year>2024</Year><LEA>999</LEA><Estab>4001</Estab><SchoolName>A</SchoolName>{figures}"
    return with_block(f"<Attendance><YearData>{row}</YearData></Attendance>")


def test_a_leaving_date_before_the_entry_is_a_warning():
    problem = only(checked(("2025-11-10", "2020-11-10")))

    assert problem.message == "Left is before joined."


def test_an_entry_to_come_is_a_warning():
    assert codes(checked(("2021-09-06", "2026-09-06"), ("<LeavingDate>2025-11-10</LeavingDate>", ""))) == [
        "history-future",
        "history-sender-not-left",
    ]


def test_a_need_that_ends_in_the_future_is_a_warning():
    row = "<SEN><StartDate>2020-01-01</StartDate><SENprovision>K</SENprovision><EndDate>2030-01-01</EndDate></SEN>"

    assert codes(checked(with_block(f"<SENhistory>{row}</SENhistory>"))) == ["history-future"]


def test_schools_that_overlap_are_a_warning():
    assert codes(checked(school("2014-09-03", "2022-01-01"))) == ["history-overlap"]


def test_schools_one_after_another_do_not_overlap():
    assert codes(checked(school("2014-09-03", "2021-07-20"))) == []


def test_two_spells_at_one_school_do_not_overlap():
    assert codes(checked(school("2020-09-03", "2022-01-01", estab="4001"))) == []


def test_a_spell_without_an_entry_date_is_left_out_of_the_comparison():
    assert "history-overlap" not in codes(checked(school("", "2022-01-01")))


def test_the_same_row_twice_counts_once():
    report = checked(
        school("2021-09-06", "2025-11-10", estab="4001"), ("<SchoolName>B<", "<SchoolName>Example Academy<")
    )

    assert codes(report) == ["history-row-twice"]
    assert only(report).severity is ctf.Severity.NOTE


def test_a_sender_outside_the_history_is_a_warning():
    assert codes(checked(("<Estab>4001</Estab><SchoolName>", "<Estab>4009</Estab><SchoolName>"))) == [
        "history-sender-missing"
    ]


def test_a_sender_without_a_leaving_date_is_a_warning():
    assert codes(checked(("<LeavingDate>2025-11-10</LeavingDate>", ""))) == ["history-sender-not-left"]


def test_a_reason_without_a_leaving_date_is_a_warning():
    report = checked(
        ("<LeavingDate>2025-11-10</LeavingDate>", "<LeavingReason>IM</LeavingReason><RemovalGrounds>A</RemovalGrounds>")
    )

    assert codes(report).count("leaving-words-without-date") == 2


@pytest.mark.parametrize(
    ("left", "ground", "expected"),
    [
        ("2025-11-10", "I", []),
        ("2024-08-18", "I", []),
        ("2010-07-20", "O", ["code-not-in-force"]),
        ("2006-07-20", "A", ["code-not-in-force"]),
    ],
)
def test_a_removal_ground_is_read_with_its_leaving_date(left, ground, expected):
    report = checked(school("2005-09-03", left, estab="4001", more=f"<RemovalGrounds>{ground}</RemovalGrounds>"))

    assert codes(report) == expected


def test_the_letters_of_removal_grounds_changed_their_meaning_in_august_2024():
    from datetime import date

    before = ctf.describe("removal_grounds", "I", date(2024, 8, 18))
    after = ctf.describe("removal_grounds", "I", date(2024, 8, 19))

    assert before == "In custody"
    assert after is not None
    assert after.startswith("Continuously absent for twenty school days")


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((378, 351, 14, 13), []),
        ((378, 351, 14, 12), ["attendance-sum"]),
        ((402, 402, 0, 0), ["attendance-range"]),
        (("many", 1, 1, 1), ["value-number"]),
    ],
)
def test_attendance_is_added_up(figures, expected):
    assert codes(checked(attendance(*figures))) == expected


def test_attendance_without_all_figures_is_not_added_up():
    report = checked(attendance(10, 5, 1, 1), ("<SessionsAttended>5</SessionsAttended>", ""))

    assert codes(report) == ["element-missing"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"Result": "9"}, ["result-off-scale"]),
        ({"ResultQualifier": "NL", "Result": "3C"}, []),
        ({"ResultQualifier": "NL", "Result": "27"}, ["result-off-scale"]),
        ({"ResultQualifier": "NM", "Result": "33"}, []),
        ({"ResultQualifier": "MT", "Result": "25"}, []),
        ({"ResultQualifier": "MT", "Result": "26"}, ["result-off-scale"]),
        ({"ResultQualifier": "FD", "Result": "2"}, []),
        ({"Component": "G01", "Year": "2019"}, []),
        ({"Component": "G01", "Year": "2023"}, ["code-not-in-force"]),
    ],
)
def test_a_result_is_measured_on_its_scale(changes, expected):
    assert codes(checked(result(**changes))) == expected


def test_a_result_without_a_scale_is_only_missing_it():
    assert codes(checked(result(), ("<ResultQualifier>NC</ResultQualifier>", ""))) == ["element-missing"]


def test_the_old_words_for_special_needs_have_their_time():
    row = "<SEN><StartDate>2020-01-01</StartDate><SENprovision>A</SENprovision></SEN>"

    assert codes(checked(with_block(f"<SENhistory>{row}</SENhistory>"))) == ["code-not-in-force"]
