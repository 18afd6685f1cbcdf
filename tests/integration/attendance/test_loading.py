"""A school's attendance file: taken whole or not at all, twice without a change, and never over a mark in silence."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from onroll.attendance import actions
from onroll.attendance.commands import attendance, sweep
from onroll.attendance.models import Alert, DayMarks, MarkChange
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.config.cli import COMMANDS
from tests.cast import Cast, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import MONDAY, SCHOOL_DAYS, csv_of, days, marks_of, pupil

FRIDAY = SCHOOL_DAYS[4]


def load(cast: Cast, data: bytes, *, on: date = FRIDAY, **given):
    return actions.load_marks(world.system(on), school=cast.school, data=data, on=on, **given)


def codes(loaded) -> list[str]:
    return [problem.code for problem in loaded.problems]


def test_a_file_is_taken_and_the_same_file_again_changes_nothing(cast: Cast) -> None:
    one, two = pupil(cast.school, 1), pupil(cast.school, 2)
    data = csv_of([*((one, day) for day in days("P", "N", "L|\\")), *((two, day) for day in days("P", "P", "I"))])

    first = load(cast, data)
    again = load(cast, data)

    assert (first.is_taken, first.rows, first.pupils, first.written, first.changed) == (True, 6, 2, 12, 0)
    assert (again.written, again.changed) == (0, 0)
    assert marks_of(one) == [("/", "\\"), ("N", "N"), ("L", "\\")]
    assert MarkChange.objects.count() == 0


def test_a_late_change_keeps_the_old_mark_the_new_who_and_when(cast: Cast) -> None:
    one = pupil(cast.school, 1)
    load(cast, csv_of([(one, days("N")[0])]))
    load(cast, csv_of([(one, days("I|N")[0])]), on=FRIDAY + timedelta(days=20))

    assert marks_of(one) == [("I", "N")]
    (change,) = MarkChange.objects.all()
    assert (change.session, change.before, change.after, change.days_after) == ("AM", "N", "I", 24)
    assert change.before_known_at < change.changed_at


def test_the_afternoon_fills_the_day_and_is_no_change(cast: Cast) -> None:
    one = pupil(cast.school, 1)
    morning = f"upn,date,session,code,minutes_late\n{one.upn},2026-09-07,AM,L,12\n".encode()
    afternoon = f"upn;date;session;code\n{one.upn};07/09/2026;PM;\\\n".encode()

    load(cast, morning, on=MONDAY)
    done = load(cast, afternoon, on=MONDAY)

    assert (done.written, done.changed) == (1, 0)
    assert DayMarks.objects.values_list("am", "pm", "am_minutes", "pm_minutes").get() == ("L", "\\", 12, None)


def test_a_dry_run_says_what_it_would_do_and_does_nothing(cast: Cast) -> None:
    one = pupil(cast.school, 1)

    done = load(cast, csv_of([(one, day) for day in days("P", "N")]), is_dry_run=True)

    assert (done.is_taken, done.written) == (False, 4)
    assert not DayMarks.objects.exists()
    assert not LedgerEntry.objects.filter(name="attendance.RegisterKept").exists()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{upn},2026-09-07,A,\\", "attendance.code_unknown"),
        ("{upn},2026-09-07,\\,\\", "attendance.code_wrong_session"),
        ("{upn},2024-07-01,K,\\", "attendance.code_not_in_force"),
        ("{upn},soon,/,\\", "attendance.not_a_date"),
        ("{upn},2026-09-14,/,\\", "attendance.day_ahead"),
    ],
)
def test_one_fault_stops_the_whole_file_and_names_row_and_column(cast: Cast, row: str, code: str) -> None:
    one = pupil(cast.school, 1, from_on=None)
    good = f"{one.upn},2026-09-08,/,\\"

    done = load(cast, f"upn,date,am,pm\n{good}\n{row.format(upn=one.upn)}".encode())

    assert not done.is_taken
    assert codes(done) == [code]
    assert done.problems[0].row == 3
    assert one.upn not in done.problems[0].words
    assert not DayMarks.objects.exists()


def test_a_pupil_who_is_not_on_the_roll_is_left_out_and_told_of(cast: Cast) -> None:
    one, gone = pupil(cast.school, 1), pupil(cast.school, 2, until_on=date(2026, 7, 20))
    elsewhere = pupil(cast.other_school, 3)

    done = load(cast, csv_of([(who, days("P")[0]) for who in (one, gone, elsewhere)]))

    assert (done.is_taken, done.pupils) == (True, 1)
    assert codes(done) == ["attendance.not_on_roll"] * 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "attendance.empty_file"),
        (b"name,date\nZel,2026-09-07", "attendance.columns_missing"),
        (b"upn,date\nA,2026-09-07", "attendance.columns_missing"),
        (b"[1, 2]", "attendance.not_json"),
        (b'{"marks": ', "attendance.not_json"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_one_problem(cast: Cast, data: bytes, code: str) -> None:
    done = load(cast, data)

    assert not done.is_taken
    assert codes(done) == [code]


def test_two_rows_that_mark_one_session_otherwise_stop_the_file(cast: Cast) -> None:
    one = pupil(cast.school, 1)

    done = load(cast, csv_of([(one, days("N")[0]), (one, days("P")[0])]))

    assert codes(done) == ["attendance.marked_twice"]
    assert not done.is_taken


def test_a_file_of_another_school_is_refused_by_its_own_column(cast: Cast) -> None:
    one = pupil(cast.school, 1)

    done = load(cast, f"upn,date,am,pm,school\n{one.upn},2026-09-07,/,\\,8205678".encode())

    assert codes(done) == ["attendance.other_school"]


def test_json_of_the_machine_interface_reads_the_same(cast: Cast) -> None:
    one = pupil(cast.school, 1)
    data = json.dumps({"marks": [{"upn": one.upn, "date": "2026-09-07", "am": "/", "pm": "n"}]}).encode()

    assert load(cast, data).written == 2
    assert marks_of(one) == [("/", "N")]


def test_a_clerk_loads_for_her_own_school_only(cast: Cast, newcomers: Newcomers) -> None:
    act = world.at(newcomers.attendance_clerk, FRIDAY)
    one = pupil(cast.school, 1)

    assert actions.load_marks(act, school=cast.school, data=csv_of([(one, days("P")[0])]), on=FRIDAY).is_taken
    with pytest.raises(NotAllowed):
        actions.load_marks(act, school=cast.other_school, data=b"", on=FRIDAY)
    with pytest.raises(NotAllowed):
        actions.load_marks(world.at(cast.officer, FRIDAY), school=cast.school, data=b"", on=FRIDAY)


def test_a_file_that_completes_ten_days_raises_the_alert_at_once(cast: Cast) -> None:
    one = pupil(cast.school, 1)

    load(cast, csv_of([(one, day) for day in days(*["N"] * 10)]), on=SCHOOL_DAYS[9])

    assert set(Alert.objects.values_list("rule", flat=True)) == {"TEN_DAYS", "N_UNRESOLVED"}


def test_the_commands_load_and_sweep(cast: Cast, tmp_path) -> None:
    one = pupil(cast.school, 1)
    file = tmp_path / "marks.csv"
    file.write_bytes(csv_of([(one, day) for day in days(*["O"] * 10)]))
    given = [str(file), "--school", "8201234", "--on", SCHOOL_DAYS[9].isoformat()]

    dry = CliRunner().invoke(attendance, ["load", *given, "--dry-run"])
    done = CliRunner().invoke(attendance, ["load", *given, "--json"])
    swept = CliRunner().invoke(sweep, ["--on", SCHOOL_DAYS[9].isoformat(), "--json"])

    assert "Nothing was written (dry run). 10 rows of 1 pupil: 20 marks new, 0 changed." in dry.output
    assert json.loads(done.output)["written"] == 20
    assert json.loads(swept.output)["pupils"] == 1
    assert {"attendance", "sweep"} <= set(COMMANDS)


def test_a_day_to_come_is_not_swept(cast: Cast) -> None:
    pupil(cast.school, 1)

    ahead = CliRunner().invoke(sweep, ["--on", (timezone.localdate() + timedelta(days=30)).isoformat()])

    assert ahead.exit_code == 2
    assert "this day has not come yet" in ahead.output


def test_the_command_ends_with_one_and_says_why_when_nothing_was_taken(cast: Cast, tmp_path) -> None:
    file = tmp_path / "marks.csv"
    file.write_bytes(b"upn,date,am,pm\nX,2026-09-07,AA,/")

    done = CliRunner().invoke(attendance, ["load", str(file), "--school", "8201234", "--on", "2026-09-07"])
    assert done.exit_code == 0  # nobody of that number is on the roll: left out, and nothing is wrong
    assert "attendance.not_on_roll row 2" in done.output

    file.write_bytes(b"upn,date\n")
    assert (
        CliRunner().invoke(attendance, ["load", str(file), "--school", "8201234", "--on", "2026-09-07"]).exit_code == 1
    )


def test_a_file_of_two_gigabytes_is_refused_by_its_size_and_not_read(cast: Cast, tmp_path) -> None:
    huge = tmp_path / "marks.csv"
    with huge.open("wb") as file:
        file.truncate(2_000_000_000)  # a sparse file: no byte of it is on disk

    done = CliRunner().invoke(attendance, ["load", str(huge), "--school", "8201234", "--on", "2026-09-07"])

    assert done.exit_code == 1
    assert "The file is larger than 50 MB. It was not read." in done.output
