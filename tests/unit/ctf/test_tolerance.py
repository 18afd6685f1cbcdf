"""Each oddity of real files (format notes, sections 3.3 and 9): read, and said in words that were read here."""

import io
from datetime import date

import pytest

from onroll import ctf
from onroll.ctf import sample, walk
from tests.unit.ctf.files import NAME, PUPIL, TODAY, WRITTEN_AT, checked, codes, only, text, with_block

BS7666 = "<BS7666Address><PAON>72</PAON><Street>Fixture Close</Street><Town>Testbury</Town></BS7666Address>"
ADDRESS = f"<Address>{BS7666}%s</Address>"
CONTACT = "<Contacts><Contact><Surname>Elmscott</Surname>%s</Contact></Contacts>"


def said(report, code):
    return next(problem.message for problem in report.problems if problem.code == code)


def test_the_clean_file_has_no_problem_at_all():
    assert codes(checked()) == []


def test_blank_lines_and_tags_on_one_line_are_read():
    assert codes(checked(("<Surname>", "\n\n<Surname>"))) == []


@pytest.mark.parametrize("urn", ["", "<URN>XXXXXX</URN>"])
def test_a_destination_without_a_reference_number_is_accepted(urn):
    assert codes(checked(("<Estab>4002</Estab>", f"<Estab>4002</Estab>{urn}"))) == []


def test_zip_in_capitals_is_read_as_zip():
    report = checked(with_block(ADDRESS % "<ZIP>98001</ZIP>"))

    assert only(report).message == "<ZIP> was read as <Zip>."


def test_a_grid_reference_with_decimals_is_cut_to_metres():
    report = checked(with_block(ADDRESS % "<Easting>357833.0</Easting><Northing>117000.0</Northing>"))

    assert {problem.message for problem in report.problems} == {
        "Easting is written with decimals; whole metres are used.",
        "Northing is written with decimals; whole metres are used.",
    }


def test_northing_before_easting_is_read_by_name():
    report = checked(with_block(ADDRESS % "<Northing>117000</Northing><Easting>357833</Easting>"))

    assert only(report).message == "The parts of Address stand in another order than usual; they were read by name."


def test_leading_spaces_in_a_house_name_are_kept_and_said():
    report = checked(with_block(ADDRESS.replace("72", "  72") % ""))

    assert only(report).message == "House has spaces before or after it; they were kept, and left aside for comparing."


def test_spaces_in_a_telephone_number_are_kept_and_said():
    report = checked(with_block("<Phones><Phone><PhoneNo>01632 960 123</PhoneNo></Phone></Phones>"))

    assert only(report).message == (
        "A telephone number is written with spaces or signs; it was kept as it is and is compared by its digits."
    )


def test_language_only_in_a_suppliers_block_is_accepted():
    block = "<SuppInfo><SuppID>SIMS</SuppID><Religion>OT</Religion></SuppInfo>"

    assert codes(checked(("</NCyearActual>", f"</NCyearActual>{block}"))) == []


@pytest.mark.parametrize(
    "place", ["<UPN>", "<BasicDetails>", "<SchoolHistory>", "</Pupil>", "<LEA>999</LEA>\n<Estab>4001"]
)
def test_a_suppliers_block_anywhere_is_accepted(place):
    report = checked((place, f"<SuppInfo><SuppID>ACME</SuppID><X><Y>1</Y></X></SuppInfo>{place}"))

    assert set(codes(report)) <= {"element-order"}


def test_a_contact_without_relationship_is_a_warning():
    report = checked(with_block(CONTACT % ""))

    problem = only(report)
    assert problem.message == "Contact has no Relationship."
    assert problem.severity is ctf.Severity.WARNING
    assert problem.path == "Pupil/Contacts/Contact/Relationship"


def test_a_leaving_reason_of_old_times_is_a_warning_and_kept():
    report = checked(("</LeavingDate>", "</LeavingDate><LeavingReason>ST</LeavingReason>"))

    assert only(report).message == "Leaving reason has the old code ST, which is no longer in the list. It was kept."


def test_a_leaving_reason_nobody_knows_is_a_warning_and_kept():
    report = checked(("</LeavingDate>", "</LeavingDate><LeavingReason>QQ</LeavingReason>"))

    assert only(report).message == "Leaving reason has the code QQ, which is not in the list. It was kept."


def test_names_in_capitals_are_kept():
    assert codes(checked(("Dunmere", "DUNMERE"), ("Example Academy", "EXAMPLE ACADEMY"))) == []


def test_a_leaving_date_to_come_is_accepted():
    report = checked(("2025-11-10", "2026-01-10"))

    problem = only(report)
    assert problem.message == "The leaving date is later than today; the pupil's leaving is planned."
    assert problem.severity is ctf.Severity.NOTE


def test_a_wrong_check_letter_is_a_warning_and_not_a_refusal():
    problem = only(checked(("W999400114007", "A999400114007")))

    assert problem.severity is ctf.Severity.WARNING
    assert problem.message == (
        "The first letter of the unique pupil number does not fit the rest: one of its characters is wrong."
    )
    assert problem.pupil == 1


@pytest.mark.parametrize("empty", ["<EnrolStatus/>", "<EnrolStatus></EnrolStatus>", "<EnrolStatus>  </EnrolStatus>"])
def test_an_empty_element_is_treated_as_absent_with_a_warning(empty):
    problem = only(checked(("</NCyearActual>", f"</NCyearActual>{empty}")))

    assert problem.message == "Enrolment status is present but empty; it was treated as absent."
    assert problem.severity is ctf.Severity.WARNING


def test_assessments_without_a_key_stage_are_accepted():
    problem = only(checked(with_block("<StageAssessments/>")))

    assert problem.message == "The assessments hold no key stage; that is accepted."
    assert problem.severity is ctf.Severity.NOTE


def test_a_sender_that_is_not_a_school_is_a_warning():
    report = checked(
        ("<LEA>999</LEA><Estab>4001</Estab><URN>999001</URN>", "<LEA>XXX</LEA><Estab>XXXX</Estab>"),
        name=None,
    )

    assert "The sender is not named by its number." in [problem.message for problem in report.problems]
    assert report.worst is ctf.Severity.WARNING


def test_a_file_called_ctf_is_accepted_and_told_its_name():
    report = checked(name="CTF.xml")

    problem = only(report)
    assert problem.severity is ctf.Severity.WARNING
    assert problem.message == f"The file is not named as transfer files are. From its header its name is {NAME}."
    assert report.file_name is not None
    assert report.file_name.text == NAME


def test_a_byte_order_mark_is_skipped_with_a_note():
    report = ctf.check(b"\xef\xbb\xbf" + text().encode(), name=NAME, on=TODAY)

    assert only(report).message == "The file begins with a byte order mark; it was skipped."


def test_utf_16_is_read_with_a_note():
    content = ('<?xml version="1.0" encoding="utf-16"?>' + text(("Dunmere", "Dúnmere"))).encode("utf-16")

    report = ctf.check(content, name=NAME, on=TODAY)

    assert said(report, "encoding-other") == "The file is written in UTF-16, not UTF-8; it was read."
    assert [pupil.surname for pupil in ctf.pupils(content)] == ["Dúnmere"]


def test_windows_letters_are_read_where_the_file_declares_them():
    content = ('<?xml version="1.0" encoding="windows-1252"?>' + text(("Dunmere", "Dunmère"))).encode("cp1252")

    assert [pupil.surname for pupil in ctf.pupils(content)] == ["Dunmère"]


def test_a_date_with_the_day_first_is_not_guessed():
    report = checked(("2010-03-02", "02/03/2010"))

    problem = only(report)
    assert problem.severity is ctf.Severity.PUPIL
    assert "It was not guessed." in problem.message
    assert next(ctf.pupils(text(("2010-03-02", "02/03/2010")).encode())).birth_date is None


@pytest.mark.parametrize("name", ["9994001_CTF_9994002_001 (1).xml", "9994001_ctf_9994002_001.XML", f"  {NAME} "])
def test_a_name_changed_by_a_browser_is_repaired_with_a_note(name):
    report = checked(name=name)

    problem = only(report)
    assert problem.severity is ctf.Severity.NOTE
    assert problem.message == f"The file name was changed on the way (for example by a browser); it was read as {NAME}."
    assert report.file_name is not None
    assert report.file_name.text == NAME


def test_a_name_with_another_destination_than_the_header_is_an_error_with_both_values():
    problem = only(checked(name="9994001_CTF_9994003_001.xml"))

    assert problem.severity is ctf.Severity.ERROR
    assert problem.message == "The file name says it goes to 9994003, its header says 9994002."


def test_a_name_with_another_source_than_the_header_is_an_error_with_both_values():
    problem = only(checked(name="9994009_CTF_9994002_001.xml"))

    assert problem.message == "The file name says it comes from 9994009, its header says 9994001."


UNKNOWN = ("<LEA>999</LEA><Estab>4002</Estab>", "<LEA>XXX</LEA><Estab>XXXX</Estab>")


def test_two_pupils_for_an_unknown_destination_are_refused():
    other = PUPIL.replace("W999400114007", "E99940011408C")

    report = checked(UNKNOWN, pupils=PUPIL + other, name="9994001_CTF_XXXXXXX_001.xml")

    problem = next(problem for problem in report.problems if problem.severity is ctf.Severity.ERROR)
    assert problem.code == "lost-many-pupils"
    assert problem.message == "A file for an unknown destination holds one pupil; this one holds 2."


def test_one_pupil_for_an_unknown_destination_is_fine():
    assert codes(checked(UNKNOWN, name="9994001_CTF_XXXXXXX_001.xml")) == []


def test_how_a_header_writes_outside_the_sector_is_not_certain_so_it_only_warns():
    problem = only(checked(UNKNOWN, name="9994001_CTF_MMMMMMM_001.xml"))

    assert problem.code == "name-placeholder-differs"
    assert problem.severity is ctf.Severity.WARNING


@pytest.mark.parametrize("spelling", ["<CTFVersion>25.0</CTFVersion>", "<ctfversion>25.0</ctfversion>"])
def test_other_capitals_in_an_element_name_are_read(spelling):
    report = checked(("<CTFversion>25.0</CTFversion>", spelling))

    assert only(report).code == "element-name-tolerated"
    assert report.header is not None
    assert report.header.version == "25.0"


@pytest.mark.parametrize("version", [f"{number}.0" for number in range(12, 27)])
def test_every_version_is_read(version):
    report = checked((">25.0<", f">{version}<"))

    assert report.worst in (None, ctf.Severity.WARNING, ctf.Severity.NOTE)
    assert set(codes(report)) <= {"header-version-unusual", "element-version"}


def test_the_version_before_and_the_current_one_are_usual():
    assert codes(ctf.check(text().encode(), on=date(2026, 8, 1))) == []


@pytest.mark.parametrize(("value", "meaning"), [("Y", "yes"), ("N", "no"), ("1", "yes"), ("0", "no"), ("TRUE", "yes")])
def test_yes_and_no_in_other_letters_are_read(value, meaning):
    report = checked(("</NCyearActual>", f"</NCyearActual><MedicalFlag>{value}</MedicalFlag>"))

    label = "School holds medical information"
    assert only(report).message == f"{label} is written {value}; it was read as {meaning}."


def test_a_code_in_small_letters_is_read():
    report = checked(("</LeavingDate>", "</LeavingDate><RemovalGrounds>i</RemovalGrounds>"))

    assert only(report).message == ("Removal ground has the code i in small letters or with spaces; it was read as I.")


def test_lines_directly_under_the_address_are_read():
    block = "<Address><AddressLine1>9 Fixture Close</AddressLine1><PostCode>ZZ99 4ZZ</PostCode></Address>"

    assert codes(checked(with_block(block))) == []
    assert next(ctf.pupils(text(with_block(block)).encode())).address_lines == ["9 Fixture Close"]


def test_gender_in_a_new_file_and_sex_in_an_old_one_are_read():
    assert only(checked(("<Sex>F</Sex>", "<Gender>F</Gender>"))).code == "element-version"
    old = checked((">25.0<", ">24.0<"))
    assert codes(old) == ["element-version"]
    assert next(ctf.pupils(text(("<Sex>F</Sex>", "<Gender>F</Gender>")).encode())).sex == "F"


def test_gender_and_sex_that_differ_are_the_pupils_problem():
    report = checked(("<Sex>F</Sex>", "<Gender>M</Gender><Sex>F</Sex>"))

    assert {problem.code: problem.severity for problem in report.problems} == {
        "sex-disagrees": ctf.Severity.PUPIL,
        "element-version": ctf.Severity.NOTE,
    }


def test_an_unknown_element_is_kept_and_said():
    report = checked(("<Sex>F</Sex>", "<Sex>F</Sex><HouseGroup><House>Red</House></HouseGroup>"))

    assert only(report).message == "<HouseGroup> is not an element this program knows here. It is kept unchanged."


def test_an_attribute_is_kept_and_said():
    report = checked(("<Surname>", '<Surname type="legal">'))

    assert only(report).message == "<Surname> carries an attribute; transfer files have none. It is kept unchanged."


def test_elements_inside_a_plain_value_are_said():
    report = checked(("<Surname>Dunmere</Surname>", "<Surname>Dunmere<Note>x</Note></Surname>"))

    assert "element-inside-value" in codes(report)
    assert report.pupils == 1


def test_elements_inside_a_value_without_text_are_said():
    report = checked(("<Surname>Dunmere</Surname>", "<Surname><Note>x</Note></Surname>"))

    assert {"element-inside-value", "surname-missing"} <= set(codes(report))


def test_the_same_note_is_told_once_with_its_count():
    report = checked(pupils="".join(PUPIL.replace("<Sex>", "<House>Red</House><Sex>") for _ in range(3)))

    note = next(problem for problem in report.problems if problem.code == "element-unknown")
    assert note.message.endswith("It is kept unchanged. (3 times in this file.)")
    assert note.pupil is None


def test_a_header_behind_the_pupils_is_read():
    clean = text()
    header = clean[clean.index("<Header>") : clean.index("</Header>") + len("</Header>")]
    turned = clean.replace(header, "").replace("</CTfile>", f"{header}</CTfile>")

    report = ctf.check(turned.encode(), name=NAME, on=TODAY)

    assert report.header is not None
    assert report.header.source.code == "9994001"
    assert report.worst in (None, ctf.Severity.NOTE)


def test_elements_inside_a_value_that_is_otherwise_good_are_said():
    pupils = PUPIL.replace("</NCyearActual>", "</NCyearActual><MedicalFlag>true</MedicalFlag>")
    nested = pupils.replace("<MedicalFlag>true", "<MedicalFlag>true<Surname>x</Surname>")

    report = checked(pupils=pupils + nested)

    assert "element-inside-value" in codes(report)
    assert report.pupils == 2
    assert "School holds medical information should be a plain value but holds other elements." in said(
        report, "element-inside-value"
    )


def test_a_block_in_other_capitals_is_read():
    report = checked(("<BasicDetails>", "<basicdetails>"), ("</BasicDetails>", "</basicdetails>"))

    assert only(report).message == "<basicdetails> was read as <BasicDetails>."


def test_a_value_in_other_capitals_is_judged_like_the_usual_one():
    report = checked(("<NCyearActual>11</NCyearActual>", "<NCYearActual>99</NCYearActual>"))

    assert {"element-name-tolerated", "code-unknown"} == set(codes(report))


def test_remembering_less_changes_no_answer(monkeypatch):
    out = io.BytesIO()
    sample.make_file(
        out, seed=1, pupils=30, source="8211234", destination="8225678", written_at=WRITTEN_AT, fault_share=0.9
    )
    before = ctf.check(out.getvalue(), on=TODAY)

    monkeypatch.setattr(walk, "REMEMBERED", 0)

    assert ctf.check(out.getvalue(), on=TODAY).problems == before.problems


@pytest.mark.parametrize("root", ["CTFile", "ctfile", "CTFILE"])
def test_the_root_in_other_capitals_is_read(root):
    report = checked(("CTfile", root))

    assert only(report).message == f"<{root}> was read as <CTfile>."


def test_a_schema_named_on_the_root_is_kept_and_said():
    schema = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="CTF.xsd"'
    content = text(("<CTfile>", f"<CTfile {schema}>"))
    out = io.BytesIO()

    report = ctf.check(content.encode(), name=NAME, on=TODAY)
    ctf.copy(content.encode(), out)

    assert only(report).message == "<CTfile> carries an attribute; transfer files have none. It is kept unchanged."
    assert f"<CTfile {schema}>" in out.getvalue().decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
def test_comments_are_passed_over_with_a_note(encoding):
    declared = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>'
    content = (declared + text(("<Surname>", "<Surname><!-- as given -->"))).encode(encoding)

    report = ctf.check(content, name=NAME, on=TODAY)

    assert [code for code in codes(report) if code != "encoding-other"] == ["comments-left-out"]


def test_elements_beside_the_pupils_are_kept_and_said():
    report = checked(
        ("</CTFpupilData>", "<Note>x</Note><SuppInfo><SuppID>ACME</SuppID></SuppInfo></CTFpupilData><Trailer/>")
    )

    assert [(problem.code, problem.path) for problem in report.problems] == [
        ("element-unknown", "CTFpupilData"),
        ("element-unknown", "CTfile"),
    ]


def test_an_attribute_of_the_element_that_holds_the_pupils_is_said():
    report = checked(("<CTFpupilData>", '<CTFpupilData count="1">'))

    assert only(report).message.startswith("<CTFpupilData> carries an attribute")


def test_a_file_in_another_encoding_than_its_first_line_names_is_told_so():
    report = ctf.check(b'<?xml version="1.0" encoding="utf-16"?>' + text().encode(), name=NAME, on=TODAY)

    assert codes(report) == ["xml-broken"]
    assert "not in the encoding named there" in only(report).message


def test_a_header_among_the_pupils_is_kept_and_not_taken_for_the_files_own():
    report = checked(("</CTFpupilData>", "<Header><CTFversion>1</CTFversion></Header></CTFpupilData>"))

    assert [(problem.code, problem.path) for problem in report.problems] == [("element-unknown", "CTFpupilData")]
    assert report.header is not None
    assert report.header.version == "25.0"


def test_a_suppliers_namespace_is_left_out_of_the_words():
    block = '<a:House xmlns:a="http://acme.example/x" colour="red"><a:Name>Red</a:Name></a:House>'
    block += f"<StageAssessments>{block}</StageAssessments>"
    content = text(with_block(block))

    report = checked(with_block(block))
    (pupil,) = ctf.read(content.encode()).pupils
    ((_, _, changes),) = [
        (each.older, each.newer, each.changes)
        for each in ctf.compare(ctf.read(text().encode()), ctf.read(content.encode()))
    ]

    assert {"element-unknown", "attribute-present"} <= set(codes(report))
    words = [problem.message for problem in report.problems]
    words += [row.label for section in ctf.present_pupil(pupil) for row in section.rows]
    words += [f"{change.label} {change.after}" for change in changes]
    assert "House/Name" in words
    assert "House/Name Red" in words
    assert not [each for each in words if "{" in each]
