"""Reading and writing back: nothing lost, the same bytes for the same values, honest conversions."""

import io
from collections import Counter
from dataclasses import replace

import pytest
from lxml import etree

from onroll import ctf
from onroll.ctf import arrange
from onroll.ctf.header import Header, SchoolReference
from tests.unit.ctf.files import DATA, HEADER, OTHER_PUPIL, PUPIL, TODAY, WRITTEN_AT, text, with_block


def written(content, **more):
    out = io.BytesIO()
    found = ctf.write(ctf.read(content), out, **more)
    return out.getvalue(), [problem.code for problem in found]


def copied(content, **more):
    out = io.BytesIO()
    found = ctf.copy(content, out, **more)
    return out.getvalue(), [problem.code for problem in found]


def facts(content):
    """Return every element with its path and text, whatever their order."""
    root = etree.fromstring(content)
    tree = root.getroottree()
    return Counter(
        (tuple(inner.tag for inner in reversed([element, *element.iterancestors()])), (element.text or "").strip())
        for element in tree.iter("*")
    )


FILES = sorted(DATA.glob("*.xml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_shape_is_read_without_error_and_written_with_no_element_lost(path):
    report = ctf.check(path, on=TODAY)
    content, found = written(path)

    assert report.worst is ctf.Severity.WARNING
    assert facts(content) == facts(path.read_bytes())
    assert found == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_writing_what_was_written_gives_the_same_bytes(path):
    once, _ = written(path)

    assert written(once)[0] == once
    assert copied(once)[0] == once


def test_the_constructed_file_is_written_as_it_stands():
    path = DATA / "constructed-ctf25-full-unknown-destination.xml"

    assert written(path)[0] == path.read_bytes()


def test_elements_are_put_in_the_usual_order_and_that_is_said():
    turned = text(("<UPN>W999400114007</UPN>", ""), ("<Sex>F</Sex>", "<Sex>F</Sex><UPN>W999400114007</UPN>"))

    content, found = written(turned.encode())

    assert found == ["write-order"]
    assert content == written(text().encode())[0]


def test_unknown_elements_and_extensions_stay_where_and_as_they_were():
    inside = "<SuppInfo><SuppID>ACME</SuppID>\n <b>x</b> mixed <i>y</i></SuppInfo>"
    unknown = '<Concern kind="a"><Moving>N</Moving></Concern>'

    content, _ = written(
        text(("<Sex>F</Sex>", f"<Sex>F</Sex>{unknown}"), ("</NCyearActual>", f"</NCyearActual>{inside}")).encode()
    )

    assert inside.encode() in content
    assert unknown.encode() in content
    assert content.index(b"</Sex>") < content.index(b"<Concern") < content.index(b"<BasicDetails>")


def test_elements_beside_the_pupils_are_carried_in_their_places():
    file = text(pupils=f"<Batch>1</Batch>{PUPIL}<Batch>2</Batch>{OTHER_PUPIL}<Batch>3</Batch>")
    file = file.replace("</CTfile>", "<SuppInfo><SuppID>Z</SuppID></SuppInfo></CTfile>")

    for content, _ in (written(file.encode()), copied(file.encode())):
        places = [content.index(piece) for piece in (b">1<", b"Trialla", b">2<", b"Testan", b">3<", b"<SuppID>Z")]
        assert places == sorted(places)


def test_text_between_elements_is_not_lost():
    content, _ = written(
        text(("<BasicDetails>", "<BasicDetails>stray"), ("</NCyearActual>", "</NCyearActual>tail")).encode()
    )

    assert b"stray" in content
    assert b"tail" in content


def test_spaces_inside_values_are_kept():
    assert b"<Surname>  Dun mere </Surname>" in written(text(("Dunmere", "  Dun mere ")).encode())[0]


@pytest.mark.parametrize("content", [("utf-16", "utf-16"), ("windows-1252", "cp1252"), ("utf-8", "utf-8-sig")])
def test_any_encoding_is_written_as_utf_8(content):
    declared, codec = content
    source = f'<?xml version="1.0" encoding="{declared}"?>' + text(("Dunmere", "Dunmère"))

    assert written(source.encode(codec))[0] == written(text(("Dunmere", "Dunmère")).encode())[0]


def test_empty_elements_are_kept_unless_asked_otherwise():
    source = text(with_block("<Contacts><Contact><Surname>A</Surname><Title/></Contact><Contact/></Contacts>")).encode()

    kept, _ = written(source)
    dropped, found = written(source, drop_empty=True)

    assert b"<Title/>" in kept
    assert b"<Title" not in dropped
    assert b"<Contact/>" not in dropped
    assert found == ["write-empty"]


def test_a_block_that_held_only_empty_elements_is_dropped_with_them():
    dropped, _ = written(text(with_block("<Phones><Phone><PhoneNo/></Phone></Phones>")).encode(), drop_empty=True)

    assert b"Phone" not in dropped


def test_sex_becomes_gender_in_an_older_version_and_back():
    older, found = written(text().encode(), version="24.0")
    newer, back = written(older, version="25")

    assert b"<Gender>F</Gender>" in older
    assert b"<CTFversion>24.0</CTFversion>" in older
    assert found == ["write-renamed"]
    assert back == ["write-renamed"]
    assert newer == written(text().encode())[0]


def test_sex_beside_gender_is_not_written_twice_over():
    content, found = written(text(("<Sex>F</Sex>", "<Gender>F</Gender><Sex>F</Sex>")).encode(), version="24.0")

    assert found == []
    assert content.count(b"<Gender>") == 1
    assert content.count(b"<Sex>") == 1


def test_what_a_version_has_not_got_is_dropped_and_counted():
    row = "<FSMstartDate>2026-09-03</FSMstartDate><UKcountry>ENG</UKcountry><FSMCategory>TFSM</FSMCategory>"
    row = f"<FSMinstance>{row}</FSMinstance>"
    out = io.BytesIO()

    found = ctf.write(
        ctf.read(text((">25.0<", ">26.0<"), with_block(f"<FSMhistory>{row}</FSMhistory>")).encode()),
        out,
        version="25.0",
    )

    assert b"FSMCategory" not in out.getvalue()
    assert [problem.message for problem in found] == [
        "Free school meals: Category does not exist in version 25.0; it was left out (in this file: 1)."
    ]


def test_nothing_changes_in_a_files_own_version():
    assert written(text().encode(), version="25.0") == written(text().encode())


@pytest.mark.parametrize("version", ["18.0", "27.0", "new", "", "250"])
def test_a_version_that_cannot_be_written_is_a_problem_and_writes_nothing(version):
    content, found = written(text().encode(), version=version)

    assert content == b""
    assert found == ["write-version"]


def test_an_admissions_file_is_passed_on_but_not_converted():
    source = text(("CTfile", "ATfile"), ("CTFpupilData", "ATFpupilData"), ("CTFversion", "ATFversion")).encode()

    same, found = written(source)
    nothing, refused = written(source, version="24.0")

    assert facts(same) == facts(source)
    assert found == []
    assert nothing == b""
    assert refused == ["write-read-only"]


def test_a_new_header_is_written_from_its_values():
    header = Header(
        written_at=WRITTEN_AT,
        supplier="Test",
        qualifier="partial",
        data_qualifier="ULN",
        source=SchoolReference("999", "4001", "999001", "Example", "2025"),
        destination=SchoolReference("XXX", "XXXX"),
    )
    out = io.BytesIO()

    ctf.write_stream(header, [], out)

    read = ctf.read(out.getvalue()).header
    assert replace(read, element=None) == header


def test_a_changed_header_keeps_what_was_not_changed():
    source = ctf.read(text(("</Header>", "<SuppInfo><SuppID>ACME</SuppID></SuppInfo></Header>")).encode())
    changed = replace(
        source.header,
        destination=SchoolReference("XXX", "XXXX"),
        supplier=None,
        written_at=None,
        data_descriptor="results",
    )
    out = io.BytesIO()

    ctf.write_stream(changed, source.pupils, out)

    again = ctf.read(out.getvalue()).header
    assert again.destination.code == "XXXXXXX"
    assert (again.supplier, again.written_at, again.data_descriptor) == (None, None, "results")
    assert b"<SuppID>ACME</SuppID>" in out.getvalue()


def test_a_file_that_breaks_is_not_copied():
    out = io.BytesIO()

    found = ctf.copy(text().encode()[:-200], out)

    assert [problem.severity for problem in found] == [ctf.Severity.ERROR]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<CTfile><CTFpupilData><Pupil/></CTFpupilData></CTfile>", "header-missing"),
        (b"<CTfile/>", "header-missing"),
        (b"<html><body>Sign in</body></html>", "root-unknown"),
    ],
)
def test_a_file_without_header_or_pupils_is_not_copied(content, code):
    assert copied(content) == (b"", [code])


def test_a_file_with_a_header_and_no_pupil_is_copied():
    content, found = copied(text(pupils="").encode())

    assert found == []
    assert facts(content) == facts(text(pupils="").encode())


def test_one_pupil_is_split_from_a_file():
    whole = ctf.read(text(pupils=PUPIL + OTHER_PUPIL).encode())

    second = ctf.split(whole, 2)

    assert [pupil.forename for pupil in second.pupils] == ["Testan"]
    assert second.header == whole.header
    assert len(whole.pupils) == 2


@pytest.mark.parametrize("position", [0, 3])
def test_a_pupil_who_is_not_there_cannot_be_split(position):
    with pytest.raises(IndexError):
        ctf.split(ctf.read(text(pupils=PUPIL + OTHER_PUPIL).encode()), position)


def test_remembering_fewer_orders_changes_no_byte(monkeypatch):
    before = written(text(pupils=PUPIL + OTHER_PUPIL).encode())

    monkeypatch.setattr(arrange, "REMEMBERED", 0)

    assert written(text(pupils=PUPIL + OTHER_PUPIL).encode()) == before


def test_a_file_cut_inside_its_header_is_not_copied():
    assert copied(text().encode()[:200]) == (b"", ["xml-truncated"])


def test_an_unknown_element_goes_through_a_conversion():
    content, _ = written(text(("<Sex>F</Sex>", "<Sex>F</Sex><House>Red</House>")).encode(), version="24.0")

    assert b"<House>Red</House>" in content


def test_a_value_a_header_never_had_can_be_left_out():
    source = ctf.read(text(("<SupplierID>EXAMPLE</SupplierID>", "<SupplierID/>")).encode())
    out = io.BytesIO()

    ctf.write_stream(replace(source.header, destination=SchoolReference("999", None, "100000")), [], out)

    again = ctf.read(out.getvalue()).header
    assert again.destination == SchoolReference("999", None, "100000")


def test_a_header_behind_the_pupils_is_copied_to_its_place():
    content = f"<CTfile><CTFpupilData>{PUPIL}{OTHER_PUPIL}</CTFpupilData>{HEADER}</CTfile>".encode()

    copy, found = copied(content)

    assert found == []
    assert facts(copy) == facts(content)
    assert copy.index(b"<Header>") < copy.index(b"<Pupil>")


def test_a_suppliers_own_namespace_survives_where_the_document_has_one_too():
    block = '<SuppInfo><SuppID>ACME</SuppID><a:Pupil xmlns:a="urn:acme"><a:House>Red</a:House></a:Pupil></SuppInfo>'
    content = text(("</Pupil>", f"{block}</Pupil>"), ("<CTfile>", '<CTfile xmlns="urn:transfer">'))

    copy, found = copied(content.encode())

    assert found == ["namespace-present"]
    assert '<a:Pupil xmlns:a="urn:acme"><a:House>Red</a:House></a:Pupil>' in copy.decode().replace(
        ' xmlns="urn:transfer"', ""
    )


def test_attributes_of_the_element_that_holds_the_pupils_survive():
    copy, found = copied(text(("<CTFpupilData>", '<CTFpupilData count="1">')).encode())

    assert found == []
    assert b'<CTFpupilData count="1">' in copy
