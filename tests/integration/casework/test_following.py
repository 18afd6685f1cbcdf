"""What casework does by itself when the transfer room records something."""

from datetime import date, datetime, timedelta

import pytest

from onroll.access.models import Organisation
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.casework import actions, queries
from onroll.casework.models import Case, Notification, Outcome
from onroll.casework.stages import NotificationState, Stage
from tests.cast import Cast
from tests.integration.casework import world

FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)


def test_a_lost_pupils_file_opens_a_notification_for_the_authority_of_the_sender(cast: Cast) -> None:
    notification = world.file_as_lost(cast, when=FILED_AT, left_on=date(2026, 9, 11))

    assert notification.authority == cast.exampleton
    assert notification.state == NotificationState.NEW
    assert notification.notified_on == date(2026, 10, 1)
    assert notification.last_in_education_on == date(2026, 9, 11)
    assert notification.source == "lost_pupil_file"


def test_the_ledger_says_that_the_system_told_the_authority_because_of_the_schools_request(cast: Cast) -> None:
    notification = world.file_as_lost(cast)

    entry = LedgerEntry.objects.get(name="casework.NotificationReceived")
    assert (entry.role, entry.actor_id, entry.la_code) == ("system", None, "820")
    assert entry.organisation_id == cast.exampleton.pk
    assert entry.subject_id == str(notification.pk)
    assert entry.request_id == LedgerEntry.objects.get(name="transfer.LostPupilFiled").request_id


def test_where_the_authority_is_not_known_the_filing_is_refused_with_words_and_nothing_is_half_done(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.exampleton.pk).update(la_code="999")

    with pytest.raises(actions.AuthorityNotKnown, match="Nothing was filed"):
        world.file_as_lost(cast)

    assert not LedgerEntry.objects.filter(name="transfer.LostPupilFiled").exists()
    assert not Notification.objects.exists()


def test_a_claim_sets_the_date_provision_was_determined_in_the_open_case(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)

    world.claim(
        case.notification,
        officer=cast.neighbour_officer,
        school=cast.neighbour_school,
        when=FILED_AT + timedelta(days=10),
    )

    now = queries.case(cast.officer.act(), case.reference)
    assert now.provision_determined_on == date(2026, 10, 11)
    assert now.provision_accessed_on is None
    assert now.stage == Stage.CHECK
    assert now.version == case.version + 1
    step = now.events.last()
    assert step.words == (
        "The child’s file was claimed for Testbury High School. Provision determined: 11 October 2026."
    )
    assert step.organisation == cast.testbury


def test_a_claim_never_makes_the_date_later(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    act = world.at(cast.officer, FILED_AT + timedelta(days=5))
    actions.record_dates(
        act,
        case=case,
        provision_determined_on=date(2026, 10, 3),
        provision_accessed_on=None,
        expected_version=case.version,
    )

    world.claim(
        case.notification,
        officer=cast.neighbour_officer,
        school=cast.neighbour_school,
        when=FILED_AT + timedelta(days=10),
    )

    case.refresh_from_db()
    assert case.provision_determined_on == date(2026, 10, 3)


def test_a_claim_of_another_childs_file_takes_its_date_back_out_of_the_case(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    claimed_at = FILED_AT + timedelta(days=10)
    world.claim(case.notification, officer=cast.neighbour_officer, school=cast.neighbour_school, when=claimed_at)

    world.give_back(case.notification, clerk=cast.neighbour_clerk, when=claimed_at + timedelta(days=1))

    now = queries.case(cast.officer.act(), case.reference)
    assert now.provision_determined_on is None
    step = now.events.last()
    assert step.words == (
        "The claimed file is another child’s and is in the repository again. Provision determined: not known any more."
    )
    assert step.organisation == cast.neighbour_school
    world.confirm(
        case.notification,
        clerk=cast.neighbour_clerk,
        on_roll_from=date(2026, 10, 20),
        when=claimed_at + timedelta(days=20),
    )
    case.refresh_from_db()
    assert case.provision_determined_on == date(2026, 10, 20)  # not the day of the claim that was none


def test_a_date_that_an_officer_recorded_outlives_a_claim_that_was_none(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    act = world.at(cast.officer, FILED_AT + timedelta(days=5))
    actions.record_dates(
        act,
        case=case,
        provision_determined_on=date(2026, 10, 3),
        provision_accessed_on=None,
        expected_version=case.version,
    )
    claimed_at = FILED_AT + timedelta(days=10)
    world.claim(case.notification, officer=cast.neighbour_officer, school=cast.neighbour_school, when=claimed_at)

    world.give_back(case.notification, clerk=cast.neighbour_clerk, when=claimed_at + timedelta(days=1))

    case.refresh_from_db()
    assert case.provision_determined_on == date(2026, 10, 3)


def test_a_claim_of_a_child_without_a_case_changes_nothing(cast: Cast) -> None:
    notification = world.file_as_lost(cast)

    world.claim(notification, officer=cast.neighbour_officer, school=cast.neighbour_school)

    notification.refresh_from_db()
    assert notification.state == NotificationState.NEW
    assert not Case.objects.exists()


def test_a_confirmation_fills_the_case_and_offers_it_for_closing_but_closes_nothing(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)

    enrolment = world.confirm(
        case.notification,
        clerk=cast.neighbour_clerk,
        on_roll_from=date(2026, 10, 12),
        when=FILED_AT + timedelta(days=14),
    )

    case.refresh_from_db()
    assert case.confirmed_by == enrolment
    assert case.provision_accessed_on == date(2026, 10, 12)
    assert case.provision_determined_on == date(2026, 10, 12)
    assert case.stage == Stage.MONITOR
    assert case.closed_at is None
    step = case.events.last()
    assert step.words == "Confirmed on roll by Testbury High School from 12 October 2026."
    assert step.organisation == cast.neighbour_school
    assert LedgerEntry.objects.filter(name="casework.CaseArrivalNoted", subject_id=str(case.pk)).exists()


def test_a_start_before_the_claim_puts_the_date_provision_was_determined_right(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    claimed_at = FILED_AT + timedelta(days=10)
    world.claim(case.notification, officer=cast.neighbour_officer, school=cast.neighbour_school, when=claimed_at)

    world.confirm(case.notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 10, 5), when=claimed_at)

    case.refresh_from_db()
    assert case.provision_determined_on == date(2026, 10, 5)
    assert case.provision_accessed_on == date(2026, 10, 5)
    assert case.events.last().words == (
        "Confirmed on roll by Testbury High School from 5 October 2026. "
        "So provision was determined on that day at the latest, not on 11 October 2026."
    )


def test_an_earlier_claim_stays_the_date_provision_was_determined(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    claimed_at = FILED_AT + timedelta(days=2)
    world.claim(case.notification, officer=cast.neighbour_officer, school=cast.neighbour_school, when=claimed_at)

    world.confirm(
        case.notification,
        clerk=cast.neighbour_clerk,
        on_roll_from=date(2026, 10, 12),
        when=FILED_AT + timedelta(days=12),
    )

    case.refresh_from_db()
    assert case.provision_determined_on == date(2026, 10, 3)


def test_a_confirmation_answers_a_notification_that_nobody_has_looked_at(cast: Cast) -> None:
    notification = world.file_as_lost(cast, when=FILED_AT)

    world.confirm(notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 10, 5))

    notification.refresh_from_db()
    assert notification.state == NotificationState.ANSWERED
    assert notification.version == 2
    assert LedgerEntry.objects.filter(name="casework.NotificationAnswered").count() == 1


@pytest.mark.parametrize(
    ("school", "from_on", "left_on", "words"),
    [
        ("clerk", date(2026, 10, 12), date(2026, 9, 11), "the school that reported the child lost"),
        ("neighbour_clerk", date(2026, 9, 10), date(2026, 9, 11), "last day in education, 11 September 2026"),
        ("neighbour_clerk", date(2013, 9, 3), None, "before the child was born"),
    ],
)
def test_a_confirmation_that_cannot_be_right_is_a_hint_and_changes_nothing(
    cast: Cast, school: str, from_on: date, left_on: date | None, words: str
) -> None:
    case = world.opened_case(cast, when=FILED_AT, left_on=left_on)
    waiting = world.file_as_lost(cast, when=FILED_AT, left_on=left_on)
    clerk = cast.members()[school]

    world.confirm(case.notification, clerk=clerk, on_roll_from=from_on, when=FILED_AT + timedelta(days=12))
    world.confirm(waiting, clerk=clerk, on_roll_from=from_on, when=FILED_AT + timedelta(days=12))

    now = Case.objects.get(pk=case.pk)
    assert (now.version, now.stage, now.confirmed_by) == (case.version, Stage.CHECK, None)
    assert (now.provision_determined_on, now.provision_accessed_on) == (None, None)
    hint = now.events.last()
    assert (hint.kind, hint.organisation) == ("hint", clerk.organisation)
    assert words in hint.words
    assert hint.words.endswith("Nothing was changed: look at it.")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.version) == (NotificationState.NEW, 1)
    assert actions.open_case(cast.officer.act(), notification=waiting, expected_version=1).confirmed_by is None


def test_the_last_day_in_education_itself_may_be_the_first_day_on_the_new_roll(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT, left_on=date(2026, 9, 11))

    world.confirm(case.notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 9, 11))

    case.refresh_from_db()
    assert case.provision_accessed_on == date(2026, 9, 11)


def test_a_wrong_date_does_not_survive_a_later_true_confirmation(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    claimed_at = FILED_AT + timedelta(days=10)
    world.claim(case.notification, officer=cast.neighbour_officer, school=cast.neighbour_school, when=claimed_at)
    world.confirm(case.notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 9, 12), when=claimed_at)

    true = world.confirm(case.notification, clerk=cast.other_clerk, on_roll_from=date(2026, 10, 20), when=claimed_at)

    case.refresh_from_db()
    assert case.confirmed_by == true
    assert (case.provision_determined_on, case.provision_accessed_on) == (date(2026, 10, 11), date(2026, 10, 20))
    assert case.events.last().words.endswith(
        "So provision was determined on 11 October 2026, not on 12 September 2026."
    )


def test_dates_that_an_officer_recorded_are_kept_and_she_is_told_that_they_differ(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    case = actions.record_dates(
        cast.officer.act(),
        case=case,
        provision_determined_on=date(2026, 10, 6),
        provision_accessed_on=date(2026, 10, 8),
        expected_version=case.version,
    )

    world.confirm(case.notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 10, 5))

    case.refresh_from_db()
    assert (case.provision_determined_on, case.provision_accessed_on) == (date(2026, 10, 6), date(2026, 10, 8))
    assert case.confirmed_by.from_on == date(2026, 10, 5)
    assert "your officer recorded were kept" in case.events.last().words


def test_a_confirmation_of_another_child_changes_nothing(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    other = world.file_as_lost(cast, when=FILED_AT)

    world.confirm(other, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 10, 5))

    before = case.version
    case.refresh_from_db()
    assert (case.version, case.confirmed_by) == (before, None)


def test_a_closed_case_is_not_touched_by_a_later_confirmation(cast: Cast) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    closed = actions.close_case(
        cast.officer.act(),
        case=case,
        outcome=Outcome.ABROAD,
        evidence_kind="SCHOOL_ABROAD",
        evidence="Letter from the school abroad",
        expected_version=case.version,
    )

    world.confirm(case.notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 10, 5))

    before = closed.version
    case.refresh_from_db()
    assert (case.version, case.confirmed_by, case.outcome) == (before, None, "abroad")
