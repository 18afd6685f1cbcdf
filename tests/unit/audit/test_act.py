"""An act knows what day it is in England."""

from datetime import UTC, date, datetime

from onroll.audit.act import by_the_system, new_request_id


def test_the_day_of_an_act_is_the_day_in_england() -> None:
    late_evening_in_summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    act = by_the_system(at=late_evening_in_summer, purpose="test")

    assert act.on == date(2026, 7, 1)
    assert act.is_system


def test_request_ids_differ() -> None:
    assert new_request_id() != new_request_id()
