"""Dates, times, sizes and counts as people read them."""

from datetime import UTC, date, datetime

import pytest

from onroll.web import words


def test_a_day_has_no_leading_nought_and_its_month_in_full():
    assert words.day_words(date(2026, 9, 7)) == "7 September 2026"


@pytest.mark.parametrize(
    ("utc", "shown"),
    [
        (datetime(2026, 9, 7, 14, 4, tzinfo=UTC), "7 September 2026, 3:04pm"),
        (datetime(2026, 12, 7, 9, 30, tzinfo=UTC), "7 December 2026, 9:30am"),
        (datetime(2026, 9, 7, 23, 30, tzinfo=UTC), "8 September 2026, 12:30am"),
        (datetime(2026, 12, 7, 12, 0, tzinfo=UTC), "7 December 2026, midday"),
        (datetime(2026, 12, 7, 0, 0, tzinfo=UTC), "7 December 2026, midnight"),
        (datetime(2026, 12, 7, 12, 1, tzinfo=UTC), "7 December 2026, 12:01pm"),
    ],
)
def test_a_moment_is_told_by_the_clocks_of_london(utc, shown):
    assert words.moment_words(utc) == shown


@pytest.mark.parametrize(
    ("number", "noun", "shown"),
    [
        (0, "file", "0 files"),
        (1, "file", "1 file"),
        (3000, "child", "3,000 children"),
        (2, "enquiry", "2 enquiries"),
        (2, "local authority", "2 local authorities"),
        (2, "address", "2 addresses"),
        (2, "lost pupil", "2 lost pupils"),
    ],
)
def test_a_count_agrees_with_its_noun(number, noun, shown):
    assert words.count_words(number, noun) == shown


def test_school_days_are_never_called_days():
    assert words.school_days_words(10) == "10 school days"
    assert words.days_words(1) == "1 day"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (21_400, "21 KB"),
        (1_500_000, "1.5 MB"),
        (999_999, "1 MB"),
        (5_000_000_000, "5 GB"),
        (9_000_000_000_000, "9000 GB"),
    ],
)
def test_a_size_is_told_in_the_largest_fitting_unit(size, shown):
    assert words.bytes_words(size) == shown


def test_a_list_ends_with_and():
    assert words.and_list([]) == ""
    assert words.and_list(["day"]) == "day"
    assert words.and_list(["day", "month", "year"]) == "day, month and year"


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Date of birth", "date of birth"), ("UPN", "UPN"), ("I am sure", "I am sure"), ("", "")],
)
def test_a_label_fits_into_a_sentence(label, inside):
    assert words.lower_first(label) == inside
