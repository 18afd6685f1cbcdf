import pytest

from onroll import ctf
from tests.unit.ctf.files import OTHER_PUPIL, PUPIL, checked, codes, only

ERROR, PUPILS, WARNING, NOTE = ctf.Severity


def said(report):
    return {problem.code: problem.severity for problem in report.problems}


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ([("<UPN>W999400114007</UPN>", "")], "upn-missing", PUPILS),
        ([("W999400114007", "W99940011400")], "upn-form", PUPILS),
        ([("W999400114007", "w999 4001 14007")], "", None),
        ([("W999400114007", "E99940011408C")], "upn-temporary", WARNING),
        ([("W999400114007", "A000400114001")], "upn-la-unknown", WARNING),
        ([("</UPN>", "</UPN><UniqueLearnerNumber>1234567890</UniqueLearnerNumber>")], "uln-form", WARNING),
        ([("</UPN>", "</UPN><UniqueLearnerNumber>9999999999</UniqueLearnerNumber>")], "uln-placeholder", WARNING),
        ([("</UPN>", "</UPN><UniqueLearnerNumber>1234567899</UniqueLearnerNumber>")], "", None),
        ([("<Surname>Dunmere</Surname>", "")], "surname-missing", PUPILS),
        ([("<Forename>Trialla</Forename>", "")], "forename-missing", PUPILS),
        ([("Trialla", "unknown")], "name-not-a-name", WARNING),
        ([("Trialla", "--")], "name-not-a-name", WARNING),
        ([("Trialla", "'Alí")], "", None),
        ([("<DOB>2010-03-02</DOB>", "")], "birth-date-missing", PUPILS),
        ([("2010-03-02", "2010-02-30")], "birth-date-form", PUPILS),
        ([("2010-03-02", "2026-03-02")], "birth-date-future", PUPILS),
        ([("2010-03-02", "1990-03-02")], "birth-date-age", WARNING),
        ([("<Sex>F</Sex>", "")], "sex-missing", PUPILS),
        ([("<Sex>F</Sex>", "<Sex>X</Sex>")], "code-unlisted", WARNING),
        ([("NCyearActual>11", "NCyearActual>3")], "year-group-age", WARNING),
        ([("NCyearActual>11", "NCyearActual>X")], "", None),
        ([("<NCyearActual>", "<FormerUPN>123</FormerUPN><NCyearActual>")], "former-upn-form", WARNING),
        ([("<NCyearActual>", "<FormerUPN>W999400114007</FormerUPN><NCyearActual>")], "former-upn-same", WARNING),
        ([("<NCyearActual>", "<FormerUPN>E99940011408C</FormerUPN><NCyearActual>")], "", None),
    ],
)
def test_a_pupils_item_is_judged(changes, code, severity):
    found = said(checked(*changes))

    if code:
        assert found.get(code) is severity
    else:
        assert found == {}


def test_the_same_number_on_two_pupils_concerns_both():
    report = checked(pupils=PUPIL + OTHER_PUPIL + PUPIL)

    twice = [problem for problem in report.problems if problem.code == "upn-duplicate"]
    assert [problem.pupil for problem in twice] == [1, 3]
    assert {problem.severity for problem in twice} == {PUPILS}
    assert all(problem.line for problem in twice)


def test_two_pupils_without_a_number_are_not_one_number_twice():
    report = checked(pupils=PUPIL.replace("<UPN>W999400114007</UPN>", "") * 2)

    assert "upn-duplicate" not in codes(report)


def test_an_address_without_a_place_is_a_warning():
    block = "<Address><BS7666Address><PAON>72</PAON><Street>Fixture Close</Street></BS7666Address></Address>"

    assert only(checked(("<SchoolHistory>", f"{block}<SchoolHistory>"))).code == "address-incomplete"


def test_an_old_file_is_not_wrong_for_being_old():
    report = checked(
        ("2025-11-14T", "2015-11-14T"),
        ("<AcademicYear>2025", "<AcademicYear>2015"),
        (">25.0<", ">15.0<"),
        ("2010-03-02", "2000-03-02"),
        ("2021-09-06", "2011-09-06"),
        ("2025-11-10", "2015-11-10"),
    )

    assert set(codes(report)) <= {"header-version-unusual", "element-version"}


def test_no_problem_holds_a_name_a_number_or_a_date_of_a_person():
    canaries = ("Quillfeather", "Zanzibarra", "1907-07-07")
    report = checked(
        ("Dunmere", "Quillfeather" * 9),
        ("Trialla", "  Zanzibarra "),
        ("2010-03-02", "1907-07-07T"),
        ("W999400114007", "W99940011400Z9"),
        name="Quillfeather_Zanzibarra.xml",
    )

    told = " ".join(f"{problem.message} {problem.action} {problem.path}" for problem in report.problems)
    assert len(report.problems) >= 4
    assert not [canary for canary in (*canaries, "W99940011400Z9") if canary in told]


def test_a_report_gives_the_problems_of_one_pupil_and_of_the_file():
    report = checked(("NCyearActual>11", "NCyearActual>99"), name="CTF.xml")

    assert [problem.code for problem in report.for_pupil(1)] == ["code-unknown"]
    assert [problem.code for problem in report.for_file] == ["name-unlike"]
    assert report.for_pupil(2) == []


def test_the_place_of_a_row_is_in_the_path():
    row = "<School><LEA>999</LEA><Estab>2001</Estab><SchoolName>B</SchoolName><EntryDate>soon</EntryDate></School>"

    report = checked(("</School></SchoolHistory>", f"</School>{row}</SchoolHistory>"))

    assert [problem.path for problem in report.problems] == ["Pupil/SchoolHistory/School[2]/EntryDate"]


def test_a_report_without_problems_has_no_worst():
    assert checked().worst is None
