from datetime import date

from onroll import ctf
from onroll.ctf import facts
from tests.unit.ctf.files import DATA, text, with_block

TWIN = ctf.read(DATA / "twin-sims19-y12.xml")
CONSTRUCTED = ctf.read(DATA / "constructed-ctf25-full-unknown-destination.xml")


def test_a_pupils_items_are_read_by_name():
    pupil = CONSTRUCTED.pupils[0]

    assert (pupil.upn, pupil.former_upns, pupil.uln) == ("W999400114007", ["E99940011408C"], "1234567899")
    assert (pupil.surname, pupil.forename, pupil.middle_names) == ("Dunmere", "Trialla", "Specimen Example")
    assert (pupil.preferred_surname, pupil.preferred_forename, pupil.former_surname) == ("Dunmere", "Tria", "Elmscott")
    assert (pupil.birth_date, pupil.sex, pupil.year_group) == (date(2010, 3, 2), "F", "11")
    assert pupil.postcode == "ZZ99 3ZZ"
    assert pupil.address_lines == ["Flat 2", "14 Placeholder Lane", "Eastside", "Exampleton", "United Kingdom"]
    assert repr(pupil) == "<Pupil 1>"


def test_gender_is_read_where_there_is_no_sex():
    assert TWIN.pupils[0].sex == "M"


def test_schools_come_newest_first_with_their_reasons():
    spells = CONSTRUCTED.pupils[0].school_history

    assert [spell.code for spell in spells] == ["9994001", "9992001"]
    assert (spells[0].left_on, spells[0].leaving_reason, spells[0].removal_ground) == (date(2025, 11, 10), "UK", "I")
    assert spells[0].is_last is True
    assert spells[1].is_last is None


def test_contacts_come_in_order_of_priority():
    assert [contact.priority for contact in TWIN.pupils[0].contacts] == [1, 2, 3, 4]


def test_a_contact_without_a_priority_comes_last():
    people = "<Contact><Surname>A</Surname></Contact><Contact><Order>2</Order><Surname>B</Surname></Contact>"

    pupil = next(ctf.pupils(text(with_block(f"<Contacts>{people}</Contacts>")).encode()))

    assert [contact.surname for contact in pupil.contacts] == ["B", "A"]
    assert pupil.contacts[1].address_lines == []


def test_a_pupil_without_an_address_has_no_lines():
    assert next(ctf.pupils(text().encode())).address_lines == []


def test_texts_are_found_by_path_in_any_capitals():
    pupil = TWIN.pupils[0]

    assert pupil.text("Pupil/Address/BS7666Address/PAON") == "72"
    assert pupil.text("address/bs7666address/paon") == "72"
    assert pupil.text("Nothing/There") is None
    assert len(pupil.texts("Contacts/Contact/Surname")) == 4


def test_a_pupil_outlives_the_reading():
    kept = list(
        ctf.pupils(text(pupils="".join([f"<Pupil><UPN>{number}</UPN></Pupil>" for number in range(3_000)])).encode())
    )

    assert [pupil.upn for pupil in kept] == [str(number) for number in range(3_000)]


def test_snapshot_and_history_are_kept_apart():
    pupil = TWIN.pupils[0]

    now, rows = facts.snapshot(pupil), facts.history(pupil)

    assert now["Surname"] == ["Larchfen"]
    assert now["Contacts/Contact[2]/Forename"] == ["Trialla"]
    assert not [path for path in now if path.startswith(("SchoolHistory", "Attendance", "SENhistory"))]
    assert len(rows["SchoolHistory/School"]) == 4
    assert len(rows["Attendance/YearData"]) == 7
    assert len(rows["SENhistory/SENneeds/SENneed"]) == 1


def test_the_header_says_who_sends_what():
    header = TWIN.header

    assert (header.version, header.year, header.qualifier, header.supplier) == ("19.0", 19, "full", "SIMS")
    assert header.source == ctf.SchoolReference("933", "3003", "990100", "Exampleton Academy School 1", "2019")
    assert header.destination.code == "8383013"
    assert header.written_at is not None
    assert header.written_at.isoformat() == "2020-05-06T18:14:00"


def test_a_header_without_blocks_has_empty_parties():
    header = ctf.read(b"<CTfile><Header/></CTfile>").header

    assert header.source == ctf.SchoolReference()
    assert header.source.code == ""
    assert header.year is None
