from datetime import date

import pytest

from onroll import ctf
from onroll.ctf.rules_header import current_version
from tests.unit.ctf.files import HEADER, NAME, TODAY, checked, codes, only, text


@pytest.mark.parametrize(("on", "version"), [(date(2025, 7, 31), 24), (date(2025, 8, 1), 25), (date(2026, 1, 1), 25)])
def test_the_version_changes_on_the_first_of_august(on, version):
    assert current_version(on) == version


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((">25.0<", ">25<"), "header-version-form"),
        ((">25.0<", ">new<"), "header-version-form"),
        (("Common Transfer File", "Something"), "header-document-name"),
        (("2025-11-14T", "2025-12-14T"), "header-written-later"),
        (("<AcademicYear>2025", "<AcademicYear>2019"), "header-academic-year"),
    ],
)
def test_a_strange_header_is_a_warning_with_its_line(change, code):
    problem = only(checked(change))

    assert problem.code == code
    assert problem.severity is ctf.Severity.WARNING
    assert problem.line is not None


def test_either_academic_year_fits_in_august():
    for year in ("2024", "2025"):
        report = checked(("2025-11-14T", "2025-08-14T"), ("<AcademicYear>2025", f"<AcademicYear>{year}"))
        assert codes(report) == []


def test_a_kind_that_is_neither_full_nor_partial_is_an_error():
    problem = only(checked((">full<", ">some<")))

    assert problem.message == 'The header says neither "full" nor "partial".'
    assert problem.severity is ctf.Severity.ERROR


def test_an_authority_nobody_knows_is_a_warning():
    report = checked(("<LEA>999</LEA><Estab>4002</Estab>", "<LEA>111</LEA><Estab>4002</Estab>"), name=None)

    assert only(report).message == "111 is not the number of a local authority this program knows."


@pytest.mark.parametrize("item", ["DocumentName", "CTFversion", "DateTime", "DocumentQualifier", "SupplierID"])
def test_a_missing_item_of_the_header_is_a_warning(item):
    start, end = HEADER.index(f"<{item}>"), HEADER.index(f"</{item}>") + len(item) + 3

    report = checked((HEADER[start:end], ""))

    assert {problem.severity for problem in report.problems} == {ctf.Severity.WARNING}
    assert "element-missing" in codes(report)


def test_parties_missing_in_the_header_are_taken_from_the_name():
    report = checked(("<DestSchool><LEA>999</LEA><Estab>4002</Estab></DestSchool>", ""))

    assert "The header does not say who the file is for; that was taken from the file name." in [
        problem.message for problem in report.problems
    ]
    assert report.file_name is not None
    assert report.file_name.destination == "9994002"


def test_parties_missing_without_a_name_are_a_warning():
    report = checked(("<DestSchool><LEA>999</LEA><Estab>4002</Estab></DestSchool>", ""), name=None)

    assert report.worst is ctf.Severity.WARNING
    assert "header-parties-missing" in codes(report)


def test_without_parties_and_without_a_name_nobody_can_tell_who_sends_it():
    report = checked(("<DestSchool><LEA>999</LEA><Estab>4002</Estab></DestSchool>", ""), name="leaver.xml")

    assert "name-underivable" in codes(report)
    assert report.worst is ctf.Severity.ERROR
    assert report.is_readable


def test_an_admissions_file_is_recognised_and_read():
    admissions = (
        text(
            ("CTfile", "ATfile"),
            ("CTFpupilData", "ATFpupilData"),
            ("<CTFversion>25.0</CTFversion>", "<ATFversion>1.0</ATFversion>"),
        )
        .replace("Common Transfer File", "Admissions Data Transfer File")
        .replace("<UPN>", "<ApplicationReference>999-2025-09-E-000001</ApplicationReference><UPN>")
    )

    report = ctf.check(admissions.encode(), on=TODAY)

    assert "kind-admissions" in codes(report)
    assert report.worst in (ctf.Severity.NOTE, ctf.Severity.WARNING)
    assert report.pupils == 1
    assert report.header is not None
    assert (report.header.frame.kind, report.header.version) == ("ATF", "1.0")


@pytest.mark.parametrize("root", ["CMLfile", "CMEfile", "LeaverMessage"])
def test_a_leaver_message_is_read_by_the_names_of_a_transfer_file(root):
    message = text(("CTfile", root), ("CTFpupilData", "CMLpupilData"), ("<UPN>W999400114007</UPN>", ""))

    report = ctf.check(message.encode(), name="9994001_CML_9994002_001.xml", on=TODAY)

    assert "kind-cme" in codes(report)
    assert "upn-missing-cme" in codes(report)
    assert report.worst in (ctf.Severity.NOTE, ctf.Severity.WARNING)


def test_a_partial_file_needs_less():
    report = checked((">full<", ">partial<"), ("<UPN>W999400114007</UPN>", ""))

    assert codes(report) == ["upn-missing"]
    assert only(report).severity is ctf.Severity.WARNING


def test_a_request_for_a_learner_number_needs_an_address():
    report = checked((">full</DocumentQualifier>", ">partial</DocumentQualifier><DataQualifier>ULN</DataQualifier>"))

    assert codes(report) == ["learner-number-address"]


def test_a_request_for_a_learner_number_with_an_address_is_fine():
    lines = "<AddressLines><AddressLine1>9 Fixture Close</AddressLine1></AddressLines><PostCode>ZZ99 4ZZ</PostCode>"

    report = checked(
        (">full</DocumentQualifier>", ">partial</DocumentQualifier><DataQualifier>ULN</DataQualifier>"),
        ("<SchoolHistory>", f"<Address>{lines}</Address><SchoolHistory>"),
    )

    assert codes(report) == []


def test_a_pupil_who_has_a_learner_number_needs_no_address_to_get_one():
    report = checked(
        (">full</DocumentQualifier>", ">partial</DocumentQualifier><DataQualifier>ULN</DataQualifier>"),
        ("</UPN>", "</UPN><UniqueLearnerNumber>1234567899</UniqueLearnerNumber>"),
    )

    assert codes(report) == []


def test_a_name_without_a_path_is_derived_from_the_header():
    report = checked(name=None)

    assert report.file_name is not None
    assert report.file_name.text == NAME


def test_a_government_sender_that_is_no_school_still_gives_a_name():
    government = ("<LEA>999</LEA><Estab>4001</Estab><URN>999001</URN>", "<LEA>XXX</LEA><Estab>XXXX</Estab>")

    report = checked(government, name="CTF.xml")

    assert "header-source-placeholder" in codes(report)
    assert not {problem.severity for problem in report.problems} & {ctf.Severity.ERROR, ctf.Severity.PUPIL}
    assert report.file_name is not None
    assert report.file_name.text == "XXXXXXX_CTF_9994002_001.xml"


def test_the_last_day_there_is_does_not_stop_a_check():
    report = ctf.check(text().encode(), name=NAME, on=date.max)

    assert "header-version-unusual" in codes(report)


def test_a_header_says_on_which_line_an_item_stands():
    read = ctf.read(text(("<DestSchool>", "\n\n<DestSchool>")).encode()).header

    assert read.line_of("DestSchool") == (read.line_of("SourceSchool") or 0) + 3
    assert read.line_of("DestSchool/URN") is None
    assert ctf.Header().line_of("DestSchool") is None
