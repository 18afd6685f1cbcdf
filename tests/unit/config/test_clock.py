"""When a part of the clock is due: nightly work once on each day in England, from two in the morning."""

from datetime import datetime

import pytest

from onroll.audit.act import LONDON
from onroll.config.clock import PARTS, Part

NIGHTLY = Part(name="some", purpose="", work=lambda _: "", is_nightly=True)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("at", "last", "is_due"),
    [
        ("2026-11-20T01:59", None, False),
        ("2026-11-20T02:00", None, True),
        ("2026-11-20T15:00", "2026-11-20T02:01", False),
        ("2026-11-21T01:00", "2026-11-20T02:01", False),
        ("2026-11-21T02:30", "2026-11-20T02:01", True),
        ("2026-11-21T11:00", "2026-11-19T23:00", True),
        ("2026-10-25T02:10", "2026-10-24T02:10", True),  # the night on which the clocks go back
        ("2026-03-29T02:10", "2026-03-28T02:10", True),  # and forward
    ],
)
def test_nightly_work_is_due_once_a_day_from_two_in_the_morning(at: str, last: str | None, is_due: bool) -> None:
    assert NIGHTLY.is_due(moment(at), moment(last) if last else None) is is_due


def test_other_work_is_due_at_each_tick() -> None:
    part = Part(name="some", purpose="", work=lambda _: "")
    assert part.is_due(moment("2026-11-20T00:10"), moment("2026-11-20T00:09"))


def test_the_exchange_comes_first_since_it_finds_out_whether_the_clock_can_be_believed() -> None:
    assert PARTS[0].name == "exchange"
