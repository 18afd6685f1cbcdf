"""A school that admits a child without a file asks for it, and every answer closes the loop."""

from datetime import date, timedelta

import pytest
from django.core import mail

from onroll.audit import act as acts
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.transfer import actions, queries
from onroll.transfer.actions import ChildSought, RequestNotPossible
from onroll.transfer.models import FileRequest
from onroll.transfer.request_states import RequestState
from onroll.transfer.states import MoveNotAllowed
from tests.cast import Cast, Member
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY, Child

SOUGHT = ChildSought(surname=CANARY, forename="Marisol", birth_date=date(2015, 3, 14))


def ask(asker: Member, asked, child: ChildSought = SOUGHT) -> FileRequest:
    return actions.ask_for_file(asker.act(), asked=asked, child=child)


def test_a_request_waits_with_the_old_school_with_its_clock(cast: Cast) -> None:
    request = ask(cast.neighbour_clerk, cast.school)

    (waiting,) = queries.requests_to_answer(cast.clerk.act())
    assert waiting == request
    assert request.state == RequestState.ASKED
    assert request.due_on > cast.clerk.act().on + timedelta(days=4)
    assert [step.why for step in queries.request_timeline(cast.clerk.act(), request)] == [
        "Fixture Primary School was asked"
    ]


def test_a_file_for_the_child_answers_by_itself(cast: Cast, django_capture_on_commit_callbacks) -> None:
    request = ask(cast.neighbour_clerk, cast.school)

    with django_capture_on_commit_callbacks(execute=True):
        message = steps.send(cast.clerk, "8384001")

    request.refresh_from_db()
    assert request.state == RequestState.FILE_SENT
    assert request.message == message
    assert "There is an answer to a request for a file" in [one.subject for one in mail.outbox]


@pytest.mark.parametrize(
    ("pupil", "is_answered"),
    [
        (Child(), True),
        (Child(surname=CANARY.upper()), True),
        (Child(surname="Quilfeather"), False),
        (Child(birth_date="2015-03-15"), False),
        (Child(forename="Benedict"), False),
        (Child(surname="Underhillock"), False),
    ],
)
def test_only_names_and_birth_date_that_agree_answer_without_a_person(cast: Cast, pupil: Child, is_answered) -> None:
    request = ask(cast.neighbour_clerk, cast.school)

    steps.send(cast.clerk, "8384001", children=(pupil,))

    request.refresh_from_db()
    assert (request.state == RequestState.FILE_SENT) is is_answered


def test_a_upn_answers_though_the_surname_changed_but_never_for_a_twin(cast: Cast) -> None:
    known = ChildSought(surname="Underhillock", forename="Marisol", birth_date=None, upn="D820123415001")
    twin = ChildSought(surname=CANARY, forename="Benedict", birth_date=None, upn="D820123415001")
    request, of_twin = ask(cast.neighbour_clerk, cast.school, known), ask(cast.neighbour_clerk, cast.school, twin)

    steps.send(cast.clerk, "8384001")

    request.refresh_from_db()
    of_twin.refresh_from_db()
    assert (request.state, of_twin.state) == (RequestState.FILE_SENT, RequestState.ASKED)


def test_a_file_from_another_school_or_to_another_school_answers_nothing(cast: Cast) -> None:
    request = ask(cast.neighbour_clerk, cast.school)

    steps.send(cast.other_clerk, "8384001")
    steps.send(cast.clerk, "8205678")

    request.refresh_from_db()
    assert request.state == RequestState.ASKED


def test_a_person_may_say_that_a_file_is_the_answer(cast: Cast) -> None:
    request = ask(cast.neighbour_clerk, cast.school)
    message = steps.send(cast.clerk, "8384001", children=(Child(surname="Underhillock"),))
    elsewhere = steps.send(cast.clerk, "8205678")

    with pytest.raises(RequestNotPossible, match="not sent to the school that asked"):
        actions.answer_with_file(cast.clerk.act(), request=request, message=elsewhere, expected_version=1)
    actions.answer_with_file(cast.clerk.act(), request=request, message=message, expected_version=1)

    assert request.state == RequestState.FILE_SENT
    assert LedgerEntry.objects.filter(name="transfer.RequestMoved").get().details["by_itself"] is False


def test_not_held_needs_a_reason_and_leaves_the_authority_to_ask(cast: Cast) -> None:
    request = ask(cast.neighbour_clerk, cast.school)

    with pytest.raises(RequestNotPossible, match="Say why"):
        actions.answer_not_held(cast.clerk.act(), request=request, reason=" ", expected_version=1)
    actions.answer_not_held(cast.clerk.act(), request=request, reason="Never here", expected_version=1)
    actions.pass_to_authority(cast.neighbour_clerk.act(), request=request, why="Please search", expected_version=2)

    assert (request.state, request.asked) == (RequestState.WITH_AUTHORITY, cast.testbury)
    assert list(queries.requests_to_answer(cast.neighbour_officer.act())) == [request]


def test_the_authoritys_claim_answers_the_request(cast: Cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    request = ask(cast.neighbour_clerk, cast.testbury)

    message = steps.claim(cast.neighbour_officer, cast, lost_pupil)

    request.refresh_from_db()
    assert (request.state, request.message) == (RequestState.FILE_SENT, message)


def test_the_second_of_two_answers_is_told(cast: Cast) -> None:
    request = ask(cast.neighbour_clerk, cast.school)
    actions.pass_to_authority(cast.clerk.act(), request=request, why="Old name only", expected_version=1)

    with pytest.raises(Stale):
        actions.withdraw_request(cast.neighbour_clerk.act(), request=request, expected_version=1)
    actions.withdraw_request(cast.neighbour_clerk.act(), request=request, expected_version=2)
    with pytest.raises(MoveNotAllowed):
        actions.answer_not_held(cast.neighbour_officer.act(), request=request, reason="No", expected_version=3)


@pytest.mark.parametrize("asked", ["neighbour_school", "closed_school", "exampleton"])
def test_only_an_open_school_or_the_own_authority_is_asked(cast: Cast, asked: str) -> None:
    with pytest.raises(RequestNotPossible):
        ask(cast.neighbour_clerk, getattr(cast, asked))


@pytest.mark.parametrize(
    "child",
    [
        ChildSought(surname="", forename="Marisol", birth_date=date(2015, 3, 14)),
        ChildSought(surname=CANARY, forename=" ", birth_date=date(2015, 3, 14)),
        ChildSought(surname=CANARY, forename="Marisol", birth_date=None),
    ],
)
def test_a_request_says_who_the_child_is(cast: Cast, child: ChildSought) -> None:
    with pytest.raises(RequestNotPossible, match="Give the child’s names"):
        ask(cast.neighbour_clerk, cast.school, child)


def test_who_may_ask_answer_and_know_of_a_request(cast: Cast) -> None:
    request = ask(cast.neighbour_clerk, cast.school)
    askers, readers, knowers = set(), set(), set()
    for name, member in cast.members().items():
        act = member.act()
        try:
            queries.file_request(act, request.reference)
            knowers.add(name)
        except Hidden:
            continue
        try:
            actions.open_request(act, request=request)
            readers.add(name)
        except NotAllowed:
            continue
    for name, member in cast.members().items():
        try:
            ask(member, cast.other_school if member.organisation != cast.other_school else cast.school)
            askers.add(name)
        except NotAllowed:
            continue

    assert askers == {"clerk", "other_clerk", "neighbour_clerk"}
    assert readers == {"clerk", "neighbour_clerk"}
    assert knowers == readers | {"officer", "neighbour_officer", "administrator"}


def test_nobody_but_the_asked_says_not_held_and_nobody_but_the_asker_takes_it_back(cast: Cast) -> None:
    request = ask(cast.neighbour_clerk, cast.school)

    for member in cast.members().values():
        if member.organisation != cast.school or member.membership.role != "admissions":
            with pytest.raises(NotAllowed):
                actions.answer_not_held(member.act(), request=request, reason="No", expected_version=1)
        if member != cast.neighbour_clerk:
            with pytest.raises(NotAllowed):
                actions.withdraw_request(member.act(), request=request, expected_version=1)


def test_an_overdue_request_is_told_to_the_asking_schools_authority_once(cast: Cast) -> None:
    request = ask(cast.neighbour_clerk, cast.school)
    FileRequest.objects.update(due_on=cast.clerk.act().on - timedelta(days=1))
    system = acts.by_the_system(at=cast.clerk.act().at, purpose="tick")

    assert [actions.report_overdue_requests(system) for _ in range(2)] == [1, 0]
    assert list(queries.requests_of_area(cast.neighbour_officer.act())) == [request]
    with pytest.raises(NotAllowed):
        actions.report_overdue_requests(cast.clerk.act())


def test_no_notice_or_ledger_entry_names_the_child(cast: Cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        request = ask(cast.neighbour_clerk, cast.school)
        actions.answer_not_held(cast.clerk.act(), request=request, reason="Never here", expected_version=1)

    assert len(mail.outbox) == 2
    assert CANARY not in str([(one.subject, one.body) for one in mail.outbox])
    assert CANARY not in str(list(LedgerEntry.objects.values_list("details", flat=True)))
