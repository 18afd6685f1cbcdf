"""The second of two clicks has done nothing wrong: it leads to the file, and says no untruth about others."""

from datetime import timedelta

import pytest
from django.test import Client

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Stale
from onroll.transfer import actions
from onroll.transfer.actions.claiming import ClaimedByAnother
from onroll.transfer.models import LostPupil, Message
from onroll.transfer.states import State
from tests.cast import Member, make_cast
from tests.integration.transfer import steps
from tests.integration.transfer.test_pages import boxes
from tests.integration.transfer.test_races import at_the_same_moment


def claim_again(cast, officer: Member, lost_pupil: LostPupil) -> Message:
    return actions.claim_lost_pupil(
        officer.act(),
        reference=lost_pupil.message.reference,
        school=cast.neighbour_school if officer == cast.neighbour_officer else cast.other_school,
        reason="Same child.",
        expected_version=2,
    )


def test_only_a_claim_by_another_authority_is_called_one(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    steps.open_lost(cast.officer, lost_pupil)
    steps.claim(cast.neighbour_officer, cast, lost_pupil)

    with pytest.raises(ClaimedByAnother):
        claim_again(cast, cast.officer, lost_pupil)
    with pytest.raises(Stale) as own:
        claim_again(cast, cast.neighbour_officer, lost_pupil)
    assert not isinstance(own.value, ClaimedByAnother)


def test_a_claim_of_a_file_that_its_sender_took_back_does_not_speak_of_another_authority(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    steps.open_lost(cast.officer, lost_pupil)
    actions.withdraw_file(cast.clerk.act(), message=lost_pupil.message, reason="Found", expected_version=2)

    with pytest.raises(Stale) as refused:
        claim_again(cast, cast.officer, lost_pupil)
    assert "Another authority" not in refused.value.words


def test_the_second_click_on_claim_leads_to_the_file(cast, signed_in) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    steps.claim(cast.neighbour_officer, cast, lost_pupil)
    reference = lost_pupil.message.reference

    again = signed_in(cast.neighbour_officer).post(
        f"/files/lost-pupils/{reference}/claim/",
        {"version": 2, "school": cast.neighbour_school.pk, "reason": "Same child."},
    )

    assert (again.status_code, again.get("Location")) == (302, f"/files/{reference}/")
    assert LedgerEntry.objects.filter(name="transfer.LostPupilClaimed").count() == 1


def test_filing_twice_leads_to_the_file_and_files_once(cast, signed_in) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX")
    client, address = signed_in(cast.clerk), f"/files/{message.reference}/enquiries/outcomes/?made=TELEPHONE"
    answers = {
        "version": 1,
        "step": "send",
        "TELEPHONE_outcome": "Nobody answered.",
        **boxes("TELEPHONE_made_on", cast.clerk.act().on - timedelta(days=1)),
    }

    answered = [client.post(address, answers) for _ in range(2)]

    assert [(each.status_code, each.get("Location")) for each in answered] == [
        (302, f"/files/{message.reference}/")
    ] * 2
    assert LostPupil.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_send_at_the_same_moment_send_once_and_both_lead_to_the_file() -> None:
    everybody = make_cast()
    message = steps.receive(everybody.clerk, "8205678")
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(everybody.clerk.person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def click(client: Client):
        return lambda: client.post(f"/files/{message.reference}/check/", {"version": 1})

    answered = at_the_same_moment(*(click(client) for client in clients))

    assert [(each.status_code, each.get("Location")) for each in answered] == [
        (302, f"/files/{message.reference}/")
    ] * 2
    message.refresh_from_db()
    assert message.state == State.WAITING
    assert LedgerEntry.objects.filter(name="transfer.FileSent").count() == 1
