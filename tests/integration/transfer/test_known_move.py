"""Story 2: a file to a school that is known, from the upload to the confirmation on roll."""

from datetime import date, timedelta

import pytest
from django.core import mail

from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import NotAllowed, Stale
from onroll.registry import queries as registry_queries
from onroll.transfer import actions, queries
from onroll.transfer.actions import Arrival
from onroll.transfer.actions.collecting import NotThereAnyMore
from onroll.transfer.actions.confirming import ArrivalNotPossible, EarlyDateNotMeant
from onroll.transfer.models import Notice
from onroll.transfer.states import MoveNotAllowed, State
from tests.integration.transfer import steps
from tests.integration.transfer.files import LEFT_ON, Child, name_of, transfer_file

TWO = (Child(), Child(upn="", surname="Otherby", forename="Tam"))


def events(message) -> list[str]:
    about = LedgerEntry.objects.filter(subject_kind="message", subject_id=str(message.pk)).order_by("sequence")
    return [entry.name.removeprefix("transfer.") for entry in about]


def test_a_file_to_an_open_school_is_ready_to_send(cast) -> None:
    message = steps.receive(cast.clerk, "8205678")

    assert message.state == State.CHECKED
    assert message.recipient == cast.other_school
    assert message.pupil_count == 1
    assert message.ctf_version == "25.0"
    assert message.file_name == "8201234_CTF_8205678_001.xml"
    assert events(message) == ["FileReceived"]


def test_nobody_but_the_sender_knows_of_a_file_that_is_not_sent(cast) -> None:
    message = steps.receive(cast.clerk, "8205678")

    assert list(queries.outbox(cast.clerk.act())) == [message]
    assert list(queries.inbox(cast.other_clerk.act())) == []
    assert list(queries.area_files(cast.officer.act())) == []


def test_a_sent_file_waits_with_its_recipient_and_each_pupil_becomes_known(cast) -> None:
    message = steps.send(cast.clerk, "8205678", children=TWO)

    assert message.state == State.WAITING
    assert list(queries.inbox(cast.other_clerk.act())) == [message]
    pupils = list(queries.message_pupils(message))
    assert [pupil.sighting.forename for pupil in pupils] == ["Marisol", "Tam"]
    enrolment = pupils[0].sighting.child.enrolments.get()
    assert (enrolment.organisation, enrolment.until_on) == (cast.school, LEFT_ON)
    assert enrolment.confirmed_at is None
    assert registry_queries.confirmed_enrolments(pupils[0].sighting.child).first() is None


def test_the_recipient_is_told_without_personal_data(cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = steps.send(cast.clerk, "8205678")

    (sent,) = mail.outbox
    assert sent.recipients() == ["office@8205678.example"]
    assert "One file waits for Placeholder Academy. Sign in to collect it." in sent.body
    assert "Quillfeather" not in sent.subject + sent.body
    assert Notice.objects.get().sent_at is not None
    assert events(message)[-1] == "NoticeSent"


def test_the_same_bytes_come_out_under_the_right_name(cast) -> None:
    content = transfer_file()
    message = actions.receive_file(
        cast.clerk.act(), name="8201234_CTF_8205678_001 (1).xml", pieces=[content[:100], content[100:]]
    )
    actions.send_file(cast.clerk.act(), message=message, expected_version=1)

    download = actions.collect_file(cast.other_clerk.act(), message=message)

    assert download.name == "8201234_CTF_8205678_001.xml"
    assert b"".join(download.pieces) == content
    assert download.size == len(content)


def test_collecting_again_is_allowed_and_recorded_as_again(cast) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)
    steps.collect(cast.other_clerk, message)

    message.refresh_from_db()
    assert message.state == State.COLLECTED
    collected = LedgerEntry.objects.filter(name="transfer.FileCollected").order_by("sequence")
    assert [entry.details["again"] for entry in collected] == [False, True]
    assert [step.state for step in queries.timeline(cast.clerk.act(), message)] == [
        State.RECEIVED,
        State.CHECKED,
        State.WAITING,
        State.COLLECTED,
    ]


def test_a_confirmed_arrival_ends_the_file_and_tells_the_sender(cast) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)
    yesterday = cast.other_clerk.act().on - timedelta(days=1)

    steps.confirm(cast.other_clerk, message)

    assert message.state == State.CONFIRMED
    child = queries.message_pupils(message).get().sighting.child
    enrolment = registry_queries.confirmed_enrolments(child).first()
    assert enrolment is not None
    assert (enrolment.organisation, enrolment.from_on) == (cast.other_school, yesterday)
    assert list(Notice.objects.values_list("organisation_id", "kind")) == [
        (cast.other_school.pk, "file_waits"),
        (cast.school.pk, "child_on_roll"),
    ]


def test_a_file_with_two_pupils_is_done_only_when_both_are_confirmed(cast) -> None:
    message = steps.send(cast.clerk, "8205678", children=TWO)
    steps.collect(cast.other_clerk, message)

    steps.confirm(cast.other_clerk, message, positions=(2,))
    after_one = message.state
    steps.confirm(cast.other_clerk, message, positions=(1,))

    assert (after_one, message.state) == (State.COLLECTED, State.CONFIRMED)
    assert "1 of 2 pupils confirmed" in str([step.why for step in queries.timeline(cast.clerk.act(), message)])


def test_sender_recipient_and_both_authorities_see_each_step(cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    steps.collect(cast.neighbour_clerk, message)
    steps.confirm(cast.neighbour_clerk, message)

    for member in (cast.clerk, cast.neighbour_clerk, cast.officer, cast.neighbour_officer):
        seen = [(step.state, step.organisation) for step in queries.timeline(member.act(), message)]
        assert seen == [
            (State.RECEIVED, cast.school),
            (State.CHECKED, cast.school),
            (State.WAITING, cast.school),
            (State.COLLECTED, cast.neighbour_school),
            (State.CONFIRMED, cast.neighbour_school),
        ]


def test_an_arrival_in_the_future_is_refused(cast) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)
    act = cast.other_clerk.act()

    arrivals = [Arrival(1, act.on + timedelta(days=1))]

    with pytest.raises(ArrivalNotPossible, match="cannot be later than today"):
        actions.confirm_on_roll(act, message=message, arrivals=arrivals, expected_version=message.version)


def test_an_arrival_before_the_birth_is_refused(cast) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)

    with pytest.raises(ArrivalNotPossible, match="before the child was born"):
        actions.confirm_on_roll(
            cast.other_clerk.act(),
            message=message,
            arrivals=[Arrival(1, date(2015, 3, 13))],
            expected_version=message.version,
        )


def test_a_day_on_roll_before_the_leaving_date_is_refused_unless_it_is_meant(cast) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)
    early = {"arrivals": [Arrival(1, LEFT_ON - timedelta(days=1))], "expected_version": message.version}

    with pytest.raises(EarlyDateNotMeant, match="left the last school on 17 July 2026"):
        actions.confirm_on_roll(cast.other_clerk.act(), message=message, **early)
    message.refresh_from_db()
    assert message.state == State.COLLECTED
    actions.confirm_on_roll(cast.other_clerk.act(), message=message, **early, is_early_date_meant=True)
    assert message.state == State.CONFIRMED


def test_a_day_on_roll_before_the_second_birthday_is_never_right(cast) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)

    with pytest.raises(ArrivalNotPossible, match="not two years old yet"):
        actions.confirm_on_roll(
            cast.other_clerk.act(),
            message=message,
            arrivals=[Arrival(1, date(2017, 3, 13))],
            expected_version=message.version,
            is_early_date_meant=True,
        )


def test_an_arrival_needs_a_pupil_of_the_file_and_is_confirmed_once(cast) -> None:
    message = steps.send(cast.clerk, "8205678", children=TWO)
    steps.collect(cast.other_clerk, message)
    steps.confirm(cast.other_clerk, message, positions=(1,))

    with pytest.raises(ArrivalNotPossible, match="confirmed before"):
        steps.confirm(cast.other_clerk, message, positions=(1,))
    with pytest.raises(ArrivalNotPossible, match="not in the file"):
        steps.confirm(cast.other_clerk, message, positions=(3,))
    with pytest.raises(ArrivalNotPossible, match="one pupil at least"):
        steps.confirm(cast.other_clerk, message, positions=())


def test_a_file_that_was_not_collected_cannot_be_confirmed(cast) -> None:
    message = steps.send(cast.clerk, "8205678")

    with pytest.raises(MoveNotAllowed, match="now “Waiting”"):
        steps.confirm(cast.other_clerk, message)


def test_an_authority_may_send_and_receive_but_not_confirm(cast) -> None:
    message = steps.send(cast.officer, "838LLLL")

    assert message.file_name == "820LLLL_CTF_838LLLL_001.xml"
    assert list(queries.inbox(cast.neighbour_officer.act())) == [message]
    steps.collect(cast.neighbour_officer, message)
    with pytest.raises(NotAllowed):
        steps.confirm(cast.neighbour_officer, message)


def test_a_file_taken_back_before_collection_is_destroyed_and_its_recipient_is_told_and_sees_it_at_rest(cast) -> None:
    message = steps.send(cast.clerk, "8205678")

    actions.withdraw_file(cast.clerk.act(), message=message, reason="Wrong school", expected_version=message.version)

    assert message.state == State.WITHDRAWN
    assert [file.state for file in queries.inbox(cast.other_clerk.act())] == [State.WITHDRAWN]
    assert list(Notice.objects.values_list("organisation_id", "kind")) == [
        (cast.other_school.pk, "file_waits"),
        (cast.other_school.pk, "file_taken_back"),
    ]
    with pytest.raises(MoveNotAllowed, match="now “Withdrawn”"):
        actions.collect_file(cast.other_clerk.act(), message=message)
    with pytest.raises(NotThereAnyMore):
        actions.open_file(cast.clerk.act(), message=message)


def test_a_collected_file_cannot_be_taken_back(cast) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)

    with pytest.raises(MoveNotAllowed, match="now “Collected”"):
        actions.withdraw_file(
            cast.clerk.act(), message=message, reason="Wrong school", expected_version=message.version
        )


def test_a_file_is_only_taken_back_for_a_reason(cast) -> None:
    message = steps.send(cast.clerk, "8205678")

    with pytest.raises(actions.withdrawing.ReasonMissing):
        actions.withdraw_file(cast.clerk.act(), message=message, reason=" ", expected_version=message.version)


def test_a_step_on_a_version_that_somebody_changed_is_refused(cast) -> None:
    message = steps.receive(cast.clerk, "8205678")

    with pytest.raises(Stale):
        actions.send_file(cast.clerk.act(), message=message, expected_version=message.version + 1)
    message.refresh_from_db()
    assert message.state == State.CHECKED


def test_a_file_sent_twice_by_two_clicks_is_sent_once(cast) -> None:
    message = steps.receive(cast.clerk, "8205678")
    actions.send_file(cast.clerk.act(), message=message, expected_version=1)

    with pytest.raises(MoveNotAllowed):
        actions.send_file(cast.clerk.act(), message=message, expected_version=1)
    assert queries.inbox(cast.other_clerk.act()).count() == 1


def test_the_same_upload_before_sending_is_one_file(cast) -> None:
    first = steps.receive(cast.clerk, "8205678")
    second = steps.receive(cast.clerk, "8205678", name=name_of(number=2))

    assert first == second


def test_the_ledger_says_who_for_whom_and_why_and_holds(cast) -> None:
    message = steps.send(cast.clerk, "8205678")
    steps.collect(cast.other_clerk, message)
    steps.confirm(cast.other_clerk, message)

    assert events(message) == ["FileReceived", "FileSent", "FileCollected", "ArrivalConfirmed"]
    assert list(ledger.broken_links()) == []
    entry = LedgerEntry.objects.get(name="transfer.FileCollected")
    assert (entry.actor_id, entry.organisation_id) == (cast.other_clerk.person.pk, cast.other_school.pk)
    assert "Quillfeather" not in str(list(LedgerEntry.objects.values_list("details", flat=True)))
