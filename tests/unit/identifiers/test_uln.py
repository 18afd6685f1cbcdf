import pytest

from onroll.identifiers import uln


def test_the_published_example_is_right():
    assert uln.has_right_check_digit("9276308686")


@pytest.mark.parametrize(("nine", "digit"), [("123456789", "9"), ("100000004", "3"), ("207300026", "5")])
def test_the_last_digit_follows_from_the_first_nine(nine, digit):
    assert uln.check_digit(nine) == digit
    assert uln.has_right_check_digit(nine + digit)


def test_nine_digits_whose_sum_leaves_no_remainder_cannot_be_used():
    # 10 x 1 + 2 x 6 = 22, which leaves no remainder on division by 11
    assert uln.check_digit("100000006") is None


@pytest.mark.parametrize("value", ["0123456789", "12345", "123456789A", "9276308687", uln.PLACEHOLDER])
def test_a_wrong_number_is_not_right(value):
    assert not uln.has_right_check_digit(value)


def test_nine_of_another_shape_have_no_last_digit():
    assert uln.check_digit("012345678") is None


def test_spaces_are_taken_out():
    assert uln.normal_form(" 927 630 8686 ") == "9276308686"
