"""A school's own terms and closures: pages, percentages, clocks and sweeps count the same days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from onroll.attendance import actions, queries
from onroll.attendance.models import Alert
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.rolls import actions as rolls_actions
from onroll.rolls.actions import SchoolDatesNotPossible
from onroll.rolls.models import DatesKind, SchoolDates
from onroll.rolls.queries import calendar_of
from onroll.rules.attendance import Day, Tally
from onroll.rules.school_days import Period, england
from tests.cast import Cast, Member, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import SCHOOL_DAYS, days, mark, pupil

SignIn = Callable[[Member], Client]
HALF_TERM_TUESDAY = date(2026, 10, 27)  # in the usual autumn half term, too
OWN_HOLIDAY = date(2026, 10, 20)  # a Tuesday on which most schools meet
CLOSED = SCHOOL_DAYS[3]
TUESDAY = SCHOOL_DAYS[6]


def travel(on: date) -> time_machine.travel:
    return time_machine.travel(datetime.combine(on, time(9), tzinfo=UTC), tick=False)


def tell(member: Member, kind: DatesKind, first_on: date, last_on: date | None = None) -> SchoolDates:
    act = world.at(member, TUESDAY)
    return rolls_actions.tell_school_dates(act, kind=kind, first_on=first_on, last_on=last_on or first_on)


def two_halves(member: Member) -> None:
    """Tell an autumn with a holiday of its own: 19 to 23 October."""
    tell(member, DatesKind.TERM, date(2026, 9, 2), date(2026, 10, 16))
    tell(member, DatesKind.TERM, date(2026, 10, 26), date(2026, 12, 18))


def page(client: Client, name: str = "") -> str:
    answer = client.get(f"/attendance/{name}")
    assert answer.status_code == 200
    return answer.content.decode()


# Telling


def test_a_clerk_tells_terms_and_a_closure_and_takes_one_back(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    with travel(TUESDAY):
        client = signed_in(newcomers.attendance_clerk)
        assert "the usual school holidays in England stand in for yours" in page(client, "dates/")
        for first, last in (((2, 9), (16, 10)), ((26, 10), (18, 12))):
            sent = {"kind": "term", "words": "Autumn"}
            for name, (day, month) in (("first_on", first), ("last_on", last)):
                sent |= {f"{name}_day": f"{day}", f"{name}_month": f"{month}", f"{name}_year": "2026"}
            assert client.post("/attendance/dates/", sent)["Location"] == "/attendance/dates/"
        day = {"kind": "closed", "first_on_day": "2", "first_on_month": "9", "first_on_year": "2026", "words": "INSET"}
        client.post("/attendance/dates/", day)

        shown = page(client, "dates/")
        assert "Wednesday 2 September 2026 to Friday 16 October 2026" in shown
        assert "INSET" in shown
        assert "3 September 2026 to 16 October 2026" in shown  # the closed first day is counted no more
        closure = SchoolDates.objects.get(kind="closed")
        assert "Take it out" in page(client, f"dates/{closure.pk}/take-back/")
        client.post(f"/attendance/dates/{closure.pk}/take-back/")

    closure.refresh_from_db()
    assert closure.taken_back_by == newcomers.attendance_clerk.person
    assert calendar_of(cast.school.pk).is_school_day(date(2026, 9, 2))
    assert calendar_of(cast.other_school.pk) is england()
    assert LedgerEntry.objects.filter(name="rolls.SchoolDatesTold").count() == 3
    assert LedgerEntry.objects.filter(name="rolls.SchoolDatesTakenBack").count() == 1


@pytest.mark.parametrize(
    ("kind", "first", "last", "words"),
    [
        (DatesKind.TERM, date(2026, 10, 16), date(2026, 9, 2), "before the first"),
        (DatesKind.TERM, date(2026, 9, 2), date(2027, 7, 20), "each term"),
        (DatesKind.CLOSED, date(2026, 9, 2), date(2026, 12, 2), "each term"),
        (DatesKind.CLOSED, date(2062, 9, 2), date(2062, 9, 2), "two years away"),
        (DatesKind.TERM, date(2026, 10, 16), date(2026, 10, 20), "in your list already"),
    ],
)
def test_dates_that_cannot_be_are_refused(
    cast: Cast, newcomers: Newcomers, kind: DatesKind, first: date, last: date, words: str
) -> None:
    two_halves(newcomers.attendance_clerk)

    with pytest.raises(SchoolDatesNotPossible, match=words):
        tell(newcomers.attendance_clerk, kind, first, last)
    assert SchoolDates.objects.count() == 2


def test_a_wrong_year_on_the_page_stands_beside_its_box(newcomers: Newcomers, signed_in: SignIn) -> None:
    sent = {"kind": "closed", "first_on_day": "2", "first_on_month": "9", "first_on_year": "2062"}
    answer = signed_in(newcomers.attendance_clerk).post("/attendance/dates/", sent)

    assert answer.status_code == 200
    assert "more than two years away" in answer.content.decode()


def test_only_who_keeps_the_schools_roll_or_register_tells_its_dates(cast: Cast, newcomers: Newcomers) -> None:
    told = tell(newcomers.attendance_clerk, DatesKind.CLOSED, CLOSED)

    for member in (cast.officer, cast.auditor, newcomers.provider_clerk):
        with pytest.raises(NotAllowed):
            tell(member, DatesKind.CLOSED, CLOSED)
        with pytest.raises(NotAllowed):
            rolls_actions.take_back_school_dates(member.act(), dates_id=told.pk)
    with pytest.raises(Hidden):
        rolls_actions.take_back_school_dates(world.clerk_of(cast.other_school), dates_id=told.pk)


# Which day a page shows


def test_a_weekday_of_the_schools_own_holiday_says_so_and_asks_for_no_marks(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    pupil(cast.school, 1)
    two_halves(newcomers.attendance_clerk)

    with travel(OWN_HOLIDAY):
        for name in ("", "register/", "calls/", "seen/"):
            text = page(signed_in(newcomers.attendance_clerk), name)
            assert "There is no school today: it is a day in the school’s holidays." in text
            assert "Shown is the last school day, Friday 16 October 2026." in text
        assert "not marked yet this morning" not in page(signed_in(newcomers.attendance_clerk))
        assert "no school today" not in page(signed_in(cast.officer))


def test_a_weekday_of_the_usual_holidays_is_no_school_day_unless_the_school_says_otherwise(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    with travel(HALF_TERM_TUESDAY):
        for member in (newcomers.attendance_clerk, cast.officer):
            assert "it is a day in the usual school holidays. Shown is the last school day, Friday 23" in page(
                signed_in(member)
            )

    two_halves(newcomers.attendance_clerk)
    with travel(HALF_TERM_TUESDAY):
        for member in (newcomers.attendance_clerk, cast.officer):
            assert "no school today" not in page(signed_in(member))


@pytest.mark.parametrize(("letter", "shows_today"), [("O", True), ("#", False)])
def test_any_mark_in_the_usual_holidays_says_that_the_school_meets_but_a_closure_code(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn, letter: str, shows_today: bool
) -> None:
    mark(world.system(HALF_TERM_TUESDAY), pupil(cast.school, 1), [Day(HALF_TERM_TUESDAY, letter, letter)])

    with travel(HALF_TERM_TUESDAY):
        assert ("no school today" not in page(signed_in(newcomers.attendance_clerk))) is shows_today


def test_a_day_that_is_closed_for_everybody_in_the_register_is_no_school_day(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    one, two = pupil(cast.school, 1), pupil(cast.school, 2)
    mark(world.system(TUESDAY), one, [Day(TUESDAY, "#", "#")])

    with travel(TUESDAY):
        client = signed_in(newcomers.attendance_clerk)
        assert "planned whole-school closure" in page(client)
        mark(world.system(TUESDAY), two, [Day(TUESDAY, "/", "\\")])  # closed for some pupils alone
        assert "no school today" not in page(client)


def test_a_week_of_holidays_asks_nobody_who_saw_the_child(cast: Cast, newcomers: Newcomers, signed_in: SignIn) -> None:
    entry = pupil(cast.school, 1)
    two_halves(newcomers.attendance_clerk)

    with travel(OWN_HOLIDAY):
        for member in (newcomers.attendance_clerk, cast.officer):
            text = page(signed_in(member), f"week/{entry.reference}/?monday=2026-10-19")
            assert text.count("No school") >= 10
            assert "Not told yet" not in text
            assert "Not told yet" in page(signed_in(member), f"week/{entry.reference}/?monday=2026-10-12")


# What is counted


def percent(newcomers: Newcomers, on: date) -> Tally:
    found = queries.analysis(world.at(newcomers.attendance_clerk, on))
    assert found is not None
    return found.total.now


def test_marks_of_a_weekend_and_of_a_closure_are_in_no_percentage(cast: Cast, newcomers: Newcomers) -> None:
    entry = pupil(cast.school, 1)
    saturday = SCHOOL_DAYS[4] + timedelta(days=1)
    mark(world.system(TUESDAY), entry, [*days("P", "P", "P", "O"), Day(saturday, "O", "O")])
    assert (percent(newcomers, TUESDAY).attended, percent(newcomers, TUESDAY).absent) == (6, 2)

    tell(newcomers.attendance_clerk, DatesKind.CLOSED, CLOSED)
    assert (percent(newcomers, TUESDAY).attended, percent(newcomers, TUESDAY).absent) == (6, 0)

    other = pupil(cast.school, 2)
    mark(world.system(TUESDAY), other, [Day(saturday, "/", "\\"), Day(CLOSED, "/", "\\")])
    assert (percent(newcomers, TUESDAY).attended, percent(newcomers, TUESDAY).absent) == (10, 4)


def test_who_missed_only_a_closure_is_not_persistently_absent_and_gets_no_letter(
    cast: Cast, newcomers: Newcomers
) -> None:
    entry = pupil(cast.school, 1)
    on = SCHOOL_DAYS[29]
    mark(world.system(on), entry, days(*["P"] * 25, *["O"] * 5))
    act = world.at(newcomers.attendance_clerk, on)
    found = queries.analysis(act)
    assert found is not None
    assert (found.total.persistent, len(queries.letters(act).due)) == (1, 1)

    tell(newcomers.attendance_clerk, DatesKind.CLOSED, SCHOOL_DAYS[25], SCHOOL_DAYS[29])

    found = queries.analysis(act)
    assert found is not None
    assert (found.total.persistent, len(queries.letters(act).due)) == (0, 0)
    assert len(queries.letters(act).full) == 1


def test_n_is_old_by_the_schools_own_days(cast: Cast, newcomers: Newcomers) -> None:
    entry = pupil(cast.school, 1)
    on = date(2026, 10, 26)
    mark(world.system(on), entry, [Day(date(2026, 10, 16), "N", "N")])
    act = world.at(newcomers.attendance_clerk, on)
    assert [age for _, _, age in queries.checks(act).old] == []  # 19 to 23 October usual days: five, and not more

    later = world.at(newcomers.attendance_clerk, date(2026, 11, 2))
    assert [age for _, _, age in queries.checks(later).old] == [6]
    two_halves(newcomers.attendance_clerk)
    assert [age for _, _, age in queries.checks(later).old] == [6]  # 26 October to 2 November
    assert [age for _, _, age in queries.checks(world.at(newcomers.attendance_clerk, date(2026, 10, 30))).old] == []


def test_n_of_a_closure_is_never_old(cast: Cast, newcomers: Newcomers) -> None:
    mark(world.system(SCHOOL_DAYS[12]), pupil(cast.school, 1), [Day(CLOSED, "N", "N")])
    act = world.at(newcomers.attendance_clerk, SCHOOL_DAYS[12])
    assert len(queries.checks(act).old) == 1

    tell(newcomers.attendance_clerk, DatesKind.CLOSED, CLOSED)

    assert queries.checks(act).old == ()


@pytest.mark.parametrize(("marked", "numbers"), [(10, []), (11, [10])])
def test_a_sweep_counts_no_closure_in_a_run_and_the_same_day_at_another_school(
    cast: Cast, newcomers: Newcomers, marked: int, numbers: list[int]
) -> None:
    entry, stranger = pupil(cast.school, 1), pupil(cast.other_school, 2)
    tell(newcomers.attendance_clerk, DatesKind.CLOSED, CLOSED)
    for each in (entry, stranger):
        mark(world.system(SCHOOL_DAYS[12]), each, days(*["O"] * marked))

    actions.sweep(world.system(SCHOOL_DAYS[12]), on=SCHOOL_DAYS[12])

    assert list(Alert.objects.filter(rule="TEN_DAYS", entry=entry).values_list("number", flat=True)) == numbers
    assert [each.number for each in Alert.objects.filter(rule="TEN_DAYS", entry=stranger)] == [marked]


def test_sick_days_of_a_closure_are_not_among_the_fifteen(cast: Cast, newcomers: Newcomers) -> None:
    tell(newcomers.attendance_clerk, DatesKind.CLOSED, CLOSED)
    mark(world.system(SCHOOL_DAYS[20]), pupil(cast.school, 1), days(*["I"] * 15))

    actions.sweep(world.system(SCHOOL_DAYS[20]), on=SCHOOL_DAYS[20])

    assert not Alert.objects.filter(rule="SICK_15").exists()


def test_half_terms_of_the_pages_are_the_schools_own(cast: Cast, newcomers: Newcomers) -> None:
    pupil(cast.school, 1)
    two_halves(newcomers.attendance_clerk)

    found = queries.analysis(world.at(newcomers.attendance_clerk, date(2026, 10, 28)))

    assert found is not None
    assert found.term.period == Period(date(2026, 10, 26), date(2026, 12, 18))


def test_marks_do_not_stop_in_the_schools_own_holiday(cast: Cast, newcomers: Newcomers) -> None:
    last, back = date(2026, 10, 16), date(2026, 10, 26)
    data = world.csv_of([(pupil(cast.school, 1), Day(last, "/", "\\"))])
    assert actions.load_marks(world.system(last), school=cast.school, data=data, on=last).is_taken
    assert [feed.school for feed in queries.silent_feeds(back)] == [cast.school]

    two_halves(newcomers.attendance_clerk)

    assert queries.silent_feeds(back) == []
    assert queries.freshness(cast.school, back).school_days == 1
