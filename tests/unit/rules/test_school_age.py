from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.rules import school_age

# Worked out from Education Act 1996 s8 in the project's process note, section 3: born, starts, ends.
GOLDEN = [
    ("2007-09-23", "2012-12-31", "2024-06-28"),
    ("2010-06-26", "2015-08-31", "2026-06-26"),
    ("2010-06-27", "2015-08-31", "2026-06-26"),
    ("2010-08-31", "2015-08-31", "2026-06-26"),
    ("2010-09-01", "2015-12-31", "2027-06-25"),
    ("2019-02-10", "2024-03-31", "2035-06-29"),
    ("2020-02-29", "2025-03-31", "2036-06-27"),
    ("2020-03-31", "2025-03-31", "2036-06-27"),
    ("2020-04-01", "2025-08-31", "2036-06-27"),
    ("2020-12-31", "2025-12-31", "2037-06-26"),
    ("2021-01-01", "2026-03-31", "2037-06-26"),
]
LEAVING_DATES = [
    "2024-06-28",
    "2025-06-27",
    "2026-06-26",
    "2027-06-25",
    "2028-06-30",
    "2029-06-29",
    "2030-06-28",
    "2031-06-27",
    "2032-06-25",
]
birth_dates = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(("born", "starts", "ends"), GOLDEN)
def test_s8_school_age_starts_and_ends_on_the_published_days(born: str, starts: str, ends: str) -> None:
    born_on = date.fromisoformat(born)

    assert school_age.starts_on(born_on) == date.fromisoformat(starts)
    assert school_age.ends_on(born_on) == date.fromisoformat(ends)


@pytest.mark.parametrize("leaving", LEAVING_DATES)
def test_s8_the_leaving_date_is_the_last_friday_in_june(leaving: str) -> None:
    assert school_age.leaving_date(int(leaving[:4])) == date.fromisoformat(leaving)


def test_s8_both_ends_of_school_age_count() -> None:
    born_on = date(2010, 6, 27)

    on = [date(2015, 8, 30), date(2015, 8, 31), date(2026, 6, 26), date(2026, 6, 27)]

    assert [school_age.is_of_school_age(born_on, day) for day in on] == [False, True, True, False]


def test_s8_a_child_born_on_a_leap_day_gets_the_same_dates_as_on_either_side() -> None:
    for year in (2012, 2016, 2020, 2084):
        leap = date(year, 2, 29)
        either = (leap - timedelta(days=1), leap, leap + timedelta(days=1))

        assert len({school_age.starts_on(day) for day in either}) == 1
        assert len({school_age.ends_on(day) for day in either}) == 1


def test_s8_a_later_start_of_the_school_year_lets_a_september_child_leave_a_year_earlier() -> None:
    born_on = date(2010, 9, 3)

    assert school_age.ends_on(born_on) == date(2027, 6, 25)
    assert school_age.ends_on(born_on, school_year_starts=(9, 4)) == date(2026, 6, 26)
    assert not school_age.is_of_school_age(born_on, date(2026, 10, 1), school_year_starts=(9, 4))


@given(birth_dates)
def test_s8_school_age_starts_at_five_or_within_five_months_of_it(born_on: date) -> None:
    age_in_days = (school_age.starts_on(born_on) - born_on).days

    assert 5 * 365 + 1 <= age_in_days <= 5 * 365 + 2 + 153


@given(birth_dates)
def test_s8_school_age_ends_on_a_friday_in_june_between_fifteen_years_ten_months_and_sixteen_years_ten_months(
    born_on: date,
) -> None:
    ends = school_age.ends_on(born_on)

    assert (ends.weekday(), ends.month) == (4, 6)
    assert ends.day >= 24
    assert 15.8 * 365 < (ends - born_on).days < 16.85 * 365.25


@given(birth_dates, st.integers(0, 400))
def test_s8_a_younger_child_never_starts_or_ends_before_an_older_one(born_on: date, days: int) -> None:
    younger = born_on + timedelta(days=days)

    assert school_age.starts_on(born_on) <= school_age.starts_on(younger)
    assert school_age.ends_on(born_on) <= school_age.ends_on(younger)
