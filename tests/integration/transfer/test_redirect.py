"""Never to a dead number: a closed school's successor is offered, the sender chooses, and both sides are told."""

import datetime
from datetime import date

import pytest
from django.core import mail

from onroll.access.models import EstablishmentLink, Organisation
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed, RuleBroken, Stale
from onroll.transfer import actions, permissions, queries, routing
from onroll.transfer.models import Message
from onroll.transfer.states import MoveNotAllowed, State
from tests.cast import Cast, make_school
from tests.integration.transfer import parts, steps
from tests.integration.transfer.clock import tick_two_days
from tests.integration.transfer.files import CANARY, Child, name_of, transfer_file
from tests.integration.transfer.test_pages import text_of, upload

CLOSED = "8202222"


@pytest.fixture
def taken_over(cast: Cast) -> Cast:
    """Mockham Old School closed in 2021, and Placeholder Academy took over."""
    link(cast.closed_school, cast.other_school)
    return cast


def link(old: Organisation, new: Organisation) -> None:
    EstablishmentLink.objects.create(urn=old.urn, link_urn=new.urn, words="Successor", established_on=date(2021, 9, 1))


def close(school: Organisation) -> None:
    """Close a school yesterday."""
    school.status, school.closed_on = "closed", datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=1)
    school.save()


def redirect(member, message: Message, successor: Organisation) -> Message:
    return actions.redirect_file(
        member.act(), message=message, successor=successor, expected_version=message.version, are_problems_known=True
    )


def test_the_check_page_says_when_the_school_closed_and_offers_its_successor(taken_over, signed_in) -> None:
    shown = text_of(upload(signed_in(taken_over.clerk), transfer_file(destination=CLOSED), name_of(destination=CLOSED)))

    assert "Mockham Old School closed on 31 August 2021, so the file cannot go there" in shown
    assert "Placeholder Academy (8205678)" in shown
    assert Message.objects.get().state == State.CHECKED


def test_a_successor_is_chosen_and_nothing_is_sent_without_a_choice(taken_over, signed_in) -> None:
    client = signed_in(taken_over.clerk)
    upload(client, transfer_file(destination=CLOSED), name_of(destination=CLOSED))
    address = f"/files/{Message.objects.get().reference}/check/"

    without = client.post(address, {"version": 1})
    assert "Choose where the file should go" in text_of(without)
    sent = client.post(address, {"version": 1, "successor": str(taken_over.other_school.pk)}, follow=True)

    assert "Placeholder Academy collects it" in text_of(sent)
    assert "Redirected" in text_of(sent)
    assert "Sent on from Mockham Old School" in text_of(sent)
    assert CANARY not in sent.content.decode()


def test_a_redirected_file_keeps_its_bytes_and_is_collected_under_the_successors_number(taken_over) -> None:
    message = redirect(taken_over.clerk, steps.receive(taken_over.clerk, CLOSED), taken_over.other_school)

    ready = actions.collect_file(taken_over.other_clerk.act(), message=message)

    assert ready.name == "8201234_CTF_8205678_001.xml"
    assert b"".join(ready.pieces) == transfer_file(destination=CLOSED)
    message.refresh_from_db()
    assert message.redirected_from == taken_over.closed_school
    assert message.destination_code == CLOSED
    steps.confirm(taken_over.other_clerk, message)
    assert message.state == State.CONFIRMED


def test_both_sides_are_told_without_any_name(taken_over, django_capture_on_commit_callbacks) -> None:
    message = steps.receive(taken_over.clerk, CLOSED)

    with django_capture_on_commit_callbacks(execute=True):
        redirect(taken_over.clerk, message, taken_over.other_school)

    told = {mail_.bcc[0]: mail_.subject + mail_.body for mail_ in mail.outbox}
    assert set(told) == {"office@8205678.example", "office@8201234.example"}
    assert all(message.reference in words and CANARY not in words for words in told.values())


def test_every_step_of_a_redirect_is_kept(taken_over) -> None:
    message = redirect(taken_over.clerk, steps.receive(taken_over.clerk, CLOSED), taken_over.other_school)

    assert [step.state for step in queries.timeline(taken_over.clerk.act(), message)] == [
        State.RECEIVED,
        State.CHECKED,
        State.REDIRECTED,
        State.WAITING,
    ]
    entry = LedgerEntry.objects.get(name="transfer.FileRedirected")
    assert (entry.details["from_id"], entry.details["to_id"]) == (
        taken_over.closed_school.pk,
        taken_over.other_school.pk,
    )
    assert LedgerEntry.objects.filter(name="transfer.FileSent").count() == 1


def test_a_chain_of_successors_leads_to_the_school_that_is_open(taken_over) -> None:
    close(taken_over.other_school)
    newest = make_school("Newest Academy", "8207777", "990009")
    link(taken_over.other_school, newest)

    way = queries.onward(taken_over.clerk.act(), steps.receive(taken_over.clerk, CLOSED))

    assert way.choices == (newest,)


def test_a_split_school_offers_each_of_its_successors(taken_over) -> None:
    link(taken_over.closed_school, taken_over.neighbour_school)

    way = queries.onward(taken_over.clerk.act(), steps.receive(taken_over.clerk, CLOSED))

    assert set(way.choices) == {taken_over.other_school, taken_over.neighbour_school}


def test_without_a_successor_the_file_is_refused_and_the_authority_is_named(cast, signed_in) -> None:
    shown = text_of(upload(signed_in(cast.clerk), transfer_file(destination=CLOSED), name_of(destination=CLOSED)))

    assert "closed on 31 August 2021. The register does not say who took over" in shown
    assert "Ask Exampleton (cme@820.example)" in shown
    assert Message.objects.get().state == State.REFUSED


def test_nobody_sends_a_file_on_to_a_school_that_did_not_take_over(taken_over) -> None:
    message = steps.receive(taken_over.clerk, CLOSED)

    with pytest.raises(actions.SuccessorNotPossible):
        redirect(taken_over.clerk, message, taken_over.neighbour_school)

    message.refresh_from_db()
    assert message.state == State.CHECKED


def test_a_file_whose_school_is_open_is_not_sent_on(taken_over) -> None:
    message = steps.send(taken_over.clerk, "8205678")

    with pytest.raises(actions.SuccessorNotPossible, match="can go its own way"):
        redirect(taken_over.clerk, message, taken_over.neighbour_school)


def test_a_collected_file_is_not_sent_on(taken_over) -> None:
    message = steps.send(taken_over.clerk, "8205678")
    steps.collect(taken_over.other_clerk, message)

    with pytest.raises(MoveNotAllowed):
        redirect(taken_over.clerk, message, taken_over.neighbour_school)


def test_a_school_that_closes_between_check_and_sending_is_caught(taken_over, signed_in) -> None:
    message = steps.receive(taken_over.clerk, "8384001")
    close(taken_over.neighbour_school)
    client = signed_in(taken_over.clerk)

    shown = text_of(client.get(f"/files/{message.reference}/check/"))
    with pytest.raises(actions.SuccessorNotPossible, match="Ask Testbury"):
        redirect(taken_over.clerk, message, taken_over.other_school)

    assert "the register does not say who took over. Ask Testbury (cme@838.example)" in shown
    assert "Send on" not in shown


def test_the_sender_sends_on_a_file_that_waits_for_a_school_which_closed(taken_over, signed_in) -> None:
    message = steps.send(taken_over.clerk, "8205678")
    close(taken_over.other_school)
    link(taken_over.other_school, taken_over.neighbour_school)
    client = signed_in(taken_over.clerk)

    assert "Send it on to another school" in text_of(client.get(f"/files/{message.reference}/"))
    done = client.post(
        f"/files/{message.reference}/redirect/",
        {"version": message.version, "successor": str(taken_over.neighbour_school.pk)},
        follow=True,
    )

    assert "The file now waits for Testbury High School (8384001)" in text_of(done)
    message.refresh_from_db()
    assert (message.state, message.recipient) == (State.WAITING, taken_over.neighbour_school)
    assert message.pupils.count() == 1


def test_of_two_who_send_a_file_on_the_second_is_told(taken_over) -> None:
    message = steps.receive(taken_over.clerk, CLOSED)
    seen = message.version
    redirect(taken_over.clerk, message, taken_over.other_school)

    with pytest.raises(Stale):
        actions.redirect_file(
            taken_over.clerk.act(), message=message, successor=taken_over.other_school, expected_version=seen
        )


def test_only_the_sender_and_the_receiving_authority_may_send_a_file_on(taken_over) -> None:
    message = steps.send(taken_over.clerk, "8384001")
    close(taken_over.neighbour_school)
    link(taken_over.neighbour_school, taken_over.other_school)
    refused = set()
    for name, member in taken_over.members().items():
        if name in ("clerk", "neighbour_officer"):
            continue
        with pytest.raises(NotAllowed):
            redirect(member, message, taken_over.other_school)
        refused.add(name)

    assert "neighbour_clerk" in refused
    assert redirect(taken_over.neighbour_officer, message, taken_over.other_school).state == State.WAITING


def test_a_machine_that_sends_to_a_closed_school_leaves_the_choice_to_a_person(taken_over) -> None:
    message = steps.receive(taken_over.clerk, CLOSED)

    held = actions.pass_on_file(taken_over.clerk.act(), message=message, are_problems_known=False)

    assert (held.state, held.sent_at) == (State.HELD, None)
    assert redirect(taken_over.clerk, held, taken_over.other_school).state == State.WAITING


def test_problems_of_a_pupil_must_be_known_before_a_file_is_sent_on(taken_over) -> None:
    message = steps.receive(taken_over.clerk, CLOSED, children=(Child(upn=""),))

    with pytest.raises(RuleBroken, match="problems with a pupil"):
        actions.redirect_file(
            taken_over.clerk.act(), message=message, successor=taken_over.other_school, expected_version=1
        )


def test_the_page_of_choices_leads_back_where_there_is_nothing_to_choose(taken_over, signed_in) -> None:
    message = steps.send(taken_over.clerk, "8205678")

    response = signed_in(taken_over.clerk).get(f"/files/{message.reference}/redirect/")

    assert response.url == f"/files/{message.reference}/"


def test_without_a_successor_the_sender_of_a_waiting_file_reads_whom_to_ask(taken_over, signed_in) -> None:
    message = steps.send(taken_over.clerk, "8384001")
    close(taken_over.neighbour_school)

    shown = text_of(signed_in(taken_over.clerk).get(f"/files/{message.reference}/redirect/"))

    assert "the register does not say who took over. Ask Testbury (cme@838.example)" in shown
    assert "Where should the file go?" not in shown


def test_a_long_choice_is_a_list_and_the_loser_of_a_race_is_told(taken_over, signed_in) -> None:
    message = steps.send(taken_over.neighbour_clerk, "8205678")
    tick_two_days(61)
    for number in range(9):
        make_school(f"Made-up School {number}", f"820100{number}", f"99010{number}")
    client = signed_in(taken_over.officer)
    address = f"/files/{message.reference}/redirect/"

    assert "Select a school" in text_of(client.get(address))
    late = client.post(address, {"version": 1, "successor": str(taken_over.school.pk)})

    assert late.status_code == 409


def test_a_release_that_comes_too_late_leads_back_to_the_file(taken_over, signed_in) -> None:
    message = steps.send(taken_over.clerk, "8384001")

    response = signed_in(taken_over.neighbour_officer).get(f"/files/{message.reference}/release/")

    assert response.url == f"/files/{message.reference}/"


def test_a_file_that_a_content_check_keeps_apart_is_neither_sent_on_nor_released(taken_over) -> None:
    message = steps.send(taken_over.neighbour_clerk, "8205678")
    tick_two_days(61)
    message.refresh_from_db()
    message.findings.create(at=message.received_at, scanner="invented", code="infected")

    with pytest.raises(actions.SuccessorNotPossible, match="stays apart"):
        redirect(taken_over.officer, message, taken_over.school)
    with pytest.raises(actions.SuccessorNotPossible, match="stays apart"):
        actions.release_file(taken_over.officer.act(), message=message, expected_version=message.version)


def test_the_parts_of_a_bundle_go_with_their_file(taken_over) -> None:
    message = steps.send(taken_over.clerk, "8384001")
    part = parts.add(taken_over.clerk, message)
    close(taken_over.neighbour_school)
    link(taken_over.neighbour_school, taken_over.other_school)

    redirect(taken_over.clerk, message, taken_over.other_school)

    part.refresh_from_db()
    assert (part.state, part.recipient) == (State.WAITING, taken_over.other_school)
    assert part.events.filter(why=f"Sent on with file {message.reference}").exists()


def test_problems_of_a_pupil_are_asked_about_on_the_page_of_choices(taken_over, signed_in) -> None:
    message = steps.receive(taken_over.clerk, CLOSED, children=(Child(upn=""),))
    actions.pass_on_file(taken_over.clerk.act(), message=message, are_problems_known=True)
    client = signed_in(taken_over.clerk)
    address, chosen = f"/files/{message.reference}/redirect/", str(taken_over.other_school.pk)

    unknown = client.post(address, {"version": 2, "successor": chosen})
    known = client.post(address, {"version": 2, "successor": chosen, "are_problems_known": "on"}, follow=True)

    assert "say that you know of them" in text_of(unknown)
    assert "The file now waits for Placeholder Academy" in text_of(known)


def test_a_file_for_a_school_that_closed_is_not_released_on_its_page(taken_over, signed_in) -> None:
    message = steps.send(taken_over.clerk, "8384001")
    tick_two_days(61)
    close(taken_over.neighbour_school)
    client = signed_in(taken_over.neighbour_officer)
    address = f"/files/{message.reference}/release/"

    assert "as if it had just been sent" in text_of(client.get(address))
    message.refresh_from_db()
    refused = client.post(address, {"version": message.version})

    assert "so nobody there can collect the file" in text_of(refused)


def test_an_authority_without_another_open_school_reads_so(taken_over, signed_in) -> None:
    message = steps.send(taken_over.clerk, "8384001")
    tick_two_days(61)
    client = signed_in(taken_over.neighbour_officer)

    assert "Send it on" not in text_of(client.get(f"/files/{message.reference}/"))


def test_where_no_authority_is_known_the_words_name_none(taken_over) -> None:
    Organisation.objects.filter(pk=taken_over.testbury.pk).update(la_code="999")

    assert routing.contact_of_authority(taken_over.neighbour_school) == "the local authority of its area"
    taken_over.exampleton.notices_to = ""
    taken_over.exampleton.save()
    assert routing.contact_of_authority(taken_over.school) == "Exampleton"


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (permissions.may_redirect, {"clerk", "neighbour_officer"}),
        (permissions.may_decide_held, {"neighbour_officer"}),
    ],
)
def test_a_file_that_cannot_go_its_way_gives_these_rights(cast, rule, allowed: set[str]) -> None:
    message = steps.send(cast.clerk, "8384001")

    assert {name for name, member in cast.members().items() if rule(member.act(), message)} == allowed
