"""A request follows the file that answers it: sent on, let go, or gone again."""

from datetime import timedelta

import pytest
from django.core import mail

from onroll.access.models import EstablishmentLink, Organisation
from onroll.transfer import actions
from onroll.transfer.models import FileRequest
from onroll.transfer.request_states import RequestState
from tests.cast import Cast, make_member, make_school
from tests.integration.transfer import clock, steps
from tests.integration.transfer.test_request import ask


def state_of(request: FileRequest) -> tuple[str, int | None]:
    request.refresh_from_db()
    return request.state, request.message_id


def close(school: Organisation, successor: Organisation) -> None:
    EstablishmentLink.objects.create(urn=school.urn, link_urn=successor.urn, words="Successor")
    Organisation.objects.filter(pk=school.pk).update(status="closed", closed_on="2026-08-31")


def test_a_file_redirected_before_sending_answers_the_successors_request(cast: Cast) -> None:
    EstablishmentLink.objects.create(urn=cast.closed_school.urn, link_urn=cast.neighbour_school.urn, words="Successor")
    request = ask(cast.neighbour_clerk, cast.school)
    message = steps.receive(cast.clerk, cast.closed_school.code)

    actions.redirect_file(
        cast.clerk.act(),
        message=message,
        successor=cast.neighbour_school,
        expected_version=message.version,
        are_problems_known=True,
    )

    assert state_of(request) == (RequestState.FILE_SENT, message.pk)


def test_a_file_that_the_authority_sends_on_answers_the_request_to_its_sender(cast: Cast) -> None:
    message = steps.send(cast.clerk, cast.other_school.code)
    successor = make_school("Sequel Academy", "8207777", "990077")
    clerk = make_member("sequelclerk", successor, "admissions")
    close(cast.other_school, successor)
    request = ask(clerk, cast.school)

    message.refresh_from_db()
    actions.redirect_file(cast.officer.act(), message=message, successor=successor, expected_version=message.version)

    assert state_of(request) == (RequestState.FILE_SENT, message.pk)


def test_a_held_file_that_the_authority_releases_answers_the_request(cast: Cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    clock.tick_two_days(70)
    assert clock.state_of(message) == "held"
    request = ask(cast.neighbour_clerk, cast.school)

    message.refresh_from_db()
    actions.release_file(cast.neighbour_officer.act(), message=message, expected_version=message.version)

    assert state_of(request) == (RequestState.FILE_SENT, message.pk)


def test_a_request_is_open_again_with_a_new_clock_when_the_answer_is_taken_back(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    request = ask(cast.neighbour_clerk, cast.school)
    message = steps.send(cast.clerk, "8384001")
    FileRequest.objects.update(due_on=cast.clerk.act().on - timedelta(days=20))

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_file(cast.clerk.act(), message=message, reason="Wrong child", expected_version=message.version)

    assert state_of(request) == (RequestState.ASKED, None)
    assert request.due_on > cast.clerk.act().on
    told = [one.recipients() for one in mail.outbox if one.subject == "A request for a file is open again"]
    assert sorted(told) == [["office@8201234.example"], ["office@8384001.example"]]


def test_a_search_goes_on_when_the_claimed_file_was_another_childs(cast: Cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    request = ask(cast.neighbour_clerk, cast.testbury)
    message = steps.claim(cast.neighbour_officer, cast, lost_pupil)

    actions.return_lost_pupil(
        cast.neighbour_clerk.act(), message=message, reason="Another child", expected_version=message.version
    )

    assert state_of(request) == (RequestState.WITH_AUTHORITY, None)


@pytest.mark.parametrize("is_collected", [False, True])
def test_only_an_answer_destroyed_uncollected_opens_the_request_again(cast: Cast, is_collected: bool) -> None:
    request = ask(cast.neighbour_clerk, cast.school)
    message = steps.send(cast.clerk, "8384001")
    if is_collected:
        steps.collect(cast.neighbour_clerk, message)

    for days in (70, 71, 140, 141):
        clock.tick(days)

    assert not clock.is_kept(message)
    wanted = (RequestState.FILE_SENT, message.pk) if is_collected else (RequestState.ASKED, None)
    assert state_of(request) == wanted


def test_a_held_file_is_not_taken_a_second_time(cast: Cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    clock.tick_two_days(70)
    assert clock.state_of(message) == "held"

    with pytest.raises(actions.AlreadySent, match="Held for a person") as refused:
        steps.send(cast.clerk, "8384001")
    assert refused.value.reference == message.reference
