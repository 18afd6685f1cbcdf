from datetime import date

import pytest

from onroll.rules.pace import Pace, notified_to_accessed

NOTIFIED = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("accessed_on", "pace"),
    [
        (date(2026, 3, 3), Pace(1, "1 day from notified to accessed")),
        (date(2026, 3, 30), Pace(28, "28 days from notified to accessed")),
        (date(2029, 3, 2), Pace(1096, "1,096 days from notified to accessed")),
        (date(2026, 3, 2), Pace(0, "on a roll the day the authority was told")),
        (date(2026, 3, 1), Pace(0, "already on a roll 1 day before the authority was told")),
        (date(2026, 1, 1), Pace(0, "already on a roll 60 days before the authority was told")),
    ],
)
def test_c2_the_wait_is_never_negative_and_says_what_it_means(accessed_on: date, pace: Pace) -> None:
    assert notified_to_accessed(NOTIFIED, accessed_on) == pace
