"""What counts as one session."""

from datetime import datetime, timedelta

import pytest

from onroll.audit.act import LONDON
from onroll.transfer.sessions import count_sessions

NINE = datetime(2026, 10, 6, 9, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("minutes", "sessions"),
    [((), 0), ((0,), 1), ((0, 30), 1), ((0, 31), 2), ((0, 20, 40, 60), 1), ((60, 0), 2), ((0, 0), 1)],
)
def test_a_pause_of_more_than_half_an_hour_begins_another_session(minutes: tuple[int, ...], sessions: int) -> None:
    assert count_sessions((1, NINE + timedelta(minutes=each)) for each in minutes) == sessions


def test_two_people_at_once_are_two_sessions_and_software_is_one_of_its_own() -> None:
    assert count_sessions([(1, NINE), (2, NINE), (None, NINE), (None, NINE)]) == 3
