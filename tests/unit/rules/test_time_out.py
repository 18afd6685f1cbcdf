"""Stretches of being out, and the figures of many of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.rules.missing import Because, Facts, OnRoll, RuleName, answer
from onroll.rules.time_out import Spread, Stretch, spread, stretches

KNOWN = datetime(2025, 9, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
BORN = date(2014, 5, 17)
BEFORE = OnRoll(from_on=date(2020, 9, 1), until_on=date(2025, 10, 31), known_at=KNOWN)
AFTER = OnRoll(from_on=date(2025, 12, 11), known_at=KNOWN)


def facts(*rolls: OnRoll) -> Facts:
    return Facts(is_identified=True, born_on=BORN, rolls=rolls)


def found(rule: RuleName, *rolls: OnRoll) -> list[Stretch]:
    return stretches(facts(*rolls), rule=rule, until=date(2026, 7, 1), known_by=NOW)


def test_a_stretch_runs_from_the_day_after_the_last_one_in_education_to_the_day_before_the_return() -> None:
    (one,) = found(RuleName.RETURN_2025, BEFORE, AFTER)

    assert one == Stretch(
        from_on=date(2025, 11, 1),
        until_on=date(2025, 12, 10),
        out_since=date(2025, 11, 1),
        ended_because=Because.ON_A_ROLL,
    )
    assert one.days_out == 40


def test_by_the_guide_of_2004_it_begins_four_weeks_later_and_lasts_as_long_for_the_child() -> None:
    (one,) = found(RuleName.GUIDE_2004, BEFORE, AFTER)

    assert (one.from_on, one.days_out) == (date(2025, 11, 29), 40)


def test_a_child_who_is_still_out_has_no_days_yet() -> None:
    (one,) = found(RuleName.RETURN_2025, BEFORE)

    assert (one.until_on, one.ended_because, one.days_out) == (None, None, None)
    assert one.touches(date(2026, 6, 1), date(2026, 7, 1))
    assert not one.touches(date(2025, 9, 1), date(2025, 10, 31))


def test_who_grows_out_of_school_age_did_not_return() -> None:
    leaver = Facts(is_identified=True, born_on=date(2009, 9, 30), rolls=(BEFORE,))

    (one,) = stretches(leaver, rule=RuleName.RETURN_2025, until=date(2026, 7, 1), known_by=NOW)

    assert one.ended_because is Because.NOT_OF_SCHOOL_AGE
    assert not one.is_return
    assert one.days_out is None


def test_who_left_before_she_was_of_school_age_counts_from_then() -> None:
    young = Facts(is_identified=True, born_on=date(2020, 10, 2), rolls=(BEFORE,))

    (one,) = stretches(young, rule=RuleName.RETURN_2025, until=date(2026, 7, 1), known_by=NOW)

    assert one.from_on == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], Spread(count=0, median=None, mean=None, modes=(), least=None, most=None)),
        ([12], Spread(count=1, median=12, mean=12.0, modes=(12,), least=12, most=12)),
        ([3, 9, 3, 45], Spread(count=4, median=6.0, mean=15.0, modes=(3,), least=3, most=45)),
        ([1, 2], Spread(count=2, median=1.5, mean=1.5, modes=(), least=1, most=2)),
    ],
)
def test_the_spread_of_some_numbers_of_days(days: list[int], expected: Spread) -> None:
    assert spread(days) == expected
    assert spread(days).is_on_few is (0 < len(days) < 10)


DAYS = st.dates(min_value=date(2024, 9, 1), max_value=date(2026, 7, 1))
ROLLS = st.builds(OnRoll, from_on=DAYS, until_on=st.none() | DAYS, known_at=st.just(KNOWN))


@given(st.lists(ROLLS, max_size=4), DAYS, st.sampled_from(RuleName))
def test_a_child_is_in_a_stretch_on_exactly_the_days_on_which_she_meets_the_rule(
    rolls: list[OnRoll], on: date, rule: RuleName
) -> None:
    known = facts(*rolls)
    around = stretches(known, rule=rule, until=on + timedelta(days=90), known_by=NOW)

    is_in_one = any(each.touches(on, on) for each in around)

    assert is_in_one is answer(known, on=on, rule=rule, known_by=NOW).is_missing
