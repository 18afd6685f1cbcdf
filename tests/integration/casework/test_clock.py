"""What casework does by itself: reminders, time-outs, yearly rounds, documents whose time is over."""

import dataclasses
import smtplib
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from click.testing import CliRunner
from django.core import mail
from django.core.mail import EmailMessage
from django.db import close_old_connections, connection
from django.utils import timezone

from onroll.access.models import Cover, Role
from onroll.audit import act as acts
from onroll.audit.act import Act
from onroll.audit.models import LedgerEntry
from onroll.casework import actions, commands, tables
from onroll.casework.actions.directory_rounds import begin_owed_rounds
from onroll.casework.agency_requests import RequestState
from onroll.casework.models import AgencyRequest, Case, ContactRound, OfficerReminder, Outcome
from onroll.transfer import actions as transfer_actions
from tests.cast import Cast, Newcomers, make_member
from tests.integration.casework import directory_world, enquiry_world, world

NOW = enquiry_world.NOW
OFFICE = "office@health.example"
CANARIES = (world.CANARY_SURNAME, world.CANARY_FORENAME, "Is the family")


def clock(moment: datetime) -> Act:
    return acts.by_the_system(at=moment, purpose="test of the clock")


def asked(cast: Cast, reminders_to: str = OFFICE) -> AgencyRequest:
    """A request of the officer that is due on 16 October 2026."""
    enquiries = enquiry_world.begun(cast)
    said = {"asked_of": "School nursing", "question": "Is the family registered?", "reminders_to": reminders_to}
    return actions.ask_agency(enquiry_world.at(cast.officer), enquiries=enquiries, body="health", **said)


def days_later(days: int) -> Act:
    return clock(NOW + timedelta(days=days))


def test_nobody_but_the_clock_does_the_clocks_work(cast: Cast, newcomers: Newcomers) -> None:
    for who in (cast.officer, newcomers.leader, cast.administrator, cast.auditor):
        for work in (
            actions.tick_casework,
            actions.remind_agencies,
            actions.remind_officers,
            actions.destroy_enclosures,
            begin_owed_rounds,
        ):
            with pytest.raises(actions.OnlyTheClock):
                work(who.act())


def test_a_body_is_reminded_the_day_after_its_answer_was_due_and_weekly_after(cast: Cast) -> None:
    request = asked(cast)

    sent = {day: actions.remind_agencies(days_later(day)).sent for day in (7, 8, 9, 14, 15, 22, 29, 60)}

    assert sent == {7: 0, 8: 1, 9: 0, 14: 0, 15: 1, 22: 1, 29: 0, 60: 0}
    assert {tuple(letter.to) for letter in mail.outbox} == {(OFFICE,)}
    assert not [word for letter in mail.outbox for word in CANARIES if word in letter.subject + letter.body]
    request.refresh_from_db()
    assert (request.reminders, request.reminded_on, request.due_on) == (3, date(2026, 10, 31), date(2026, 10, 16))
    entries = LedgerEntry.objects.filter(name="casework.AgencyReminded")
    assert {(each.organisation_id, each.actor_id) for each in entries} == {(cast.exampleton.pk, None)}


def test_a_body_is_not_reminded_twice_by_a_clock_that_runs_twice(cast: Cast) -> None:
    asked(cast)

    assert [actions.remind_agencies(days_later(8)).sent for _ in range(2)] == [1, 0]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("state", [RequestState.NOTHING_KNOWN, RequestState.WITHDRAWN])
def test_a_body_that_answered_or_need_not_is_not_reminded(cast: Cast, state: RequestState) -> None:
    request = asked(cast)
    AgencyRequest.objects.filter(pk=request.pk).update(
        state=state,
        replied_on=None if state is RequestState.WITHDRAWN else NOW.date(),
        reply="" if state is RequestState.WITHDRAWN else "Not here",
    )

    assert actions.remind_agencies(days_later(8)) == actions.Reminded()
    assert not mail.outbox


def test_a_mail_server_that_is_away_leaves_every_reminder_owed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked(cast)
    world.opened_case(cast, when=NOW)

    def away(letter: EmailMessage, **_: object) -> int:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", away)
        later = days_later(40)
        assert actions.remind_agencies(later) == actions.Reminded(sent=0, left=1)
        assert actions.remind_officers(later) == actions.Reminded(sent=0, left=1)
    request.refresh_from_db()
    assert (request.reminders, request.reminded_on) == (0, None)
    assert not LedgerEntry.objects.filter(name__in=["casework.AgencyReminded", "casework.OfficerReminded"]).exists()

    assert actions.remind_agencies(later).sent == 1
    assert actions.remind_officers(later).sent == 1


def test_an_officer_is_told_once_a_week_how_many_of_her_follow_ups_are_overdue(cast: Cast) -> None:
    for _ in range(2):
        world.opened_case(cast, when=NOW)
    in_time, first, next_day, next_week = (days_later(day) for day in (31, 32, 33, 39))

    sent = [actions.remind_officers(act).sent for act in (in_time, first, first, next_day, next_week)]

    assert sent == [0, 1, 0, 0, 1]
    letter = mail.outbox[0]
    assert letter.to == [cast.officer.person.email]
    assert "2 cases to follow up" in letter.body
    assert not [word for word in (*CANARIES, *Case.objects.values_list("reference", flat=True)) if word in letter.body]
    kept = OfficerReminder.objects.order_by("pk")[0]
    assert (kept.person, kept.follow_ups, kept.requests, kept.hand_overs) == (cast.officer.person, 2, 0, 0)


def test_one_overdue_case_is_said_in_the_singular(cast: Cast) -> None:
    world.opened_case(cast, when=NOW)

    actions.remind_officers(days_later(32))

    assert "1 case to follow up" in mail.outbox[0].body


def test_a_closed_case_reminds_nobody(cast: Cast) -> None:
    case = world.opened_case(cast, when=NOW)
    closed(cast, case)

    assert actions.remind_officers(days_later(60)) == actions.Reminded()


def test_who_covers_for_an_absent_officer_is_told_too(cast: Cast) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    world.opened_case(cast, when=NOW)
    act = days_later(32)
    Cover.objects.create(
        membership=cast.officer.membership, by=colleague.person, from_on=act.on, until_on=act.on + timedelta(days=5)
    )

    actions.remind_officers(act)

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([cast.officer.person.email, colleague.person.email])


def test_the_cases_of_an_officer_who_left_are_told_to_the_leader(cast: Cast, newcomers: Newcomers) -> None:
    world.opened_case(cast, when=NOW)
    cast.officer.membership.until_on = NOW.date() + timedelta(days=1)
    cast.officer.membership.save(update_fields=["until_on"])

    actions.remind_officers(days_later(32))

    assert [letter.to for letter in mail.outbox] == [[newcomers.leader.person.email]]


def test_an_answer_that_no_office_can_be_reminded_of_is_told_to_who_asked(cast: Cast) -> None:
    asked(cast, reminders_to="")

    assert actions.remind_agencies(days_later(8)) == actions.Reminded()
    actions.remind_officers(days_later(8))

    assert "1 request to other bodies" in mail.outbox[0].body


def test_an_offer_beyond_its_time_is_escalated_to_the_receivers_leader(cast: Cast) -> None:
    leader = make_member("neighbourleader", cast.testbury, Role.CME_LEADER)
    case = world.opened_case(cast, when=NOW)
    offered(cast, case)

    done = actions.tick_casework(days_later(20))

    assert done.hand_overs_escalated == 1
    letter = next(letter for letter in mail.outbox if letter.to == [leader.person.email])
    assert "1 hand-over offered to your authority" in letter.body
    assert case.reference not in letter.body


def closed(cast: Cast, case: Case, when: datetime = NOW) -> None:
    actions.close_case(
        world.at(cast.officer, when),
        case=case,
        outcome=Outcome.NOT_MISSING,
        evidence="Seen at school",
        evidence_kind=tables.kinds_for(Outcome.NOT_MISSING)[0].code,
        expected_version=case.version,
    )


def test_a_body_is_not_reminded_once_the_case_is_closed(cast: Cast) -> None:
    case = world.opened_case(cast, when=NOW)
    enquiries = actions.begin_for_case(enquiry_world.at(cast.officer), case=case, school=None)
    said = {"asked_of": "School nursing", "question": "Is she registered?", "reminders_to": OFFICE}
    actions.ask_agency(enquiry_world.at(cast.officer), enquiries=enquiries, body="health", **said)
    assert actions.remind_agencies(days_later(8)).sent == 1

    closed(cast, case, NOW + timedelta(days=9))

    assert actions.remind_agencies(days_later(30)) == actions.Reminded()
    assert actions.remind_officers(days_later(60)) == actions.Reminded()


def offered(cast: Cast, case: Case) -> None:
    actions.offer_case(
        world.at(cast.officer, NOW),
        case=case,
        receiver=cast.testbury,
        why="The family moved",
        expected_version=case.version,
    )


def test_a_yearly_round_begins_by_itself_a_year_after_the_last(cast: Cast) -> None:
    nurse = directory_world.contact(cast, directory_world.agency(cast))
    first = directory_world.round_of(cast)
    mail.outbox.clear()

    def ticked(days: int) -> actions.Ticked:
        return actions.tick_casework(clock(directory_world.NOW + timedelta(days=days)))

    done = [ticked(days) for days in (300, 364, 365, 365, 366)]

    assert [each.rounds_begun for each in done] == [0, 0, 1, 0, 0]
    again = ContactRound.objects.exclude(pk=first.pk).get()
    assert (again.authority, again.site, again.begun_by) == (cast.exampleton, first.site, None)
    letters = [letter for letter in mail.outbox if letter.bcc == [nurse.email]]
    assert len(letters) == 1
    assert again.invitations.get().mailed_at is not None
    began = LedgerEntry.objects.filter(name="casework.ContactRoundBegun").latest("pk")
    assert (began.organisation_id, began.actor_id) == (cast.exampleton.pk, None)


def test_no_round_begins_where_no_officer_ever_began_one_or_nobody_is_due(cast: Cast) -> None:
    nurse = directory_world.contact(cast, directory_world.agency(cast))
    later = clock(directory_world.NOW + timedelta(days=400))
    assert begin_owed_rounds(later) == 0

    directory_world.round_of(cast)
    nurse.confirmations.update(confirmed_on=later.on)

    assert begin_owed_rounds(later) == 0


def test_the_command_ticks_and_says_what_it_did(cast: Cast) -> None:
    said = CliRunner().invoke(commands.cases, ["tick"])

    assert said.exit_code == 0
    assert "officers reminded 0." in said.output


def test_late_clocks_do_all_that_is_due_at_once_and_only_once(cast: Cast) -> None:
    asked(cast)
    world.opened_case(cast, when=NOW)

    first, second = (actions.tick_casework(days_later(90)) for _ in range(2))

    assert (first.agencies_reminded, first.officers_reminded) == (1, 1)
    assert dataclasses.asdict(second) == dict.fromkeys(dataclasses.asdict(second), 0)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_beside_each_other_email_once(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    asked(cast)
    world.opened_case(cast, when=NOW)
    start = Barrier(2)

    def tick() -> None:
        start.wait()
        try:
            actions.remind_agencies(days_later(40))
            actions.remind_officers(days_later(40))
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([OFFICE, cast.officer.person.email])


def test_the_command_does_nothing_where_the_machines_clock_has_jumped(db: None) -> None:
    transfer_actions.find_jump(acts.by_the_system(at=timezone.now() - timedelta(days=30), purpose="test"))

    done = CliRunner().invoke(commands.cases, ["tick"])

    assert done.exit_code == 1
    assert "The clock jumped" in done.output
