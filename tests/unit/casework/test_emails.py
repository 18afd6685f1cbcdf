"""Emails that told of a child: whatever the bytes, an entry or a fault with its code, and never a crash."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onroll.casework.imports.emails import read_emails
from onroll.casework.imports.lists import Entry, Fault, NotAList

ON = date(2026, 11, 22)
WHOLE = (
    b"From: =?utf-8?q?Invented_Landlord?= <landlord@letting.example>\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\n"
    b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
    b"Two boys at home.\r\n--x\r\nContent-Type: image/png\r\n"
    b'Content-Disposition: attachment; filename="door.png"\r\n\r\nx\r\n--x--\r\n'
)
PIECES = [
    b"=?",
    b"?=",
    b"<",
    b">",
    b"@",
    b'"',
    b";",
    b"(",
    b",",
    b":",
    b"[",
    b"group:;",
    b"\x00",
    b"\xff",
    b"\n",
    b"*0*=",
]


def test_text_is_read_and_attachments_are_named_and_not_kept() -> None:
    (found,) = read_emails(WHOLE, ON)

    assert isinstance(found, Entry)
    assert found.told.words == "Café\n\nTwo boys at home.\n\nAttached, and not kept: door.png"
    assert (found.told.teller_name, found.told.teller_contact) == ("Invented Landlord", "landlord@letting.example")


@pytest.mark.parametrize(
    "damage",
    [
        (b"landlord@letting.example", b""),
        (b"=?utf-8?q?Invented_Landlord?=", b'"'),
        (b"charset=utf-8", b"charset=utf\x00-8"),
        (b'filename="door.png"', b"filename*0*=\x00''"),
        (b"From: ", b"From: ["),
    ],
)
def test_a_damaged_email_is_kept_or_left_to_a_person_with_its_code(damage: tuple[bytes, bytes]) -> None:
    (found,) = read_emails(WHOLE.replace(*damage), ON)

    assert isinstance(found, Entry) or found.code == "N14"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 8), st.sampled_from(PIECES) | st.binary(max_size=6)),
        min_size=1,
        max_size=5,
    )
)
def test_no_bytes_break_the_reading_of_emails(changes: list[tuple[int, int, bytes]]) -> None:
    content = WHOLE
    for at, length, piece in changes:
        content = content[:at] + piece + content[at + length :]

    try:
        found = list(read_emails(content, ON))
    except NotAList:
        return

    assert all(isinstance(each, Entry | Fault) for each in found)
