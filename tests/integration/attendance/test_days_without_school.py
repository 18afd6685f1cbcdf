"""Marks on a weekend stay as they were made, and are school days only where somebody was there."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from onroll.attendance import actions, queries
from onroll.attendance.actions.placing import Arranged
from onroll.attendance.models import Alert, Call, DayMarks, MarksFile, PlaceKind
from onroll.rolls.models import RollEntry
from onroll.rules.attendance import Day
from tests.cast import Cast, Member, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import SCHOOL_DAYS, csv_of, days, mark, pupil

SignIn = Callable[[Member], Client]
SATURDAY, SUNDAY = SCHOOL_DAYS[4] + timedelta(days=1), SCHOOL_DAYS[4] + timedelta(days=2)
LATE = SCHOOL_DAYS[24]


def weekend(letter: str) -> list[Day]:
    return [Day(SATURDAY, letter, letter), Day(SUNDAY, letter, letter)]


def raised(rule: str, on: date) -> list[float]:
    actions.sweep(world.system(on), on=on)
    return list(Alert.objects.filter(rule=rule).values_list("number", flat=True))


@pytest.mark.parametrize(("weekdays", "numbers"), [(8, []), (10, [10])])
def test_marks_of_a_weekend_on_which_nobody_was_there_are_no_school_days_of_a_run(
    cast: Cast, weekdays: int, numbers: list[int]
) -> None:
    entry = pupil(cast.school, 1)
    mark(world.system(LATE), entry, [*days(*["O"] * weekdays), *weekend("O")])

    assert raised("TEN_DAYS", SCHOOL_DAYS[9]) == numbers
    assert DayMarks.objects.filter(on__in=[SATURDAY, SUNDAY]).count() == 2


def test_another_code_on_a_weekend_on_which_nobody_was_there_ends_no_run(cast: Cast) -> None:
    entry = pupil(cast.school, 1)
    mark(world.system(LATE), entry, [*days(*["O"] * 10), *weekend("I")])

    assert raised("TEN_DAYS", SCHOOL_DAYS[9]) == [10]


def test_a_saturday_on_which_somebody_was_there_is_a_school_day_of_a_run(cast: Cast) -> None:
    entry, other = pupil(cast.school, 1), pupil(cast.school, 2)
    mark(world.system(LATE), entry, [*days(*["O"] * 8), *weekend("O")])
    mark(world.system(LATE), other, [Day(SATURDAY, "/", ""), Day(SUNDAY, "/", "\\")])
    stranger = pupil(cast.other_school, 3)
    mark(world.system(LATE), stranger, [*days(*["O"] * 8), *weekend("O")])

    assert raised("TEN_DAYS", SCHOOL_DAYS[9]) == [10]
    assert Alert.objects.get(rule="TEN_DAYS").entry == entry


def test_a_planned_closure_is_no_school_day_of_a_run(cast: Cast) -> None:
    entry = pupil(cast.school, 1)
    mark(world.system(LATE), entry, days(*["O"] * 9, "#"))

    assert raised("TEN_DAYS", SCHOOL_DAYS[9]) == []


@pytest.mark.parametrize(("weekdays", "numbers"), [(14, []), (15, [15])])
def test_a_sick_weekend_is_not_among_the_fifteen_school_days(cast: Cast, weekdays: int, numbers: list[int]) -> None:
    entry = pupil(cast.school, 1)
    mark(world.system(LATE), entry, [*days(*["I"] * weekdays), *weekend("I")])

    assert raised("SICK_15", LATE) == numbers


def test_a_file_with_marks_of_a_sunday_is_taken_and_says_so_once(cast: Cast) -> None:
    one, two = pupil(cast.school, 1), pupil(cast.school, 2)
    rows = [(entry, day) for entry in (one, two) for day in [*days("P"), *weekend("O")]]

    done = actions.load_marks(world.system(LATE), school=cast.school, data=csv_of(rows), on=LATE)

    assert (done.is_taken, done.left_out, done.written) == (True, 0, 12)
    assert [(each.code, each.row) for each in done.problems] == [
        ("attendance.no_school_day", 3),
        ("attendance.no_school_day", 4),
    ]
    assert not any(each.is_error for each in done.problems)
    kept = MarksFile.objects.get()
    assert kept.problem_count == 2
    assert "a Sunday" in kept.problems[1]["words"]


def test_a_file_that_says_closed_on_a_sunday_has_nothing_to_say(cast: Cast) -> None:
    entry = pupil(cast.school, 1)
    rows = [(entry, day) for day in weekend("#")]

    assert actions.load_marks(world.system(LATE), school=cast.school, data=csv_of(rows), on=LATE).problems == ()


# What today's pages show

FRIDAY = SCHOOL_DAYS[4]
NO_SCHOOL = "There is no school today: it is a Sunday. Shown is the last school day, Friday 11 September 2026."


@pytest.fixture
def on_sunday() -> Iterator[None]:
    with time_machine.travel(datetime.combine(SUNDAY, time(9), tzinfo=UTC), tick=False):
        yield


def texts(client: Client, *names: str) -> list[str]:
    answers = [client.get(f"/attendance/{name}") for name in names]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.content.decode() for answer in answers]


def two_on_friday(cast: Cast) -> None:
    one, two = pupil(cast.school, 1, form="7A"), pupil(cast.school, 2, form="7B")
    mark(world.system(FRIDAY), one, [Day(FRIDAY, "N", "N")])
    pupil(cast.school, 3, form="7C")
    mark(world.system(FRIDAY), two, [Day(FRIDAY, "/", "\\")])


def test_on_a_sunday_every_page_of_the_day_says_so_and_shows_the_friday(
    cast: Cast, newcomers: Newcomers, on_sunday: None, signed_in: SignIn
) -> None:
    two_on_friday(cast)
    client = signed_in(newcomers.attendance_clerk)

    today, calls, register, seen = texts(client, "", "calls/", "register/", "seen/")

    assert all(NO_SCHOOL in text for text in (today, calls, register, seen))
    assert "1 of 3 forms not marked yet in the morning" in today
    assert "1 pupil to call" in today
    assert "Who has seen this child today?" not in today + seen
    assert "1 pupil absent without a known reason on Friday 11 September 2026" in calls


def test_a_call_about_the_friday_is_taken_on_the_sunday(
    cast: Cast, newcomers: Newcomers, on_sunday: None, signed_in: SignIn
) -> None:
    two_on_friday(cast)
    entry = RollEntry.objects.get(form_group="7A")

    signed_in(newcomers.attendance_clerk).post(f"/attendance/calls/{entry.reference}/take/")

    assert Call.objects.get().on == FRIDAY


def test_an_officer_reads_on_a_sunday_who_saw_the_children_on_friday(
    cast: Cast, on_sunday: None, signed_in: SignIn
) -> None:
    today, seen = texts(signed_in(cast.officer), "", "seen/")

    assert NO_SCHOOL in today
    assert NO_SCHOOL in seen


def test_a_school_that_meets_on_a_sunday_is_shown_its_sunday(
    cast: Cast, newcomers: Newcomers, on_sunday: None, signed_in: SignIn
) -> None:
    two_on_friday(cast)
    mark(world.system(SUNDAY), RollEntry.objects.get(form_group="7B"), [Day(SUNDAY, "/", "")])

    today, register = texts(signed_in(newcomers.attendance_clerk), "", "register/")

    assert "no school today" not in today + register
    assert "2 of 3 forms not marked yet this morning" in today


def test_a_sunday_of_which_a_place_has_spoken_is_shown_to_school_and_authority(
    cast: Cast, newcomers: Newcomers, on_sunday: None, signed_in: SignIn
) -> None:
    two_on_friday(cast)
    placement = actions.record_placement(
        world.at(newcomers.attendance_clerk, FRIDAY),
        entry=RollEntry.objects.get(form_group="7A"),
        arranged=Arranged(
            kind=PlaceKind.ALTERNATIVE, place=newcomers.provider, place_name="", hours=Decimal(9), main_hours=None,
            pattern="1" * 10, from_on=FRIDAY,
        ),
    )  # fmt: skip
    there = world.at(newcomers.provider_clerk, SUNDAY)
    actions.enter_place_marks(there, on=SUNDAY, marks={placement.pk: ("here", "")}, seen=queries.seen_of_place([]))

    for member in (newcomers.attendance_clerk, cast.officer):
        (seen,) = texts(signed_in(member), "seen/")
        assert "Workshop Off Site: Was here" in seen
        assert "no school today" not in seen


def test_the_register_of_a_sunday_that_is_asked_for_says_what_day_it_is(
    cast: Cast, newcomers: Newcomers, on_sunday: None, signed_in: SignIn
) -> None:
    two_on_friday(cast)

    (register,) = texts(signed_in(newcomers.attendance_clerk), "register/?on_day=13&on_month=9&on_year=2026")

    assert "Sunday 13 September 2026" in register
    assert 'action="?form=7A&amp;on_day=13&amp;on_month=9&amp;on_year=2026"' in register.replace("&on_", "&amp;on_")
    assert "This day is a Sunday. Marks are kept as you make them" in register
    assert NO_SCHOOL not in register
