from datetime import date

import pytest

from onroll.selfeval.embedded import is_embedded, ticks_from_dates
from onroll.selfeval.notation import answers

BOTH = {"in_place_6_months", "reviewed_since"}


def test_b4b_takes_its_first_tick_from_b3b() -> None:
    assert is_embedded("B4", answers("B3b=in_place_6_months; B4b=reviewed_since"))
    assert not is_embedded("B4", answers("B3b=reviewed_since; B4b=in_place_6_months+reviewed_since"))
    assert is_embedded("B4", answers("B4b=in_place_6_months+reviewed_since"))


@pytest.mark.parametrize(
    ("on", "reviewed_on", "ticks"),
    [
        (date(2006, 3, 9), date(2006, 3, 1), {"reviewed_since"}),
        (date(2006, 3, 10), date(2006, 3, 1), BOTH),
        (date(2006, 3, 10), None, {"in_place_6_months"}),
        (date(2006, 3, 10), date(2005, 9, 9), {"in_place_6_months"}),
        (date(2006, 3, 10), date(2005, 9, 10), BOTH),
        (date(2006, 3, 10), date(2006, 3, 10), BOTH),
        (date(2006, 3, 10), date(2006, 3, 11), {"in_place_6_months"}),
    ],
)
def test_ticks_are_worked_out_from_dates(on: date, reviewed_on: date | None, ticks: set[str]) -> None:
    assert ticks_from_dates(in_place_from=date(2005, 9, 10), reviewed_on=reviewed_on, on=on) == ticks
