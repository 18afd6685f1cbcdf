"""Paths and names at the folder door: what they mean, and the tricks that are refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onroll.doors.sftp import names
from onroll.doors.sftp.errors import SftpRefusal
from onroll.doors.sftp.names import Folder, Place, Wanted


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (b"", Place(Folder.TOP)),
        (b".", Place(Folder.TOP)),
        (b"/", Place(Folder.TOP)),
        (b"in", Place(Folder.IN)),
        (b"/out/", Place(Folder.OUT)),
        (b"/in/../out/./a.xml", Place(Folder.OUT, "a.xml")),
        (b"//in//a b.xml", Place(Folder.IN, "a b.xml")),
        (b"/etc", Place(Folder.TOP, "etc")),
        ("/in/cafe\N{COMBINING ACUTE ACCENT}".encode(), Place(Folder.IN, "café")),
    ],
)
def test_a_path_leads_to_one_place(path: bytes, place: Place) -> None:
    assert names.place_of(path) == place


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (b"..", "path-outside"),
        (b"/../../etc/passwd", "path-outside"),
        (b"/in/../../etc/passwd", "path-outside"),
        (b"/etc/passwd", "no-such-file"),
        (b"/in/a/b", "no-such-file"),
        (b"/in/a\0b", "name-not-taken"),
        (b"/in/a\nb", "name-not-taken"),
        (b"/in/..\\..\\windows", "name-not-taken"),
        (b"/in/\xff\xfe", "name-not-taken"),
        (b"/in/\xc0\xae\xc0\xae", "name-not-taken"),  # dots in overlong UTF-8
        (b"/in/.ssh", "name-not-taken"),
        ("/in/\N{FULLWIDTH FULL STOP}\N{FULLWIDTH FULL STOP}".encode(), "name-not-taken"),
        ("/in/\N{TWO DOT LEADER}".encode(), "name-not-taken"),
        ("/in/a\N{FULLWIDTH SOLIDUS}b".encode(), "name-not-taken"),
        ("/in/a\N{DIVISION SLASH}b".encode(), "name-not-taken"),
        ("/in/lmx\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe".encode(), "name-not-taken"),
        ("/in/a\N{ZERO WIDTH SPACE}".encode(), "name-not-taken"),
        ("/in/\N{NO-BREAK SPACE}".encode(), "name-not-taken"),
        (b"/in/" + b"a" * 256, "name-too-long"),
        (b"/in/" + "é".encode() * 128, "name-too-long"),
        (b"/in" + b"/." * 3000, "name-too-long"),
    ],
)
def test_a_path_that_plays_tricks_is_refused_with_its_code(path: bytes, code: str) -> None:
    with pytest.raises(SftpRefusal) as refused:
        names.place_of(path)

    assert refused.value.error.code == code


@given(st.binary(max_size=60))
def test_any_bytes_are_a_place_below_the_top_or_a_refusal(path: bytes) -> None:
    try:
        place = names.place_of(path)
    except SftpRefusal:
        return

    assert "/" not in place.name
    assert place.name not in (".", "..")
    assert names.place_of(place.path) == place


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("8201234_CTF_8205678_001.xml", Wanted("8205678", "")),
        ("8201234_ctf_8205678_001 (1).xml", Wanted("8205678", "")),
        ("8201234_CTF_XXXXXXX_001.xml", Wanted("XXXXXXX", "")),
        ("TO_8205678_a letter.pdf", Wanted("8205678", "a letter.pdf")),
        ("to_820llll_a.pdf", Wanted("820LLLL", "a.pdf")),
        ("8201234_CTF_820567_001.xml", None),
        ("TO_8205678_.pdf", Wanted("8205678", ".pdf")),
        ("TO_8205678_ ", None),
        ("TO_820_a.pdf", None),
        ("leaver.xml", None),
    ],
)
def test_a_name_says_what_is_sent_and_to_whom(name: str, wanted: Wanted | None) -> None:
    assert names.wanted_by(name) == wanted


@pytest.mark.parametrize(
    ("raw", "is_first", "shown"),
    [
        ("8201234_CTF_8205678_001.xml", True, "8201234_CTF_8205678_001.xml"),
        ("8201234_CTF_8205678_001.xml", False, "8201234_CTF_8205678_001~F-7K3Q-2F9W.xml"),
        ("a/../b.pdf", True, "a_.._b~F-7K3Q-2F9W.pdf"),
        ("..", True, "file~F-7K3Q-2F9W"),
        ("no ending", False, "no ending~F-7K3Q-2F9W"),
        ("sly~F-7K3Q-2F9X.pdf", True, None),
    ],
)
def test_a_message_stands_in_out_under_its_right_name_or_one_with_its_reference(
    raw: str, is_first: bool, shown: str | None
) -> None:
    name = names.public_name(raw, "F-7K3Q-2F9W", is_first=is_first)

    assert name == shown or (shown is None and names.reference_in(name) == "F-7K3Q-2F9W")
    assert names.is_plain(name)
    assert names.is_bare(name) == (name == raw)


@given(st.text(min_size=1, max_size=200), st.booleans())
@example("\N{CJK COMPATIBILITY IDEOGRAPH-F900}", False)  # its composed form is another character
def test_any_name_of_a_message_becomes_one_that_leads_back_to_it(raw: str, is_first: bool) -> None:
    name = names.public_name(raw, "F-7K3Q-2F9W", is_first=is_first)

    assert names.checked_name(name) == name
    assert names.is_bare(name) or names.reference_in(name) == "F-7K3Q-2F9W"
