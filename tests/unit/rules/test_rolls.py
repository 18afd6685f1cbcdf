"""What a school's several statements about one child come to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.rules.rolls import Statement, on_rolls

MAY, JUNE = datetime(2026, 5, 4, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC)
FIRST, LAST = date(2025, 9, 1), date(2026, 5, 29)


def says(
    from_on: date | None = FIRST, until_on: date | None = None, *, at: datetime = MAY, school: int = 1
) -> Statement:
    return Statement(school_id=school, from_on=from_on, until_on=until_on, said_at=at)


@pytest.mark.parametrize(
    ("later", "is_replaced"),
    [
        pytest.param(says(until_on=LAST, at=JUNE), True, id="an end that is heard of later"),
        pytest.param(says(None, LAST, at=JUNE), True, id="an end without a first day"),
        pytest.param(says(at=JUNE), True, id="the same said again"),
        pytest.param(says(date(2025, 10, 1), at=JUNE), False, id="another first day alone"),
        pytest.param(says(until_on=LAST, at=JUNE, school=2), False, id="another school"),
        pytest.param(says(until_on=date(2025, 1, 1), from_on=date(2024, 9, 1), at=JUNE), False, id="an earlier time"),
        pytest.param(says(until_on=LAST, at=MAY - timedelta(days=1)), False, id="an end that was said before"),
    ],
)
def test_a_later_statement_takes_an_earlier_ones_place_from_then_on(later: Statement, is_replaced: bool) -> None:
    first = next(each for each in on_rolls([later, says()]) if each.known_at == MAY)

    assert first.replaced_at == (JUNE if is_replaced else None)
    assert first.covers(LAST + timedelta(days=9), JUNE) is not is_replaced
    assert first.covers(LAST + timedelta(days=9), JUNE - timedelta(seconds=1))


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31))
MOMENTS = st.integers(min_value=0, max_value=900).map(lambda days: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days))
STATEMENTS = st.builds(
    Statement, school_id=st.sampled_from((1, 2)), from_on=st.none() | DAYS, until_on=st.none() | DAYS, said_at=MOMENTS
)


@given(st.lists(STATEMENTS, max_size=4), st.lists(STATEMENTS, max_size=3), DAYS, MOMENTS)
def test_what_is_said_later_never_changes_who_was_on_a_roll_as_known_before(
    before: list[Statement], later: list[Statement], on: date, moment: datetime
) -> None:
    later = [each for each in later if each.said_at > moment]

    alone, together = (any(each.covers(on, moment) for each in on_rolls(said)) for said in (before, [*before, *later]))

    assert alone is together
