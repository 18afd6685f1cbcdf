"""Attendance by form at small numbers: two in a form, pupils who are level, a form with nobody marked, no form name."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from onroll.attendance import queries
from onroll.attendance.queries import Analysis, Mover
from onroll.rules.attendance import Day
from tests.cast import Cast, Member, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import SCHOOL_DAYS, mark, pupil

SignIn = Callable[[Member], Client]
FIRST = [day for day in SCHOOL_DAYS if day.month in {9, 10}][:10]  # twenty sessions of the first half term
SECOND = [day for day in SCHOOL_DAYS if day.month == 11][:10]
TODAY = SECOND[-1]


def missed(first: int, second: int) -> list[Day]:
    """Return two half terms of ten days, with so many days missed in each."""
    return [
        Day(day, *(("O", "O") if n < absent else ("/", "\\")))
        for days, absent in ((FIRST, first), (SECOND, second))
        for n, day in enumerate(days)
    ]


def analysis(newcomers: Newcomers) -> Analysis:
    found = queries.analysis(world.at(newcomers.attendance_clerk, TODAY))
    assert found is not None
    return found


def names(movers: tuple[Mover, ...]) -> list[str]:
    return [mover.entry.pupil_key for mover in movers]


def test_two_pupils_in_a_form_a_form_with_nobody_marked_and_one_without_a_name(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    for number, form, days in (
        (1, "7A", missed(0, 10)),
        (2, "7A", missed(10, 0)),
        (3, "7B", []),
        (4, "", missed(0, 0)),
    ):
        mark(world.system(TODAY), pupil(cast.school, number, form=form), days)

    found = analysis(newcomers)

    by_form = {line.form_group: line for line in found.forms}
    assert (by_form["7A"].now.attendance_percent, by_form["7A"].before.attendance_percent) == (50, 50)
    assert (by_form["7A"].persistent, by_form["7A"].severe) == (1, 1)
    assert by_form["7B"].now.attendance_percent is None
    assert (names(found.lowest), names(found.improved), names(found.fell)) == (["K0001"], ["K0002"], ["K0001"])
    with time_machine.travel(world.system(TODAY).at, tick=False):
        text = signed_in(newcomers.attendance_clerk).get("/attendance/by-form/").content.decode()
    assert text.count(">Whole school<") == 2  # once in the picture and once in its table
    assert ">No form<" in text
    assert text.count("<svg") == 5


@pytest.mark.parametrize(("pupils", "shown"), [(4, 4), (5, 5), (7, 7)])
def test_whoever_is_level_with_the_fifth_is_shown_too(
    cast: Cast, newcomers: Newcomers, pupils: int, shown: int
) -> None:
    for number in range(pupils):
        mark(world.system(TODAY), pupil(cast.school, number), missed(2, 1))

    found = analysis(newcomers)

    assert (len(found.lowest), len(found.improved), found.fell) == (shown, shown, ())


def test_of_seven_who_differ_the_five_at_the_end_are_shown(cast: Cast, newcomers: Newcomers) -> None:
    for number in range(1, 8):
        mark(world.system(TODAY), pupil(cast.school, number), missed(0, number))

    found = analysis(newcomers)

    assert names(found.lowest) == names(found.fell) == ["K0007", "K0006", "K0005", "K0004", "K0003"]


def test_who_missed_nothing_is_not_among_the_lowest_and_few_sessions_say_nothing(
    cast: Cast, newcomers: Newcomers
) -> None:
    mark(world.system(TODAY), pupil(cast.school, 1), missed(0, 0))
    mark(world.system(TODAY), pupil(cast.school, 2), [Day(day, "O", "O") for day in SECOND[:9]])

    found = analysis(newcomers)

    assert (found.lowest, found.improved, found.fell) == ((), (), ())
