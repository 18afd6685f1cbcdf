"""Opening a case from a notification."""

import dataclasses
import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from onroll.access.models import Role
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Refusal, Stale
from onroll.casework import actions
from onroll.casework.models import Case
from onroll.casework.stages import NotificationState, Stage, StageMoveNotAllowed
from onroll.registry.models import Enrolment
from tests.cast import Cast, make_cast, make_member
from tests.integration.casework import world

FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)


def test_an_officer_opens_a_case_that_carries_its_dates_from_the_first_day(cast: Cast) -> None:
    notification = world.file_as_lost(cast, when=FILED_AT, left_on=date(2026, 9, 11))
    act = world.at(cast.officer, FILED_AT + timedelta(days=1))

    case = actions.open_case(act, notification=notification, expected_version=1)

    assert case.stage == Stage.CHECK
    assert case.responsible == cast.officer.person
    assert case.opened_at == act.at
    assert case.last_in_education_on == date(2026, 9, 11)
    assert case.notified_on == date(2026, 10, 1)
    assert (case.provision_determined_on, case.provision_accessed_on, case.confirmed_by) == (None, None, None)
    assert notification.state == NotificationState.CASE_OPENED
    assert [step.kind for step in case.events.all()] == ["opened"]
    assert str(case) == f"case {case.reference}"
    assert str(case.events.get()) == f"opened of case {case.pk}"
    assert str(notification) == f"notification {notification.reference}"
    assert LedgerEntry.objects.get(name="casework.CaseOpened").subject_id == str(case.pk)


def test_another_officer_of_the_authority_may_be_made_responsible(cast: Cast) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    notification = world.file_as_lost(cast)

    case = actions.open_case(
        cast.officer.act(), notification=notification, responsible=colleague.person, expected_version=1
    )

    assert case.responsible == colleague.person


@pytest.mark.parametrize("who", ["neighbour_officer", "administrator", "clerk"])
def test_nobody_else_may_be_made_responsible(cast: Cast, who: str) -> None:
    notification = world.file_as_lost(cast)

    with pytest.raises(actions.NotAnOfficerHere):
        actions.open_case(
            cast.officer.act(),
            notification=notification,
            responsible=cast.members()[who].person,
            expected_version=1,
        )

    notification.refresh_from_db()
    assert notification.state == NotificationState.NEW


def test_somebody_who_covers_the_officers_role_is_responsible_for_what_she_opens(cast: Cast) -> None:
    covering = dataclasses.replace(cast.officer.act(), actor_id=cast.administrator.person.pk)

    case = actions.open_case(covering, notification=world.file_as_lost(cast), expected_version=1)

    assert case.responsible == cast.administrator.person


def test_a_second_case_cannot_be_opened_from_the_same_notification(cast: Cast) -> None:
    case = world.opened_case(cast)

    with pytest.raises(StageMoveNotAllowed, match="already dealt with"):
        actions.open_case(cast.officer.act(), notification=case.notification, expected_version=2)


def test_an_answered_notification_that_changed_while_the_officer_looked_is_stale(cast: Cast) -> None:
    notification = world.file_as_lost(cast)
    world.confirm(notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 9, 20))

    with pytest.raises(Stale):
        actions.open_case(cast.officer.act(), notification=notification, expected_version=1)


def test_a_second_notification_of_the_same_child_names_the_open_case(cast: Cast) -> None:
    case = world.opened_case(cast)
    sighting = case.child.sightings.get()
    again = world.file_as_lost(cast, clerk=cast.other_clerk, sighting=sighting)

    with pytest.raises(actions.CaseAlreadyOpen, match=case.reference):
        actions.open_case(cast.officer.act(), notification=again, expected_version=1)

    again.refresh_from_db()
    assert again.state == NotificationState.NEW


def test_a_claim_before_the_case_was_opened_is_in_the_case(cast: Cast) -> None:
    notification = world.file_as_lost(cast, when=FILED_AT)
    world.claim(
        notification,
        officer=cast.neighbour_officer,
        school=cast.neighbour_school,
        when=FILED_AT + timedelta(days=3),
    )

    case = actions.open_case(cast.officer.act(), notification=notification, expected_version=1)

    assert case.provision_determined_on == date(2026, 10, 4)
    assert case.stage == Stage.CHECK


def test_a_case_opened_after_the_confirmation_waits_for_closing(cast: Cast) -> None:
    notification = world.file_as_lost(cast, when=FILED_AT)
    enrolment = world.confirm(
        notification,
        clerk=cast.neighbour_clerk,
        on_roll_from=date(2026, 10, 5),
        when=FILED_AT + timedelta(days=5),
    )
    notification.refresh_from_db()

    case = actions.open_case(cast.officer.act(), notification=notification, expected_version=2)

    assert case.confirmed_by == enrolment
    assert case.provision_accessed_on == case.provision_determined_on == date(2026, 10, 5)
    assert case.stage == Stage.MONITOR


def test_a_place_confirmed_before_the_notification_is_no_evidence_for_it(cast: Cast) -> None:
    notification = world.file_as_lost(cast, when=FILED_AT)
    Enrolment.objects.create(
        child=notification.child,
        organisation=cast.school,
        from_on=date(2020, 9, 1),
        source="confirmation",
        source_reference="F-OLD",
        recorded_at=FILED_AT - timedelta(days=900),
        confirmed_at=FILED_AT - timedelta(days=900),
    )

    case = actions.open_case(cast.officer.act(), notification=notification, expected_version=1)

    assert (case.confirmed_by, case.provision_accessed_on) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_open_a_case_at_the_same_moment_one_wins_and_the_other_is_told() -> None:
    cast = make_cast()
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    notification = world.file_as_lost(cast)
    start, outcomes = threading.Barrier(2), []

    def try_to_open(member) -> None:
        mine = type(notification).objects.get(pk=notification.pk)
        start.wait()
        try:
            actions.open_case(member.act(), notification=mine, expected_version=1)
            outcomes.append("opened")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_to_open, args=(member,)) for member in (cast.officer, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("opened") == 1
    assert set(outcomes) - {"opened"} <= {"changed_by_someone_else", "stage_move_not_allowed"}
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_notifications_of_one_child_opened_at_the_same_moment_make_one_case() -> None:
    cast = make_cast()
    first = world.file_as_lost(cast)
    second = world.file_as_lost(cast, clerk=cast.other_clerk, sighting=first.child.sightings.get())
    start, outcomes = threading.Barrier(2), []

    def try_to_open(notification) -> None:
        start.wait()
        try:
            actions.open_case(cast.officer.act(), notification=notification, expected_version=1)
            outcomes.append("opened")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_to_open, args=(each,)) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["case_already_open", "opened"]
    assert Case.objects.count() == 1
