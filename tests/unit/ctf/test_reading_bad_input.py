"""What is no transfer file gives problems with words, never an exception."""

import io

import pytest

from onroll import ctf
from tests.unit.ctf.files import DATA, PUPIL, TODAY, checked, codes, text

CLEAN = text().encode()


def check(content, **more):
    return ctf.check(content, on=TODAY, **more)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "file-empty", "The file is empty."),
        (b"   \n", "xml-not-xml", "This is not an XML file."),
        (b"Name,UPN\nA,B\n", "xml-not-xml", "This is not an XML file."),
        (b"PK\x03\x04rest", "file-is-archive", "This is a zip archive, not a single transfer file."),
        (CLEAN[: CLEAN.index(b"DOB")], "xml-truncated", "The file stops before its end: part of it is missing."),
        (CLEAN.replace(b"Dunmere", b"Dun\x00mere"), "xml-forbidden-character", "forbids, such as a null"),
        (CLEAN.replace(b"Dunmere", b"Dunm\xe9re"), "xml-encoding", "do not agree with the encoding it declares"),
        (CLEAN.replace(b"</Surname>", b"</Surnam>"), "xml-broken", "closed by another name"),
        (CLEAN + b"<more/>", "xml-broken", "something follows the end"),
        (CLEAN.replace(b"Dunmere", b"Dun & mere"), "xml-broken", "a < or & stands where a name should follow"),
        (b"<html><body/></html>", "root-unknown", "its outermost element is <html>, not <CTfile>"),
        (b"<CTfile/>", "header-missing", "The file has no header"),
        (text(pupils="").encode(), "pupils-missing", "The file holds no pupil."),
        (b"<!DOCTYPE CTfile>" + CLEAN, "xml-doctype", "holds a document type declaration"),
        (b"<?xml version='1.0' encoding='klingon'?>" + CLEAN, "xml-encoding", "do not agree with the encoding"),
        (CLEAN.replace(b"Dunmere", b"&family;"), "xml-entity", "The file uses an entity"),
        (CLEAN.replace(b"<CTfile>", b"<x:CTfile>"), "xml-broken", "The file breaks the rules of XML"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content, code, words):
    report = check(content)

    found = next(problem for problem in report.problems if problem.code == code)
    assert words in found.message
    assert found.severity is ctf.Severity.ERROR
    assert not report.is_readable


def test_a_document_type_hidden_in_another_encoding_is_refused():
    content = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE CTfile [<!ENTITY a "b">]>' + text()

    assert codes(check(content.encode("utf-16"))) == ["xml-doctype"]


def test_quadratic_blow_up_is_refused_before_it_grows():
    entities = '<!DOCTYPE CTfile [<!ENTITY a "' + "x" * 50_000 + '">]>'

    report = check((entities + text(("Dunmere", "&a;" * 5_000))).encode())

    assert codes(report) == ["xml-doctype"]


def test_ten_thousand_nested_elements_are_refused():
    report = check(text(("<Sex>F</Sex>", "<Sex>F</Sex>" + "<a>" * 10_000 + "</a>" * 10_000)).encode())

    assert "limit-depth" in codes(report)


def test_a_huge_text_is_refused_without_being_held():
    pieces = [CLEAN[: CLEAN.index(b"Dunmere")], *[b"x" * 1_000_000] * 30]

    class Endless(io.RawIOBase):
        def read(self, _size=-1):
            return pieces.pop(0) if pieces else b""

    report = check(Endless())

    assert {"limit-text", "limit-pupil-bytes"} & set(codes(report))


def test_three_hundred_thousand_attributes_are_refused_at_once():
    """Found while keeping a root's attributes: copying them one by one took the square of their number."""
    many = "".join(f' a{number}="1"' for number in range(300_000))

    assert "limit-attributes" in codes(check(text(("<CTfile>", f"<CTfile{many}>")).encode()))


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (ctf.Limits(max_bytes=100), "limit-bytes"),
        (ctf.Limits(max_pupils=1), "limit-pupils"),
        (ctf.Limits(max_text=10), "limit-text"),
    ],
)
def test_each_limit_can_be_set(limits, code):
    found = checked(pupils=PUPIL * 2, limits=limits)

    assert code in codes(found)
    assert not found.is_readable


def test_a_pupil_that_never_ends_has_a_limit_of_bytes():
    endless = text(("<Sex>F</Sex>", "<Sex>F</Sex>" + "<House>Red</House>" * 20_000)).encode()

    report = check(endless, limits=ctf.Limits(max_pupil_bytes=100_000))

    assert codes(report)[0] == "limit-pupil-bytes"


def test_attributes_inside_a_pupil_have_a_limit():
    report = checked(("<Surname>", '<Surname a="1" b="2">'), limits=ctf.Limits(max_attributes=1))

    assert codes(report).count("attribute-present") == 1
    assert "limit-attributes" in codes(report)


def test_unknown_elements_have_a_limit_of_depth():
    report = checked(("<Sex>F</Sex>", "<Sex>F</Sex>" + "<a>" * 20 + "</a>" * 20), limits=ctf.Limits(max_depth=10))

    assert "limit-depth" in codes(report)


def test_many_shallow_unknown_elements_are_not_too_deep():
    report = checked(("<Sex>F</Sex>", "<Sex>F</Sex><a>" + "<b/>" * 100 + "</a>"))

    assert codes(report) == ["element-unknown"]


def test_problems_beyond_the_limit_are_counted_but_not_listed():
    wrong = PUPIL.replace("<NCyearActual>11", "<NCyearActual>99")

    report = checked(pupils=wrong * 5, limits=ctf.Limits(max_problems=2))

    assert report.counts["code-unknown"] == 5
    assert codes(report).count("code-unknown") == 2
    assert "limit-problems" in codes(report)


def test_pupils_before_the_break_are_still_read():
    content = text(pupils=PUPIL * 3).encode()

    report = check(content[:-300])

    assert report.pupils == 2
    assert "xml-truncated" in codes(report)
    assert [pupil.upn for pupil in ctf.pupils(content[:-300])] == ["W999400114007"] * 2


def test_the_digest_is_that_of_all_bytes_even_of_a_broken_file():
    import hashlib

    content = b"<CTfile><Header></CTfile>" + b" " * 200_000

    assert check(content).digest == hashlib.sha256(content).hexdigest()


def test_a_path_that_is_not_there_is_the_callers_mistake():
    with pytest.raises(FileNotFoundError):
        check(DATA / "nothing.xml")


def test_a_namespace_is_left_aside_with_a_note():
    report = checked(("<CTfile>", '<CTfile xmlns="urn:example">'))

    assert codes(report) == ["namespace-present"]


def test_an_element_called_pupil_inside_an_extension_is_not_a_pupil():
    report = checked(("<Sex>F</Sex>", "<Sex>F</Sex><SuppInfo><SuppID>X</SuppID><Pupil/><Header/></SuppInfo>"))

    assert report.pupils == 1
    assert codes(report) == []


def test_a_second_root_child_called_header_does_not_take_the_first_ones_place():
    report = checked(("</Header>", "</Header><Header><CTFversion>12.0</CTFversion></Header>"))

    assert report.header is not None
    assert report.header.version == "25.0"


def test_notes_beyond_the_limit_are_counted_but_not_listed():
    block = "".join(f"<House{number}/>" for number in range(5))

    report = checked(("<Sex>F</Sex>", f"<Sex>F</Sex>{block}"), limits=ctf.Limits(max_problems=2))

    assert report.counts["element-unknown"] == 5
    assert codes(report).count("element-unknown") == 2


def test_a_file_that_is_broken_and_too_long_says_both():
    content = b"<CTfile><Header></CTfile>" + b" " * 200_000

    assert codes(check(content, limits=ctf.Limits(max_bytes=100_000))) == ["xml-broken", "limit-bytes"]


def test_an_empty_learner_number_is_only_empty():
    assert codes(checked(("</UPN>", "</UPN><UniqueLearnerNumber/>"))) == ["value-empty"]


def test_a_file_of_another_kind_with_a_header_is_still_of_another_kind():
    assert codes(check(b"<Report><Header/><Body/></Report>")) == ["root-unknown"]


def test_something_that_breaks_off_is_only_said_to_be_broken():
    assert codes(check(b"<Report><Body>")) == ["xml-truncated"]
