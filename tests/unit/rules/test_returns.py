"""When each return of law is due, when none is owed, and what counts as late or missing."""

from datetime import date

import pytest

from onroll.rules import returns, school_days
from onroll.rules.returns import Ages, Punctuality, ReturnKind
from onroll.rules.rulesets import RuleNotInForce

ENGLAND = school_days.england()
SECONDARY, PRIMARY = Ages(lowest=11, highest=16), Ages(lowest=3, highest=11)


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (ReturnKind.NEW_PUPIL, date(2026, 9, 9)),
        (ReturnKind.DELETION, date(2026, 9, 4)),
        (ReturnKind.ATTENDANCE, date(2026, 10, 4)),
        (ReturnKind.SICKNESS, date(2026, 9, 9)),
    ],
)
def test_each_return_has_its_own_clock_and_five_days_are_plain_days(kind: ReturnKind, last: date) -> None:
    a_friday = date(2026, 9, 4)

    assert returns.due_on(kind, a_friday) == last


def test_before_august_2024_only_the_deletion_return_was_owed() -> None:
    assert returns.due_on(ReturnKind.DELETION, date(2019, 5, 1)) == date(2019, 5, 1)
    with pytest.raises(RuleNotInForce):
        returns.due_on(ReturnKind.DELETION, date(2016, 8, 31))
    for kind in (ReturnKind.NEW_PUPIL, ReturnKind.ATTENDANCE, ReturnKind.SICKNESS):
        with pytest.raises(RuleNotInForce):
            returns.due_on(kind, date(2024, 8, 18))


@pytest.mark.parametrize(
    ("made_on", "on", "stands"),
    [
        (None, date(2026, 9, 9), Punctuality.WAITING),
        (None, date(2026, 9, 10), Punctuality.MISSING),
        (date(2026, 9, 9), date(2026, 9, 20), Punctuality.IN_TIME),
        (date(2026, 9, 10), date(2026, 9, 20), Punctuality.LATE),
    ],
)
def test_the_last_day_itself_is_in_time(made_on: date | None, on: date, stands: Punctuality) -> None:
    assert returns.punctuality(date(2026, 9, 9), made_on, on) is stands


def test_without_a_last_day_nothing_is_late() -> None:
    assert returns.punctuality(None, None, date(2026, 9, 9)) is Punctuality.WAITING
    assert returns.punctuality(None, date(2026, 9, 9), date(2026, 9, 9)) is Punctuality.IN_TIME


@pytest.mark.parametrize(
    ("born_on", "entered_on", "ages", "is_usual"),
    [
        (date(2015, 5, 1), date(2026, 9, 1), SECONDARY, True),  # year 7 on the first day
        (date(2015, 5, 1), date(2026, 9, 14), SECONDARY, False),  # year 7 two weeks later
        (date(2014, 5, 1), date(2026, 9, 1), SECONDARY, False),  # year 8
        (date(2022, 5, 1), date(2026, 9, 1), PRIMARY, True),  # reception
        (None, date(2026, 9, 1), PRIMARY, False),
        (date(2022, 5, 1), date(2026, 9, 1), Ages(lowest=None, highest=None), False),
    ],
)
def test_no_new_pupil_return_is_owed_for_the_most_junior_class_on_the_first_day(
    born_on: date | None, entered_on: date, ages: Ages, is_usual: bool
) -> None:
    assert returns.is_usual_entry(born_on, entered_on, ages, ENGLAND) is is_usual


@pytest.mark.parametrize(
    ("born_on", "deleted_on", "ages", "is_usual"),
    [
        (date(2015, 5, 1), date(2026, 7, 31), PRIMARY, True),  # year 6 after the last day of term
        (date(2015, 5, 1), date(2026, 6, 30), PRIMARY, False),  # year 6 in term
        (date(2016, 5, 1), date(2026, 7, 31), PRIMARY, False),  # year 5
        (None, date(2026, 7, 31), PRIMARY, False),
        (date(2015, 5, 1), date(2026, 7, 31), Ages(lowest=3, highest=None), False),
    ],
)
def test_no_deletion_return_is_owed_for_the_most_senior_class_after_the_last_term(
    born_on: date | None, deleted_on: date, ages: Ages, is_usual: bool
) -> None:
    assert returns.is_usual_leaving(born_on, deleted_on, ages, ENGLAND) is is_usual


def test_a_sickness_return_looks_forward_and_adds_days_missed_and_expected() -> None:
    assert not returns.is_sickness_return_owed(4, 10)
    assert returns.is_sickness_return_owed(5, 10)
    assert returns.is_sickness_return_owed(0, 15)
