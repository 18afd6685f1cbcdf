import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.identifiers import upn

# Worked examples of the notes on identifiers, section 2.
PUBLISHED = [
    "R201100018042",
    "T20110001804V",
    "H801200001001",
    "B801200005001",
    "P207000016049",
    "G390100225007",
    "E999400118001",
]
bodies = st.from_regex(rf"\A[0-9]{{11}}[0-9{upn.CHECK_LETTERS}]\Z")


@pytest.mark.parametrize("value", PUBLISHED)
def test_a_published_number_has_the_right_check_letter(value):
    assert upn.has_right_check_letter(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Q20700001604",
        "1201100018042",
        "I201100018042",
        "R20110001804S",
        "R2011000180421",
        "r201100018042",
    ],
)
def test_another_shape_is_not_well_formed(value):
    assert not upn.is_well_formed(value)
    assert not upn.has_right_check_letter(value)


def test_the_letter_that_a_vendor_printed_in_error_is_wrong():
    assert upn.is_well_formed("Q207000016049")
    assert not upn.has_right_check_letter("Q207000016049")


@given(bodies, st.integers(0, 11), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(body, place, digit):
    value = f"{upn.check_letter(body)}{body}"
    wrong = value[: place + 1] + digit + value[place + 2 :]

    assert upn.has_right_check_letter(wrong) == (wrong == value)


@given(bodies, st.integers(1, 11))
def test_two_neighbours_swapped_are_always_noticed(body, place):
    value = f"{upn.check_letter(body)}{body}"
    swapped = value[:place] + value[place + 1] + value[place] + value[place + 2 :]

    assert not upn.has_right_check_letter(swapped) or swapped == value


def test_a_number_is_taken_apart():
    parsed = upn.parse(" t2011 0001 804v ")

    assert parsed == upn.Upn("T20110001804V", "201", "1000", "18", "04V", True, True)


def test_a_text_of_another_shape_has_no_parts():
    assert upn.parse("unknown") is None


def test_a_number_with_a_letter_at_the_end_is_temporary():
    assert upn.is_temporary("T20110001804V")
    assert not upn.is_temporary("R201100018042")
    assert not upn.is_temporary("V")


def test_a_number_is_made_from_its_parts():
    assert upn.make("801", "2000", 2001, 1) == "H801200001001"
    assert upn.make("201", "1000", 18, 4, "V") == "T20110001804V"


def test_parts_that_make_no_number_are_refused():
    with pytest.raises(ValueError, match="do not make"):
        upn.make("XXX", "2000", 2001, 1)
