from onroll.identifiers import urn


def test_six_digits_are_a_number():
    assert urn.parse(" 100 000 ") == "100000"


def test_letters_for_a_number_not_held_are_no_number():
    assert urn.parse(urn.NOT_HELD) is None
    assert urn.parse("012345") is None
