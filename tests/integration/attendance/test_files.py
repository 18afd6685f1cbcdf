"""Files of marks on pages and by the machine interface: seen before they are taken, and told of when they are wrong."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from onroll.access.models import Role
from onroll.attendance import actions, queries
from onroll.attendance.file_states import FileMoveForbidden, FileState
from onroll.attendance.models import DayMarks, MarkChange, MarksFeed, MarksFile
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.doors import actions as doors_actions
from onroll.doors.actions import RoleNotForMachines
from onroll.doors.models import KeyKind
from onroll.rolls import actions as rolls_actions
from onroll.rolls.actions import FeedNotPossible
from onroll.rules.school_days import england
from onroll.transfer.models import Notice
from tests.cast import Cast, Member, Newcomers
from tests.integration.attendance import world
from tests.integration.attendance.world import MONDAY, SCHOOL_DAYS, csv_of, days, mark, marks_of, pupil
from tests.integration.doors.test_agencies import token_of
from tests.integration.doors.test_feeds import post

SignIn = Callable[[Member], Client]
FRIDAY = SCHOOL_DAYS[4]


def received(newcomers: Newcomers, data: bytes) -> MarksFile:
    act = world.at(newcomers.attendance_clerk, FRIDAY)
    return actions.receive_marks(act, school=newcomers.attendance_clerk.organisation, as_on=FRIDAY, content=data)


def test_a_clerk_sends_a_file_names_its_columns_once_sees_what_would_change_and_takes_it(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    one, client = pupil(cast.school, 1, from_on=None), signed_in(newcomers.attendance_clerk)
    today = timezone.localdate()
    mark(world.system(today), one, [world.Day(today, "N", "N")])
    table = f"Kid,Mark date,Forenoon,PM\n{one.upn},{today.isoformat()},L,\\".encode()

    def sent():
        file = SimpleUploadedFile("marks.csv", table, content_type="text/csv")
        day = {"as_on_day": today.day, "as_on_month": today.month, "as_on_year": today.year}
        return client.post("/attendance/send/", {"file": file, **day})

    first = sent()
    kept = MarksFile.objects.get()
    assert first["Location"] == f"/attendance/files/{kept.reference}/columns/"
    assert client.get(first["Location"]).status_code == 200
    lacking = client.post(first["Location"], {"column_1": "date", "column_3": "pm", "version": 1})
    assert "Say which of your columns is whose mark it is" in lacking.content.decode()
    said = {"column_0": "upn", "column_1": "date", "column_2": "am", "column_3": "pm"}
    named = client.post(first["Location"], {**said, "version": MarksFeed.objects.get().version})
    shown = client.get(named["Location"]).content.decode()
    assert "Nothing has been changed yet" in shown
    assert "Zelb Marchbank" in shown
    assert "Marks that would change" in shown
    assert marks_of(one) == [("N", "N")]

    client.post(named["Location"], {"version": MarksFile.objects.get().version})

    assert marks_of(one) == [("L", "\\")]
    assert MarkChange.objects.count() == 2
    kept.refresh_from_db()
    assert (kept.state, kept.file, kept.counts["changed"]) == (FileState.TAKEN, None, 2)
    again = sent()
    assert "/columns/" not in again["Location"]
    assert "Taking it changes nothing" in client.get(again["Location"]).content.decode()


def test_a_waiting_file_is_sealed_and_destroyed_when_a_newer_one_comes(cast: Cast, newcomers: Newcomers) -> None:
    one = pupil(cast.school, 1)
    older = received(newcomers, csv_of([(one, days("N")[0])]))
    stored = older.file
    newer = received(newcomers, csv_of([(one, days("P")[0])]))

    older.refresh_from_db()
    stored.refresh_from_db()
    assert (older.state, older.file, bool(stored.destroyed_at)) == (FileState.SUPERSEDED, None, True)
    act = world.at(newcomers.attendance_clerk, FRIDAY)
    with pytest.raises(FileMoveForbidden):
        actions.take_marks(act, marks_file=older, expected_version=older.version)
    assert newer.state == FileState.RECEIVED
    assert not DayMarks.objects.exists()


def test_a_page_that_is_out_of_date_takes_nothing(cast: Cast, newcomers: Newcomers) -> None:
    kept = received(newcomers, csv_of([(pupil(cast.school, 1), days("N")[0])]))

    act = world.at(newcomers.attendance_clerk, FRIDAY)
    with pytest.raises(Stale):
        actions.take_marks(act, marks_file=kept, expected_version=kept.version + 1)
    assert not DayMarks.objects.exists()


def test_a_file_with_a_fault_is_refused_and_the_contact_told_by_reference_with_row_and_reason_on_its_page(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    one = pupil(cast.school, 1)
    clerk = newcomers.attendance_clerk
    act = world.at(clerk, FRIDAY)
    actions.agree_marks_feed(act, school=cast.school, form="csv", expected_every=1, contact=clerk.membership)
    data = f"upn,date,am,pm\n{one.upn},2026-09-07,A,\\".encode()

    done = actions.load_marks(world.system(FRIDAY), school=cast.school, data=data, on=FRIDAY)

    assert (done.is_refused, done.written) == (True, 0)
    kept = MarksFile.objects.get()
    assert (kept.state, kept.reference) == (FileState.REFUSED, done.reference)
    assert kept.problems == [
        {"code": "attendance.code_unknown", "row": 2, "column": "am", "words": "This is no code of the national list."}
    ]
    notice = Notice.objects.get(kind="marks_refused")
    assert (notice.organisation, notice.about, notice.person) == (cast.school, kept.reference, clerk.person)
    shown = signed_in(clerk).get(f"/attendance/files/{kept.reference}/").content.decode()
    assert "Row 2, am" in shown
    assert one.upn not in shown
    assert LedgerEntry.objects.filter(name="attendance.MarksFileRefused").count() == 1


def test_rows_left_out_are_told_of_once_and_again_only_when_they_are_others(cast: Cast) -> None:
    one, gone = pupil(cast.school, 1), pupil(cast.school, 2, until_on=MONDAY - timedelta(days=30))
    other = pupil(cast.school, 3, until_on=MONDAY - timedelta(days=30))

    def load(*who, on):
        data = csv_of([(each, days("P", first=on)[0]) for each in who])
        return actions.load_marks(world.system(SCHOOL_DAYS[on]), school=cast.school, data=data, on=SCHOOL_DAYS[on])

    assert load(one, gone, on=0).left_out == 1
    assert load(one, gone, on=1).is_taken
    assert Notice.objects.filter(kind="marks_left_out").count() == 1
    load(one, gone, other, on=2)
    assert Notice.objects.filter(kind="marks_left_out").count() == 2


def test_without_a_contact_the_one_for_the_roll_is_told_and_without_either_the_school(cast: Cast) -> None:
    actions.load_marks(world.system(FRIDAY), school=cast.school, data=b"upn,date\n", on=FRIDAY)
    assert Notice.objects.get(kind="marks_refused").person is None

    contact = cast.clerk.membership
    rolls_actions.agree_feed(cast.clerk.act(), school=cast.school, form="csv", expected_every=1, contact=contact)
    actions.load_marks(world.system(FRIDAY), school=cast.school, data=b"upn,date\n", on=FRIDAY)
    assert Notice.objects.filter(kind="marks_refused").latest("pk").person == cast.clerk.person


def test_marks_that_stop_raise_one_alarm_and_it_is_over_when_they_come_again(cast: Cast) -> None:
    one = pupil(cast.school, 1)

    def load(number: int) -> None:
        data = csv_of([(one, days("P", first=number)[0])])
        actions.load_marks(world.system(SCHOOL_DAYS[number]), school=cast.school, data=data, on=SCHOOL_DAYS[number])

    load(0)
    assert actions.sweep_all(world.system(SCHOOL_DAYS[3]), on=SCHOOL_DAYS[3]).stopped == 0  # three days: late, no more
    assert actions.sweep_all(world.system(SCHOOL_DAYS[4]), on=SCHOOL_DAYS[4]).stopped == 1
    assert actions.sweep_all(world.system(SCHOOL_DAYS[5]), on=SCHOOL_DAYS[5]).stopped == 0
    told = Notice.objects.filter(kind="marks_stopped").values_list("organisation__name", "about")
    assert set(told) == {("Fixture Primary School", "8201234"), ("Exampleton", "8201234")}

    load(6)
    assert MarksFeed.objects.get().stopped_at is None
    assert actions.sweep_all(world.system(SCHOOL_DAYS[10]), on=SCHOOL_DAYS[10]).stopped == 1


def test_a_holiday_is_no_silence(cast: Cast) -> None:
    last = max(day for day in england().school_days if day.month == 12 and day.year == 2026)
    MarksFeed.objects.create(
        school=cast.school, form="csv", started_at=world.system(last).at, last_at=world.system(last).at, last_on=last
    )

    assert actions.report_stopped_marks(world.system(last + timedelta(days=12))) == 0


def test_every_page_of_marks_says_how_fresh_they_are(cast: Cast, newcomers: Newcomers, signed_in: SignIn) -> None:
    one = pupil(cast.school, 1, from_on=None)
    today = timezone.localdate()
    system = by_the_system(at=timezone.now(), purpose="test")
    data = f"upn,date,am,pm\n{one.upn},{today.isoformat()},N,N".encode()
    assert actions.load_marks(system, school=cast.school, data=data, on=today).is_taken
    said = f"Marks up to {today.day} {today:%B %Y}, received {today.day} {today:%B %Y}, "

    clerk, officer = signed_in(newcomers.attendance_clerk), signed_in(cast.officer)
    paths = ("", "register/", "calls/", "checks/", "letters/", "by-form/", "alerts/", "seen/", "send/")
    for path in (*paths, f"week/{one.reference}/"):
        if path == "by-form/" and "no sessions yet" in clerk.get("/attendance/by-form/").content.decode():
            continue
        assert said in clerk.get(f"/attendance/{path}").content.decode(), path
    for path in ("", "alerts/", "seen/", f"week/{one.reference}/"):
        assert said in officer.get(f"/attendance/{path}").content.decode(), path
    fresh = officer.get("/attendance/schools/").content.decode()
    assert "Fixture Primary School" in fresh
    assert "Fresh" in fresh
    assert "Testbury High School" not in fresh


def test_a_schools_files_are_its_own_and_its_authoritys_and_nobody_elses(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn
) -> None:
    kept = received(newcomers, csv_of([(pupil(cast.school, 1), days("N")[0])]))

    assert queries.marks_file_with(cast.officer.act(), kept.reference) == kept
    for member in (cast.neighbour_officer, cast.other_clerk, newcomers.provider_clerk, cast.auditor):
        with pytest.raises(Hidden):
            queries.marks_file_with(member.act(), kept.reference)
    shown = signed_in(cast.officer).get(f"/attendance/files/{kept.reference}/")
    assert "Take this file" not in shown.content.decode()
    assert "Marchbank" not in shown.content.decode()
    for member in (cast.officer, cast.clerk, cast.other_clerk):
        with pytest.raises(NotAllowed):
            actions.take_marks(member.act(), marks_file=kept, expected_version=kept.version)
        with pytest.raises(NotAllowed):
            actions.look_at_marks(member.act(), marks_file=kept)


def test_a_contact_works_at_the_school_and_a_number_of_days_is_possible(cast: Cast, newcomers: Newcomers) -> None:
    act = newcomers.attendance_clerk.act()
    for given in ({"contact": cast.other_clerk.membership}, {"expected_every": 0}, {"expected_every": 61}):
        agreed = {"form": "csv", "expected_every": 1, "contact": None, **given}
        with pytest.raises(FeedNotPossible):
            actions.agree_marks_feed(act, school=cast.school, **agreed)
    with pytest.raises(NotAllowed):
        actions.agree_marks_feed(act, school=cast.other_school, form="csv", expected_every=1, contact=None)


def test_two_columns_cannot_both_be_one_of_ours(cast: Cast, newcomers: Newcomers) -> None:
    fields = {"a": "upn", "b": "date", "c": "am", "d": "am"}

    with pytest.raises(FeedNotPossible, match="Morning code"):
        actions.remember_marks_columns(newcomers.attendance_clerk.act(), school=cast.school, fields=fields)


def key(cast: Cast, role: Role) -> str:
    act = by_the_system(at=cast.clerk.act().at, purpose="test")
    made = doors_actions.add_key(act, organisation=cast.school, kind=KeyKind.ROLLS, role=role)
    return str(token_of(made).json()["access_token"])


def test_marks_sent_by_a_schools_system_are_taken_once_and_a_dry_run_takes_none(cast: Cast) -> None:
    one, its = pupil(cast.school, 1, from_on=None), key(cast, Role.ATTENDANCE)
    body = {"marks": [{"upn": one.upn, "date": "2026-09-07", "am": "/", "pm": "N"}]}

    dry = post("/api/attendance/2026-09-07?dry_run=true", body, its)
    assert (dry.status_code, dry.json()["written"], dry.json()["is_taken"]) == (200, 2, False)
    assert not DayMarks.objects.exists()

    first, again = post("/api/attendance/2026-09-07", body, its), post("/api/attendance/2026-09-07", body, its)
    assert (first.status_code, first.json()["is_taken"], first.json()["written"]) == (200, True, 2)
    assert (again.json()["written"], again.json()["changed"]) == (0, 0)
    assert marks_of(one) == [("/", "N")]


def test_marks_with_a_fault_are_answered_with_row_and_code_and_without_what_stood_there(cast: Cast) -> None:
    one = pupil(cast.school, 1, from_on=None)
    body = {"marks": [{"upn": one.upn, "date": "2026-09-07", "am": "QQ", "pm": "N"}]}

    answer = post("/api/attendance/2026-09-07", body, key(cast, Role.ATTENDANCE))

    assert answer.status_code == 422
    assert [(one["code"], one["row"]) for one in answer.json()["problems"]] == [("attendance.code_unknown", 2)]
    assert "QQ" not in answer.content.decode()
    assert json.loads(answer.content)["reference"] == MarksFile.objects.get().reference


def test_a_key_for_marks_opens_no_mailbox(cast: Cast) -> None:
    act = by_the_system(at=cast.clerk.act().at, purpose="test")

    with pytest.raises(RoleNotForMachines):
        doors_actions.add_key(act, organisation=cast.school, kind=KeyKind.MESH, role=Role.ATTENDANCE)


def test_a_key_for_the_roll_opens_no_register(cast: Cast) -> None:
    pupil(cast.school, 1)

    assert post("/api/attendance/2026-09-07", {"marks": []}, key(cast, Role.ADMISSIONS)).status_code == 403
    assert post("/api/attendance/2026-09-07", {"marks": []}, "nothing").status_code == 401
