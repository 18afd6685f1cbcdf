"""Two at the same moment: two files, a page and a file, two sweeps, a sweep and a person. Real transactions."""

import pytest
from django.db import connection

from onroll.attendance import actions
from onroll.attendance.actions import calling, feeding, sweeping
from onroll.attendance.actions.writing import NewMarks
from onroll.attendance.alert_states import AlertState
from onroll.attendance.models import Alert, CallResult, DayMarks, MarkChange
from onroll.audit.refusals import Refusal
from onroll.rolls.models import RollEntry
from tests.cast import make_cast, make_newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import SCHOOL_DAYS, csv_of, days, mark, pupil
from tests.integration.transfer.test_races import at_the_same_moment

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = SCHOOL_DAYS[24]
ABSENT = ["O"] * 12


@pytest.fixture
def cast():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        raise AssertionError("threads need a database in a file: see DATABASES TEST NAME")
    return make_cast()


def absent(school) -> RollEntry:
    entry = pupil(school, 1)
    mark(world.system(TODAY), entry, days(*ABSENT))
    return entry


def sweep() -> object:
    return actions.sweep(world.system(TODAY), on=TODAY)


def test_two_attendance_files_of_one_school_at_once_are_both_taken(cast) -> None:
    entries = [pupil(cast.school, number) for number in range(8)]
    files = [csv_of((entry, day) for entry in entries for day in days(*marks)) for marks in ("PPPPP", "NNNNN")]

    def load(data: bytes):
        act = world.system(TODAY)
        return lambda: actions.load_marks(act, school=cast.school, data=data, on=TODAY).is_taken

    assert at_the_same_moment(*map(load, files)) == [True, True]
    assert DayMarks.objects.count() == 8 * 5


def test_of_two_sweeps_at_once_each_alert_is_raised_once(cast) -> None:
    absent(cast.school)

    results = at_the_same_moment(sweep, sweep, sweep)

    assert sorted(result.raised for result in results) == [0, 0, 1]
    assert Alert.objects.filter(rule="TEN_DAYS").count() == 1


@pytest.mark.parametrize("is_over", [False, True])
def test_what_a_person_closes_while_a_sweep_reads_stays_closed(cast, monkeypatch, is_over: bool) -> None:
    newcomers = make_newcomers(cast)
    entry = absent(cast.school)
    sweep()
    alert = Alert.objects.get(rule="TEN_DAYS")
    if is_over:
        mark(world.system(TODAY), entry, days(*["P"] * 12))
    write = sweeping._write

    def close_first(act, found) -> None:
        monkeypatch.setattr(sweeping, "_write", write)
        own = world.at(newcomers.attendance_clerk, TODAY)
        actions.close_alert(own, alert=Alert.objects.get(pk=alert.pk), outcome="Abroad with leave.", expected_version=1)
        write(act, found)

    monkeypatch.setattr(sweeping, "_write", close_first)
    sweep()

    alert.refresh_from_db()
    assert (alert.state, alert.outcome) == (AlertState.CLOSED, "Abroad with leave.")


def test_a_page_and_a_file_at_once_leave_one_row_a_day(cast) -> None:
    newcomers = make_newcomers(cast)
    entries = [pupil(cast.school, number) for number in range(8)]
    rows = [(entry, day) for entry in entries for day in days("P")]
    own = world.at(newcomers.attendance_clerk, world.MONDAY)
    new = [NewMarks(entry.pk, world.MONDAY, "N", "") for entry in entries]
    seen = actions.marking.seen_of([])

    def load() -> object:
        return actions.load_marks(world.system(TODAY), school=cast.school, data=csv_of(rows), on=TODAY).is_taken

    def enter() -> object:
        return actions.enter_register(own, on=world.MONDAY, marks=new, seen=seen)

    results = at_the_same_moment(load, enter)

    assert results[0] is True
    assert results[1] is not None
    assert DayMarks.objects.count() == 8
    if isinstance(results[1], Refusal):
        assert set(DayMarks.objects.values_list("am", flat=True)) == {"/"}


def test_a_reason_told_in_a_call_does_not_overwrite_a_file_that_came_just_before_it(cast, monkeypatch) -> None:
    entry = pupil(cast.school, 1)
    mark(world.system(world.MONDAY), entry, days("N"))
    own = world.at(make_newcomers(cast).attendance_clerk, world.MONDAY)
    call = actions.take_call(own, entry_reference=entry.reference, on=world.MONDAY)
    hold = feeding.held_feed

    def wait_for_a_file(*given: object) -> object:
        monkeypatch.setattr(calling, "held_feed", hold)
        data = csv_of((entry, day) for day in days("L|N"))
        actions.load_marks(world.system(TODAY), school=cast.school, data=data, on=TODAY)
        return hold(*given)

    monkeypatch.setattr(calling, "held_feed", wait_for_a_file, raising=False)
    actions.end_call(own, call=call, result=CallResult.REASON, code="I")

    assert world.marks_of(entry) == [("L", "I")]
    changes = MarkChange.objects.order_by("pk").values_list("session", "before", "after")
    assert list(changes) == [("AM", "N", "L"), ("PM", "N", "I")]


def test_a_reason_and_a_file_at_once_leave_no_change_untold(cast) -> None:
    entry = pupil(cast.school, 1)
    mark(world.system(world.MONDAY), entry, days("N"))
    own = world.at(make_newcomers(cast).attendance_clerk, world.MONDAY)
    call = actions.take_call(own, entry_reference=entry.reference, on=world.MONDAY)
    data = csv_of((entry, day) for day in days("L"))

    at_the_same_moment(
        lambda: actions.end_call(own, call=call, result=CallResult.REASON, code="I"),
        lambda: actions.load_marks(world.system(TODAY), school=cast.school, data=data, on=TODAY),
    )

    assert world.marks_of(entry) == [("L", "L")]
    told = list(MarkChange.objects.filter(session="AM").order_by("pk").values_list("before", "after"))
    assert told in ([("N", "L")], [("N", "I"), ("I", "L")])
