"""A file that is taken back, and a notification that needs no case of its own."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Stale
from onroll.casework import actions
from onroll.casework.models import Notification
from onroll.casework.stages import NotificationState, StageMoveNotAllowed
from tests.cast import Cast, Member
from tests.integration.casework import world

WHY = "The child is in class again"


def address(name: str, notification: Notification) -> str:
    return reverse(f"casework:{name}", args=[notification.reference])


def told_again(cast: Cast, case) -> Notification:
    return world.file_as_lost(cast, clerk=cast.other_clerk, sighting=case.child.sightings.get())


def test_an_open_case_hears_that_its_file_was_taken_back_and_stays_as_it_was(cast: Cast) -> None:
    case = world.opened_case(cast)

    world.withdraw(case.notification, clerk=cast.clerk, reason=WHY)

    before = case.version
    case.refresh_from_db()
    assert (case.version, case.stage) == (before, "check")
    step = case.events.last()
    assert (step.kind, step.organisation) == ("file_withdrawn", cast.school)
    assert WHY in step.words
    assert LedgerEntry.objects.filter(name="casework.CaseFileWithdrawn", subject_id=str(case.pk)).count() == 1


def test_a_case_hears_of_a_joined_file_that_was_taken_back(cast: Cast) -> None:
    case = world.opened_case(cast)
    again = told_again(cast, case)
    actions.join_notification(cast.officer.act(), notification=again, expected_version=1)

    world.withdraw(again, clerk=cast.other_clerk, reason=WHY)

    assert case.events.last().kind == "file_withdrawn"


def test_a_new_notification_says_that_its_file_was_taken_back_and_is_answered_with_words(
    cast: Cast, signed_in: Callable[[Member], Client]
) -> None:
    officer = signed_in(cast.officer)
    notification = world.file_as_lost(cast)
    link = address("answer-notification", notification)
    assert link not in officer.get(address("notification", notification)).content.decode()
    world.withdraw(notification, clerk=cast.clerk, reason=WHY)

    page = officer.get(address("notification", notification)).content.decode()
    assert WHY in page
    assert link in page
    assert officer.get(link).status_code == 200
    response = officer.post(link, {"version": 1, "words": "The head wrote that she is back"}, follow=True)

    assert "The head wrote that she is back" in response.content.decode()
    assert link not in response.content.decode()
    notification.refresh_from_db()
    assert (notification.state, notification.version) == (NotificationState.ANSWERED, 2)
    assert LedgerEntry.objects.get(name="casework.NotificationAnswered").details["enrolment_id"] is None
    assert signed_in(cast.neighbour_officer).get(link).status_code == 404


def test_a_notification_whose_file_is_still_there_is_not_answered_with_words(cast: Cast) -> None:
    notification = world.file_as_lost(cast)

    with pytest.raises(actions.AnswerNotPossible):
        actions.answer_notification(cast.officer.act(), notification=notification, words="No need", expected_version=1)


def test_an_answer_needs_words_and_the_version_that_was_seen(cast: Cast) -> None:
    notification = world.file_as_lost(cast)
    world.withdraw(notification, clerk=cast.clerk, reason=WHY)
    notification = Notification.objects.get(pk=notification.pk)
    act = cast.officer.act()

    with pytest.raises(actions.NoteMissing):
        actions.answer_notification(act, notification=notification, words=" ", expected_version=1)
    with pytest.raises(Stale):
        actions.answer_notification(act, notification=notification, words="Back", expected_version=2)


def test_a_case_leads_to_every_notification_that_was_joined_to_it(
    cast: Cast, signed_in: Callable[[Member], Client]
) -> None:
    case = world.opened_case(cast)
    again = world.file_as_lost(cast, sighting=case.notification.sighting)
    actions.join_notification(cast.officer.act(), notification=again, expected_version=again.version)

    page = signed_in(cast.officer).get(reverse("casework:case", args=[case.reference])).content.decode()

    for told in (case.notification, again):
        assert reverse("casework:notification", args=[told.reference]) in page


def test_a_second_notification_is_joined_to_the_open_case_through_its_page(
    cast: Cast, signed_in: Callable[[Member], Client]
) -> None:
    officer = signed_in(cast.officer)
    case = world.opened_case(cast)
    again = told_again(cast, case)
    join = address("join-notification", again)
    assert join in officer.get(address("notification", again)).content.decode()

    response = officer.post(join, {"version": 1}, follow=True)

    assert response.redirect_chain == [(reverse("casework:case", args=[case.reference]), 302)]
    again.refresh_from_db()
    assert (again.state, again.joined_case) == (NotificationState.CASE_OPENED, case)
    assert case.events.last().kind == "joined"
    assert again.reference in case.events.last().words
    page = officer.get(address("notification", again)).content.decode()
    assert join not in page
    assert f"Go to case {case.reference}" in page
    assert LedgerEntry.objects.filter(name="casework.NotificationJoined").count() == 1


def test_a_notification_is_not_joined_where_no_case_is_open_or_twice(cast: Cast) -> None:
    alone = world.file_as_lost(cast)
    with pytest.raises(actions.NoOpenCase):
        actions.join_notification(cast.officer.act(), notification=alone, expected_version=1)
    case = world.opened_case(cast)

    with pytest.raises(StageMoveNotAllowed):
        actions.join_notification(cast.officer.act(), notification=case.notification, expected_version=2)


def test_the_school_of_a_joined_notification_cannot_confirm_the_child_it_lost(cast: Cast) -> None:
    case = world.opened_case(cast)
    again = told_again(cast, case)
    actions.join_notification(cast.officer.act(), notification=again, expected_version=1)

    world.confirm(again, clerk=cast.other_clerk, on_roll_from=cast.officer.act().on)

    case.refresh_from_db()
    assert case.confirmed_by is None
    assert case.events.last().kind == "hint"
