"""The ledger stores with the change, calls its subscribers with it, only grows, and shows tampering."""

import dataclasses
from datetime import date
from typing import ClassVar

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from onroll.audit import ledger, triggers
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry


@dataclasses.dataclass(frozen=True, kw_only=True)
class KettleBoiled(ledger.Event):
    subject: ClassVar[str] = "kettle_id"
    meaning: ClassVar[str] = "A kettle boiled"
    kettle_id: int
    on: date
    cups: tuple[str, ...] = ()


@pytest.fixture
def act():
    return by_the_system(at=timezone.now(), purpose="make tea")


@pytest.fixture
def boiled(db, act):
    def boil(kettle_id: int = 7) -> LedgerEntry:
        with transaction.atomic():
            return ledger.record(act, KettleBoiled(kettle_id=kettle_id, on=date(2026, 9, 7), cups=("blue",)))

    return boil


@pytest.fixture
def subscribed():
    yield lambda handler: ledger.subscribe(KettleBoiled, handler)
    ledger._subscribers.pop(KettleBoiled, None)


def test_an_event_is_stored_with_who_when_why_and_what(act, boiled) -> None:
    boiled()

    entry = LedgerEntry.objects.get(subject_kind="kettle", subject_id="7")
    assert entry.at == act.at
    assert entry.purpose == "make tea"
    assert entry.role == "system"
    assert entry.details == {"kettle_id": 7, "on": "2026-09-07", "cups": ["blue"]}
    assert entry.name.endswith(".KettleBoiled")


def test_entries_are_chained_and_the_chain_holds(boiled) -> None:
    first, second = boiled(1), boiled(2)

    assert second.previous_digest == first.digest
    assert second.sequence == first.sequence + 1
    assert list(ledger.broken_links()) == []


@pytest.mark.parametrize("statement", ["UPDATE audit_ledgerentry SET purpose = 'x'", "DELETE FROM audit_ledgerentry"])
def test_the_database_itself_refuses_to_change_or_remove_an_entry(boiled, statement) -> None:
    boiled()

    with pytest.raises(Error, match="only grow"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_change_behind_the_triggers_shows_as_a_broken_link(boiled) -> None:
    boiled(1)
    tampered = boiled(2)
    boiled(3)
    triggers.unguard(connection)
    LedgerEntry.objects.filter(pk=tampered.pk).update(purpose="something else")
    triggers.guard(connection)

    assert list(ledger.broken_links()) == [tampered.sequence]


def test_an_entry_removed_from_the_end_shows_as_a_broken_link(boiled) -> None:
    boiled(1)
    last = boiled(2)
    triggers.unguard(connection)
    LedgerEntry.objects.filter(pk=last.pk).delete()
    triggers.guard(connection)

    assert list(ledger.broken_links()) == [last.sequence]


def test_subscribers_are_called_once_in_the_same_transaction(boiled, subscribed) -> None:
    seen = []

    def listen(act, event):
        seen.append((act.purpose, event.kettle_id, connection.in_atomic_block))

    subscribed(listen)
    subscribed(listen)

    boiled(5)

    assert seen == [("make tea", 5, True)]


def test_a_subscriber_that_fails_takes_the_entry_with_it(boiled, subscribed) -> None:
    def fail(act, event):
        raise RuntimeError("no milk")

    subscribed(fail)
    before = LedgerEntry.objects.count()

    with pytest.raises(RuntimeError, match="no milk"):
        boiled()

    assert LedgerEntry.objects.count() == before
    assert list(ledger.broken_links()) == []


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused(act) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        ledger.record(act, KettleBoiled(kettle_id=1, on=date(2026, 9, 7)))


def test_gathered_events_are_chained_at_the_end_without_those_of_a_savepoint_that_was_rolled_back(act, db) -> None:
    def boil(kettle_id: int) -> None:
        ledger.record(act, KettleBoiled(kettle_id=kettle_id, on=date(2026, 9, 7)))

    with transaction.atomic(), ledger.gathered():
        boil(1)
        with transaction.atomic():
            boil(2)
            transaction.set_rollback(True)
        with transaction.atomic():
            boil(3)
        assert not LedgerEntry.objects.exists()

    assert list(LedgerEntry.objects.order_by("sequence").values_list("subject_id", flat=True)) == ["1", "3"]
    assert list(ledger.broken_links()) == []


def test_a_gathering_block_that_raises_adds_nothing_and_the_next_event_is_recorded_as_ever(act, boiled) -> None:
    def break_off() -> None:
        with transaction.atomic(), ledger.gathered():
            ledger.record(act, KettleBoiled(kettle_id=1, on=date(2026, 9, 7)))
            raise LookupError

    with pytest.raises(LookupError):
        break_off()
    boiled(2)

    assert LedgerEntry.objects.get().subject_id == "2"
