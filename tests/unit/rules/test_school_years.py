"""School years and year groups."""

from datetime import date

import pytest

from onroll.rules.school_years import NotASchoolYear, SchoolYear, age_on, parse, year_of


def test_a_school_year_has_its_name_and_its_days() -> None:
    year = parse("2024/25")

    assert (str(year), year.first_on, year.last_on) == ("2024/25", date(2024, 9, 1), date(2025, 8, 31))
    assert str(parse("1999/00")) == "1999/00"
    assert [year_of(day) for day in (date(2025, 8, 31), date(2025, 9, 1))] == [year, parse("2025/26")]


@pytest.mark.parametrize("text", ["", "2024", "2024/26", "2024-25", "24/25", "2024/2025", "0000/01", "٢٠٢٤/٢٥"])
def test_what_is_no_school_year_is_refused(text: str) -> None:
    with pytest.raises(NotASchoolYear, match="write it like 2025/26"):
        parse(text)


@pytest.mark.parametrize(
    ("born_on", "group"),
    [
        (date(2021, 8, 31), "R"),
        (date(2021, 9, 1), ""),
        (date(2020, 8, 31), "1"),
        (date(2010, 8, 31), "11"),
        (date(2009, 8, 31), ""),
    ],
)
def test_the_year_group_goes_by_the_age_before_the_year_starts(born_on: date, group: str) -> None:
    assert SchoolYear(2025).year_group(born_on) == group


def test_age_counts_whole_years() -> None:
    assert [age_on(date(2020, 2, 29), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [5, 6]
