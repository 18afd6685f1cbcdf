"""Two people at the same moment: exactly one wins, and the other is told. Real transactions, real threads."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Refusal
from onroll.transfer import actions
from onroll.transfer.models import Message
from onroll.transfer.states import State
from tests.cast import make_cast
from tests.integration.transfer import steps

pytestmark = pytest.mark.django_db(transaction=True)


def at_the_same_moment(*acts: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, all released together; return what each returned or was refused with."""
    results: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[number] = act()
        except Refusal as refused:
            results[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def everybody():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        raise AssertionError("threads need a database in a file: see DATABASES TEST NAME")
    return make_cast()


def test_of_two_officers_who_claim_one_child_exactly_one_wins(everybody) -> None:
    lost_pupil = steps.file_lost(everybody.clerk)
    claims = {everybody.officer: everybody.other_school, everybody.neighbour_officer: everybody.neighbour_school}
    for officer in claims:
        steps.open_lost(officer, lost_pupil)

    def claim(officer, school) -> Callable[[], object]:
        return lambda: actions.claim_lost_pupil(
            officer.act(),
            reference=lost_pupil.message.reference,
            school=school,
            reason="Same child.",
            expected_version=2,
        )

    results = at_the_same_moment(*(claim(*pair) for pair in claims.items()))

    won = [result for result in results if isinstance(result, Message)]
    lost = [result for result in results if isinstance(result, Refusal)]
    assert (len(won), len(lost)) == (1, 1)
    assert "Another authority claimed this child a moment ago" in lost[0].words
    message = Message.objects.get(pk=lost_pupil.message_id)
    assert message.recipient == won[0].recipient
    lost_pupil.refresh_from_db()
    assert lost_pupil.claimed_for == message.recipient
    assert LedgerEntry.objects.filter(name="transfer.LostPupilClaimed").count() == 1
    assert list(ledger.broken_links()) == []


def test_of_two_clicks_on_send_one_sends(everybody) -> None:
    message = steps.receive(everybody.clerk, "8205678")

    def send() -> object:
        own = Message.objects.get(pk=message.pk)
        return actions.send_file(everybody.clerk.act(), message=own, expected_version=1)

    results = at_the_same_moment(send, send)

    assert len([result for result in results if isinstance(result, Message)]) == 1
    assert message.pupils.count() == 1
    assert LedgerEntry.objects.filter(name="transfer.FileSent").count() == 1


def test_of_two_who_collect_at_once_one_is_first_and_both_get_the_file(everybody) -> None:
    message = steps.send(everybody.clerk, "8205678")

    def collect() -> object:
        return actions.collect_file(everybody.other_clerk.act(), message=Message.objects.get(pk=message.pk)).size

    results = at_the_same_moment(collect, collect)

    assert results == [message.stored_file.size] * 2
    again = LedgerEntry.objects.filter(name="transfer.FileCollected").values_list("details", flat=True)
    assert sorted(details["again"] for details in again) == [False, True]


def test_a_file_is_either_collected_or_taken_back(everybody) -> None:
    message = steps.send(everybody.clerk, "8205678")

    def collect() -> object:
        own = Message.objects.get(pk=message.pk)
        return actions.collect_file(everybody.other_clerk.act(), message=own)

    def withdraw() -> object:
        own = Message.objects.get(pk=message.pk)
        return actions.withdraw_file(everybody.clerk.act(), message=own, reason="Wrong file", expected_version=2)

    results = at_the_same_moment(collect, withdraw)

    refused = [result for result in results if isinstance(result, Refusal)]
    message.refresh_from_db()
    assert len(refused) == 1
    assert message.state in (State.COLLECTED, State.WITHDRAWN)
    assert (message.stored_file.destroyed_at is None) == (message.state == State.COLLECTED)
