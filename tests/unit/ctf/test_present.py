"""What a person reads: words for codes, nothing left out."""

import pytest

from onroll import ctf
from onroll.ctf import wording
from onroll.ctf.elements import elements
from tests.unit.ctf.files import DATA, text, with_block

CONSTRUCTED = ctf.read(DATA / "constructed-ctf25-full-unknown-destination.xml")


def shown(pupil):
    return {section.title: section for section in ctf.present_pupil(pupil)}


def words(pupil):
    found = []
    for section in ctf.present_pupil(pupil):
        found += [f"{row.value} {row.code or ''}" for row in section.rows]
        found += [cell for table in section.tables for row in table.rows for cell in row]
    return " | ".join(found)


def test_codes_are_put_into_words():
    rows = {row.label: (row.value, row.code) for row in shown(CONSTRUCTED.pupils[0])["Pupil"].rows}

    assert rows["Sex"] == ("Female", "F")
    assert rows["Date of birth"] == ("2 March 2010", None)
    assert rows["Ethnicity"] == ("White and Black Caribbean", "MWBC")
    assert rows["School holds medical information"] == ("Yes", None)


def test_a_removal_ground_is_put_into_the_words_of_its_day():
    table = shown(CONSTRUCTED.pupils[0])["School history"].tables[0]
    row = dict(zip(table.head, table.rows[0], strict=True))

    assert row["Removal ground"].startswith("Continuously absent for twenty school days")
    older = next(
        ctf.pupils(
            text(("2025-11-10</LeavingDate>", "2024-08-18</LeavingDate><RemovalGrounds>I</RemovalGrounds>")).encode()
        )
    )
    assert "In custody (I)" in words(older)


def test_contacts_are_shown_with_their_relationship_and_number():
    table = shown(CONSTRUCTED.pupils[0])["Contacts"].tables[0]

    assert table.rows[0][:4] == ["1", "Ms Sampla Dunmere", "Mother", "Yes"]
    assert table.rows[0][5] == "07700 900451 (mobile)"


def test_unknown_elements_stand_under_carried_unchanged():
    block = "<SuppInfo><SuppID>ACME</SuppID><Deep><Inner>7</Inner></Deep></SuppInfo>"
    pupil = next(
        ctf.pupils(
            text(
                ("<Sex>F</Sex>", "<Sex>F</Sex><House>Red</House>"), ("</NCyearActual>", f"</NCyearActual>{block}")
            ).encode()
        )
    )

    rows = {row.label: row.value for row in shown(pupil)["Carried unchanged"].rows}

    assert rows == {
        "House": "Red",
        "BasicDetails/SuppInfo/SuppID": "ACME",
        "BasicDetails/SuppInfo/Deep/Inner": "7",
    }


def test_elements_inside_a_plain_value_are_carried_too():
    pupil = next(ctf.pupils(text(("Dunmere", "Dunmere<Note>x</Note>")).encode()))

    assert {row.label: row.value for row in shown(pupil)["Carried unchanged"].rows} == {"Surname/Note": "x"}


@pytest.mark.parametrize("path", sorted(DATA.glob("*.xml")), ids=lambda path: path.name)
def test_every_value_of_a_record_is_shown_somewhere(path):
    pupil = ctf.read(path).pupils[0]
    said = words(pupil)
    as_code = {"code", "boolean", "date", "birth_date", "integer"}

    for element in pupil.element.iter("*"):
        steps = [inner.tag for inner in reversed([element, *element.iterancestors()])]
        row = elements().get("/".join(steps[steps.index("Pupil") :]))
        value = (element.text or "").strip()
        if value and len(element) == 0 and (row is None or row.format not in as_code):
            assert value in said, steps


def test_every_element_of_the_table_is_shown_somewhere():
    """A record that holds every element there is, with a text of its own in each plain value."""
    from lxml import etree

    from onroll.ctf.elements import tree

    def build(node, parent):
        for tag, child in node.children.items():
            element = etree.SubElement(parent, tag)
            if child.is_block:
                build(child, element)
            elif child.element.format not in ("boolean", "extension") and tag != "AddressAsPupil":
                number = 100_000 + len(root.xpath(".//*"))
                element.text = str(number) if child.element.format == "integer" else f"v{number}"

    root = etree.Element("Pupil")
    build(tree()["Pupil"], root)

    said = words(ctf.Pupil(root))

    missing = [
        element.getroottree().getpath(element)
        for element in root.iter("*")
        if element.text and element.text not in said
    ]
    assert missing == [], missing


def test_the_header_is_put_into_words():
    rows = {row.label: row.value for row in ctf.present_header(CONSTRUCTED.header).rows}

    assert rows["From"] == "Example Academy, 9994001, URN 999001"
    assert rows["To"] == "Not known (the file goes to the lost pupils)"
    assert rows["Written at"] == "14 November 2025, 15:02"


def test_a_header_with_nothing_shows_nothing():
    assert ctf.present_header(ctf.read(b"<CTfile><Header/></CTfile>").header).rows == []


def test_a_file_for_outside_the_sector_says_so():
    header = ctf.read(text(("<LEA>999</LEA><Estab>4002</Estab>", "<LEA>MMM</LEA><Estab>MMMM</Estab>")).encode()).header

    assert ctf.Row("To", "Outside the publicly funded sector of England and Wales") in ctf.present_header(header).rows


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("Pupil/LookedAfter/CareAuthority", "801", ("Bristol, City of", "801")),
        ("Pupil/LookedAfter/CareAuthority", "MMM", ("Outside England and Wales", "MMM")),
        ("Pupil/LookedAfter/CareAuthority", "111", ("111", None)),
        ("Pupil/Sex", "Q", ("Q (not in the list)", "Q")),
        ("Pupil/DOB", "soon", ("soon", None)),
        ("Pupil/BasicDetails/MedicalFlag", "0", ("No", None)),
        ("Pupil/BasicDetails/MedicalFlag", "perhaps", ("perhaps", None)),
    ],
)
def test_a_value_is_put_into_words_or_left_as_it_is(path, value, expected):
    assert wording.of(elements()[path], value) == expected


def test_a_contact_with_little_is_shown_with_little():
    pupil = next(ctf.pupils(text(with_block("<Contacts><Contact><Surname>A</Surname></Contact></Contacts>")).encode()))

    assert shown(pupil)["Contacts"].tables[0].rows == [["", "A", "", "Not said", "", "", ""]]
