from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.rules import school_days
from onroll.rules.half_terms import half_terms
from onroll.rules.school_days import Period, last_school_day, why_no_school
from onroll.rules.school_years import year_of

TERMS = (
    Period(date(2026, 1, 5), date(2026, 2, 13)),
    Period(date(2025, 9, 3), date(2025, 10, 24)),
    Period(date(2025, 11, 3), date(2025, 12, 19)),
    Period(date(2026, 4, 20), date(2026, 5, 22)),
)
OAKFIELD = school_days.calendar_of("Oakfield", terms=TERMS, closures=[date(2026, 1, 5)])
in_terms = st.dates(date(2025, 9, 3), date(2026, 5, 22))
in_table = st.dates(date(2004, 9, 1), date(2035, 6, 1))


def test_weekends_holidays_closures_and_bank_holidays_are_no_school_days() -> None:
    none = [
        date(2025, 9, 6),  # Saturday
        date(2025, 10, 28),  # between terms
        date(2026, 1, 5),  # training day
        date(2026, 5, 4),  # early May bank holiday
    ]

    assert [OAKFIELD.is_school_day(day) for day in none] == [False] * 4
    assert OAKFIELD.is_school_day(date(2025, 9, 3))
    assert OAKFIELD.is_school_day(date(2026, 1, 6))


def test_a_closure_on_the_first_day_of_the_first_term_is_no_school_day() -> None:
    calendar = school_days.calendar_of("Oakfield", terms=TERMS, closures=[date(2025, 9, 3)])

    assert not calendar.is_school_day(date(2025, 9, 3))


def test_the_first_day_after_is_day_one() -> None:
    assert school_days.add_school_days(date(2025, 10, 23), 1, OAKFIELD) == date(2025, 10, 24)
    assert school_days.add_school_days(date(2025, 10, 24), 1, OAKFIELD) == date(2025, 11, 3)
    assert school_days.add_school_days(date(2025, 10, 26), 1, OAKFIELD) == date(2025, 11, 3)


def test_no_school_days_end_where_they_start_even_in_a_holiday() -> None:
    assert school_days.add_school_days(date(2025, 9, 3), 0, OAKFIELD) == date(2025, 9, 3)
    assert school_days.add_school_days(date(2025, 10, 28), 0, OAKFIELD) == date(2025, 10, 28)


def test_school_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        school_days.add_school_days(date(2025, 10, 28), -1, OAKFIELD)


def test_a_calendar_refuses_days_it_has_no_terms_for() -> None:
    with pytest.raises(school_days.SchoolDaysNotKnown, match="Oakfield has no term dates for 2025-09-02"):
        OAKFIELD.is_school_day(date(2025, 9, 2))
    with pytest.raises(school_days.SchoolDaysNotKnown, match="2026-05-23"):
        school_days.add_school_days(date(2026, 5, 22), 1, OAKFIELD)


def test_a_calendar_without_terms_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one term"):
        school_days.calendar_of("Oakfield", terms=[])


def test_the_stand_in_says_that_it_is_approximate_and_a_schools_own_calendar_does_not() -> None:
    assert school_days.england().is_approximate
    assert not OAKFIELD.is_approximate


def test_each_school_year_of_the_stand_in_has_about_the_190_days_of_the_law() -> None:
    days = school_days.england().school_days

    years = Counter(day.year if day.month > 8 else day.year - 1 for day in days)

    assert set(years) == set(range(2004, 2036))
    assert min(years.values()) >= 187
    assert max(years.values()) <= 197


def test_the_stand_in_knows_the_holidays_of_a_usual_year() -> None:
    england = school_days.england()
    away = [date(2025, 10, 29), date(2025, 12, 24), date(2026, 2, 18), date(2026, 4, 8), date(2026, 5, 27)]

    assert [england.is_school_day(day) for day in away] == [False] * 5
    assert england.is_school_day(date(2026, 7, 21))
    assert not england.is_school_day(date(2026, 8, 3))
    assert england.is_school_day(date(2026, 9, 2))


@given(in_table, st.integers(1, 40))
def test_as_many_school_days_lie_between_as_were_added(start: date, count: int) -> None:
    england = school_days.england()

    end = school_days.add_school_days(start, count, england)

    assert england.is_school_day(end)
    assert school_days.school_days_between(start, end, england) == count
    assert school_days.school_days_between(end, start, england) == -count


@given(in_terms, in_terms)
def test_counting_agrees_with_asking_day_by_day(after: date, until: date) -> None:
    earlier, later = sorted((after, until))
    asked = [earlier + timedelta(days=n) for n in range(1, (later - earlier).days + 1)]

    assert school_days.school_days_between(earlier, later, OAKFIELD) == sum(map(OAKFIELD.is_school_day, asked))


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2026, 11, 20), ""),
        (date(2026, 11, 21), "a Saturday"),
        (date(2026, 11, 22), "a Sunday"),
        (date(2026, 12, 25), "a bank holiday"),
        (date(2026, 8, 12), ""),  # holidays are each school's own
    ],
)
def test_a_weekend_and_a_bank_holiday_are_said_by_name(on: date, why: str) -> None:
    assert why_no_school(on) == why


@pytest.mark.parametrize(
    ("before", "last"),
    [
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 11, 24), date(2026, 11, 23)),
        (date(2026, 5, 4), date(2026, 5, 1)),  # the early May bank holiday
        (date(1980, 1, 7), date(1980, 1, 4)),  # outside the table
        (date(2090, 9, 17), date(2090, 9, 15)),  # a Sunday after its end: counted back
    ],
)
def test_the_last_school_day_is_the_one_before_a_weekend_or_a_bank_holiday(before: date, last: date) -> None:
    assert last_school_day(before) == last


# A school's own dates over the stand-in

AUTUMN = (Period(date(2026, 9, 2), date(2026, 10, 16)), Period(date(2026, 10, 26), date(2026, 12, 18)))


def test_a_school_that_told_nothing_has_the_stand_in() -> None:
    assert school_days.own_calendar((), ()) is school_days.england()


def test_days_between_told_terms_are_holidays_and_days_outside_them_are_as_usual() -> None:
    own, usual = school_days.own_calendar(AUTUMN, ()), school_days.england()

    assert not own.is_school_day(date(2026, 10, 20))
    assert usual.is_school_day(date(2026, 10, 20))
    assert own.is_school_day(date(2026, 10, 27))
    assert not usual.is_school_day(date(2026, 10, 27))
    assert not own.is_school_day(date(2026, 10, 31))  # a Saturday
    assert [day for day in own.school_days if day.year == 2027] == [d for d in usual.school_days if d.year == 2027]


def test_what_lies_between_terms_far_apart_was_not_told() -> None:
    own = school_days.own_calendar((AUTUMN[0], Period(date(2027, 1, 4), date(2027, 2, 12))), ())

    assert own.is_school_day(date(2026, 11, 10))
    assert school_days.why_closed(date(2026, 11, 10), own) == ""


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2026, 9, 2), "a day on which the school is closed"),
        (date(2026, 10, 20), "a day in the school’s holidays"),
        (date(2026, 10, 24), "a Saturday"),
        (date(2026, 10, 27), ""),
        (date(2027, 2, 16), ""),  # the usual half term: not told
    ],
)
def test_why_a_school_is_closed_is_said_only_where_it_is_sure(on: date, why: str) -> None:
    own = school_days.own_calendar(AUTUMN, (Period(date(2026, 9, 2), date(2026, 9, 2)),))

    assert school_days.why_closed(on, own) == why


def test_the_usual_holidays_are_said_to_be_usual() -> None:
    own = school_days.own_calendar(AUTUMN, ())

    assert school_days.why_perhaps_closed(date(2027, 2, 16), own) == "a day in the usual school holidays"
    assert school_days.why_perhaps_closed(date(2027, 3, 2), own) == ""
    assert school_days.why_perhaps_closed(date(2126, 3, 1), own) == ""


def test_a_year_that_no_calendar_knows_has_no_half_terms() -> None:
    assert half_terms(year_of(date(2126, 3, 1)), school_days.england()) == ()
