from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.rules import clocks

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_a_period_after_a_day_does_not_count_the_day_and_one_that_begins_with_it_does() -> None:
    served_on = date(2026, 3, 2)

    assert clocks.add_days(served_on, 15) == date(2026, 3, 17)
    assert clocks.add_days_beginning_with(served_on, 15) == date(2026, 3, 16)
    assert clocks.add_days_beginning_with(served_on, 1) == served_on


def test_a_period_that_begins_with_a_day_cannot_be_empty() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        clocks.add_days_beginning_with(date(2026, 3, 2), 0)


def test_weeks_end_on_the_same_day_of_the_week() -> None:
    assert clocks.add_weeks(date(2026, 3, 2), 4) == date(2026, 3, 30)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_end_on_the_corresponding_date_or_the_last_of_a_short_month(start: date, months: int, end: date) -> None:
    assert clocks.add_months(start, months) == end


@given(days, st.integers(0, 240))
def test_months_never_end_in_another_month(start: date, months: int) -> None:
    end = clocks.add_months(start, months)

    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day <= start.day


def test_working_days_leave_out_weekends_and_bank_holidays_of_england() -> None:
    # Good Friday 3 April and Easter Monday 6 April 2026 lie between.
    assert clocks.add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert clocks.add_working_days(date(2026, 4, 2), 0) == date(2026, 4, 2)


def test_foia_s10_working_days_leave_out_bank_holidays_of_any_part_of_the_united_kingdom() -> None:
    # 17 March is a bank holiday in Northern Ireland only.
    assert clocks.add_working_days(date(2026, 3, 16), 1) == date(2026, 3, 17)
    assert clocks.add_working_days(date(2026, 3, 16), 1, any_part_of_uk=True) == date(2026, 3, 18)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        clocks.add_working_days(date(2026, 3, 16), -1)


def test_days_proclaimed_once_are_bank_holidays() -> None:
    assert date(2022, 9, 19) in clocks.bank_holidays(2022)
    assert date(2023, 5, 8) in clocks.bank_holidays(2023)
    assert date(2020, 5, 4) not in clocks.bank_holidays(2020)


@given(days, st.integers(1, 60))
def test_working_days_end_on_a_working_day_with_the_right_number_between(start: date, count: int) -> None:
    end = clocks.add_working_days(start, count)
    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]

    assert clocks.is_working_day(end)
    assert sum(map(clocks.is_working_day, passed)) == count
