from datetime import date

import pytest

from onroll.rules import retention
from onroll.rules.retention import Record
from onroll.rules.rulesets import Mark, RuleNotInForce


@pytest.mark.parametrize(
    ("record", "last_day"),
    [
        (Record.LOST_PUPIL_FILE, date(2027, 3, 31)),
        (Record.WAITING_FILE, date(2026, 5, 30)),
        (Record.HELD_FILE, date(2026, 4, 30)),
        (Record.COLLECTED_FILE, date(2026, 4, 30)),
        (Record.LOG, date(2032, 3, 31)),
        (Record.REGISTER_ENTRY, date(2032, 3, 31)),
    ],
)
def test_each_record_is_kept_for_the_period_of_the_schedule(record: Record, last_day: date) -> None:
    assert retention.keep_until(record, date(2026, 3, 31)) == last_day


def test_register_entries_were_kept_three_years_before_the_2024_regulations() -> None:
    assert retention.keep_until(Record.REGISTER_ENTRY, date(2024, 8, 18)) == date(2027, 8, 18)
    assert retention.keep_until(Record.REGISTER_ENTRY, date(2024, 8, 19)) == date(2030, 8, 19)
    with pytest.raises(RuleNotInForce, match="keep: admission or attendance register entry"):
        retention.keep_until(Record.REGISTER_ENTRY, date(2006, 8, 31))


def test_the_lost_pupil_period_carries_its_doubt() -> None:
    setting = retention.keeping_of(Record.LOST_PUPIL_FILE, date(2026, 3, 31))

    assert setting.mark is Mark.UNCERTAIN
    assert setting.value.words == "12 months"
    assert "2012" in setting.source


def test_every_record_has_a_schedule_with_a_source() -> None:
    assert set(retention.SCHEDULE) == set(Record)
    assert all(setting.source for settings in retention.SCHEDULE.values() for setting in settings)
