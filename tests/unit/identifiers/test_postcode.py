import pytest

from onroll.identifiers import postcode


@pytest.mark.parametrize(
    ("text", "normal"),
    [("zz993zz", "ZZ99 3ZZ"), ("M1 1AA", "M1 1AA"), (" ec1a  1bb ", "EC1A 1BB"), ("GIR 0AA", "GIR 0AA")],
)
def test_a_postcode_is_put_in_one_form(text, normal):
    assert postcode.parse(text) == normal


@pytest.mark.parametrize("text", ["", "ABC", "12345", "M1 1AI", "M111 1AA", "JE", "1M1 1AA"])
def test_another_shape_is_no_postcode(text):
    assert postcode.parse(text) is None
    assert postcode.outward(text) is None
    assert postcode.sector(text) is None
    assert not postcode.is_placeholder(text)


def test_a_postcode_has_a_district_and_a_sector():
    assert postcode.outward("EC1A1BB") == "EC1A"
    assert postcode.sector("EC1A1BB") == "EC1A 1"


def test_a_code_for_no_known_address_is_known_as_such():
    assert postcode.is_placeholder("ZZ99 3ZZ")
    assert not postcode.is_placeholder("M1 1AA")
