import pytest

from onroll.identifiers import establishment
from onroll.identifiers.establishment import Kind


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("8201234", "8201234", Kind.SCHOOL),
        ("820/1234", "8201234", Kind.SCHOOL),
        ("820llll", "820LLLL", Kind.AUTHORITY),
        ("xxxxxxx", "XXXXXXX", Kind.UNKNOWN),
        ("MMM MMMM", "MMMMMMM", Kind.OUTSIDE),
    ],
)
def test_a_code_says_what_it_addresses(text, code, kind):
    parsed = establishment.parse(text)

    assert parsed is not None
    assert parsed.code == code
    assert parsed.kind == kind


@pytest.mark.parametrize("text", ["", "820123", "82012345", "XXX1234", "8201LLL", "MMMXXXX"])
def test_another_shape_is_no_code(text):
    assert establishment.parse(text) is None


def test_an_authority_number_is_three_digits():
    assert establishment.is_la_number("820")
    assert not establishment.is_la_number("XXX")
