"""A lost pupil's file on its way back: taken back by its sender, or returned because it is another child's."""

from datetime import timedelta

import pytest
from django.core import mail

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.search.models import Posting
from onroll.transfer import actions, queries
from onroll.transfer.actions.withdrawing import ClaimedAlready
from onroll.transfer.models import LostPupil, Message, Notice
from onroll.transfer.states import MoveNotAllowed, State
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY
from tests.integration.transfer.test_lost_pupil import search
from tests.integration.transfer.test_pages import text_of

REASON = "No such child has come to us"


def return_it(member, message) -> Message:
    message.refresh_from_db()
    return actions.return_lost_pupil(member.act(), message=message, reason=REASON, expected_version=message.version)


def told(message) -> list[tuple[int, str]]:
    rows = Notice.objects.filter(message=message).order_by("pk")
    return list(rows.values_list("organisation_id", "kind"))


def test_a_sender_cannot_take_a_claimed_file_back_and_reads_whom_to_ask(cast, signed_in) -> None:
    message = steps.claim(cast.neighbour_officer, cast, steps.file_lost(cast.clerk))

    with pytest.raises(ClaimedAlready, match=f"claimed for {cast.neighbour_school.name}.*Ask Testbury"):
        actions.withdraw_file(cast.clerk.act(), message=message, reason="Wrong file", expected_version=message.version)
    message.refresh_from_db()
    assert message.state == State.WAITING
    assert "Take the file back" not in text_of(signed_in(cast.clerk).get(f"/files/{message.reference}/"))


def test_the_senders_authority_is_told_of_a_lost_pupils_file_taken_back(
    cast, django_capture_on_commit_callbacks
) -> None:
    message = steps.file_lost(cast.clerk).message

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_file(cast.clerk.act(), message=message, reason="Found", expected_version=message.version)

    assert told(message) == [(cast.exampleton.pk, "file_taken_back")]
    (sent,) = mail.outbox
    assert "took it back" in sent.body
    assert CANARY not in sent.subject + sent.body


def test_nobody_is_told_of_a_file_taken_back_before_it_was_sent(cast) -> None:
    message = steps.receive(cast.clerk, "8205678")

    actions.withdraw_file(cast.clerk.act(), message=message, reason="Not leaving", expected_version=1)

    assert told(message) == []


@pytest.mark.parametrize("is_collected", [False, True])
def test_a_claimed_file_of_another_child_goes_back_and_is_found_again(cast, is_collected: bool) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    filed = Posting.objects.filter(kind="lost_pupil")
    words = sorted(filed.values_list("record_id", "token__text"))
    message = steps.claim(cast.neighbour_officer, cast, lost_pupil)
    if is_collected:
        steps.collect(cast.neighbour_clerk, message)
    assert search(cast.officer) == ()

    return_it(cast.neighbour_clerk, message)

    lost_pupil.refresh_from_db()
    claim = (lost_pupil.claimed_by, lost_pupil.claimed_for, lost_pupil.claimed_at, lost_pupil.claim_reason)
    assert claim == (None, None, None, "")
    assert (message.state, message.recipient) == (State.HELD_AS_LOST, None)
    assert sorted(filed.values_list("record_id", "token__text")) == words != []
    assert [hit.reference for hit in search(cast.officer)] == [message.reference]
    assert list(queries.inbox(cast.neighbour_clerk.act())) == []
    event = LedgerEntry.objects.get(name="transfer.LostPupilReturned")
    assert (event.details["reason"], event.details["claimed_for_id"]) == (REASON, cast.neighbour_school.pk)


def test_sender_its_authority_and_the_claiming_authority_are_told_of_a_return(
    cast, django_capture_on_commit_callbacks
) -> None:
    message = steps.claim(cast.neighbour_officer, cast, steps.file_lost(cast.clerk))
    Notice.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        return_it(cast.neighbour_clerk, message)

    kind = "lost_pupil_returned"
    assert told(message) == [(cast.school.pk, kind), (cast.exampleton.pk, kind), (cast.testbury.pk, kind)]
    assert len(mail.outbox) == 3
    assert CANARY not in str([sent.subject + sent.body for sent in mail.outbox])


def test_a_returned_child_can_be_claimed_again(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    return_it(cast.neighbour_clerk, steps.claim(cast.neighbour_officer, cast, lost_pupil))
    lost_pupil = LostPupil.objects.get(pk=lost_pupil.pk)

    message = steps.claim(cast.neighbour_officer, cast, lost_pupil)

    assert (message.state, message.recipient) == (State.WAITING, cast.neighbour_school)


def test_only_the_school_it_was_claimed_for_and_the_claiming_officers_return_a_file(cast) -> None:
    message = steps.claim(cast.neighbour_officer, cast, steps.file_lost(cast.clerk))

    allowed = {cast.neighbour_clerk.person, cast.neighbour_officer.person}
    for member in cast.members().values():
        if member.person not in allowed:
            with pytest.raises(NotAllowed):
                return_it(member, message)
    assert return_it(cast.neighbour_officer, message).state == State.HELD_AS_LOST
    assert (cast.neighbour_school.pk, "lost_pupil_returned") in told(message)


def test_a_file_that_was_never_lost_or_is_confirmed_does_not_go_to_the_repository(cast) -> None:
    known = steps.send(cast.clerk, "8384001")
    with pytest.raises(NotAllowed):
        return_it(cast.neighbour_clerk, known)

    claimed = steps.claim(cast.neighbour_officer, cast, steps.file_lost(cast.clerk))
    steps.collect(cast.neighbour_clerk, claimed)
    claimed.refresh_from_db()
    steps.confirm(cast.neighbour_clerk, claimed)
    with pytest.raises(MoveNotAllowed):
        return_it(cast.neighbour_clerk, claimed)


def test_the_school_says_on_screen_that_this_is_not_its_child(cast, signed_in) -> None:
    message = steps.claim(cast.neighbour_officer, cast, steps.file_lost(cast.clerk))
    client, address = signed_in(cast.neighbour_clerk), f"/files/{message.reference}/return/"

    assert address in client.get(f"/files/{message.reference}/").content.decode()
    assert "remove the child from your school system" in text_of(client.get(address))
    assert "Choose how you know" in text_of(client.post(address, {"version": message.version}))
    answer = client.post(address, {"version": message.version, "reason": REASON}, follow=True)

    assert "in the lost-pupil repository again" in text_of(answer)
    assert client.get(f"/files/{message.reference}/").status_code == 404
    with pytest.raises(Hidden):
        queries.message(cast.neighbour_clerk.act(), message.reference)
    assert "/return/" not in signed_in(cast.clerk).get(f"/files/{message.reference}/").content.decode()


def test_the_clock_of_a_collected_file_begins_anew_when_it_came_back_and_was_claimed_again(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    message = steps.claim(cast.neighbour_officer, cast, lost_pupil)
    steps.collect(cast.neighbour_clerk, message)
    message.events.filter(state=State.COLLECTED).update(at=message.received_at - timedelta(days=90))
    return_it(cast.neighbour_clerk, message)
    message = steps.claim(cast.neighbour_officer, cast, LostPupil.objects.get(pk=lost_pupil.pk))

    steps.collect(cast.neighbour_clerk, message)

    (timed,) = queries.collected_files()
    assert timed.since >= message.received_at
