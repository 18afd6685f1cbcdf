import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll import ctf
from onroll.ctf.header import Header, SchoolReference


@pytest.mark.parametrize(
    "name",
    [
        "8201234_CTF_8205678_001.xml",
        "8201234_CTF_820LLLL_001.xml",
        "820LLLL_CTF_8201234_001.xml",
        "8201234_CTF_XXXXXXX_001.xml",
        "8201234_CTF_MMMMMMM_012.xml",
        "8201234_CML_820LLLL_001.xml",
        "8201234_PHO_820LLLL_999.xml",
    ],
)
def test_a_name_of_the_format_is_read_and_written_back(name):
    parsed, found = ctf.parse_file_name(name)

    assert parsed is not None
    assert parsed.text == name
    assert found == []


@pytest.mark.parametrize(
    "name",
    [
        "8201234_CTF_8205678_001 (1).xml",
        "8201234_CTF_8205678_001(2).xml",
        "8201234_ctf_8205678_001.XML",
        "C:\\downloads\\8201234_CTF_8205678_001 - Copy.xml",
        "/home/clerk/8201234_CTF_8205678_001 (12).XML",
    ],
)
def test_a_renamed_name_is_repaired_with_a_note(name):
    parsed, found = ctf.parse_file_name(name)

    assert parsed is not None
    assert parsed.text == "8201234_CTF_8205678_001.xml"
    assert [problem.code for problem in found] == ["name-repaired"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "CTF.xml",
        "8201234_CTF_8205678_1.xml",
        "8201234_CTF_XXX5678_001.xml",
        "8201234_CTF_8205678_001.txt",
        "(1).xml",
    ],
)
def test_another_name_has_no_parts(name):
    assert ctf.parse_file_name(name) == (None, [])


def test_a_kind_nobody_knows_is_a_warning():
    parsed, found = ctf.parse_file_name("8201234_ZZZ_8205678_001.xml")

    assert parsed is not None
    assert [problem.code for problem in found] == ["name-qualifier-unknown"]


def test_a_name_is_made_from_a_header():
    header = Header(source=SchoolReference("820", "1234"), destination=SchoolReference("xxx", "xxxx"))

    assert ctf.name_for(header, 7, "CTF").text == "8201234_CTF_XXXXXXX_007.xml"


def test_a_header_without_parties_gives_no_name():
    with pytest.raises(ValueError, match="does not give"):
        ctf.name_for(Header())


@given(st.text(max_size=60))
def test_any_text_is_answered(name):
    parsed, found = ctf.parse_file_name(name)

    assert parsed is not None or found == []
