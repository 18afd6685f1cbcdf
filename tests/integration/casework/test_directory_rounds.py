"""The yearly round: who is asked, by which email, and what a signed link does and refuses."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed, Stale
from onroll.casework import directory_links
from onroll.casework.actions import directory, directory_answers, directory_rounds
from onroll.casework.directory_states import InvitationState
from onroll.casework.models import Contact, ContactInvitation, ContactRound, Standing
from onroll.casework.queries import directory as queries
from tests.cast import Cast, Member
from tests.integration.casework import directory_world as world
from tests.integration.casework.directory_world import NOW, NURSE, at
from tests.integration.casework.test_pages import errors, text, title

SignIn = Callable[[Member], Client]
CANARY = "Qvoxcanary"


@pytest.fixture
def nurse(cast: Cast) -> Contact:
    return world.contact(cast, world.agency(cast))


def address_of(one: Contact) -> str:
    return reverse("routes:confirm", args=[directory_links.token_of(world.invitation(one).reference)])


def answered(one: Contact, **change: object) -> dict[str, object]:
    details = {name: getattr(one, name) for name in NURSE}
    return {"version": one.version, "answer": "right", **details, "may_publish": "on", **change}


def test_who_was_not_confirmed_for_a_year_is_asked_and_nobody_else(cast: Cast, nurse: Contact) -> None:
    world.contact(cast, nurse.agency, Standing.DEPUTY, when=NOW - timedelta(days=100), **world.DESK)

    world.round_of(cast)

    assert [one.contact for one in ContactInvitation.objects.all()] == [nurse]
    (letter,) = mail.outbox
    assert letter.recipients() == ["nurse@agency.example"]
    assert letter.to == []


def test_the_email_names_nobody_and_its_link_says_nothing(cast: Cast, nurse: Contact) -> None:
    world.round_of(cast)

    (letter,) = mail.outbox
    said = letter.subject + letter.body
    assert not [word for word in (CANARY, "Named nurse", "01632", "Invented Health Trust") if word in said]
    link = re.search(r"https://onroll\.example(/routes/confirm/\S+)", letter.body)
    assert link is not None
    assert link[1] == address_of(nurse)


def test_a_second_round_while_one_runs_and_a_day_that_cannot_be_are_refused(cast: Cast, nurse: Contact) -> None:
    act = at(cast.officer)
    for days in (0, -1, 61):
        with pytest.raises(directory_rounds.RoundNotPossible, match="between tomorrow and"):
            directory_rounds.begin_round(act, answer_by=act.on + timedelta(days=days), site="x")
    world.round_of(cast)

    with pytest.raises(directory_rounds.RoundNotPossible, match="runs already"):
        world.round_of(cast, NOW + timedelta(days=1))

    assert ContactRound.objects.count() == 1


def test_a_round_with_nobody_to_ask_is_refused(cast: Cast) -> None:
    world.team(cast)

    with pytest.raises(directory_rounds.RoundNotPossible, match="nobody to ask"):
        world.round_of(cast)


def test_whoever_does_not_answer_is_reminded_once_and_never_twice_on_a_day(cast: Cast, nurse: Contact) -> None:
    begun = world.round_of(cast)
    assert directory_rounds.remind_round(at(cast.officer), contact_round=begun) == (0, 0)

    sent = [
        directory_rounds.send_owed_invitations(at(cast.officer, NOW + timedelta(days=days)))[0]
        for days in (1, 6, 7, 8, 20)
    ]

    assert sent == [0, 0, 1, 0, 0]
    assert mail.outbox[1].body.startswith("This is a reminder")


def test_a_mail_server_that_is_away_leaves_the_email_owed(
    cast: Cast, nurse: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OSError("away")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    begun = world.round_of(cast)
    assert directory_rounds.remind_round(at(cast.officer), contact_round=begun) == (0, 1)
    monkeypatch.undo()

    assert directory_rounds.send_owed_invitations(at(cast.officer)) == (1, 0)
    assert world.invitation(nurse).mailed_at == NOW


@time_machine.travel(NOW, tick=False)
def test_a_contact_confirms_by_her_link_without_signing_in(cast: Cast, nurse: Contact) -> None:
    world.round_of(cast)
    anybody = Client()

    page = anybody.get(address_of(nurse))
    assert CANARY not in title(page)
    assert "Is this entry still right?" in text(page)
    assert world.invitation(nurse).state == InvitationState.OPEN, "to open a link answers nothing"
    assert "the entry is confirmed" in text(anybody.post(address_of(nurse), answered(nurse)))

    assert world.invitation(nurse).state == InvitationState.CONFIRMED
    (line,) = queries.contact_lines(at(cast.officer))
    assert (line.last_confirmed_on, line.is_due) == (NOW.date(), False)
    entry = LedgerEntry.objects.get(name="casework.ContactAnswered")
    assert (entry.actor_id, entry.la_code) == (None, "820")
    assert CANARY not in str(entry.details)


@time_machine.travel(NOW, tick=False)
def test_what_is_corrected_by_the_link_stands_in_the_directory(cast: Cast, nurse: Contact) -> None:
    world.round_of(cast)

    Client().post(address_of(nurse), answered(nurse, phone="01632 960999", person_name="New Person"))

    nurse.refresh_from_db()
    assert (nurse.phone, nurse.person_name, nurse.version) == ("01632 960999", "New Person", 2)
    assert world.invitation(nurse).state == InvitationState.CORRECTED
    assert nurse.confirmations.latest("pk").is_corrected


@time_machine.travel(NOW, tick=False)
def test_a_contact_who_has_left_frees_the_place_for_a_successor_whom_an_officer_names(
    cast: Cast, nurse: Contact
) -> None:
    world.round_of(cast)

    page = Client().post(address_of(nurse), answered(nurse, answer="left", handover="Ask the duty desk"))

    assert "names a successor" in text(page)
    (free,) = queries.free_places(at(cast.officer))
    assert (free.pk, free.handover, free.left_on) == (nurse.pk, "Ask the duty desk", NOW.date())
    assert world.invitation(nurse).state == InvitationState.LEFT


@time_machine.travel(NOW, tick=False)
def test_a_link_used_twice_changes_nothing_and_shows_nobody(cast: Cast, nurse: Contact) -> None:
    world.round_of(cast)
    Client().post(address_of(nurse), answered(nurse))

    for again in (Client().get(address_of(nurse)), Client().post(address_of(nurse), answered(nurse, phone="1"))):
        assert again.status_code == 422
        assert "was used already" in text(again)
        assert CANARY not in text(again)

    nurse.refresh_from_db()
    assert nurse.phone == NURSE["phone"]


def test_a_link_after_its_last_day_does_nothing(cast: Cast, nurse: Contact) -> None:
    world.round_of(cast)

    with time_machine.travel(NOW + timedelta(days=28), tick=False):
        assert Client().get(address_of(nurse)).status_code == 200
    with time_machine.travel(NOW + timedelta(days=29), tick=False):
        late = Client().post(address_of(nurse), answered(nurse))

    assert late.status_code == 422
    assert "its last day has passed" in text(late)
    assert nurse.confirmations.count() == 1


@time_machine.travel(NOW, tick=False)
def test_a_forged_or_shortened_link_leads_nowhere(cast: Cast, nurse: Contact) -> None:
    world.round_of(cast)
    token = directory_links.token_of(world.invitation(nurse).reference)
    forged = (token[:-1], f"{token[:-2]}AA", world.invitation(nurse).reference, f"Q-0000-0000.{token.split('.')[1]}")

    answers = [Client().get(reverse("routes:confirm", args=[one])) for one in forged]

    assert [one.status_code for one in answers] == [404] * 4
    assert "not one that we sent" in text(answers[0])
    assert Client().get(reverse("routes:confirm", args=[directory_links.token_of("Q-0000-0000")])).status_code == 404


@time_machine.travel(NOW, tick=False)
def test_an_officer_who_corrects_by_hand_ends_the_link_that_waits(cast: Cast, nurse: Contact) -> None:
    world.round_of(cast)
    page = answered(nurse)

    world_act = at(cast.officer)
    directory.keep_contact(
        world_act,
        agency=nurse.agency,
        standing=Standing.MAIN,
        details={**NURSE, "phone": "01632 960333"},
        may_publish=True,
        confirmed_on=world_act.on,
        expected_version=nurse.version,
    )

    assert Client().post(address_of(nurse), page).status_code == 422
    nurse.refresh_from_db()
    assert (nurse.phone, world.invitation(nurse).state) == ("01632 960333", InvitationState.ANSWERED_ELSEWHERE)


@time_machine.travel(NOW, tick=False)
def test_a_stale_page_behind_a_link_is_refused(cast: Cast, nurse: Contact) -> None:
    world.round_of(cast)
    token = directory_links.token_of(world.invitation(nurse).reference)
    act = at(cast.officer)

    with pytest.raises(Stale):
        directory_answers.answer_by_link(act, token=token, details=NURSE, may_publish=True, expected_version=9)
    assert len(errors(Client().post(address_of(nurse), answered(nurse, role_name=" ", answer="")))) == 2

    assert world.invitation(nurse).state == InvitationState.OPEN


@time_machine.travel(NOW, tick=False)
def test_a_round_is_begun_followed_and_reminded_through_its_pages(
    cast: Cast, nurse: Contact, signed_in: SignIn
) -> None:
    officer = signed_in(cast.officer)
    page = text(officer.get(reverse("directory:rounds")))
    assert "1 contact not confirmed within a year" in page
    day = {"answer_by_day": 30, "answer_by_month": 11, "answer_by_year": 2026}
    page = text(officer.post(reverse("directory:rounds"), day, follow=True))
    assert "1 email sent." in page
    assert "0 of 1" in page
    begun = ContactRound.objects.get()

    assert len(errors(officer.post(reverse("directory:rounds"), day))) == 1
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        reminding = signed_in(cast.officer)
        page = text(reminding.post(reverse("directory:remind", args=[begun.reference]), follow=True))
    assert "1 email sent." in page
    with time_machine.travel(NOW + timedelta(days=40), tick=False):
        back = signed_in(cast.officer)
        late = text(back.post(reverse("directory:remind", args=[begun.reference]), follow=True))
    assert "The last day of this round has passed" in late
    assert "No answer" in late


def test_nobody_but_an_officer_begins_a_round_and_a_neighbour_sees_none(
    cast: Cast, nurse: Contact, signed_in: SignIn
) -> None:
    with pytest.raises(NotAllowed):
        directory_rounds.begin_round(at(cast.administrator), answer_by=NOW.date() + timedelta(days=9), site="x")
    begun = world.round_of(cast)

    assert signed_in(cast.neighbour_officer).get(reverse("directory:round", args=[begun.reference])).status_code == 404


def test_the_link_of_an_agency_that_left_the_directory_works_no_more_and_nobody_there_is_reminded(
    cast: Cast, nurse: Contact
) -> None:
    world.round_of(cast)
    token = directory_links.token_of(world.invitation(nurse).reference)
    mail.outbox.clear()
    directory.end_agency(at(cast.officer), agency=nurse.agency, expected_version=nurse.agency.version)

    with pytest.raises(directory_answers.LinkUsed, match="put the entry right by itself"):
        directory_answers.say_left_by_link(
            at(cast.officer, NOW + timedelta(days=1)), token=token, handover="", expected_version=nurse.version
        )
    directory_rounds.send_owed_invitations(at(cast.officer, NOW + timedelta(days=8)))

    assert mail.outbox == []
