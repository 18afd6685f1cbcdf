"""How a school's roll comes: columns that are remembered, files that are held, feeds that stop, and who is told."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from click.testing import CliRunner
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from onroll.access.models import Organisation, Role
from onroll.audit.act import Act, by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed, Stale
from onroll.registry.models import Shield
from onroll.rolls import actions, queries
from onroll.rolls.actions import FileNotReadable, ReasonMissing
from onroll.rolls.commands import rolls
from onroll.rolls.models import EventKind, Feed, RollEntry, RollEvent, Snapshot
from onroll.rolls.snapshot_states import SnapshotMoveNotAllowed, SnapshotState
from onroll.transfer import actions as transfer_actions
from onroll.transfer.models import Notice
from tests.cast import Cast, Member, Newcomers, make_member
from tests.integration.rolls.files import TITLES, load, pupil, pupils, table

SignIn = Callable[[Member], Client]
MONDAY = date(2026, 9, 7)
TUESDAY = MONDAY + timedelta(days=1)
ODD = {"Adno": "Kennung", "Legal surname": "Nachname", "Legal forename": "Vorname"}


def at(on: date) -> Act:
    return by_the_system(at=datetime.combine(on, time(7), tzinfo=UTC), purpose="test")


def loaded(member: Member, numbers: range, on: date) -> actions.Outcome:
    """Send a file on its own day, so that the feed's days are those of the test."""
    act = dataclasses.replace(member.act(), at=datetime.combine(on, time(7), tzinfo=UTC))
    content = table(pupils(numbers))
    return actions.load_roll(act, school=member.organisation, as_on=on, content=content, form="csv")


def held(cast: Cast) -> Snapshot:
    """A roll of thirty, and a file of twelve that waits."""
    loaded(cast.clerk, range(1, 31), MONDAY)
    snapshot = loaded(cast.clerk, range(1, 13), TUESDAY).snapshot
    assert snapshot is not None
    return snapshot


def shield(cast: Cast, entry: RollEntry) -> None:
    Shield.objects.create(
        reference="H-TEST", child=entry.child, reason_code="other", officer=cast.officer.person,
        organisation=cast.exampleton, placed_at=timezone.now(), from_on=MONDAY,
    )  # fmt: skip


def waiting(cast: Cast, rows: list[dict[str, str]], on: date) -> Snapshot:
    act = cast.clerk.act()
    return actions.receive_roll(act, school=cast.school, as_on=on, content=table(rows), form="csv")


def named(row: dict[str, str]) -> str:
    return f"{row['Legal surname']}, {row['Legal forename']}"


def stopped_on(on: date) -> int:
    return actions.report_stopped_feeds(at(on))


# Columns


def sent(client: Client, content: bytes, day: date | None = None) -> str:
    """Send a file by the page; returns the path that comes next."""
    day = day or timezone.localdate()
    given = {"as_on_day": day.day, "as_on_month": day.month, "as_on_year": day.year, "holds": "whole"}
    answer = client.post("/rolls/send/", {**given, "file": SimpleUploadedFile("roll.csv", content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def odd_table(**renamed: str) -> tuple[bytes, list[str]]:
    names = {**ODD, **renamed}
    titles = [names.get(title, title) for title in TITLES]
    rows = [{names.get(key, key): value for key, value in row.items()} for row in pupils(range(1, 4))]
    return table(rows, titles=tuple(titles)), titles


def name_columns(client: Client, path: str, titles: list[str]) -> None:
    ours = {"Kennung": "pupil_key", "Nachname": "surname", "Vorname": "forename", "UPN": "upn", "DOB": "born_on"}
    feed = Feed.objects.first()
    answers = {f"column_{number}": ours.get(title, "") for number, title in enumerate(titles)}
    answer = client.post(path, {**answers, "version": feed.version if feed else 0})
    assert answer.status_code == 302, answer.content.decode()


def test_columns_are_asked_for_once_and_a_changed_title_asks_again(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    content, titles = odd_table()

    first = sent(client, content)
    assert first.endswith("/columns/")
    name_columns(client, first, titles)

    second = sent(client, content)
    assert not second.endswith("/columns/")
    assert "Take this file" in client.get(second).content.decode()

    third = sent(client, odd_table(**{"Legal surname": "Familienname"})[0])
    assert third.endswith("/columns/")


def test_remembered_columns_hold_for_the_interface_and_the_command_line_too(cast: Cast) -> None:
    content, titles = odd_table()
    assert [one.code for one in load(cast.clerk, content, MONDAY).errors] == ["R05"]

    ours = {"Kennung": "pupil_key", "Nachname": "surname", "Vorname": "forename"}
    actions.remember_columns(
        cast.clerk.act(), school=cast.school, fields={title: ours.get(title, "-") for title in titles}
    )

    assert load(cast.clerk, content, MONDAY).counts == {"joined": 3, "unchanged": 0}


def test_a_column_that_is_none_of_ours_is_refused_and_nothing_is_remembered(cast: Cast) -> None:
    fields = {"a": "pupil_key", "b": "surname", "c": "forename", "d": "shoe_size"}

    with pytest.raises(actions.FeedNotPossible, match="Choose a column from the list"):
        actions.remember_columns(cast.clerk.act(), school=cast.school, fields=fields)

    assert not Feed.objects.exclude(mapping={}).exists()


# Held files


def test_a_held_file_that_a_person_releases_is_taken_as_it_stands(cast: Cast) -> None:
    snapshot = held(cast)

    outcome = actions.release_snapshot(
        cast.officer.act(), snapshot=snapshot, why="The head says so.", expected_version=snapshot.version
    )

    assert (outcome.state, outcome.counts["left"]) == (SnapshotState.TAKEN, 18)
    assert RollEntry.objects.filter(until_on=None).count() == 12
    assert RollEntry.objects.count() == 30
    snapshot.refresh_from_db()
    assert (snapshot.decided_by, snapshot.decided_why) == (cast.officer.person, "The head says so.")
    assert Feed.objects.get().last_as_on == TUESDAY


def test_a_held_file_that_a_person_refuses_changes_nothing_and_is_decided_once(cast: Cast) -> None:
    snapshot = held(cast)
    version = snapshot.version

    refused = actions.refuse_snapshot(cast.clerk.act(), snapshot=snapshot, why="Cut short.", expected_version=version)

    assert refused.state == SnapshotState.REFUSED
    assert RollEntry.objects.filter(until_on=None).count() == 30
    with pytest.raises(SnapshotMoveNotAllowed):
        actions.release_snapshot(cast.clerk.act(), snapshot=refused, why="No!", expected_version=refused.version)


def test_of_two_who_decide_at_once_one_is_told_and_nobody_decides_without_a_reason(cast: Cast) -> None:
    snapshot = held(cast)
    act, version = cast.clerk.act(), snapshot.version

    with pytest.raises(ReasonMissing):
        actions.release_snapshot(act, snapshot=snapshot, why="  ", expected_version=version)
    with pytest.raises(Stale):
        actions.release_snapshot(act, snapshot=snapshot, why="Asked.", expected_version=version + 1)
    assert RollEntry.objects.filter(until_on=None).count() == 30


def test_neither_another_area_nor_software_decides_on_a_held_file(cast: Cast) -> None:
    snapshot = held(cast)
    version = snapshot.version

    for act in (cast.neighbour_officer.act(), cast.other_clerk.act(), cast.auditor.act(), at(TUESDAY)):
        with pytest.raises(NotAllowed):
            actions.release_snapshot(act, snapshot=snapshot, why="Asked.", expected_version=version)


def test_a_held_file_whose_columns_were_named_anew_is_not_released_as_nothing(cast: Cast) -> None:
    snapshot = held(cast)
    actions.remember_columns(
        cast.clerk.act(),
        school=cast.school,
        fields={"Adno": "pupil_key", "Other": "surname", "Another": "forename", "Legal surname": "-"},
    )

    with pytest.raises(FileNotReadable):
        actions.release_snapshot(cast.clerk.act(), snapshot=snapshot, why="Asked.", expected_version=snapshot.version)
    snapshot.refresh_from_db()
    assert snapshot.state == SnapshotState.HELD


def test_the_page_of_a_held_file_says_what_it_would_change_and_not_that_it_was_taken(
    cast: Cast, signed_in: SignIn
) -> None:
    snapshot = held(cast)

    page = signed_in(cast.clerk).get(f"/rolls/files/{snapshot.reference}/").content.decode()

    assert "This is what the file would change. Nothing has been changed yet." in page
    assert "was taken for this day before" not in page
    assert f"{pupil(30)['Legal surname']}, {pupil(30)['Legal forename']}" in page


def test_an_officer_who_looks_at_a_held_file_reads_no_name_of_a_shielded_child(cast: Cast, signed_in: SignIn) -> None:
    snapshot = held(cast)
    hidden, shown = RollEntry.objects.get(pupil_key="000030"), RollEntry.objects.get(pupil_key="000029")
    shield(cast, hidden)

    page = signed_in(cast.officer).get(f"/rolls/files/{snapshot.reference}/").content.decode()

    assert f"{shown.surname}, {shown.forename}" in page
    assert f"{hidden.surname}, {hidden.forename}" not in page


def test_an_officer_reads_no_name_of_a_shielded_child_whose_number_another_child_had_before(
    cast: Cast, signed_in: SignIn
) -> None:
    hidden = pupil(30, Adno="000001")
    load(cast.clerk, pupils(range(1, 6)), MONDAY)
    load(cast.clerk, pupils(range(2, 6)), TUESDAY)
    load(cast.clerk, [hidden, *pupils(range(2, 6))], TUESDAY + timedelta(days=1))
    shield(cast, RollEntry.objects.get(upn=hidden["UPN"]))
    others = [pupil(2, **{"Reg group": "6B"}), *pupils(range(3, 6))]
    its = waiting(cast, [{**hidden, "Reg group": "6B"}, *others], TUESDAY + timedelta(days=2))

    own = signed_in(cast.clerk).get(f"/rolls/files/{its.reference}/").content.decode()
    page = signed_in(cast.officer).get(f"/rolls/files/{its.reference}/").content.decode()

    assert named(hidden) in own
    assert named(hidden) not in page
    assert named(pupil(2)) in page
    seen, whole = (actions.look_at(one.act(), snapshot=its) for one in (cast.officer, cast.clerk))
    assert seen.counts == whole.counts == {"moved_form": 2, "unchanged": 3}
    assert (seen.hidden, whole.hidden) == (1, 0)
    assert "not named to you: 1 change of pupils who are new, or whose place is secret" in page


def test_a_leaver_is_not_shown_by_the_name_of_the_new_child_who_has_the_number_now(
    cast: Cast, signed_in: SignIn
) -> None:
    load(cast.clerk, pupils(range(1, 8)), MONDAY)
    its = waiting(cast, [pupil(30, Adno="000001"), *pupils(range(2, 8))], TUESDAY)

    own = signed_in(cast.clerk).get(f"/rolls/files/{its.reference}/").content.decode()
    page = signed_in(cast.officer).get(f"/rolls/files/{its.reference}/").content.decode()

    assert named(pupil(1)) in own
    assert named(pupil(30)) in own
    assert named(pupil(1)) in page
    assert named(pupil(30)) not in page


def test_a_file_that_waits_and_was_taken_meanwhile_by_the_interface_waits_no_more(cast: Cast) -> None:
    content = table(pupils(range(1, 4)))
    act = cast.clerk.act()
    snapshot = actions.receive_roll(act, school=cast.school, as_on=MONDAY, content=content, form="csv")
    with transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(as_on=TUESDAY)
    load(cast.clerk, content, TUESDAY)
    snapshot.refresh_from_db()

    assert snapshot.state == SnapshotState.SUPERSEDED


# Feeds that stop


def test_a_feed_that_stops_is_told_to_the_named_contact_and_the_authority_once(cast: Cast) -> None:
    loaded(cast.clerk, range(1, 4), MONDAY)
    actions.agree_feed(
        cast.clerk.act(), school=cast.school, form="csv", expected_every=1, contact=cast.clerk.membership
    )

    assert [stopped_on(MONDAY + timedelta(days=days)) for days in (1, 2, 3, 4, 4)] == [0, 0, 0, 1, 0]

    told = Notice.objects.filter(kind="feed_stopped").order_by("pk")
    assert [(one.organisation, one.person) for one in told] == [
        (cast.school, cast.clerk.person),
        (cast.exampleton, None),
    ]
    assert LedgerEntry.objects.filter(name="rolls.FeedStopped").count() == 1


def test_an_alarm_ends_when_the_feed_comes_back_and_a_second_stop_is_a_second_alarm(cast: Cast) -> None:
    loaded(cast.clerk, range(1, 4), MONDAY)
    assert stopped_on(MONDAY + timedelta(days=4)) == 1

    loaded(cast.clerk, range(1, 5), MONDAY + timedelta(days=7))

    assert Feed.objects.get().stopped_at is None
    assert queries.freshness(cast.school, MONDAY + timedelta(days=7)).fresh is queries.Fresh.FRESH
    assert stopped_on(MONDAY + timedelta(days=11)) == 1


def test_a_feed_that_stopped_is_said_to_the_school_and_to_its_authority_on_their_pages(
    cast: Cast, signed_in: SignIn
) -> None:
    today = timezone.localdate()
    loaded(cast.clerk, range(1, 4), today - timedelta(days=60))

    own = signed_in(cast.clerk).get("/rolls/").content.decode()
    area = signed_in(cast.officer).get("/rolls/schools/").content.decode()

    assert "a file was agreed every school day" in own or "a file was agreed every 1 school day" in own
    assert "Stopped" in area


@pytest.mark.parametrize(
    ("last", "on"),
    [
        pytest.param(date(2026, 10, 23), date(2026, 10, 31), id="half term"),
        pytest.param(date(2026, 12, 18), date(2027, 1, 3), id="Christmas"),
        pytest.param(date(2026, 9, 11), date(2026, 9, 14), id="a weekend"),
    ],
)
def test_no_alarm_is_raised_where_no_school_meets(cast: Cast, last: date, on: date) -> None:
    loaded(cast.clerk, range(1, 4), last)

    assert stopped_on(on) == 0


def test_a_school_that_closed_raises_no_alarm(cast: Cast) -> None:
    loaded(cast.clerk, range(1, 4), MONDAY)
    Organisation.objects.filter(pk=cast.school.pk).update(status="closed", closed_on=TUESDAY)

    assert stopped_on(MONDAY + timedelta(days=21)) == 0


def test_a_feed_that_was_agreed_and_never_came_is_an_alarm_and_one_entered_on_a_page_is_none(cast: Cast) -> None:
    for member, form in ((cast.clerk, "csv"), (cast.other_clerk, "form")):
        act = dataclasses.replace(member.act(), at=at(MONDAY).at)
        actions.agree_feed(act, school=member.organisation, form=form, expected_every=1, contact=None)

    assert stopped_on(MONDAY + timedelta(days=4)) == 1
    fresh = queries.freshness(cast.school, MONDAY + timedelta(days=4))
    assert fresh.words == "No roll has come from this school yet, though one was agreed 7 September 2026, 8:00am."


# The clock


def test_the_tick_links_who_waits_ends_announced_days_and_says_how_many(cast: Cast) -> None:
    loaded(cast.clerk, range(1, 61), MONDAY)
    assert RollEntry.objects.filter(child=None).count() == 20
    RollEntry.objects.filter(pupil_key="000001").update(leaving_on=TUESDAY)

    first = CliRunner().invoke(rolls, ["tick"])
    again = CliRunner().invoke(rolls, ["tick"])

    assert first.output.startswith("20 pupils linked, 1 pupil taken off the roll on an announced day, 1 feed reported")
    assert again.output.startswith("0 pupils linked, 0 pupils taken off the roll on an announced day, 0 feeds")
    assert RollEntry.objects.filter(child=None).count() == 0


def test_the_tick_ends_nobodys_time_where_the_machines_clock_has_jumped(cast: Cast) -> None:
    transfer_actions.find_jump(by_the_system(at=timezone.now() - timedelta(days=30), purpose="test"))

    done = CliRunner().invoke(rolls, ["tick"])

    assert done.exit_code == 1
    assert "The clock jumped" in done.output


def test_an_announced_last_day_ends_the_time_on_that_day_and_a_later_file_may_undo_it(cast: Cast) -> None:
    loaded(cast.clerk, range(1, 4), MONDAY)
    RollEntry.objects.filter(pupil_key="000001").update(leaving_on=TUESDAY)

    assert actions.end_announced(at(TUESDAY)) == 0
    assert actions.end_announced(at(TUESDAY + timedelta(days=1))) == 1
    assert RollEntry.objects.get(pupil_key="000001").until_on == TUESDAY
    assert RollEvent.objects.get(kind=EventKind.LEFT).on == TUESDAY

    loaded(cast.clerk, range(1, 4), TUESDAY + timedelta(days=2))
    assert RollEntry.objects.get(pupil_key="000001").until_on is None


# Who is told of errors


@pytest.mark.django_db(transaction=True)
def test_the_named_contact_has_an_email_with_the_page_of_rows_and_reasons_and_no_name(
    cast: Cast, newcomers: Newcomers, signed_in: SignIn, settings
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://onroll.example"]
    contact = newcomers.attendance_clerk
    actions.agree_feed(cast.clerk.act(), school=cast.school, form="csv", expected_every=1, contact=contact.membership)

    outcome = load(cast.clerk, [pupil(1), pupil(2, **{"Legal surname": ""})], MONDAY)
    transfer_actions.send_owed_notices(at(MONDAY))

    (email,) = mail.outbox
    assert email.bcc == [contact.person.email]
    assert outcome.snapshot is not None
    path = f"/rolls/files/{outcome.snapshot.reference}/"
    assert f"https://onroll.example{path}" in email.body
    assert not any(pupil(1)[title] in email.subject + email.body for title in ("Legal surname", "UPN", "DOB"))

    page = signed_in(contact).get(path).content.decode()
    assert "Row 3" in page
    assert "Surname or forename is missing." in page


def test_a_contact_who_has_left_the_school_is_not_written_to(cast: Cast, newcomers: Newcomers) -> None:
    contact = newcomers.attendance_clerk.membership
    actions.agree_feed(cast.clerk.act(), school=cast.school, form="csv", expected_every=1, contact=contact)
    type(contact).objects.filter(pk=contact.pk).update(until_on=MONDAY)

    load(cast.clerk, [pupil(1, **{"Legal surname": ""})], MONDAY)

    notice = Notice.objects.get(kind="roll_refused")
    assert (notice.organisation, notice.person) == (cast.school, None)


# Pages


def test_an_officer_comes_back_to_her_schools_from_a_roll_that_is_empty(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.officer).get("/rolls/schools/8201234/").content.decode()

    assert "Nobody is on this roll yet." in page
    assert 'href="/rolls/schools/" class="govuk-back-link">Back to your schools' in page
    assert "Back to your schools" not in signed_in(cast.clerk).get("/rolls/").content.decode()


def test_a_school_outside_england_and_wales_reads_the_roll_and_the_file_that_it_sent(
    cast: Cast, signed_in: SignIn
) -> None:
    island = Organisation.objects.create(kind="outside", country="jersey", name="Island School", la_code="707")
    keeper = make_member("islandclerk", island, Role.ADMISSIONS)
    load(keeper, pupils(range(1, 4)), MONDAY)
    its = Snapshot.objects.get(school=island)

    client = signed_in(keeper)
    roll, file = client.get("/rolls/"), client.get(f"/rolls/files/{its.reference}/")
    entry = RollEntry.objects.get(school=island, pupil_key="000001")
    own = client.get(f"/rolls/pupils/{entry.reference}/")

    assert f"{pupil(1)['Legal surname']}, {pupil(1)['Legal forename']}" in roll.content.decode()
    assert file.status_code == own.status_code == 200
    assert not RollEntry.objects.visible_to(cast.other_clerk.act()).filter(school=island).exists()
    assert not RollEntry.objects.visible_to(cast.officer.act()).filter(school=island).exists()
