"""The clock reminds, reports and holds: once each, however often, late or wrongly it ticks."""

from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.core import mail
from django.db import transaction

from onroll.access.models import Membership, Role
from onroll.audit import act as acts
from onroll.audit import ledger
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed
from onroll.rules.retention import Record
from onroll.transfer import actions, commands, queries, timers
from onroll.transfer.actions import keeping, timing
from onroll.transfer.models import Message, MessageEvent, Notice
from onroll.transfer.states import MoveNotAllowed, State
from tests.cast import Cast
from tests.integration.transfer import steps
from tests.integration.transfer.clock import moment, state_of, tick, tick_two_days, why
from tests.integration.transfer.files import CANARY, Child
from tests.integration.transfer.test_redirect import close, link

MONDAY = date(2026, 9, 14)


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast without auditors, so that every email is about a file; the auditors' own is in test_patterns."""
    Membership.objects.filter(role=Role.AUDITOR).update(until_on=date(2020, 1, 2))
    return cast


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (MONDAY, None),
        (date(2026, 9, 15), None),
        (date(2026, 9, 16), 2),
        (date(2026, 9, 20), 2),
        (date(2026, 9, 21), 5),
        (date(2026, 9, 25), 5),
        (date(2026, 9, 28), 10),
        (date(2027, 9, 28), 10),
    ],
)
def test_reminders_are_due_after_2_5_and_10_school_days(on: date, due: int | None) -> None:
    assert timers.reminder_due(MONDAY, on) == due


def test_holidays_delay_a_reminder() -> None:
    last_day_of_term = date(2026, 7, 21)

    assert timers.reminder_due(last_day_of_term, date(2026, 8, 30)) is None


def test_beyond_the_known_school_days_weekdays_count() -> None:
    assert timers.reminder_due(date(2040, 9, 3), date(2040, 9, 4)) is None
    assert timers.reminder_due(date(2040, 9, 3), date(2040, 9, 5)) == 2


@pytest.mark.parametrize(("days", "is_due"), [(4, False), (5, True), (400, True)])
def test_a_file_is_undelivered_after_5_days(days: int, is_due: bool) -> None:
    assert timers.is_undelivered(MONDAY, MONDAY + timedelta(days=days)) is is_due


def send_on(cast, at: datetime, *, children: tuple[Child, ...] = (Child(),)) -> Message:
    """Send a file, and let it have been sent at a moment."""
    message = steps.send(cast.clerk, "8384001", children=children)
    Message.objects.filter(pk=message.pk).update(sent_at=at)
    MessageEvent.objects.filter(message=message).update(at=at)
    Notice.objects.all().delete()
    return message


def tick_on(day: date, hour: int = 9) -> actions.Ticked:
    at = datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)
    return actions.tick(acts.by_the_system(at=at, purpose="test"))


AT = datetime(2026, 9, 14, 10, tzinfo=LONDON)


def test_a_school_is_reminded_three_times_and_no_oftener(cast) -> None:
    message = send_on(cast, AT)

    reminded = [tick_on(MONDAY + timedelta(days=n)).reminded for n in range(20) for _ in range(2)]

    assert sum(reminded) == 3
    assert [words for words in why(message) if words.startswith("Reminded")] == [
        "Reminded after 2 school days",
        "Reminded after 5 school days",
        "Reminded after 10 school days",
    ]
    to = Notice.objects.filter(kind="still_waits").values_list("organisation__name", flat=True)
    assert list(to) == ["Testbury High School"] * 3


def test_a_clock_that_is_late_reminds_once(cast) -> None:
    message = send_on(cast, AT)

    assert tick_on(MONDAY + timedelta(days=20)).reminded == 1
    assert tick_on(MONDAY + timedelta(days=20), hour=10).reminded == 0

    assert why(message)[-2:] == ["Reminded after 10 school days", "Reported as not collected after 5 days"]


def test_many_files_make_one_email_a_day(cast) -> None:
    for year in (2010, 2011, 2012):
        send_on(cast, AT, children=(Child(upn="", birth_date=f"{year}-01-02"),))

    done = tick_on(date(2026, 9, 16))

    assert (done.reminded, done.notices_sent) == (3, 1)
    assert len(mail.outbox) == 1


def test_after_five_days_sender_and_receiving_authority_get_a_report_without_names(cast) -> None:
    message = send_on(cast, AT)

    assert tick_on(date(2026, 9, 18)).reported == 0
    assert tick_on(date(2026, 9, 19)).reported == 1
    assert tick_on(date(2026, 9, 22)).reported == 0

    told = [each for each in mail.outbox if "Not delivered" in each.subject]
    assert {each.bcc[0] for each in told} == {"office@8201234.example", "cme@838.example"}
    assert all(CANARY not in each.body and message.reference in each.body for each in told)
    assert state_of(message) == State.WAITING
    entry = LedgerEntry.objects.filter(name="transfer.ReminderDue", details__step="non_delivery").get()
    assert set(entry.details["told_ids"]) == {cast.school.pk, cast.testbury.pk}


def test_a_collected_file_is_neither_reminded_of_nor_reported(cast) -> None:
    message = send_on(cast, AT)
    steps.collect(cast.neighbour_clerk, message)

    done = tick_on(MONDAY + timedelta(days=12))

    assert (done.reminded, done.reported) == (0, 0)


def test_a_file_nobody_collects_is_held_after_60_days_by_two_ticks_of_different_days(cast) -> None:
    message = steps.send(cast.clerk, "8384001")

    tick(60)
    tick(61)
    tick(61, hours=0)
    assert state_of(message) == State.WAITING
    done = tick(62)

    assert (done.held, state_of(message)) == (1, State.HELD)
    told = set(Notice.objects.filter(kind="file_held").values_list("organisation__name", flat=True))
    assert told == {"Fixture Primary School", "Testbury High School", "Testbury"}
    assert LedgerEntry.objects.filter(name="transfer.FileHeld").count() == 1
    assert list(ledger.broken_links()) == []


def test_a_held_file_can_no_longer_be_collected_until_the_authority_releases_it(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    tick_two_days(61)
    with pytest.raises(MoveNotAllowed):
        steps.collect(cast.neighbour_clerk, message)
    message.refresh_from_db()

    actions.release_file(cast.neighbour_officer.act(), message=message, expected_version=message.version)

    assert steps.collect(cast.neighbour_clerk, message)
    assert message.state == State.COLLECTED


def test_only_the_receiving_authority_releases(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    tick_two_days(61)
    message.refresh_from_db()

    for name, member in cast.members().items():
        if name == "neighbour_officer":
            continue
        with pytest.raises(NotAllowed):
            actions.release_file(member.act(), message=message, expected_version=message.version)

    assert state_of(message) == State.HELD


def test_a_released_file_has_its_whole_time_again(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    tick_two_days(61)
    message.refresh_from_db()
    actions.release_file(cast.neighbour_officer.act(), message=message, expected_version=message.version)

    tick_two_days(50)
    assert state_of(message) == State.WAITING
    tick_two_days(61)

    assert state_of(message) == State.HELD


def test_what_waits_for_a_school_that_closes_is_held_and_not_redirected(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    close(cast.neighbour_school)
    link(cast.neighbour_school, cast.other_school)

    tick_two_days(0)

    message.refresh_from_db()
    assert (message.state, message.recipient) == (State.HELD, cast.neighbour_school)
    assert why(message)[-1].startswith("Held: Testbury High School closed on ")
    told = set(Notice.objects.filter(kind="file_held").values_list("organisation__name", flat=True))
    assert told == {"Fixture Primary School", "Testbury"}
    with pytest.raises(actions.SuccessorNotPossible, match="nobody there can collect"):
        actions.release_file(cast.neighbour_officer.act(), message=message, expected_version=message.version)


def test_an_authority_sends_a_held_file_on_to_a_school_of_its_area(cast) -> None:
    message = steps.send(cast.neighbour_clerk, "8205678")
    tick_two_days(61)
    message.refresh_from_db()

    actions.redirect_file(cast.officer.act(), message=message, successor=cast.school, expected_version=message.version)

    assert (message.state, message.recipient, message.redirected_from) == (
        State.WAITING,
        cast.school,
        cast.other_school,
    )


def test_a_year_forward_by_mistake_holds_nothing_and_costs_no_reminder(cast) -> None:
    message = send_on(cast, AT)

    tick_on(date(2027, 9, 14))
    assert state_of(message) == State.WAITING
    done = tick_on(date(2026, 9, 16))

    assert (done.reminded, done.held, state_of(message)) == (1, 0, State.WAITING)
    assert "Reminded after 2 school days" in why(message)


def test_a_day_back_by_mistake_reminds_nobody_twice(cast) -> None:
    send_on(cast, AT)
    tick_on(date(2026, 9, 22))

    done = tick_on(date(2026, 9, 21))

    assert (done.reminded, done.reported) == (0, 0)


def test_only_the_system_lets_the_clock_tick(cast) -> None:
    for member in cast.members().values():
        with pytest.raises(NotAllowed):
            actions.tick(member.act())


def test_the_command_says_what_it_did(cast) -> None:
    send_on(cast, moment(-40))

    result = CliRunner().invoke(commands.exchange, ["tick"])

    assert (result.exit_code, result.output) == (
        0,
        "1 reminded, 1 reported as not collected, 0 held, 0 warned of, 0 destroyed; 3 notices sent, 0 still owed.\n",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("yesterday", "Give a moment"),
        ("2026-09-07T06:00:00", "in which time zone"),
        ("2126-09-07T06:00:00+01:00", "has not come yet"),
    ],
)
def test_the_command_refuses_a_moment_it_cannot_take(at: str, words: str, settings) -> None:
    settings.IS_DEMONSTRATION = False

    result = CliRunner().invoke(commands.exchange, ["tick", "--at", at])

    assert result.exit_code == 2
    assert words in result.output


def test_in_a_demonstration_the_clock_may_run_ahead(cast, settings) -> None:
    settings.IS_DEMONSTRATION = True
    message = steps.send(cast.clerk, "8384001")

    for days in (61, 62):
        result = CliRunner().invoke(commands.exchange, ["tick", "--at", moment(days).isoformat()])

    assert result.exit_code == 0
    assert state_of(message) == State.HELD


def test_notices_that_stay_owed_make_the_command_say_so(cast, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    steps.send(cast.clerk, "8384001")

    result = CliRunner().invoke(commands.exchange, ["tick"])

    assert result.exit_code == 1
    assert "1 still owed" in result.output


def test_a_file_that_moved_since_the_clock_looked_is_left_alone(cast) -> None:
    message = send_on(cast, moment(-70))
    steps.collect(cast.neighbour_clerk, message)
    act = acts.by_the_system(at=moment(1), purpose="test")
    message.refresh_from_db()

    with transaction.atomic():
        taken = [
            timing.remind_recipient(act, message, 10),
            timing.report_file(act, message),
            timing.hold_file(act, message),
            keeping.warn_of_file(act, message, until=act.on),
        ]

    assert taken == [False] * 4
    assert state_of(message) == State.COLLECTED


def test_a_certificate_is_made_once_however_often_the_same_end_is_found(cast) -> None:
    message = send_on(cast, moment(-70))
    steps.collect(cast.neighbour_clerk, message)
    (found,) = queries.collected_files()
    act = acts.by_the_system(at=moment(40), purpose="test")

    with transaction.atomic():
        taken = [keeping.destroy_file(act, message, found, Record.COLLECTED_FILE) for _ in range(2)]

    assert taken == [True, False]
