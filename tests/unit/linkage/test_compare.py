from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.linkage import (
    Kind,
    compare_birth_dates,
    compare_left,
    compare_postcodes,
    compare_schools,
    compare_sex,
    compare_upn,
)

BORN = date(2014, 5, 3)
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("other", "kind", "reason"),
    [
        (date(2014, 5, 3), Kind.SAME, "born on the same day"),
        (date(2014, 5, 4), Kind.DAY_OUT, "born one day apart"),
        (date(2014, 3, 5), Kind.SWAPPED, "birth day and month changed round"),
        (date(2015, 5, 3), Kind.YEAR_OUT, "same birthday, one year apart"),
        (date(2014, 5, 8), Kind.DIGIT_OUT, "one digit of the birth date differs"),
        (date(2004, 5, 3), Kind.DIGIT_OUT, "one digit of the birth date differs"),
        (date(2014, 9, 28), Kind.SAME_YEAR, "born in the same year, on another day"),
        (date(2011, 9, 28), Kind.DIFFERENT, "birth date is different"),
        (None, Kind.MISSING, "birth date not known on both sides"),
    ],
)
def test_slips_of_a_birth_date_are_told_apart(other: date | None, kind: Kind, reason: str) -> None:
    found = compare_birth_dates(BORN, other)

    assert (found.kind, found.reason) == (kind, reason)


def test_an_unsure_asker_widens_the_birth_date() -> None:
    found = compare_birth_dates(BORN, date(2014, 12, 25), tolerance_days=366)

    assert (found.kind, found.reason) == (Kind.WITHIN, "born 236 days apart, within what was asked")
    assert compare_birth_dates(BORN, date(2016, 12, 25), tolerance_days=366).kind is Kind.DIFFERENT


def test_the_same_first_of_january_is_told_from_another_same_day() -> None:
    found = compare_birth_dates(date(2014, 1, 1), date(2014, 1, 1))

    assert found.kind is Kind.PLACEHOLDER


def test_a_day_that_is_its_own_month_is_not_called_changed_round() -> None:
    assert compare_birth_dates(date(2014, 5, 5), date(2014, 5, 6)).kind is Kind.DAY_OUT


@given(days, days, st.integers(0, 400))
def test_birth_dates_compare_alike_both_ways_and_the_same_day_is_best(a: date, b: date, tolerance: int) -> None:
    one = compare_birth_dates(a, b, tolerance_days=tolerance)
    other = compare_birth_dates(b, a, tolerance_days=tolerance)

    assert one == other
    assert (one.value >= 0.9) == (a == b)


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [("F", "f", Kind.SAME), ("F", "M", Kind.DIFFERENT), ("U", "M", Kind.MISSING), ("M", "", Kind.MISSING)],
)
def test_sex_agrees_differs_or_is_not_known(a: str, b: str, kind: Kind) -> None:
    assert compare_sex(a, b).kind is kind


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ("zz9 9zx", Kind.SAME),
        ("ZZ9 9AB", Kind.SECTOR),
        ("ZZ9 1AB", Kind.DISTRICT),
        ("ZZ1 9AB", Kind.DIFFERENT),
        ("not known", Kind.MISSING),
        ("ZZ99 3VZ", Kind.MISSING),
        ("", Kind.MISSING),
    ],
)
def test_postcodes_agree_down_to_the_district(other: str, kind: Kind) -> None:
    assert compare_postcodes("ZZ99ZX", other).kind is kind
    assert compare_postcodes(other, "ZZ9 9ZX").kind is kind


@pytest.mark.parametrize(
    ("numbers", "former", "kind"),
    [
        (("H801200001001", "h8012 00001001"), ("", ""), Kind.SAME),
        (("H801200001001", "K801200001002"), ("", "H801200001001"), Kind.FORMER),
        (("H801200001001", "K801200001002"), ("K801200001002", ""), Kind.FORMER),
        (("", "K801200001002"), ("K801200001002", ""), Kind.FORMER),
        (("H801200001001", "H801200001007"), ("", ""), Kind.DIGIT_OUT),
        (("H801200001001", "K909900002002"), ("", ""), Kind.DIFFERENT),
        (("H801200001001", "K80990000200A"), ("", ""), Kind.MISSING),
        (("H801200001001", ""), ("", ""), Kind.MISSING),
        (("", " "), ("", ""), Kind.MISSING),
    ],
)
def test_pupil_numbers_agree_straight_or_by_a_former_number(
    numbers: tuple[str, str], former: tuple[str, str], kind: Kind
) -> None:
    assert compare_upn(*numbers, former_a=former[0], former_b=former[1]).kind is kind


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("8205678", "8205678 ", Kind.SAME),
        ("8205678", "8201234", Kind.DIFFERENT),
        ("", "8201234", Kind.MISSING),
        ("8205678", "", Kind.MISSING),
    ],
)
def test_last_schools_agree_by_number(a: str, b: str, kind: Kind) -> None:
    assert compare_schools(a, b).kind is kind


@pytest.mark.parametrize(
    ("first", "last", "left_on", "kind"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 31), Kind.WITHIN),
        (date(2026, 3, 1), None, date(2026, 3, 1), Kind.WITHIN),
        (None, date(2026, 3, 31), date(2026, 4, 1), Kind.DIFFERENT),
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 2, 28), Kind.DIFFERENT),
        (None, None, date(2026, 3, 31), Kind.MISSING),
        (date(2026, 3, 1), None, None, Kind.MISSING),
    ],
)
def test_a_leaving_date_lies_in_the_time_asked_for_or_not(
    first: date | None, last: date | None, left_on: date | None, kind: Kind
) -> None:
    assert compare_left(first, last, left_on).kind is kind
