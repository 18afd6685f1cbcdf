"""The demonstration: everybody and every state it promises, made by the product's own actions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import F

from onroll import linkage
from onroll.access.actions import PersonExists
from onroll.access.models import Membership, Organisation, OrganisationKind, Person, Role, Status
from onroll.attendance import queries as attendance_queries
from onroll.attendance.alert_states import AlertState
from onroll.attendance.models import Alert, DayMarks, Placement
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.models import LedgerEntry
from onroll.casework import queries as casework_queries
from onroll.casework.models import (
    AttendanceOrder,
    Case,
    ContactInvitation,
    Notification,
    Outcome,
    PaperReading,
    Refusal,
)
from onroll.casework.stages import NotificationState, Stage
from onroll.config import demonstration
from onroll.config.demonstration import handouts
from onroll.config.demonstration.children import Children
from onroll.config.demonstration.people import ACCOUNTS, PASSWORD
from onroll.evaluation.models import Round
from onroll.insight import queries as insight_queries
from onroll.registry import queries as registry_queries
from onroll.registry.likeness import likeness
from onroll.registry.models import Cause, Child, FamilyLink, Sighting
from onroll.returns.models import HomeEducation, ListedChild, Return
from onroll.returns.return_states import ReturnState
from onroll.rolls import queries as rolls_queries
from onroll.rolls.models import Feed, Form, RollEvent, Snapshot
from onroll.rolls.snapshot_states import SnapshotState
from onroll.rules import enquiries
from onroll.rules.missing import List, RuleName
from onroll.rules.orders import OrderState
from onroll.rules.returns import ReturnKind
from onroll.rules.sweeps import rules_on
from onroll.survey.models import Call, Interview
from onroll.transfer import actions as transfer_actions
from onroll.transfer import queries as transfer_queries
from onroll.transfer.models import Destruction, FileRequest, LostPupil, Message, MessageEvent, MessagePupil, Notice
from onroll.transfer.request_states import RequestState
from onroll.transfer.states import State

CLOCK = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SEED = 20261122


@pytest.fixture(scope="module")
def lines(django_db_setup: None, django_db_blocker: object) -> Iterator[list[str]]:
    """Load it once for all tests of this module, in a transaction that is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demonstration.load(CLOCK, seed=SEED)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def loaded(lines: list[str], db: None) -> None:
    """Every test here sees the demonstration."""


def act_of(login: str) -> Act:
    membership = Membership.objects.get(person__email=f"{login}@demo.onroll.example")
    return Act(
        actor_id=membership.person_id,
        organisation_id=membership.organisation_id,
        organisation_kind=membership.organisation.kind,
        la_code=membership.organisation.la_code,
        role=membership.role,
        at=CLOCK,
        purpose="try the demonstration",
        request_id="test",
    )


def test_it_holds_some_600_children_of_three_authorities_in_the_real_directory() -> None:
    assert 550 <= Child.objects.count() <= 620
    assert Organisation.objects.filter(kind=OrganisationKind.SCHOOL).count() > 6000
    assert set(Message.objects.values_list("sender__la_code", flat=True)) == {"381", "382", "384"}


def test_an_officer_finds_every_kind_of_work_in_the_demonstration() -> None:
    officer, told = act_of("officer.kirklees"), Notification.objects.filter(telling__isnull=False)

    assert set(told.values_list("source", flat=True)) == {"public", "agency"}
    assert len(casework_queries.own_tellings(act_of("reporter.health"))) == 1
    (enquired,) = casework_queries.enquiry_lists(act_of("attendance.a"))
    assert (enquired.lines.count(), enquired.requests.get().reminders) == (3, 1)
    assert AttendanceOrder.objects.get().state == OrderState.ORDER_SERVED
    assert FamilyLink.objects.count() >= 2
    assert len(casework_queries.borders.border_work(officer).offered_to_us) >= 1
    assert casework_queries.monitoring_list(officer, "TEMPORARY_HOME")


def test_files_stand_in_every_state_of_the_line() -> None:
    assert set(Message.objects.values_list("state", flat=True)) == {
        State.CHECKED,
        State.WAITING,
        State.HELD_AS_LOST,
        State.COLLECTED,
        State.CONFIRMED,
        State.REFUSED,
        State.WITHDRAWN,
        State.HELD,
        State.EXPIRED,
    }
    # The two that a file only passes through stand in the story of one.
    assert set(MessageEvent.objects.values_list("state", flat=True)) == set(State)


def test_requests_stand_in_every_state() -> None:
    assert set(FileRequest.objects.values_list("state", flat=True)) == set(RequestState)


def test_a_file_for_a_closed_school_went_to_the_one_that_took_over() -> None:
    message = Message.objects.get(redirected_from__isnull=False)

    assert message.redirected_from.status == Status.CLOSED
    assert message.recipient == act_school("clerk.b")
    assert Destruction.objects.filter(message__state=State.EXPIRED).count() == 1


def act_school(login: str) -> Organisation:
    return Organisation.objects.get(pk=act_of(login).organisation_id)


def test_a_bundle_waits_for_the_safeguarding_lead_and_an_answer_for_the_clerk() -> None:
    lead, clerk = act_of("safeguarding.b"), act_of("clerk.a")

    waiting = transfer_queries.documents(lead).get()
    assert (waiting.state, waiting.part_role) == (State.WAITING, Role.SAFEGUARDING)
    assert {receipt.state for receipt in transfer_queries.receipts(clerk, waiting.part_of)} == {
        State.WAITING,
        State.COLLECTED,
    }
    assert transfer_queries.conversations(clerk).get().is_new


def test_some_files_are_confirmed_in_part() -> None:
    part = Message.objects.filter(state=State.COLLECTED, pupils__confirmed_at__isnull=False).distinct()

    assert part.count() == 2


def test_cases_stand_in_every_stage_and_end_in_every_way_that_is_true_of_any_child() -> None:
    assert set(Case.objects.values_list("stage", flat=True)) == set(Stage)
    assert set(Case.objects.exclude(outcome="").values_list("outcome", flat=True)) == set(Outcome) - {Outcome.OVER_AGE}


def test_notifications_wait_and_some_were_answered() -> None:
    counts = {state: Notification.objects.filter(state=state).count() for state in NotificationState}

    assert counts[NotificationState.NEW] >= 10
    assert counts[NotificationState.ANSWERED] == 3


def test_some_pupil_numbers_are_disputed() -> None:
    assert Sighting.objects.filter(disputes__isnull=False).count() == 3


@pytest.mark.parametrize("login", ["officer.kirklees", "officer.wakefield", "officer.calderdale"])
def test_every_officer_has_work_overdue_and_ready_to_close(login: str) -> None:
    work = casework_queries.work_list(act_of(login), casework_queries.Filters())

    assert work.notification_count
    assert any(line.overdue_days for line in work.cases)
    assert any(line.case.confirmed_by_id for line in work.cases)
    assert any(not line.overdue_days and not line.case.confirmed_by_id for line in work.cases)


def test_clerk_a_has_sent_and_received_files() -> None:
    school = act_of("clerk.a").organisation_id

    assert Message.objects.filter(sender_id=school).exists()
    assert Message.objects.filter(recipient_id=school).exists()


def test_those_who_can_sign_in_are_named_with_their_password_and_hold_their_roles(lines: list[str]) -> None:
    assert demonstration.who_can_sign_in() == lines[: len(ACCOUNTS) + 3]
    for account in ACCOUNTS:
        person = Person.objects.get(email=account.email)
        assert person.check_password(PASSWORD)
        assert "(invented)" in person.name
        assert any(account.email in line for line in lines)
    assert Membership.objects.filter(role=Role.CME_OFFICER).count() == 3
    assert any(PASSWORD in line for line in lines)


def test_nobody_else_can_sign_in() -> None:
    others = Person.objects.exclude(email__in=[account.email for account in ACCOUNTS])

    assert others.exists()
    assert not any(person.has_usable_password() for person in others)


def test_the_ledger_is_whole_and_grows_in_order_of_time_and_nothing_is_in_the_future() -> None:
    assert list(ledger.broken_links()) == []
    times = list(LedgerEntry.objects.order_by("sequence").values_list("at", flat=True))
    assert all(earlier <= later for earlier, later in pairwise(times))
    assert times[-1] <= CLOCK


def test_dates_of_cases_are_in_order_and_every_enquiry_is_on_the_checklist() -> None:
    for case in Case.objects.filter(provision_accessed_on__isnull=False):
        assert case.provision_determined_on <= case.provision_accessed_on <= CLOCK.date()
    for lost_pupil in LostPupil.objects.all():
        for made in lost_pupil.enquiries.all():
            assert enquiries.checklist_on(made.made_on).enquiry(made.code)


def test_no_two_children_share_a_pupil_number_but_the_disputed() -> None:
    numbers = MessagePupil.objects.values_list("sighting__upn", "sighting__child_id").distinct()
    children_of: dict[str, set[int]] = {}
    for number, child_id in numbers:
        children_of.setdefault(number, set()).add(child_id)

    assert len([number for number, children in children_of.items() if len(children) > 1]) == 3


def test_past_notices_count_as_sent_and_no_email_went_out() -> None:
    assert Notice.objects.exists()
    assert not Notice.objects.filter(sent_at__isnull=True).exists()
    assert mail.outbox == []


def test_the_same_seed_makes_the_same_files_and_another_seed_others() -> None:
    school = Organisation.objects.get(pk=act_of("clerk.a").organisation_id)

    def made(seed: int) -> tuple[str, bytes]:
        children = Children(seed)
        pupils = children.leavers(school, 2, CLOCK.date())
        return children.file(pupils, sender=school, destination="XXXXXXX", at=CLOCK)

    assert made(SEED) == made(SEED)
    assert made(SEED)[1] != made(SEED + 1)[1]


def test_children_are_of_the_ages_their_school_teaches_and_none_is_handed_out_twice() -> None:
    school = Organisation.objects.get(pk=act_of("clerk.a").organisation_id)
    children = Children(SEED)

    pupils = [*children.leavers(school, 20, CLOCK.date()), *children.leavers(school, 20, date(2026, 6, 1))]

    assert {pupil.year_group for pupil in pupils} <= {"R", "1", "2", "3", "4", "5", "6"}
    assert len({pupil.upn for pupil in pupils}) == 40
    with pytest.raises(LookupError):
        children.leavers(school, 900, CLOCK.date())


def folder() -> Path:
    return Path(settings.VAR) / "demonstration-files"


def upload(path: Path) -> Message:
    return transfer_actions.receive_file(act_of("clerk.a"), name=path.name, pieces=[path.read_bytes()])


def test_the_prepared_known_file_can_be_sent_to_clerk_b() -> None:
    (path,) = (one for one in folder().glob("*_001.xml") if "XXXXXXX" not in one.name)

    message = upload(path)

    assert message.state == State.CHECKED
    assert message.file_name == path.name
    assert message.recipient_id == act_of("clerk.b").organisation_id


def test_the_prepared_lost_child_is_found_by_the_facts_of_the_note() -> None:
    (path,) = folder().glob("*XXXXXXX*")
    message = upload(path)
    made = transfer_actions.EnquiryMade("TELEPHONE", date(2026, 11, 20), "No answer")
    lost_pupil = transfer_actions.file_as_lost(
        act_of("clerk.a"), message=message, enquiries=[made], expected_version=message.version
    )
    note = " ".join((folder() / "README.txt").read_text().split())
    words = note.partition("surname ")[2]
    surname, _, rest = words.partition(", forename ")
    forename, _, born = rest.partition(", born ")
    born_on = datetime.strptime(" ".join(born.split()[:3]).rstrip("."), "%d %B %Y").replace(tzinfo=UTC).date()
    assert surname != lost_pupil.sighting.surname
    assert born_on != lost_pupil.sighting.birth_date

    found = transfer_actions.search_repository(
        act_of("officer.wakefield"),
        query=linkage.SearchQuery(surname=surname, forename=forename, birth_date=born_on),
        reason_code="admitted_without_file",
        reason="Admitted by a school of our area",
    )

    assert 1 <= len(found.hits) <= 10
    assert found.hits[0].reference == message.reference


def test_the_prepared_broken_file_is_refused_with_words() -> None:
    (path,) = folder().glob("*_002.xml")

    message = upload(path)

    assert message.state == State.REFUSED
    assert message.problems


@pytest.mark.parametrize(
    ("name", "heard"),
    [("Hussein", "Husseyn"), ("Becker", "Beker"), ("Lynch", "Linch"), ("Ng", "Nge"), ("Okoro", "Okuro")],
)
def test_a_misspelt_name_differs_in_one_place(name: str, heard: str) -> None:
    assert handouts.misspelt(name) == heard


def test_a_second_load_fails_and_leaves_nothing_half_done() -> None:
    people, files = Person.objects.count(), Message.objects.count()

    with pytest.raises(PersonExists):
        demonstration.load(CLOCK, seed=SEED)

    assert (Person.objects.count(), Message.objects.count()) == (people, files)


def test_pairs_that_may_be_one_child_wait_for_the_officer_twins_among_them() -> None:
    waiting = list(registry_queries.waiting_pairs(act_of("officer.kirklees")))
    alike = [pair for pair in waiting if pair.cause == Cause.LIKENESS]
    found = [likeness(pair.first_sighting, pair.second_sighting) for pair in alike]

    assert len(alike) >= 3
    assert any(each.may_be_twins for each in found)
    assert any(pair.first_authority != pair.second_authority for pair in alike)
    assert any(pair.worth > 1 for pair in alike)


def test_each_authority_sees_who_is_missing_offered_a_place_and_hardly_attending() -> None:
    for login in ("officer.kirklees", "officer.wakefield", "officer.calderdale"):
        act = act_of(login)
        asked = insight_queries.asked_of(act, rule=RuleName.RETURN_2025)
        rows = insight_queries.whole_lists(act, asked)

        assert {List.MISSING, List.ATTENDANCE_CONCERN} <= {row.which for row in rows}
        reasons = " ".join(words for row in rows for words in row.answer.reasons)
        assert "the education was found unsuitable" in reasons
        assert "A place is offered; she has not started" in reasons


def test_rolls_come_in_every_way_and_one_file_waits_one_was_refused_and_one_feed_stopped() -> None:
    assert set(Feed.objects.values_list("form", flat=True)) == {Form.CSV, Form.ONEROSTER, Form.FORM}
    assert set(Snapshot.objects.values_list("state", flat=True)) == {
        SnapshotState.TAKEN,
        SnapshotState.HELD,
        SnapshotState.REFUSED,
    }
    assert Feed.objects.filter(stopped_at__isnull=False).count() == 1
    assert {"joined", "left", "changed_address", "changed_name"} <= set(
        RollEvent.objects.values_list("kind", flat=True)
    )
    assert {entry.school.la_code for entry in rolls_queries.two_rolls(act_of("officer.kirklees"))} == {"382", "384"}


def test_the_registers_raise_an_alert_of_every_rule_and_alerts_stand_in_every_state() -> None:
    assert set(Alert.objects.values_list("rule", flat=True)) == {
        rule.code for rule in rules_on(CLOCK.date()) if rule.is_alert
    }
    assert set(Alert.objects.values_list("state", flat=True)) == set(AlertState)


def test_the_attendance_clerk_has_somebody_to_call_and_old_marks_to_look_at() -> None:
    clerk = act_of("attendance.a")
    last = DayMarks.objects.latest("on").on

    queue = attendance_queries.call_queue(clerk, last)
    checks = attendance_queries.checks(clerk)

    assert (len(queue.waiting), len(queue.settled), len(queue.worried)) == (3, 2, 1)
    assert checks.old
    assert checks.late_count == 2
    assert checks.runs


def test_the_provider_says_who_came_of_all_but_one() -> None:
    here = Placement.objects.filter(place_id=act_of("provider.kirklees").organisation_id)

    assert here.count() == 5
    assert here.filter(marks__isnull=True).count() == 1


def test_returns_are_owed_made_in_time_and_late_and_one_is_not_needed() -> None:
    made = Return.objects.filter(state=ReturnState.MADE)

    assert set(Return.objects.values_list("state", flat=True)) == {
        ReturnState.OWED,
        ReturnState.MADE,
        ReturnState.NOT_NEEDED,
    }
    assert made.filter(made_on__gt=F("due_on")).exists()
    assert made.filter(made_on__lte=F("due_on")).exists()
    assert set(Return.objects.values_list("kind", flat=True)) == set(ReturnKind)


def test_home_education_is_suitable_unsuitable_moved_and_ended() -> None:
    homes = HomeEducation.objects.all()

    assert set(homes.values_list("ended_as", flat=True)) == {"", "school", "moved"}
    assert set(homes.values_list("decisions__suitability", flat=True)) == {None, "suitable", "unsuitable"}
    assert homes.filter(authority__la_code="384").count() == 1
    assert homes.filter(told_by="school", words__contains="deletion return").count() == 1


def test_a_list_of_children_due_to_start_is_compared_in_every_band() -> None:
    assert set(ListedChild.objects.values_list("band", flat=True)) == {"sure", "doubtful", "none"}
    assert {"told", "not_due", ""} <= set(ListedChild.objects.values_list("decision", flat=True))


def test_the_directory_has_contacts_a_round_that_runs_refusals_and_readers() -> None:
    assert set(ContactInvitation.objects.values_list("state", flat=True)) == {"open", "corrected", "left"}
    assert set(Refusal.objects.values_list("reason", flat=True)) == {"threshold", "no_answer"}
    assert PaperReading.objects.filter(policy__isnull=False).count() == 3


def test_last_years_round_is_signed_and_this_years_begun() -> None:
    last, this = Round.objects.order_by("number")

    assert (last.state, this.state) == ("signed", "open")
    assert (CLOCK.date() - last.signed_at.date()).days > 350
    assert last.total > 0


def test_a_survey_has_answers_by_file_a_stopped_interview_and_calls_to_make_again() -> None:
    states = list(Interview.objects.values_list("state", flat=True))

    assert states.count("done") == 10
    assert states.count("stopped") == 1
    assert set(Call.objects.values_list("outcome", flat=True)) == {"began", "no_answer", "later", "refused"}
