"""Stories of the demonstration played side by side, in order of time."""

from datetime import UTC, datetime
from random import Random

import pytest

from onroll.config.demonstration.timetable import Clock, Story, play

UNTIL = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)  # a Sunday


def story(log: list[tuple[str, datetime]], clock: Clock, name: str, waits: list[int]) -> Story:
    log.append((name, clock.now))
    for days in waits:
        yield days
        log.append((name, clock.now))


def played(stories: dict[str, tuple[int, list[int]]], until: datetime = UNTIL) -> list[tuple[str, datetime]]:
    log: list[tuple[str, datetime]] = []
    clock = Clock(datetime(2026, 1, 1, tzinfo=UTC))
    starts = [(days_ago, story(log, clock, name, waits)) for name, (days_ago, waits) in stories.items()]
    play(clock, starts, until=until, random=Random(1))
    return log


def test_steps_of_many_stories_come_in_order_of_time() -> None:
    log = played({"a": (40, [10, 10]), "b": (35, [10]), "c": (39, [])})

    assert [name for name, _ in log] == ["a", "c", "b", "a", "b", "a"]
    assert [at for _, at in log] == sorted(at for _, at in log)


def test_a_step_whose_day_has_not_come_is_not_played() -> None:
    log = played({"a": (12, [5, 5, 5])})

    assert len(log) == 2  # the third would be on the Monday after the clock
    assert all(at < UNTIL for _, at in log)


@pytest.mark.parametrize("days_ago", range(1, 15))
def test_every_step_is_in_office_hours_of_a_working_day_before_the_clock(days_ago: int) -> None:
    ((_, at),) = played({"a": (days_ago, [])})

    assert at.weekday() < 5
    assert 8 <= at.hour < 16
    assert at < UNTIL


def test_a_story_that_would_begin_after_the_weekend_begins_before_it() -> None:
    ((_, at),) = played({"a": (1, [])})

    assert at.date() == datetime(2026, 11, 18, tzinfo=UTC).date()
